// Notes when charts are painted and answer a pointer, what shifts and what blocks. The same for every peer.
((total, alive) => {
  const seen = (window.probe = { painted: [], alive: [], done: false, blocked: 0, shifts: [] });
  const shown = (element) => element.getClientRects().length > 0;
  const plots = () => [...document.querySelectorAll(".js-plotly-plot")].filter(shown);
  const TRACE = ".cartesianlayer .trace, .indicatorlayer .trace";
  const charts = () => new Set([
    ...[...document.querySelectorAll(".drawing > svg")].filter(shown).map((svg) => svg.closest(".chart")),
    ...plots().filter((p) => p.querySelector(TRACE)).map((p) => p.closest(".chart") || p),
  ]).size;
  // plotly.js binds a plot's events when it lays its drag layer over the axes; large numerals have none.
  // Dash draws empty axes first: they don't count.
  const BOUND = ".nsewdrag, .indicatorlayer .trace";
  const bound = (p) => typeof p.on === "function" && p.querySelector(TRACE) && p.querySelector(BOUND);
  // Ours answer by their links: the first of them has the focus, and what it is must be shown then.
  const told = () => {
    const point = [...document.querySelectorAll(".points a")].find(shown);
    point?.focus({ preventScroll: true });
    const tips = [...document.querySelectorAll("#tip, .tips p")].filter(shown);
    point?.blur();
    return tips;
  };
  const answering = () => plots().filter(bound).length + (seen.alive.length ? 1 : told().length);

  // A message posted from an animation frame arrives once that frame has been painted.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: [painted, answer] }) => {
    const now = performance.now();
    while (seen.painted.length < painted) seen.painted.push(now);
    while (seen.alive.length < answer) seen.alive.push(now);
    seen.done = seen.painted.length >= total && (!alive || seen.alive.length > 0);
  };
  const look = () => {
    const found = [charts(), answering()];
    if (found[0] > seen.painted.length || found[1] > seen.alive.length) port2.postMessage(found);
    if (!seen.done) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ duration }) => { seen.blocked += duration - 50; });
  observe("layout-shift", ({ startTime, value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shifts.push([startTime, value]);
  });
})(TOTAL, ALIVE);
