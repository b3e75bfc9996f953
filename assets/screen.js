// The wall turns by itself. All scenes of a turn are here already; between two of them it asks for another release.
(() => {
  "use strict";
  const root = document.documentElement;
  const walls = document.getElementById("walls");
  const since = document.getElementById("since");
  const keys = document.getElementById("keys");
  const pause = document.getElementById("pause");
  const turn = Number(root.dataset.turn) * 1000;
  const ASLEEP = 300000; // ms after which a wall that somebody stopped goes on
  const STILL = 3000; // ms after which the pointer hides again
  const PATIENCE = 15000; // ms that an answer may take
  const address = new URL(location.href);
  let scene = Number(address.searchParams.get("scene") || 1) - 1;
  address.searchParams.delete("scene");

  const show = (number) => {
    scene = Math.max(number, 0) % 5040; // of which every number of scenes up to ten is a part
    for (const wall of walls.children) {
      [...wall.children].forEach((section, i) => { section.hidden = i !== scene % wall.children.length; });
    }
  };
  const shown = () => [...walls.children].find((wall) => wall.offsetWidth) ?? walls.firstElementChild;

  // ---- another release, or no server --------------------------------------------------------
  let tag; // of the newest answer
  let reached = new Date();
  const time = (moment) => moment.toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
  const renew = async () => {
    const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    reached = new Date();
    since.hidden = true;
    if (answer.headers.get("ETag") === tag) {
      answer.body?.cancel();
      return;
    }
    const text = await answer.text();
    tag = answer.headers.get("ETag");
    const other = new DOMParser().parseFromString(text, "text/html");
    if (other.documentElement.dataset.drawn === root.dataset.drawn) return;
    const script = document.querySelector("script").getAttribute("src");
    if (other.querySelector("script")?.getAttribute("src") !== script) return location.reload();
    root.dataset.drawn = other.documentElement.dataset.drawn;
    since.dataset.text = other.getElementById("since").dataset.text;
    walls.replaceChildren(...other.getElementById("walls").children);
  };
  const ask = () => renew().catch(() => {
    if (!since.hidden) return;
    since.textContent = since.dataset.text.replace("{time}", time(reached));
    since.hidden = false;
  });

  // ---- turning ------------------------------------------------------------------------------
  let timer;
  let paused = !turn;
  const wait = () => {
    clearTimeout(timer);
    if (turn) timer = setTimeout(advance, paused ? ASLEEP : turn);
  };
  const say = () => { pause.textContent = pause.dataset[paused ? "go" : "pause"]; };
  const advance = async () => {
    paused = false;
    say();
    await ask();
    if (!paused) show(scene + 1);
    wait();
  };
  const stop = (stopped) => {
    paused = stopped || !turn;
    say();
    wait();
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(Tab|Shift|Escape|F\d+)$/.test(event.key)) return;
    if (event.target.closest?.("button") && /^(Enter| )$/.test(event.key)) return;
    event.preventDefault();
    const among = shown().children.length;
    if (event.key in steps) show((scene % among) + steps[event.key] + among);
    else if (/^[1-9]$/.test(event.key)) show(Math.min(Number(event.key), among) - 1);
    else if (event.key === "0") show(Math.min(10, among) - 1);
    else return stop(!paused);
    stop(true);
  });
  addEventListener("click", ({ target }) => {
    if (!target.closest?.("#full")) stop(!paused);
  });

  // ---- the whole screen, awake, without a pointer -------------------------------------------
  document.getElementById("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  });
  const awake = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", awake);
  let still;
  addEventListener("pointermove", () => {
    document.body.classList.add("moved");
    clearTimeout(still);
    still = setTimeout(() => document.body.classList.remove("moved"), STILL);
  });

  keys.hidden = false;
  awake();
  say();
  wait();
})();
