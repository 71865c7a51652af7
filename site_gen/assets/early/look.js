// How the reader wants to see the page: elder mode, type size, colours. Runs in <head>, before the first paint,
// so that no page flashes in the wrong look. Kept in this browser only; the server never learns of it.
"use strict";

(() => {
  const KEY = "mf-look";
  const CHOICES = { mode: ["elder"], size: ["medium", "large"], colours: ["light", "dark", "contrast"] };
  const root = document.documentElement;
  let look = {};

  const recall = () => {
    try {
      look = JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      look = look || {}; // storage is barred or broken: the choice holds for this page
    }
  };
  const apply = () => {
    for (const [name, values] of Object.entries(CHOICES)) {
      if (values.includes(look[name])) root.setAttribute(`data-mf-${name}`, look[name]);
      else root.removeAttribute(`data-mf-${name}`);
    }
    document.dispatchEvent(new Event("mf-look"));
  };
  const choose = (name, value) => {
    recall();
    look[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(look));
    } catch {
      // as above
    }
    apply();
  };

  window.mfChooseLook = choose;
  root.setAttribute("data-mf-tools", "");
  recall();
  const address = new URL(location.href);
  const mode = address.searchParams.get("mode");
  if (mode === "elder" || mode === "standard") {
    // The link has done its work; left in the address, it would bring the mode back after 退出.
    choose("mode", mode);
    address.searchParams.delete("mode");
    history.replaceState(history.state, "", address);
  } else {
    apply();
  }
  addEventListener("storage", (event) => {
    if (event.key === KEY) recall(), apply();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) recall(), apply();
  });
})();
