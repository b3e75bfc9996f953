// The page is whole before this runs. It has series compared and drawn in part, and links without a reload.
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
  const DWELL = 2000; // ms for which a chart is in view before it is drawn unasked

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
  // ---- charts of a series -------------------------------------------------------------------
  // plotly.js compares such a chart's series at one time, for whoever reaches for it: nobody else needs it.
  const drawings = new Map(); // the drawing a chart's plot stands over, by chart
  const excerpts = new Map(); // what is drawn of a chart, as a part of its address, by chart
  const wholes = new WeakMap(); // the links and marks of a drawing of which an excerpt is drawn
  const ask = async (source) => {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(source);
    return answer.json();
  };
  const visible = (chart) => [...chart.querySelectorAll(".drawing")].find((d) => d.offsetWidth > 0);
  const sourceOf = (chart, drawing = visible(chart)) => drawing && drawing.dataset.figure + (excerpts.get(chart) || "");
  const settled = (chart) => drawings.get(chart)?.source === sourceOf(chart);

  const tellDrawn = () => document.dispatchEvent(new Event("drawn")); // to points.js
  const fit = (plot, width) => { plot.style.transform = `scale(${width / plot.layout.width})`; };

  const rest = (chart) => {
    drawings.get(chart)?.drawing.classList.remove("under");
    for (const plot of chart.querySelectorAll(".plot")) {
      if (window.Plotly) window.Plotly.purge(plot);
      plot.remove();
    }
    drawings.delete(chart);
  };

  const redraw = (drawing, excerpt) => {
    if (!excerpt && !wholes.has(drawing)) return;
    if (!wholes.has(drawing)) wholes.set(drawing, drawing.innerHTML);
    drawing.innerHTML = excerpt || wholes.get(drawing);
    if (!excerpt) wholes.delete(drawing);
    tellDrawn();
  };

  // Puts plotly.js's rendering of the same figure over the drawing, which stays until that is there.
  const wake = async (chart) => {
    const drawing = visible(chart);
    if (!drawing || settled(chart)) return;
    const source = sourceOf(chart, drawing);
    const width = drawing.clientWidth; // asked for now, for after newPlot it would take a layout of its own
    rest(chart);
    if (!excerpts.get(chart)) chart.querySelectorAll(".drawing").forEach((one) => redraw(one));
    drawings.set(chart, { source, drawing });
    try {
      const plotly = load(plotlySource);
      plotly.catch(() => {}); // told of below
      const figure = await ask(source);
      const current = () => drawings.get(chart)?.source === source && drawing.isConnected;
      if (current()) redraw(drawing, figure.drawing);
      if (!figure.data) return; // nothing is left to draw, as is said in its place
      await plotly;
      if (!current()) return;
      const plot = document.createElement("div");
      plot.className = "plot";
      plot.setAttribute("aria-hidden", "true");
      plot.style.width = `${figure.layout.width}px`;
      plot.style.height = `${figure.layout.height}px`;
      chart.append(plot);
      const { height, margin } = figure.layout;
      const xaxis = { ...figure.layout.xaxis, fixedrange: !zooms(chart) };
      const dragmode = zooms(chart) && "zoom";
      const layout = { ...figure.layout, dragmode, xaxis, height: height + ROOM, margin: { ...margin, b: ROOM } };
      await window.Plotly.newPlot(plot, figure.data, layout, CONFIG);
      drawings.set(chart, { source, drawing, plot });
      fit(plot, width);
      drawing.classList.add("under");
      // After plotly.js is done with the event: the plot goes.
      plot.on("plotly_relayout", (range) => setTimeout(zoom, 0, chart, figure, range));
      plot.on("plotly_doubleclick", () => { if (zooms(chart)) setTimeout(restore, 0, chart); });
    } catch (error) {
      rest(chart); // the drawing is still there, and says the same
      if (!excerpts.get(chart)) return;
      setWhole(chart);
      redraw(drawing);
      say(true);
    }
  };
  // What is drawn is chosen by fields, or by dragging over the plot, which then sets the fields: the server lays
  // it out anew, with every figure there is room for.
  const formOf = (chart) => chart.querySelector(".excerpt");
  const fieldsOf = (chart) => ({
    periods: [...formOf(chart).querySelectorAll("select")],
    series: [...formOf(chart).querySelectorAll("input")],
    whole: formOf(chart).querySelector("button"),
  });
  const zooms = (chart) => Boolean(formOf(chart)?.querySelector("select")) && matchMedia("(pointer: fine)").matches;
  const showExcerpt = (chart) => {
    const { periods: [from, to], series, whole } = fieldsOf(chart);
    const drawn = series.filter((box) => box.checked).map((box) => box.value);
    const asked = [
      ...(from?.selectedIndex > 0 ? [`from=${from.value}`] : []),
      ...(to && to.selectedIndex < to.length - 1 ? [`to=${to.value}`] : []),
      ...(drawn.length < series.length ? [`series=${drawn}`] : []),
    ];
    excerpts.set(chart, asked.map((part) => `&${part}`).join(""));
    whole.hidden = !asked.length;
    return wake(chart);
  };
  const setWhole = (chart) => {
    const { periods: [from, to], series, whole } = fieldsOf(chart);
    if (from) [from.selectedIndex, to.selectedIndex] = [0, to.length - 1];
    for (const box of series) box.checked = true;
    whole.hidden = true;
    excerpts.delete(chart);
  };
  const restore = (chart) => {
    setWhole(chart);
    return wake(chart);
  };
  const zoom = (chart, figure, { "xaxis.range[0]": left, "xaxis.range[1]": right }) => {
    if (left === undefined || !zooms(chart)) return;
    const isIn = ({ base, x }, i) => base[i] + x[i] / 2 >= left && base[i] + x[i] / 2 <= right;
    const times = figure.data.flatMap((trace) => (trace.ids ? trace.meta.filter((_, i) => isIn(trace, i)) : []));
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const { periods: [from, to] } = fieldsOf(chart);
    if (first < last) [from.value, to.value] = [first, last];
    rest(chart); // which also takes the plot's own zoom away
    showExcerpt(chart);
  };
  document.addEventListener("change", ({ target }) => {
    const chart = target.closest?.(".excerpt")?.closest(".chart");
    if (!chart) return;
    const { periods: [from, to], series } = fieldsOf(chart);
    if (target === from && Number(from.value) >= Number(to.value)) to.value = Number(from.value) + 1;
    if (target === to && Number(from.value) >= Number(to.value)) from.value = Number(to.value) - 1;
    if (series.length && !series.some((box) => box.checked)) target.checked = true; // one is always drawn
    showExcerpt(chart);
  });
  document.addEventListener("click", ({ target }) => {
    const chart = target.closest?.(".excerpt button")?.closest(".chart");
    if (!chart) return;
    chart.querySelector(".excerpt :is(select, input)").focus(); // the button goes
    restore(chart);
  });

  // One chart in view is drawn unasked, where that is as nothing to the machine and its line: never a second.
  let unasked = false;
  const isFree = () => {
    const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
    const { deviceMemory = 8 } = navigator; // GB
    return "requestIdleCallback" in window && matchMedia("(pointer: fine)").matches
      && !saveData && effectiveType === "4g" && deviceMemory >= 4;
  };
  const dwelling = new Map(); // timers of charts in view
  const inView = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(dwelling.get(target));
      if (!isIntersecting) continue;
      dwelling.set(target, setTimeout(() => requestIdleCallback(() => {
        if (unasked || document.hidden || !target.isConnected) return;
        unasked = true;
        wake(target);
      }), DWELL));
    }
  }, { threshold: 0.6 });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const awake = drawings.get(target);
      if (awake?.plot && settled(target)) fit(awake.plot, awake.drawing.clientWidth);
      else if (awake && !settled(target)) rest(target); // a plot of another width would stand out over the page
      if (excerpts.get(target)) wake(target); // the drawing of another width shows as much
    }
  });
  // Browsers that know no scroll-initial-target are shown the current tab by hand.
  const showTab = (root) => {
    const tab = !CSS.supports("scroll-initial-target", "nearest") && root.querySelector(".top nav [aria-current]");
    if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - 32;
  };
  const watch = (root) => {
    showTab(root);
    tellDrawn();
    unasked = false;
    for (const chart of [...drawings.keys()]) if (!chart.isConnected) rest(chart);
    for (const chart of [...excerpts.keys()]) if (!chart.isConnected) excerpts.delete(chart);
    for (const chart of root.querySelectorAll(".chart[data-series]")) {
      sizes.observe(chart);
      if (isFree()) inView.observe(chart);
    }
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
  // Whoever goes back by keys is again at the link that was followed, the `at`th of the page.
  const place = (address, { y, at } = {}) => {
    const target = document.getElementById(decodeURIComponent(address.hash.slice(1)));
    document.querySelector(".target")?.classList.remove("target");
    if (target) {
      target.classList.add("target");
      target.tabIndex = -1;
      target.scrollIntoView();
    } else scrollTo(0, y || 0);
    const left = document.querySelectorAll("a")[at];
    [target, left, document.getElementById("main")].find((one) => one?.getClientRects().length)?.focus({ preventScroll: true });
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-page], .points a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!ready()) return; // without Dash a link is just a link, and no slower
    event.preventDefault();
    const address = new URL(link.getAttribute("href"), location.href);
    const y = scrollY; // where the reader is, before another page is here
    const at = event.detail ? undefined : [...document.querySelectorAll("a")].indexOf(link);
    try {
      if (!(await show(address))) return;
      history.replaceState({ y, at }, "");
      history.pushState({ y: 0 }, "", address);
      place(address);
    } catch {
      say(true);
    }
  });
  addEventListener("popstate", async ({ state }) => {
    const address = new URL(location.href);
    if (address.pathname + address.search === here) {
      place(address, state ?? {});
      return;
    }
    if (!ready()) {
      location.reload();
      return;
    }
    try {
      if (await show(address)) place(address, state ?? {});
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
