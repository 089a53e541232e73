// What a server-rendered page cannot do itself: a cookie, a hotkey, a hover text, charts. No state is kept here.
(() => {
  const remember = (cookie, value) => { document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=strict`; };

  const setTheme = (cookie, name) => {
    remember(cookie, name);
    document.documentElement.dataset.theme = name;
  };

  const copy = (text) => navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, () => false) : false;

  // The address shows which page state this is; Ctrl-K works wherever the focus is.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details[data-menu][open]").forEach((menu) => menu.open = false);
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    document.querySelector("[data-hotkey=k]")?.click();
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // One floating hover text for all cells: a thousand hidden ones would be a thousand elements.
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const show = (event) => {
    const cell = event.target.closest?.("[data-tip]");
    tip.hidden = !cell;
    if (!cell) return;
    tip.textContent = cell.dataset.tip;
    const box = cell.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), window.innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 8 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? box.bottom + 8 : box.top - tip.offsetHeight - 8}px`;
  };
  ["mouseover", "focusin"].forEach((kind) => document.addEventListener(kind, show));
  ["scroll", "focusout"].forEach((kind) => document.addEventListener(kind, () => { tip.hidden = true; }, true));

  // A circuit that the server has forgotten cannot come back; the page can, since its state is in the address.
  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", (event) => {
    if (event.detail.state === "rejected") location.reload();
  });

  window.fleet = { setTheme, remember, copy };
})();
