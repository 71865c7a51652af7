// 工作量证明: solves the form's challenge beside the typing, so that a flood costs its sender. Nobody waits for it: without
// it, or when the form goes off before it is solved, the field stays empty and the service takes the form all the same.
"use strict";

(() => {
  const program = document.currentScript.src;
  const solve = () => {
    const field = document.querySelector("input[type='hidden'][data-challenge]");
    if (!field || !window.Worker || !window.isSecureContext) return;
    try {
      const challenge = JSON.parse(field.dataset.challenge);
      const worker = new Worker(new URL("proof-worker.js", program));
      worker.onmessage = (message) => {
        const found = message.data;
        worker.terminate();
        if (!found || !found.derivedKey) return;
        const solution = { counter: found.counter, derivedKey: found.derivedKey }; // not how long this telephone took
        field.value = btoa(JSON.stringify({ challenge, solution }));
      };
      worker.onerror = () => worker.terminate();
      worker.postMessage({ type: "work", challenge });
    } catch (error) {
      // an old or a strict browser: the field stays empty
    }
  };
  document.addEventListener("mf-shown", solve); // the last page of a form, when it is put in place
  solve();
})();
