// Ages are counted here, second by second: what the dashboard wrote would stand still, and be untrue, whenever it or the way to it stops.
(() => {
  const hour = 3_600_000;
  // A circuit beats each second; without a beat for so long nothing on the screen is known to be now.
  const silence = 12_000;
  const zones = new Map();

  // The dashboard's clock, as told by that one of the last beats that was the least under way.
  const offsets = [];
  let lastBeat = Date.now();
  const now = () => Date.now() + (offsets.length > 0 ? Math.max(...offsets) : 0);
  const beat = (element) => {
    lastBeat = Date.now();
    offsets.push(Number(element.dataset.beat) - lastBeat);
    if (offsets.length > 60) offsets.shift();
  };

  // As Shown.Span and Shown.Moment write them.
  const span = (milliseconds) => {
    const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
    if (seconds < 120) return `${seconds} s`;
    if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
    return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
  };

  const formatOf = (zone) => {
    const fields = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    try {
      const format = new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: zone || undefined });
      // As the site calls it: a browser may know it by an older name.
      return { format, name: zone || format.resolvedOptions().timeZone };
    } catch {
      // A zone that this browser does not know.
      return { format: new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: "UTC" }), name: "UTC" };
    }
  };

  const local = (moment, zone) => {
    if (!zones.has(zone)) zones.set(zone, formatOf(zone));
    const { format, name } = zones.get(zone);
    const part = Object.fromEntries(format.formatToParts(moment).map((one) => [one.type, one.value]));
    return `${part.day} ${part.month.slice(0, 3)} ${part.hour}:${part.minute} ${name}`;
  };

  const words = (moment, kind, zone) => {
    const distance = now() - moment;
    if (kind === "span") return span(distance);
    if (Math.abs(distance) >= hour) return local(moment, zone);
    return distance <= -1000 ? `in ${span(-distance)}` : `${span(distance)} ago`;
  };

  const tell = (element) => {
    const said = words(Date.parse(element.dateTime), element.dataset.clock, element.dataset.zone ?? "");
    if (element.firstChild.data !== said) element.firstChild.data = said;
  };

  const tellDataAge = (age) => {
    const received = age.querySelector("time");
    age.dataset.stale = String(!!received && now() - Date.parse(received.dateTime) > Number(age.dataset.oldAfter));
  };

  // While the dashboard is away the page says so, hatches what it shows, and tells how old that is. A circuit that the dashboard has
  // forgotten cannot come back; the page can, since its state is in the address.
  const notice = document.getElementById("components-reconnect-modal");
  let lost = false, retrying;
  const tellCut = () => {
    const silent = Date.now() - lastBeat;
    const cut = !!notice && (lost || silent > silence && !!document.querySelector("[data-beat]"));
    if (!cut) delete document.documentElement.dataset.cut;
    else {
      document.documentElement.dataset.cut = "true";
      notice.querySelector("[data-cut-age]").textContent = ` (${span(silent)})`;
    }
  };
  const reloadIfBack = () => fetch("/favicon.svg", { cache: "no-store" }).then((answer) => { if (answer.ok) location.reload(); }, () => { });
  notice?.addEventListener("components-reconnect-state-changed", (event) => {
    const state = event.detail.state;
    if (state === "rejected") location.reload();
    // Blazor gives up after a while; somebody who left the page open over night does not.
    if (state === "failed") retrying ??= setInterval(reloadIfBack, 5000);
    lost = state !== "hide";
    tick();
  });

  const clocked = "time[data-clock]";
  const tick = () => {
    document.querySelectorAll(clocked).forEach(tell);
    document.querySelectorAll("[data-old-after]").forEach(tellDataAge);
    tellCut();
  };

  new MutationObserver((changes) => {
    for (const { type, target, attributeName, addedNodes } of changes) {
      if (attributeName === "data-beat") beat(target);
      else if (type === "attributes" && target.matches(clocked)) tell(target);
      for (const added of addedNodes) {
        if (added.nodeType !== Node.ELEMENT_NODE) continue;
        [added, ...added.querySelectorAll(clocked)].filter((one) => one.matches(clocked)).forEach(tell);
        added.querySelectorAll("[data-beat]").forEach(beat);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-beat", "datetime", "data-clock", "data-zone"] });

  document.querySelectorAll("[data-beat]").forEach(beat);
  document.addEventListener("visibilitychange", tick);
  setInterval(tick, 1000);
  tick();
  Object.assign(window.fleet, { words, span });
})();
