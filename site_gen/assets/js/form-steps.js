// Forms of several pages: each step is fetched and put in place, so that "back" goes one step back, nothing asks whether
// to send again, and a cut line loses nothing. Without this script the same pages come one by one.
"use strict";

(() => {
  const form = () => document.querySelector("form[data-draft]");
  if (!form() || !window.AbortController) return;
  const root = document.documentElement;
  const LONGEST = 60000; // milliseconds to wait for an answer
  const frame = (page) => page.querySelector("article") || page.querySelector("main");
  const step = () => form().querySelector("[name='at']").value;
  const line = (name) => document.querySelector(`[data-mf-step-${name}]`);
  const depth = () => (history.state && history.state.mfDepth) || 0;
  const mark = (method, deep) => {
    history[method]({ mfStep: step(), mfDepth: deep }, "", location.pathname + location.search);
  };
  let busy = false;
  let wanted = ""; // the step to which "back" and "forward" went while another was on its way
  let composing = false; // an input method is open: its Enter chooses a word and sends nothing

  const wait = (waiting) => {
    busy = waiting;
    if (!form()) return;
    form().setAttribute("aria-busy", String(waiting));
    for (const button of form().querySelectorAll("button[name='go']")) button.disabled = waiting;
    line("wait").hidden = !waiting;
    for (const name of ["failed", "cookies"]) if (waiting) line(name).hidden = true;
  };
  const complain = (name) => {
    line(name).hidden = false;
    line(name).focus();
  };
  const ask = async (answers) => {
    const abort = new AbortController();
    const clock = setTimeout(() => abort.abort(), LONGEST);
    try {
      const body = new URLSearchParams(answers);
      const answer = await fetch(form().getAttribute("action"), { method: "POST", body, signal: abort.signal });
      return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } finally {
      clearTimeout(clock);
    }
  };
  const show = (page, how) => {
    const before = step();
    for (const node of page.querySelectorAll("[autofocus]")) node.removeAttribute("autofocus"); // focused below
    frame(document).replaceChildren(...frame(page).childNodes);
    document.title = page.title;
    if (how === "pop" ? !wanted : step() === before) mark("replaceState", depth());
    else if (how !== "pop") mark("pushState", depth() + 1);
    document.dispatchEvent(new CustomEvent("mf-shown", { detail: how }));
    const goal = document.querySelector(".mf-error-summary:not([hidden])") || document.getElementById("step");
    goal.focus({ preventScroll: true });
    goal.scrollIntoView();
  };
  const leave = (address, page) => {
    if (!page.getElementById("receipt-number")) return complain("cookies");
    document.dispatchEvent(new CustomEvent("mf-sent"));
    location.replace(address); // the receipt takes the last step's place in the history
  };
  const turn = async (answers, how) => {
    if (busy) return;
    wait(true);
    wanted = "";
    try {
      const { answer, page } = await ask(answers);
      wait(false);
      if (root.hasAttribute("data-mf-gone")) return;
      if (answer.redirected) leave(answer.url, page);
      else if (page.querySelector("form[data-draft]")) show(page, how);
      else complain("failed");
      if (how === "pop" && wanted && wanted !== step()) turn(answered(wanted), "pop");
    } catch (error) {
      wait(false);
      complain("failed");
    }
  };
  const answered = (go) => {
    const answers = new FormData(form());
    answers.set("go", go);
    return answers;
  };

  document.addEventListener("compositionstart", () => (composing = true));
  document.addEventListener("compositionend", () => (composing = false));
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    const button = event.submitter || form().querySelector("button[name='go']");
    if (!composing && button.value !== step()) turn(answered(button.value), "step");
  });
  document.addEventListener("mf-draft-go", (event) => {
    const { fields, at } = event.detail;
    const answers = new FormData();
    answers.set("token", form().querySelector("[name='token']").value);
    for (const [name, value] of fields) answers.append(name, value);
    answers.set("at", at);
    answers.set("go", at);
    turn(answers, "draft");
  });
  addEventListener("popstate", (event) => {
    if (root.hasAttribute("data-mf-gone") || !form() || !event.state || !event.state.mfStep) return;
    if (busy) wanted = event.state.mfStep;
    else if (event.state.mfStep !== step()) turn(answered(event.state.mfStep), "pop");
  });
  mark("replaceState", depth());
})();
