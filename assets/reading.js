// In large type, a card is read aloud by the browser's own voice when its button is pressed, and by nothing else.
(() => {
  "use strict";
  if (!window.speechSynthesis) return;
  const synthesis = window.speechSynthesis;
  let speaking; // the button whose card is being read

  const words = () => document.querySelector(".page").dataset;
  const seen = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".unseen, .aside").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  // What it is, what is to be known beside it, and each row of its figures.
  const sentences = (card) => [
    ...[...card.querySelectorAll(":scope > h2, :scope > h3, .subtitle, .note")].map(seen),
    ...[...card.querySelectorAll("tbody tr")].map((row) => [...row.cells].map(seen).filter(Boolean).join(words().pause)),
    ...[...card.querySelectorAll(":scope > .source")].map(seen),
  ];
  const show = (button, word) => {
    button.textContent = words()[word];
    button.setAttribute("aria-pressed", String(word === "stop"));
  };
  const stop = () => {
    if (speaking) show(speaking, "read");
    speaking = undefined;
    synthesis.cancel();
  };
  const read = (button, card) => {
    stop();
    speaking = button;
    show(button, "stop");
    const texts = sentences(card).filter(Boolean);
    texts.forEach((text, i) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = document.documentElement.lang;
      utterance.rate = 0.9;
      utterance.onerror = ({ error }) => {
        if (speaking !== button || error === "canceled" || error === "interrupted") return;
        stop();
        show(button, "mute");
      };
      if (i === texts.length - 1) utterance.onend = () => { if (speaking === button) stop(); };
      synthesis.speak(utterance);
    });
  };
  const offer = () => {
    for (const card of document.querySelectorAll("article.card")) {
      if (card.querySelector(".read")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "read";
      show(button, "read");
      button.setAttribute("aria-describedby", card.getAttribute("aria-labelledby") || "");
      button.addEventListener("click", () => (speaking === button ? stop() : read(button, card)));
      card.querySelector(":scope > h2, :scope > h3")?.after(button);
    }
  };
  offer();
  new MutationObserver(() => { // another page without a reload
    if (speaking && !speaking.isConnected) stop();
    if ("read" in (document.querySelector(".page")?.dataset ?? {})) offer();
  }).observe(document.body, { childList: true, subtree: true });
  addEventListener("pagehide", stop);
})();
