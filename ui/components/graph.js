
export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".bb-graph");
  if (!place || place.dataset.drawn === data.key) return;
  place.dataset.drawn = data.key;
  const style = getComputedStyle(place);
  const colour = (name, other) => style.getPropertyValue(name).trim() || other;
  const text = colour("--st-text-color", "#222");
  const fill = { centre: "#b45309", operation: "#2b6cb0", partner: "#5b7f3a", district: "#7b5aa6" };
  const graph = cytoscape({
    container: place,
    elements: data.elements,
    userZoomingEnabled: false,
    boxSelectionEnabled: false,
    layout: { name: "concentric", concentric: (node) => (node.data("kind") === "centre" ? 2 : 1), levelWidth: () => 1, minNodeSpacing: 28, padding: 24, animate: false },
    style: [
      { selector: "node", style: { label: "data(name)", "background-color": (node) => fill[node.data("kind")], color: text, "font-size": 12, width: 18, height: 18,
        shape: (node) => ({ operation: "diamond", partner: "ellipse", district: "round-rectangle", centre: "star" })[node.data("kind")],
        "text-wrap": "wrap", "text-max-width": 110, "text-valign": "bottom", "text-margin-y": 3 } },
      { selector: "edge", style: { width: (edge) => 1 + Math.min(5, edge.data("count") / 2), "line-color": "#94a3b8", "curve-style": "straight", opacity: 0.75 } },
      { selector: "edge.among", style: { "line-style": "dashed", opacity: 0.4 } },
    ],
  });
  // The ring is stretched to the width there is, and names stand outside of it.
  const centre = graph.getElementById("centre").position();
  const stretch = Math.max(1, Math.min(1.8, (place.clientWidth - 260) / Math.max(1, place.clientHeight - 60)));
  graph.nodes().forEach((node) => {
    const { x, y } = node.position();
    const [dx, dy] = [x - centre.x, y - centre.y];
    node.position({ x: centre.x + dx * stretch, y });
    if (Math.abs(dx) > Math.abs(dy) * 0.35) {
      node.style({ "text-halign": dx > 0 ? "right" : "left", "text-valign": "center", "text-margin-y": 0, "text-margin-x": dx > 0 ? 4 : -4, "text-max-width": 150 });
    } else if (dy < 0) {
      node.style({ "text-valign": "top", "text-margin-y": -3 });
    }
  });
  graph.fit(undefined, 36);
  graph.on("tap", "node, edge", (event) => {
    const address = event.target.data("address");
    if (!address) return;
    window.history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
  return () => graph.destroy();
}
