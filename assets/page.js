// The page is whole before this runs. It makes charts interactive, and answers links without a reload.
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
  const NEAR = "200px"; // how far out of view a chart is still about to be seen

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
  // Once the reader sees the page: whatever is done earlier keeps them from it.
  const painted = () => new Promise((resolve) => {
    if (!window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) {
      requestAnimationFrame(() => setTimeout(resolve));
      return;
    }
    new PerformanceObserver((entries) => {
      if (entries.getEntriesByName("first-contentful-paint").length) resolve();
    }).observe({ type: "paint", buffered: true });
  });
  // The next task, once what the reader does has been answered.
  const breath = () => window.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
  const idle = () => new Promise((resolve) => (window.requestIdleCallback || setTimeout)(resolve));

  // ---- charts -------------------------------------------------------------------------------
  const drawings = new Map(); // the drawing a chart's plot stands over, by chart
  const figures = new Map(); // what was asked for ahead, by address
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
      const [figure] = await Promise.all([figures.get(source) || ask(source), load(plotlySource)]);
      figures.delete(source);
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

  // Charts in view or about to be come alive one after the other; the rest follow once the page is idle.
  const queue = new Set();
  const near = (chart) => "near" in chart.dataset;
  const prepare = (chart) => {
    const source = visible(chart)?.dataset.figure;
    if (!source || figures.has(source) || settled(chart)) return;
    const asked = ask(source);
    asked.catch(() => figures.delete(source));
    figures.set(source, asked);
  };
  let nudge = () => {};
  let rested = false;
  const idleness = () => new Promise((resolve) => {
    nudge = resolve; // a chart has come near
    idle().then(() => { rested = true; resolve(); });
  });
  let working = false;
  const work = async () => {
    if (working) return;
    working = true;
    rested = false;
    idle().then(() => queue.forEach(prepare));
    await load(plotlySource).catch(() => {});
    while (queue.size) {
      await (rested || [...queue].some(near) ? breath() : idleness());
      const next = [...queue].find(near) || [...queue][0];
      queue.delete(next);
      if (next?.isConnected) await wake(next);
    }
    working = false;
  };
  const later = (chart) => {
    queue.add(chart);
    work();
  };

  const nearness = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      target.toggleAttribute("data-near", isIntersecting);
      if (!isIntersecting) continue;
      prepare(target);
      nudge();
    }
  }, { rootMargin: NEAR });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (settled(target)) {
        const awake = drawings.get(target);
        if (awake?.plot) fit(awake.plot, awake.drawing.clientWidth);
      } else {
        rest(target); // a plot of another width would stand out over the page
        later(target);
      }
    }
  });
  // Browsers that know no scroll-initial-target are shown the current tab by hand.
  const showTab = (root) => {
    const tab = !CSS.supports("scroll-initial-target", "nearest") && root.querySelector(".top nav [aria-current]");
    if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - 32;
  };
  const watch = (root) => {
    showTab(root);
    for (const chart of [...drawings.keys()]) if (!chart.isConnected || !settled(chart)) rest(chart);
    for (const chart of root.querySelectorAll(".chart")) {
      nearness.observe(chart);
      sizes.unobserve(chart);
      sizes.observe(chart);
    }
  };
  for (const event of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(event, ({ target }) => {
      const chart = target.closest?.(".card")?.querySelector(".chart");
      if (chart && !settled(chart)) { queue.delete(chart); wake(chart); }
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
    const link = event.target.closest?.("a[data-page]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!ready()) return; // without Dash a link is just a link, and no slower
    event.preventDefault();
    const address = new URL(link.href);
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
  painted().then(() => watch(document));
})();
