// What a server-rendered page cannot do itself: a cookie, the focus, a hover text. Ages are in clock.js, keys in keys.js, charts in charts.js.
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

  // A dialog that ends gives the focus back to where it was taken from, unless the page behind it has gone on meanwhile.
  let kept;
  const keepFocus = () => { kept = { element: document.activeElement, page: location.pathname }; };
  const returnFocus = (tries = 60) => {
    // MudBlazor moves the focus as it takes the dialog away: this comes after that.
    if (document.querySelector(".mud-dialog") && tries > 0) requestAnimationFrame(() => returnFocus(tries - 1));
    else if (kept?.page === location.pathname && kept.element?.isConnected) kept.element.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll("details[data-menu][open]").forEach((menu) => menu.open = false);
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // One floating hover text for all cells: a thousand hidden ones would be a thousand elements.
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  // What a cell reads is asked for while it is pointed at: sent for every cell each second it was most of what a page received.
  let page, pointed;
  const askForReadings = (asked) => { page = asked; };
  const place = (cell) => {
    const box = cell.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), window.innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 8 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? box.bottom + 8 : box.top - tip.offsetHeight - 8}px`;
  };
  const fill = (cell, readings) => {
    if (pointed !== cell || !cell.isConnected) return;
    tip.textContent = [cell.getAttribute("aria-label"), readings].filter(Boolean).join(" · ");
    tip.hidden = false;
    place(cell);
  };
  const ask = () => {
    const cell = pointed;
    if (cell) page?.invokeMethodAsync("ReadingsOf", cell.dataset.tip).then((readings) => fill(cell, readings), () => { });
  };
  const hide = () => { pointed = undefined; tip.hidden = true; };
  const show = (event) => {
    const cell = event.target.closest?.("[data-tip]");
    if (!cell) return hide();
    if (cell === pointed) return;
    pointed = cell;
    fill(cell, "");
    ask();
  };
  ["mouseover", "focusin"].forEach((kind) => document.addEventListener(kind, show));
  ["scroll", "focusout"].forEach((kind) => document.addEventListener(kind, hide, true));
  // A hung dashboard answers nothing: then the tip tells no reading that is not one any more.
  setInterval(() => { if (pointed && document.documentElement.dataset.cut) fill(pointed, ""); else ask(); }, 1000);

  window.fleet = { setTheme, remember, copy, focus, keepFocus, returnFocus, askForReadings };
})();
