
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
  graph.on("tap", "node, edge", (event) => {
    const address = event.target.data("address");
    if (!address) return;
    window.history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
  return () => graph.destroy();
}
