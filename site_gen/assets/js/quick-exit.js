// 快速离开: empties the page at once and puts another in its place in the history. Also by Esc, three times.
"use strict";

(() => {
  const link = document.querySelector("[data-mf-exit]");
  if (!link) return;
  const WITHIN = 3000; // milliseconds between the first Esc and the third
  let pressed = [];
  const leave = () => {
    document.documentElement.setAttribute("data-mf-gone", "");
    document.title = "";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") pressed = [];
    else if (!event.repeat) pressed = [...pressed, event.timeStamp].filter((time) => event.timeStamp - time < WITHIN);
    if (pressed.length >= 3) leave();
  });
})();
