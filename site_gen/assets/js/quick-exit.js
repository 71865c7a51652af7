// 快速离开: empties the page at once and puts another in its place in the history. Also by Esc, three times.
"use strict";

(() => {
  const WITHIN = 3000; // milliseconds between the first Esc and the third
  const LATEST = 300; // milliseconds for the way back through the steps of a form
  const link = () => document.querySelector("[data-mf-exit]");
  if (!link()) return;
  let pressed = [];
  const lift = () => {
    // in the service's pages the bar comes with the text; its place is the top of the page
    const bar = document.querySelector("article .mf-exit");
    const above = document.querySelector(".mf-skip");
    if (!bar || !above) return;
    for (const old of document.querySelectorAll("body > .mf-exit")) old.remove();
    above.after(bar);
  };
  const leave = () => {
    const goal = link().href;
    document.documentElement.setAttribute("data-mf-gone", "");
    document.title = "";
    document.dispatchEvent(new CustomEvent("mf-exit"));
    const steps = (history.state && history.state.mfDepth) || 0;
    if (!steps) return location.replace(goal);
    addEventListener("popstate", () => location.replace(goal)); // the form's first page is replaced, not its last
    setTimeout(() => location.replace(goal), LATEST);
    history.go(-steps);
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-mf-exit]")) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") pressed = [];
    else if (!event.repeat) pressed = [...pressed, event.timeStamp].filter((time) => event.timeStamp - time < WITHIN);
    if (pressed.length >= 3) leave();
  });
  document.addEventListener("mf-shown", lift);
  lift();
})();
