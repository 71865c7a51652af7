// In elder mode the hotline stands before the search and the columns stand below the text: moved, not only shown so,
// so that keyboard and screen reader go the same way as the eye.
"use strict";

(() => {
  const put = [];
  const move = (what, where, before) => {
    if (!what || !where) return;
    const mark = document.createComment("");
    what.replaceWith(mark);
    where.insertBefore(what, before);
    put.push(() => mark.replaceWith(what));
  };
  const arrange = () => {
    const elder = document.documentElement.getAttribute("data-mf-mode") === "elder";
    if (elder === put.length > 0) return;
    if (!elder) {
      while (put.length) put.pop()();
      return;
    }
    const search = document.querySelector(".mf-masthead .mf-search");
    move(document.querySelector(".mf-masthead__hotline"), search && search.parentNode, search);
    const end = document.querySelector(".mf-colophon");
    move(document.querySelector(".mf-columns"), end && end.parentNode, end);
  };
  document.addEventListener("DOMContentLoaded", () => {
    arrange();
    document.addEventListener("mf-look", arrange);
  });
})();
