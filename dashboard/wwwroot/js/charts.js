// Time series, drawn by uPlot. Okabe-Ito: eight hues that stay apart under every common colour blindness; every second line is dashed too.
(() => {
  const lines = {
    dark: ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#3D9BE0", "#D55E00", "#CC79A7", "#E6EBEE"],
    light: ["#B87F00", "#2F8FC7", "#007D5B", "#8F8600", "#0072B2", "#D55E00", "#B0568A", "#182025"],
  };
  const drawn = new WeakMap(), drawnSpec = new WeakMap();

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  const columns = (rows, bytes) => {
    const values = new Float64Array(bytes.slice().buffer);
    const table = [];
    for (let at = 0; at < values.length; at += rows) {
      // uPlot draws a gap where it finds null; NaN would be drawn as a hole in the axis.
      table.push(Array.from(values.subarray(at, at + rows), (value) => Number.isNaN(value) ? null : value));
    }
    return table;
  };

  const shown = (value, unit) => value == null ? "–" : `${Number(value.toPrecision(3))} ${unit}`;

  // By the least step between two marks: what each says, and, in the fifth place, what the first of a new day says beneath it.
  const day = "\n{D} {MMM}";
  const times = [
    [86_400, "{D} {MMM}", null, null, null, null, null, null, 1],
    [60, "{HH}:{mm}", null, null, day, null, null, null, 1],
    [1, "{HH}:{mm}:{ss}", null, null, day, null, null, null, 1],
  ];

  const series = (spec) => {
    const theme = document.documentElement.dataset.theme === "light" ? lines.light : lines.dark;
    // While nothing is pointed at, the legend tells the newest value; one that has fallen silent has none.
    const newest = (chart, i) => {
      const at = chart.data[i]?.findLastIndex((one) => one != null) ?? -1;
      return at >= 0 && chart.data[0].at(-1) - chart.data[0][at] <= spec.tolerance ? chart.data[i][at] : null;
    };
    const value = (chart, v, i) => shown(v ?? (chart.cursor.idx == null ? newest(chart, i) : null), spec.unit);
    if (spec.band) {
      const edge = { stroke: "transparent", points: { show: false }, value };
      return [{ ...edge, label: "lowest" }, { label: "mean", stroke: token("accent"), width: 1.5, points: { show: false }, value }, { ...edge, label: "highest" }];
    }
    return spec.labels.map((label, i) => ({ label, stroke: theme[i], width: 1.25, dash: i % 2 ? [6, 3] : undefined, points: { show: false }, value }));
  };

  // Where it is too much, and when something fired. The page lists what fired in words too.
  const marks = (chart) => {
    const { limit, events = [] } = drawnSpec.get(chart.root.parentElement) ?? {};
    const { ctx, bbox: { left, top, width, height } } = chart;
    const line = (dash, ...points) => {
      ctx.setLineDash(dash);
      ctx.beginPath();
      ctx.moveTo(points[0], points[1]);
      ctx.lineTo(points[2], points[3]);
      ctx.stroke();
    };
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    ctx.font = `${12 * devicePixelRatio}px Inter`;
    ctx.textAlign = "left";
    ctx.strokeStyle = ctx.fillStyle = token("act");
    if (limit != null) {
      const y = chart.valToPos(limit, "y", true);
      line([6, 4], left, y, left + width, y);
    }
    // The newest first: of words that would lie on one another, the newer stay.
    let free = Infinity;
    for (const { at, text } of events) {
      const x = chart.valToPos(at, "x", true);
      if (x < left || x > left + width) continue;
      line([], x, top, x, top + height);
      const wide = ctx.measureText(text).width, from = Math.min(x + 4, left + width - wide);
      if (from + wide > free) continue;
      free = from - 8;
      ctx.fillText(text, from, top + 12 * devicePixelRatio);
    }
    ctx.restore();
  };

  const options = (element, spec) => {
    const local = (seconds) => spec.zone ? uPlot.tzDate(new Date(seconds * 1000), spec.zone) : new Date(seconds * 1000);
    const axis = { stroke: token("quiet"), font: "12px Inter", grid: { stroke: token("line"), width: 1 }, ticks: { stroke: token("line"), width: 1 } };
    return {
      width: element.clientWidth, height: 180,
      hooks: { draw: [marks] },
      tzDate: local,
      cursor: { sync: { key: "host" }, drag: { x: true, y: false } },
      legend: { live: true, markers: { width: 2 } },
      scales: { y: { range: (_, low, high) => [spec.low ?? Math.floor(low - 2), spec.high ?? Math.ceil(Math.max(high, spec.limit ?? high) * 1.04 + 1)] } },
      axes: [{ ...axis, values: times }, { ...axis, size: 48 }],
      bands: spec.band ? [{ series: [3, 1], fill: token("accent") + "33" }] : [],
      series: [{ label: "at", value: (chart, seconds) => uPlot.fmtDate(spec.long ? "{D} {MMM} {HH}:{mm}" : "{HH}:{mm}:{ss}")(local(seconds ?? chart.data[0].at(-1))) }, ...series(spec)],
    };
  };

  window.fleet.shown = shown;
  window.fleet.chart = (element, spec, bytes) => {
    if (!element?.isConnected) return;
    const data = columns(spec.rows, bytes);
    drawnSpec.set(element, spec);
    const old = drawn.get(element);
    if (old) {
      // Whoever has zoomed in looks at that time, and not at the newest; a double click leads back to all of it.
      const { min, max } = old.scales.x, isZoomed = min > old.data[0][0] || max < old.data[0].at(-1);
      old.setData(data, !isZoomed);
      if (isZoomed) old.setScale("x", { min, max });
      return;
    }
    const chart = new uPlot(options(element, spec), data, element);
    drawn.set(element, chart);
    new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 180 })).observe(element);
  };
})();
