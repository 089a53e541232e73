// The keyboard: hotkeys, the way past the rail, and the map, which is one stop of Tab and is walked through by the arrows.
(() => {
  const isTyping = (element) => element.matches?.("input, textarea, select, [contenteditable]");
  const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;
  const isInDialog = () => !!document.querySelector(".mud-dialog");

  const hotkey = (event) => {
    const key = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" ? "k"
      : event.key === "?" && isPlain(event) && !isTyping(event.target) ? "?" : undefined;
    if (!key) return;
    event.preventDefault();
    if (!isInDialog()) document.querySelector(`[data-hotkey="${key}"]`)?.click();
  };

  const stops = (row) => [...row.querySelectorAll("[data-rove]")];

  const walk = (event) => {
    const here = event.target.closest?.("[data-rove]");
    if (!here || !isPlain(event)) return;
    const rows = [...here.closest("[data-grid]").querySelectorAll(".host-row")];
    const row = here.closest(".host-row"), line = stops(row), at = line.indexOf(here), which = rows.indexOf(row);
    const inRow = (other) => other && (stops(other)[at] ?? stops(other).at(-1));
    const ways = {
      ArrowRight: () => line[at + 1], ArrowLeft: () => line[at - 1], Home: () => line[0], End: () => line.at(-1),
      ArrowDown: () => inRow(rows[which + 1]), ArrowUp: () => inRow(rows[which - 1]),
    };
    if (!(event.key in ways)) return;
    event.preventDefault();
    ways[event.key]()?.focus();
  };

  // Where Tab enters the map: at what had the focus last, or at its first stop.
  const settle = (event) => {
    if (event.key !== "Tab") return;
    for (const grid of document.querySelectorAll("[data-grid]")) {
      if (!grid.querySelector("[data-rove][tabindex='0']")) grid.querySelector("[data-rove]")?.setAttribute("tabindex", "0");
    }
  };

  document.addEventListener("keydown", (event) => { hotkey(event); walk(event); settle(event); });
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches?.("[data-rove]")) return;
    event.target.closest("[data-grid]").querySelectorAll("[data-rove][tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
    event.target.setAttribute("tabindex", "0");
  });

  // Before Blazor, which would take it for a way to another page.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-skip]")) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("content").focus();
  }, true);
})();
