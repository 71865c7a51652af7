// 法条: shows the text of a cited article beside its citation, from the notes at the page's end. On hover and on keyboard
// focus; where there is no hover the first tap shows it and the second follows the link. Esc closes it. Without this
// script a citation is a link to the article, and the notes are there to read.
"use strict";

(() => {
  const note = document.getElementById("mf-note");
  const notes = [...document.querySelectorAll(".mf-notes > ol > li")];
  if (!note || !notes.length) return;
  const SHOW = 150, HIDE = 300; // milliseconds of the pointer's rest
  const text = document.getElementById("mf-note-text");
  const whole = note.querySelector("a");
  const close = note.querySelector("button");
  const beside = matchMedia("(min-width: 45em)"); // else it is a sheet at the foot of the screen
  const cite = (node) => node.closest && node.closest("a.mf-cite[data-note]");
  let shown = null, clock, quiet = false, tapped = false, wasShown = false;

  const line = (words, kind) => {
    const made = document.createElement("span");
    made.className = `mf-note__${kind}`;
    made.textContent = words;
    return made;
  };
  const copy = (number) => {
    const entry = notes[number - 1];
    const lines = [...entry.querySelectorAll("blockquote p")].map((part) => line(part.textContent, "line"));
    return [line(entry.querySelector("p").textContent, "title"), ...lines];
  };
  const place = (link) => {
    note.style.left = note.style.top = "";
    if (!beside.matches) return link.scrollIntoView({ block: "nearest" });
    note.style.left = note.style.top = "0";
    const { left, top, width, height } = note.getBoundingClientRect();
    const lines = [...link.getClientRects()];
    const last = lines[lines.length - 1];
    const room = document.documentElement.clientWidth - width - 8;
    const above = last.bottom + height > innerHeight && lines[0].top > height;
    note.style.left = `${Math.max(8, Math.min(last.left, room)) - left}px`;
    note.style.top = `${(above ? lines[0].top - height : last.bottom) - top}px`;
  };
  const hide = () => {
    clearTimeout(clock);
    if (!shown) return;
    shown.setAttribute("aria-expanded", "false");
    shown = null;
    note.hidden = true;
  };
  const show = (link) => {
    clearTimeout(clock);
    if (shown === link) return;
    hide();
    shown = link;
    text.replaceChildren(...link.dataset.note.split(" ").flatMap(copy));
    whole.href = link.href;
    note.setAttribute("aria-label", text.querySelector(".mf-note__title").textContent);
    link.after(note); // what is read, and what Tab reaches, next
    note.hidden = false;
    text.scrollTop = 0;
    if (text.scrollHeight > text.clientHeight) text.tabIndex = 0; // so that the arrow keys can scroll it
    else text.removeAttribute("tabindex");
    link.setAttribute("aria-expanded", "true");
    place(link);
  };
  const back = () => {
    const link = shown;
    const inside = note.contains(document.activeElement);
    hide();
    if (!inside) return;
    quiet = true;
    link.focus();
    quiet = false;
  };
  const later = (work, wait) => {
    clearTimeout(clock);
    clock = setTimeout(work, wait);
  };

  note.tabIndex = -1; // so that a tap on its text does not take the focus out of it
  for (const link of document.querySelectorAll("a.mf-cite[data-note]")) link.setAttribute("aria-expanded", "false");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || !beside.matches) return;
    const link = cite(event.target);
    if (link) later(() => show(link), shown ? HIDE : SHOW);
    else if (note.contains(event.target)) clearTimeout(clock);
    else if (shown && !note.contains(document.activeElement) && document.activeElement !== shown) later(hide, HIDE);
    else clearTimeout(clock);
  });
  document.addEventListener("pointerdown", (event) => {
    const link = cite(event.target);
    tapped = event.pointerType !== "mouse" || !beside.matches;
    wasShown = Boolean(link) && link === shown;
    if (shown && !link && !note.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const link = cite(event.target);
    const first = link && tapped && !wasShown;
    tapped = false; // Enter is a click too
    if (!first) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("focusin", (event) => {
    const link = cite(event.target);
    if (link && !quiet && link.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (event) => {
    const goal = event.relatedTarget;
    if (shown && !quiet && goal && goal !== shown && !note.contains(goal)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) back();
  });
  close.addEventListener("click", back);
  beside.addEventListener("change", hide);

  // On paper the notes are there, folded or not; not on the sheet of a service, which is one page.
  const folded = document.querySelector(".mf-sheet-code") ? [] : document.querySelectorAll("details.mf-notes:not([open])");
  addEventListener("beforeprint", () => folded.forEach((details) => (details.open = true)));
  addEventListener("afterprint", () => folded.forEach((details) => (details.open = false)));
})();
