// The toolbar: elder mode, type size, colours, print. early/look.js keeps what is chosen; here are the buttons.
"use strict";

(() => {
  const opener = document.querySelector("[aria-controls='mf-look']");
  const panel = document.getElementById("mf-look");
  if (!opener || !panel) return;
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll("[data-mf-choose]")];
  const UNCHOSEN = ["standard", "small", "system"];

  const show = () => {
    for (const button of buttons) {
      if (!panel.contains(button)) continue;
      const chosen = root.getAttribute(`data-mf-${button.dataset.mfChoose}`);
      const pressed = chosen ? chosen === button.value : UNCHOSEN.includes(button.value);
      button.setAttribute("aria-pressed", String(pressed));
    }
  };
  const open = (opened) => {
    panel.hidden = !opened;
    opener.setAttribute("aria-expanded", String(opened));
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const { mfChoose: name } = button.dataset;
      window.mfChooseLook(name, button.value);
      if (name === "mode") {
        for (const said of document.querySelectorAll("[data-mf-says]")) said.hidden = said.dataset.mfSays !== button.value;
        document.querySelector(button.value === "elder" ? ".mf-tool--exit" : ".mf-tool--enter").focus();
      }
    });
  }
  opener.addEventListener("click", () => open(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    opener.focus();
  });
  for (const button of document.querySelectorAll("[data-mf-print]")) button.addEventListener("click", () => print());
  document.addEventListener("mf-look", show);
  show();
})();
