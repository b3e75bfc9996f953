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
  const HURRY = 1500; // ms that a reader who follows a link waits for Dash to come

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
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  // The next task, once what the reader does has been answered.
  const breath = () => window.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

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

  const fit = (chart) => {
    const { drawing, plot } = drawings.get(chart);
    plot.style.transform = `scale(${drawing.clientWidth / plot.clientWidth})`;
  };

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
      await window.Plotly.newPlot(plot, figure.data, figure.layout, CONFIG);
      drawings.set(chart, { source, drawing, plot });
      fit(chart);
      drawing.classList.add("under");
    } catch (error) {
      rest(chart); // the drawing is still there, and says the same
    }
  };

  const queue = new Set();
  let working = false;
  const work = async () => {
    if (working) return;
    working = true;
    await load(plotlySource).catch(() => {});
    while (queue.size) {
      await breath();
      const near = [...queue].find((c) => "near" in c.dataset) || [...queue][0];
      queue.delete(near);
      if (near.isConnected) await wake(near);
    }
    working = false;
  };
  const later = (chart) => {
    const source = visible(chart)?.dataset.figure;
    if (source && !figures.has(source)) {
      const asked = ask(source);
      asked.catch(() => figures.delete(source));
      figures.set(source, asked);
    }
    queue.add(chart);
    work();
  };

  const nearness = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.toggleAttribute("data-near", isIntersecting);
  });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (settled(target)) {
        if (drawings.get(target)?.plot) fit(target);
      } else {
        rest(target); // a plot of another width would stand out over the page
        later(target);
      }
    }
  });
  const watch = (root) => {
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
  let started;
  const start = () => {
    started ||= load(rendererSource).then(() => new Promise((resolve) => {
      window.renderer = new window.DashRenderer();
      const look = () => (document.getElementById("page") ? resolve() : setTimeout(look, 20));
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
  const arrival = (href) => new Promise((resolve, reject) => {
    const end = (settle) => () => {
      observer.disconnect();
      clearTimeout(timer);
      settle(new Error(href));
    };
    const arrived = end(resolve);
    const observer = new MutationObserver(() => {
      if (entry.querySelector(".page")?.dataset.asked === href) arrived();
    });
    refused = end(reject);
    const timer = setTimeout(refused, PATIENCE);
    observer.observe(entry, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-asked"] });
  });

  let asked = 0;
  const show = async (address) => {
    const turn = ++asked;
    const href = address.pathname + address.search;
    const page = entry.querySelector(".page");
    if (page?.dataset.asked !== href) {
      const arriving = arrival(href);
      window.dash_clientside.set_props("address", { "data-href": href });
      await arriving;
    }
    if (turn !== asked) return false;
    first.remove();
    entry.hidden = false;
    document.title = entry.querySelector(".page").dataset.title;
    document.documentElement.lang = entry.querySelector(".page").lang;
    watch(entry);
    say(false);
    return true;
  };
  const place = (address, y) => {
    const target = address.hash && document.getElementById(decodeURIComponent(address.hash.slice(1)));
    if (target) target.scrollIntoView();
    else scrollTo(0, y || 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-page]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const address = new URL(link.href);
    try {
      await Promise.race([start(), new Promise((_, reject) => setTimeout(reject, HURRY))]);
    } catch {
      location.assign(address); // without Dash a link is just a link
      return;
    }
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
    try {
      await start();
      if (await show(address)) place(address, state?.y);
    } catch {
      location.reload();
    }
  });
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => history.replaceState({ y: scrollY }, ""));
  if (history.state?.y && performance.getEntriesByType("navigation")[0]?.type !== "navigate") scrollTo(0, history.state.y);

  // Dash comes when the reader is about to follow a link: until then nobody needs it.
  for (const event of ["pointerover", "focusin", "touchstart"]) {
    document.addEventListener(event, ({ target }) => {
      if (target.closest?.("a[data-page]")) start().catch(() => {});
    }, { passive: true });
  }
  painted().then(() => watch(document));
})();
