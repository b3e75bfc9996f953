// The page is whole before this runs. It has charts answer at once, and links without a reload.
(() => {
  "use strict";
  const template = document.getElementById("_dash-renderer");
  if (!template) return;
  const sources = [...template.content.querySelectorAll("script")].map((s) => s.getAttribute("src"));
  const [rendererSource, plotlySource] = sources;
  const first = document.getElementById("first");
  const entry = document.getElementById("react-entry-point");
  const failure = document.getElementById("failure");
  const CONFIG = {
    displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "",
    doubleClick: false, scrollZoom: false, responsive: false,
  };
  const PATIENCE = 10000; // ms that a callback may take
  const ROOM = 160; // px below a plot: plotly.js leaves out what it says of a mark where that is higher than the plot
  const LINGER = 250; // ms in which the pointer may come from a point to what is shown of it

  const loading = new Map();
  const load = (source) => {
    if (!loading.has(source)) {
      loading.set(source, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = resolve;
        script.onerror = () => { loading.delete(source); script.remove(); reject(new Error(source)); };
        document.head.append(script);
      }));
    }
    return loading.get(source);
  };
  // ---- points -------------------------------------------------------------------------------
  // Each figure drawn is a link. What it is, when and by whom is shown beside it while it is pointed at, has
  // the focus or was tapped: from what the page holds, by texts alone.
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  let shown; // the point of which something is shown
  let leaving;
  let touched = false;
  const pointAt = (target) => target.closest?.(".points a");
  const linesOf = (point) => {
    const told = [...point.closest(".chart").querySelectorAll("a[data-tip]")];
    return told.find((a) => a.getAttribute("href") === point.getAttribute("href"))?.dataset.tip.split("\n") || [];
  };
  const hideTip = () => {
    clearTimeout(leaving);
    tip.hidden = true;
    shown = undefined;
  };
  // Under the point or else over it, so that what it explains stays in sight.
  const placeTip = (point) => {
    const box = point.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const under = box.bottom + 6;
    const fits = under + tip.offsetHeight <= innerHeight || box.top - 6 < tip.offsetHeight;
    tip.style.left = `${scrollX + Math.max(8, Math.min(room, box.left + Math.min(box.width, 240) / 2 - tip.offsetWidth / 2))}px`;
    tip.style.top = `${scrollY + (fits ? under : box.top - 6 - tip.offsetHeight)}px`;
  };
  const showTip = (point) => {
    clearTimeout(leaving);
    if (shown === point) return;
    const lines = linesOf(point);
    if (!lines.length) return hideTip();
    shown = point;
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
  document.addEventListener("click", (event) => {
    const point = pointAt(event.target);
    if (!touched || !point || point === shown) return; // the first tap shows, the second follows
    showTip(point);
    if (shown === point) event.preventDefault();
  });
  // One tab stop a chart; the arrows go from point to point, and between series.
  const rove = (root) => {
    for (const points of root.querySelectorAll(".points")) {
      [...points.children].forEach((point, n) => point.setAttribute("tabindex", n ? "-1" : "0"));
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
      if (!shown && !point) return;
      hideTip();
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

  // ---- charts of a series -------------------------------------------------------------------
  // plotly.js compares such a chart's series at one time, for whoever reaches for it: nobody else needs it.
  const drawings = new Map(); // the drawing a chart's plot stands over, by chart
  const ask = async (source) => {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(source);
    return answer.json();
  };
  const visible = (chart) => [...chart.querySelectorAll(".drawing")].find((d) => d.offsetWidth > 0);
  const settled = (chart) => drawings.get(chart)?.source === visible(chart)?.dataset.figure;

  const fit = (plot, width) => { plot.style.transform = `scale(${width / plot.layout.width})`; };

  const rest = (chart) => {
    drawings.get(chart)?.drawing.classList.remove("under");
    for (const plot of chart.querySelectorAll(".plot")) {
      if (window.Plotly) window.Plotly.purge(plot);
      plot.remove();
    }
    drawings.delete(chart);
  };

  // Puts plotly.js's rendering of the same figure over the drawing, which stays until that is there.
  const wake = async (chart) => {
    const drawing = visible(chart);
    if (!drawing || settled(chart)) return;
    const source = drawing.dataset.figure;
    const width = drawing.clientWidth; // asked for now, for after newPlot it would take a layout of its own
    rest(chart);
    drawings.set(chart, { source, drawing });
    try {
      const [figure] = await Promise.all([ask(source), load(plotlySource)]);
      if (drawings.get(chart)?.source !== source || !drawing.isConnected) return;
      const plot = document.createElement("div");
      plot.className = "plot";
      plot.setAttribute("aria-hidden", "true");
      plot.style.width = `${figure.layout.width}px`;
      plot.style.height = `${figure.layout.height}px`;
      chart.append(plot);
      const { height, margin } = figure.layout;
      const layout = { ...figure.layout, height: height + ROOM, margin: { ...margin, b: ROOM } };
      await window.Plotly.newPlot(plot, figure.data, layout, CONFIG);
      drawings.set(chart, { source, drawing, plot });
      fit(plot, width);
      drawing.classList.add("under");
    } catch (error) {
      rest(chart); // the drawing is still there, and says the same
    }
  };
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const awake = drawings.get(target);
      if (awake?.plot && settled(target)) fit(awake.plot, awake.drawing.clientWidth);
      else if (awake && !settled(target)) rest(target); // a plot of another width would stand out over the page
    }
  });
  // Browsers that know no scroll-initial-target are shown the current tab by hand.
  const showTab = (root) => {
    const tab = !CSS.supports("scroll-initial-target", "nearest") && root.querySelector(".top nav [aria-current]");
    if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - 32;
  };
  const watch = (root) => {
    showTab(root);
    hideTip();
    rove(root);
    for (const chart of [...drawings.keys()]) if (!chart.isConnected) rest(chart);
    for (const chart of root.querySelectorAll(".chart[data-series]")) sizes.observe(chart);
  };
  for (const event of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(event, ({ target }) => {
      const chart = target.closest?.(".card")?.querySelector(".chart[data-series]");
      if (chart) wake(chart);
    }, { passive: true });
  }

  // ---- links --------------------------------------------------------------------------------
  // Dash brings a page as one element with its HTML as an attribute: put in place before the browser paints.
  const fill = () => {
    const page = entry.querySelector("[data-html]");
    if (!page) return;
    page.innerHTML = page.dataset.html;
    page.removeAttribute("data-html");
  };
  let arrived = () => {};
  const mounted = new MutationObserver(() => { fill(); arrived(); });

  let started;
  const ready = () => "ready" in entry.dataset;
  const start = () => {
    started ||= load(rendererSource).then(() => new Promise((resolve) => {
      window.renderer = new window.DashRenderer();
      const look = () => {
        const page = document.getElementById("page");
        if (!page) return setTimeout(look, 20);
        mounted.observe(page, { childList: true });
        mounted.observe(entry, { subtree: true, attributes: true, attributeFilter: ["data-asked"] });
        entry.dataset.ready = "";
        resolve();
      };
      look();
    })).catch((error) => { started = undefined; throw error; });
    return started;
  };

  const say = (failed) => { failure.hidden = !failed; };
  let refused = () => {};
  const send = window.fetch;
  window.fetch = async (...request) => { // Dash tells no one when a callback fails
    const callback = String(request[0]?.url || request[0]).endsWith("/_dash-update-component");
    try {
      const answer = await send(...request);
      if (callback && !answer.ok) refused();
      return answer;
    } catch (error) {
      if (callback) refused();
      throw error;
    }
  };
  const asks = () => entry.querySelector(".page")?.dataset.asked;
  const arrival = (href) => new Promise((resolve, reject) => {
    refused = () => reject(new Error(href));
    const timer = setTimeout(refused, PATIENCE);
    arrived = () => {
      if (asks() !== href) return;
      clearTimeout(timer);
      resolve();
    };
  });

  let here = location.pathname + location.search;
  let turns = 0;
  // Shows a page of ours; false where the reader has gone on to another meanwhile.
  const show = async (address) => {
    const turn = ++turns;
    const href = address.pathname + address.search;
    if (asks() !== href) {
      const arriving = arrival(href);
      window.dash_clientside.set_props("address", { "data-href": href });
      await arriving.catch((error) => { if (turn === turns) throw error; });
    }
    if (turn !== turns) return false;
    first.remove();
    entry.hidden = false;
    const { lang, dataset: { title, site, edition, address: printed, type, color } } = entry.querySelector(".page");
    document.title = title;
    document.documentElement.lang = lang;
    Object.assign(document.documentElement.dataset, { site, edition, address: printed, type, color });
    here = href;
    watch(entry);
    say(false);
    return true;
  };
  // `:target` is the browser's to give, and only for an address it went to itself.
  const place = (address, y) => {
    const target = address.hash && document.getElementById(decodeURIComponent(address.hash.slice(1)));
    document.querySelector(".target")?.classList.remove("target");
    if (target) {
      target.classList.add("target");
      target.tabIndex = -1;
      target.scrollIntoView();
    } else scrollTo(0, y || 0);
    (target || document.getElementById("main"))?.focus({ preventScroll: true });
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-page], .points a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!ready()) return; // without Dash a link is just a link, and no slower
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), location.href);
    const y = scrollY; // where the reader is, before another page is here
    try {
      if (!(await show(address))) return;
      history.replaceState({ y }, "");
      history.pushState({ y: 0 }, "", address);
      place(address);
    } catch {
      say(true);
    }
  });
  addEventListener("popstate", async ({ state }) => {
    const address = new URL(location.href);
    if (address.pathname + address.search === here) {
      place(address, state?.y);
      return;
    }
    if (!ready()) {
      location.reload();
      return;
    }
    try {
      if (await show(address)) place(address, state?.y);
    } catch {
      location.reload();
    }
  });
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => history.replaceState({ y: scrollY }, ""));
  if (history.state?.y && performance.getEntriesByType("navigation")[0]?.type !== "navigate") scrollTo(0, history.state.y);

  // What is copied: a text, or a picture that is fetched for it.
  const copied = async ({ copy, copyPicture }) => {
    if (copy) return navigator.clipboard.writeText(copy);
    const picture = fetch(copyPicture).then((answer) => answer.blob());
    return navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  };
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("button.copy");
    if (!button) return;
    const name = button.textContent;
    await copied(button.dataset);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = name; }, 2000);
  });

  // Dash comes when the reader is about to follow a link: until then nobody needs it.
  for (const event of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(event, ({ target }) => {
      if (target.closest?.("a[data-page]")) start().catch(() => {});
    }, { passive: true });
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    const box = document.querySelector(".search input[type=search]");
    if (box) { box.focus(); event.preventDefault(); }
  });
  watch(document);
})();
