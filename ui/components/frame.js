// Links of the app's own HTML open inside the app: the address changes, the browser's back returns, and no page is loaded anew.
// What is cited (the element with the id "cited") comes into sight once for each address.
export default function () {
  if (window.beatbookFrame) return;
  window.beatbookFrame = true;
  let shown = "";

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".stHtml a[href]");
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented || link.origin !== window.location.origin) return;
    event.preventDefault();
    const leaves = link.pathname !== window.location.pathname;
    shown = "";
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (leaves) document.querySelector(".stMain")?.scrollTo(0, 0);
  });

  // Streamlit's menu with sections is a list whose items do not stand right inside it; to a screen reader it is then a broken list.
  const mend = () => {
    const menu = '[data-testid="stSidebarNavItems"]';
    document.querySelectorAll(`${menu}:not([role]), ${menu} li:not([role])`).forEach((part) => part.setAttribute("role", "presentation"));
  };

  const bring = () => {
    mend();
    const cited = document.getElementById("cited");
    if (!cited || shown === window.location.href) return;
    shown = window.location.href;
    cited.tabIndex = -1;
    cited.scrollIntoView({ block: "center" });
    cited.focus({ preventScroll: true });
  };
  new MutationObserver(bring).observe(document.body, { childList: true, subtree: true });
  bring();
}
