// 回执: who goes on without having kept number and query code is reminded once, in a line; nothing is locked.
// 快速离开, telephone numbers and a second click lead away at once.
"use strict";

(() => {
  const reminder = document.querySelector("[data-mf-unsaved]");
  if (!reminder) return;
  let quiet = false;
  const remind = (event) => {
    const link = event.target.closest("a[href], [data-mf-print]");
    if (!link || quiet) return;
    if (link.closest("[data-mf-keeps], [data-mf-print]")) quiet = true;
    else if (!link.matches("[data-mf-exit], [href^='tel:'], [href^='#'], [target]")) {
      event.preventDefault();
      event.stopPropagation();
      quiet = true;
      reminder.hidden = false;
      reminder.focus();
    }
  };
  document.addEventListener("click", remind, true);
})();
