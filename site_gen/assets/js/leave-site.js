// 离站提示: a link to a host that is neither ours nor the government's asks first. Without JavaScript it is a plain link.
"use strict";

(() => {
  const dialog = document.getElementById("mf-away");
  if (!dialog) return;
  const canonical = document.querySelector("link[rel='canonical']");
  const own = [location.hostname, canonical && new URL(canonical.href).hostname];
  const OFFICIAL = /(^|\.)(gov\.cn|conac\.cn|xn--zfr164b)$/; // the last is .政务
  let goal;

  const go = () => {
    if (goal.target && goal.target !== "_self") open(goal.href, "_blank", "noopener");
    else location.assign(goal.href);
  };
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "go") go();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || !/^https?:$/.test(link.protocol) || link.matches("[data-mf-exit]")) return;
    if (own.includes(link.hostname) || OFFICIAL.test(link.hostname)) return;
    event.preventDefault();
    goal = link;
    if (dialog.showModal) {
      dialog.returnValue = "";
      document.getElementById("mf-away-goal").textContent = link.hostname;
      dialog.showModal();
    } else if (confirm(document.getElementById("mf-away-question").textContent)) {
      go();
    }
  });
})();
