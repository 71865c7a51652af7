// 朗读: reads the text sentence by sentence and marks the one being read. Shown only where there is a Chinese voice.
// A pause ends the utterance and goes on from the same sentence: speechSynthesis.pause() does nothing on many phones.
"use strict";

(() => {
  const speech = window.speechSynthesis;
  const button = document.querySelector("[data-mf-read]");
  const bar = document.getElementById("mf-reader");
  const article = document.querySelector("article");
  if (!speech || !button || !bar || !article) return;
  const root = document.documentElement;
  const SILENT = "script, style, nav, button, select, textarea, option, [hidden], [aria-hidden='true'], .mf-rating, .mf-share";
  const HIGHLIGHT = window.CSS && CSS.highlights && window.Highlight;
  let voices = [], sentences = [], at = 0, turn = 0, marked, spoken;

  const voiceOf = (language) => {
    const fitting = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language) || (language === "zh" && /^cmn/i.test(voice.lang)));
    return fitting.find((voice) => /[-_]cn$/i.test(voice.lang)) || fitting[0];
  };

  // Sentences: the text of each block, cut at its stops, with the range in which it stands.
  const block = (node) => {
    let holder = node.parentElement;
    while (holder !== article && getComputedStyle(holder).display.startsWith("inline")) holder = holder.parentElement;
    return holder;
  };
  const wanted = (node) => {
    const holder = node.parentElement;
    return /\S/.test(node.data) && !holder.closest(SILENT) && holder.getClientRects().length > 0;
  };
  const spelled = (text, node) => (node.parentElement.closest("a[href^='tel:']") ? text.replace(/\d/g, "$& ") : text);
  const collect = () => {
    const found = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    let current = null, node;
    while ((node = walker.nextNode())) {
      if (!wanted(node)) continue;
      const holder = block(node);
      for (const piece of node.data.matchAll(/[^。！？；!?;]+[。！？；!?;”’）]*|[。！？；!?;]+/g)) {
        if (!current || current.holder !== holder || current.full) {
          const tongue = node.parentElement.closest("[lang]");
          current = { holder, text: "", full: false, range: document.createRange(), language: tongue ? tongue.lang.slice(0, 2) : "zh" };
          current.range.setStart(node, piece.index);
          found.push(current);
        }
        current.text += spelled(piece[0], node);
        current.range.setEnd(node, piece.index + piece[0].length);
        current.full = /[。！？；!?;][”’）]*$/.test(piece[0]);
      }
    }
    return found.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence.text));
  };

  const unmark = () => {
    if (HIGHLIGHT) CSS.highlights.delete("mf-read");
    if (marked) marked.classList.remove("mf-reading");
  };
  const mark = ({ range, holder }) => {
    unmark();
    if (HIGHLIGHT) CSS.highlights.set("mf-read", new Highlight(range));
    else (marked = holder).classList.add("mf-reading");
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 120) holder.scrollIntoView({ block: "center" });
  };

  const control = (name) => bar.querySelector(`[data-mf-reader="${name}"]`);
  const hush = () => {
    turn += 1; // what the ended utterance still reports is of an earlier turn
    speech.cancel();
  };
  const stop = () => {
    hush();
    unmark();
    const inside = bar.contains(document.activeElement);
    bar.hidden = true;
    root.removeAttribute("data-mf-reading");
    if (inside) button.focus();
  };
  const say = () => {
    if (at >= sentences.length) return stop();
    const mine = (turn += 1);
    const next = () => {
      if (mine !== turn) return;
      at += 1;
      say();
    };
    mark(sentences[at]);
    const voice = voiceOf(sentences[at].language) || voiceOf("zh");
    spoken = new SpeechSynthesisUtterance(sentences[at].text.replace(/\s+/g, " ").trim()); // held, or it is collected while it speaks
    spoken.voice = voice;
    spoken.lang = voice.lang.replace("_", "-");
    spoken.rate = 0.9;
    spoken.onend = next;
    spoken.onerror = () => mine === turn && stop();
    speech.speak(spoken);
  };
  const pause = (paused) => {
    control("pause").hidden = paused;
    control("go").hidden = !paused;
    control(paused ? "go" : "pause").focus();
  };
  control("pause").addEventListener("click", () => {
    hush();
    pause(true);
  });
  control("go").addEventListener("click", () => {
    pause(false);
    say();
  });
  control("stop").addEventListener("click", stop);

  button.addEventListener("click", () => {
    if (root.hasAttribute("data-mf-reading")) return stop();
    sentences = collect();
    at = 0;
    root.setAttribute("data-mf-reading", "");
    bar.hidden = false;
    pause(false);
    hush();
    say();
  });
  const offer = () => {
    voices = speech.getVoices();
    button.hidden = !voiceOf("zh");
  };
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
  document.addEventListener("mf-shown", () => !bar.hidden && stop()); // another step of a form
  offer();
})();
