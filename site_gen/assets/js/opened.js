// 打开了哪一条: counts that a hit was opened. Most browsers tell it by themselves, by the link's `ping`; Firefox does not,
// and says nothing about that. So where there is a script, it tells, and takes the `ping` away: nobody tells twice.
"use strict";

(() => {
  const told = (event) => {
    const link = event.button < 2 && event.target.closest?.("a[ping]");
    if (!link) return;
    if (navigator.sendBeacon?.(link.getAttribute("ping"))) link.removeAttribute("ping");
  };
  addEventListener("click", told, true);
  addEventListener("auxclick", told, true); // the middle button: a new tab
})();
