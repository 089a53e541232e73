// What a server-rendered page cannot do itself: a cookie, a hotkey, a hover text, charts. No state is kept here.
(() => {
  const remember = (cookie, value) => { document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=strict`; };

  const setTheme = (cookie, name) => {
    remember(cookie, name);
    document.documentElement.dataset.theme = name;
  };

  const copy = (text) => navigator.clipboard ? navigator.clipboard.writeText(text).then(() => true, () => false) : false;

  // A dialog's content comes into the page some frames after the dialog, and MudBlazor may take the focus to the dialog after that.
  const focus = (id, tries = 60) => {
    const element = document.getElementById(id);
    if (element) {
      element.focus();
      const hold = (event) => { if (!event.relatedTarget?.matches("a, button, input")) setTimeout(() => element.focus()); };
      element.addEventListener("blur", hold);
      setTimeout(() => element.removeEventListener("blur", hold), 1000);
    } else if (tries > 0) requestAnimationFrame(() => focus(id, tries - 1));
  };

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

  // While the dashboard is away the page says so, hatches what it shows, and tells how old that is. A circuit that the dashboard has
  // forgotten cannot come back; the page can, since its state is in the address.
  const notice = document.getElementById("components-reconnect-modal");
  let lostAt, clock, retrying;
  const tellAge = () => { notice.querySelector("[data-cut-age]").textContent = ` (${Math.round((Date.now() - lostAt) / 1000)} s)`; };
  const reloadIfBack = () => fetch("/favicon.svg", { cache: "no-store" }).then((answer) => { if (answer.ok) location.reload(); }, () => { });
  notice?.addEventListener("components-reconnect-state-changed", (event) => {
    const state = event.detail.state;
    if (state === "rejected") location.reload();
    // Blazor gives up after a while; somebody who left the page open over night does not.
    if (state === "failed") retrying ??= setInterval(reloadIfBack, 5000);
    if (state === "hide") {
      clearInterval(clock);
      lostAt = clock = undefined;
      delete document.documentElement.dataset.cut;
    } else if (!lostAt) {
      lostAt = Date.now();
      document.documentElement.dataset.cut = "true";
      tellAge();
      clock = setInterval(tellAge, 1000);
    }
  });

  window.fleet = { setTheme, remember, copy, focus };
})();
