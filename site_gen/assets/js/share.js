// 转发给别人, where the system can; elsewhere the button stays away and the QR code does it.
"use strict";

(() => {
  const button = document.querySelector("[data-mf-share]");
  if (!button || !navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const canonical = document.querySelector("link[rel='canonical']");
    const shared = { title: document.title, url: canonical ? canonical.href : location.href.split(/[?#]/)[0] };
    navigator.share(shared).catch(() => {}); // the reader thought better of it
  });
})();
