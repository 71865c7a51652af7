// Drafts: what was typed into a form stays on this device only, until it is sent, cleared, left in a hurry, or seven
// days old. It is offered, never filled in by itself: others may use this device. Forms on matters of violence at home
// keep nothing unless asked to. Never kept: token, consents, proof.
"use strict";

(() => {
  const PREFIX = "mf-draft-";
  const LIFE = 7 * 24 * 60 * 60 * 1000; // milliseconds
  const PAUSE = 400; // milliseconds without typing
  const NEVER = /^(token|proof|website|go|at|consent.*)$/;
  const forget = (fits) => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && fits(key)) localStorage.removeItem(key);
    } catch (error) {
      // storage is barred: there is nothing in it
    }
  };
  const read = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Math.abs(Date.now() - draft.saved) < LIFE && Array.isArray(draft.fields) ? draft : null;
    } catch (error) {
      return null; // barred, or not ours
    }
  };

  let keeping = false;
  document.addEventListener("mf-exit", () => {
    keeping = false;
    forget(() => true);
  });
  forget((key) => !read(key));
  const form = () => document.querySelector("form[data-draft]");
  if (!form()) return;
  const key = PREFIX + form().dataset.draft;
  const part = (name) => document.querySelector(`[data-mf-draft${name}]`);
  const asks = "draftAsk" in form().dataset;
  let offered = read(key);
  let touched = false;
  let cleared = false;
  let clock;
  keeping = !asks;

  const save = () => {
    clearTimeout(clock);
    if (!keeping || !touched || offered || !form()) return;
    const fields = [...new FormData(form())].filter(([name, value]) => value && !NEVER.test(name));
    if (!fields.some(([name]) => name !== "page")) return forget((one) => one === key);
    try {
      localStorage.setItem(key, JSON.stringify({ saved: Date.now(), at: form().querySelector("[name='at']").value, fields }));
    } catch (error) {
      // barred or full: the form itself works as ever
    }
  };
  const show = () => {
    part("").hidden = false;
    part("-clear").hidden = !keeping;
    part("-cleared").hidden = !cleared;
    if (part("-keep")) part("-keep").checked = keeping;
    part("-offer").hidden = !offered;
    if (!offered) return;
    const when = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    part("-time").textContent = new Intl.DateTimeFormat(document.documentElement.lang, when).format(offered.saved);
  };
  const clear = () => {
    clearTimeout(clock);
    forget((one) => one === key);
    keeping = false;
    offered = null;
    cleared = true;
    show();
  };
  const drop = () => {
    forget((one) => one === key);
    offered = null;
    show();
    document.getElementById("step").focus();
  };

  document.addEventListener("click", (event) => {
    const tapped = (name) => event.target.closest(`[data-mf-draft-${name}]`);
    if (tapped("clear")) {
      clear();
      part("-cleared").focus();
    }
    if (tapped("drop")) drop();
    if (tapped("go")) document.dispatchEvent(new CustomEvent("mf-draft-go", { detail: offered }));
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-mf-draft-keep]")) {
      if (!event.target.checked) return clear();
      [keeping, touched, cleared, offered] = [true, true, false, null];
      show();
      save();
    } else if (event.target.form === form() && !event.isComposing) {
      touched = true;
      clearTimeout(clock);
      clock = setTimeout(save, PAUSE);
    }
  });
  document.addEventListener("compositionend", () => {
    clearTimeout(clock);
    clock = setTimeout(save, PAUSE);
  });
  document.addEventListener("mf-shown", (event) => {
    if (event.detail === "draft") [keeping, cleared] = [true, false];
    offered = null; // who goes on without it has decided
    touched = true;
    save();
    show();
  });
  document.addEventListener("mf-sent", () => {
    keeping = false;
    forget((one) => one === key);
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("pagehide", save);
  addEventListener("storage", (event) => {
    if (event.key === key && event.newValue === null) keeping = false; // sent, cleared or left in another window
  });
  show();
})();
