// Notes when a link is clicked, and when the page it leads to has painted all its charts, be it a new document or not.
((title, total) => {
  addEventListener("click", (event) => { sessionStorage.clicked = performance.timeOrigin + event.timeStamp; }, true);
  const shown = (element) => element.getClientRects().length > 0;
  const drawn = () => [...document.querySelectorAll("main .chart")].filter((chart) =>
    [...chart.querySelectorAll(".drawing > svg, .js-plotly-plot .trace")].some(shown)).length;
  const there = () => document.querySelector("main h1")?.textContent === title && drawn() >= total;
  // A message posted from an animation frame arrives once that frame has been painted.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { window.opened = performance.timeOrigin + performance.now() - sessionStorage.clicked; };
  const look = () => (sessionStorage.clicked && there() ? port2.postMessage(0) : requestAnimationFrame(look));
  requestAnimationFrame(look);
})(TITLE, TOTAL);
