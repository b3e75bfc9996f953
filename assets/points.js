// Each figure drawn is a link. What it is, when and by whom is shown beside it while it is pointed at, has
// the focus or was tapped: from what the page holds, by texts alone. This runs as soon as it has come, before the
// page is whole; whoever changes what is drawn afterwards tells so by the event "drawn".
(() => {
  "use strict";
  const LINGER = 250; // ms in which the pointer may come from a point to what is shown of it

  document.documentElement.dataset.alive = ""; // the style sheet showed the same until now, less well placed
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  let shown; // the point of which something is shown
  let leaving;
  let touched = false;
  const pointAt = (target) => target.closest?.(".points a");
  const linesOf = (point) => {
    const tips = point.closest(".drawing").querySelector(".tips") || point.closest(".chart").querySelector(":scope > .tips");
    const n = [...point.parentNode.children].indexOf(point);
    return tips?.children[n]?.textContent.split("\n") || [];
  };
  const hideTip = () => {
    clearTimeout(leaving);
    tip.hidden = true;
    shown?.classList.remove("tapped");
    shown = undefined;
  };
  // Under the point or else over it, so that what it explains stays in sight; of a tap under or over the drawing,
  // so that the points beside it can be tapped, too.
  const placeTip = (point) => {
    const box = point.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = tip;
    const kept = touched ? [point.closest(".drawing").getBoundingClientRect(), box] : [box];
    const places = kept.flatMap(({ top, bottom }) => [bottom + 6, top - 6 - height]);
    const place = places.find((top) => top >= 0 && top + height <= innerHeight) ?? box.bottom + 6;
    const room = document.documentElement.clientWidth - width - 8;
    const left = Math.max(8, Math.min(room, box.left + Math.min(box.width, 240) / 2 - width / 2));
    tip.style.left = `${scrollX + left}px`;
    tip.style.top = `${scrollY + place}px`;
  };
  const showTip = (point) => {
    clearTimeout(leaving);
    if (shown === point) return;
    const lines = linesOf(point);
    if (!lines.length) return hideTip();
    shown?.classList.remove("tapped");
    shown = point;
    if (touched) point.classList.add("tapped");
    const figure = document.createElement("a");
    figure.href = point.getAttribute("href");
    figure.dataset.page = "";
    figure.tabIndex = -1;
    figure.textContent = lines[0];
    const rows = lines.slice(1).map((line) => {
      const row = document.createElement("p");
      row.textContent = line;
      return row;
    });
    tip.replaceChildren(figure, ...rows);
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = false;
    placeTip(point);
  };
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const point = pointAt(target);
    if (point) showTip(point);
    else if (tip.contains(target)) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", ({ target, pointerType }) => {
    if (pointerType === "touch" || !(pointAt(target) || tip.contains(target))) return;
    clearTimeout(leaving);
    leaving = setTimeout(hideTip, LINGER);
  });
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    touched = pointerType === "touch";
    if (touched && shown && !tip.contains(target) && pointAt(target) !== shown) hideTip();
  });
  document.addEventListener("focusin", ({ target }) => {
    const point = pointAt(target);
    if (point && !touched) showTip(point);
  });
  document.addEventListener("focusout", ({ target }) => { if (pointAt(target) === shown && !touched) hideTip(); });
  // Before whatever else follows links.
  document.addEventListener("click", (event) => {
    const point = pointAt(event.target);
    if (!touched || !point || point === shown) return; // the first tap shows, the second follows
    showTip(point);
    if (shown === point) event.preventDefault();
  }, true);
  // One tab stop a chart; the arrows go from point to point, and between series.
  const rove = () => {
    for (const points of document.querySelectorAll(".points")) {
      const stop = points.querySelector("a[tabindex='0']") || points.firstElementChild;
      for (const point of points.children) point.setAttribute("tabindex", point === stop ? "0" : "-1");
    }
  };
  const middle = (point) => {
    const { left, width } = point.getBoundingClientRect();
    return left + width / 2;
  };
  const seriesOf = (point) => Number(point.dataset.series || 0);
  const goal = (point, key) => {
    const all = [...point.parentNode.children];
    const n = all.indexOf(point);
    const several = all.some(seriesOf);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (key === "Home") return all[0];
    if (key === "End") return all[all.length - 1];
    if (!several) return all[n + step];
    if (key === "ArrowRight" || key === "ArrowLeft") {
      const next = all[n + step];
      return next && seriesOf(next) === seriesOf(point) ? next : undefined;
    }
    const there = all.filter((other) => seriesOf(other) === seriesOf(point) + step);
    const apart = (other) => Math.abs(middle(other) - middle(point));
    return there.sort((a, b) => apart(a) - apart(b))[0];
  };
  document.addEventListener("keydown", (event) => {
    const point = pointAt(event.target);
    if (event.key === "Escape") {
      if (shown) return hideTip(); // what had the focus keeps it
      const heading = point?.closest(".card").querySelector(".finding");
      if (heading) heading.tabIndex = -1;
      heading?.focus();
      return;
    }
    const keys = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];
    if (!point || !keys.includes(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    touched = false;
    const next = goal(point, event.key);
    if (!next) return;
    point.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });

  rove();
  document.addEventListener("DOMContentLoaded", rove);
  const waiting = document.querySelector(".points a:hover, .points a:focus");
  if (waiting) showTip(waiting);
  document.addEventListener("drawn", () => {
    hideTip();
    rove();
  });
})();
