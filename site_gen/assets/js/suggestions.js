// 搜索提示: known questions while one types, as a combobox; nothing that is typed leaves the page before it is sent.
// Without this script, or without its list, the field is what it was: a form.
"use strict";

(() => {
  const MOST = 8;
  const fold = (text) => text.normalize("NFKC").replace(/[\s\p{P}\p{S}]/gu, "").toLowerCase();
  let known; // fetched when somebody first enters a field

  const load = (form) => {
    const folder = document.documentElement.lang === "zh-Hant" ? "zh-hant/" : "";
    known ??= fetch(new URL(`${folder}suggestions.json`, form.action))
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((texts) => texts.map((text) => [text, fold(text)]))
      .catch(() => []);
    return known;
  };

  // At the beginning first, then anywhere, then all signs in their order: 欠工资 finds 拖欠了工资.
  const rank = (text, typed) => {
    const place = text.indexOf(typed);
    if (place >= 0) return place === 0 ? 0 : 1;
    let from = -1;
    return [...typed].every((sign) => (from = text.indexOf(sign, from + 1)) >= 0) ? 2 : 3;
  };

  const equip = (field) => {
    const form = field.form;
    const list = document.createElement("ul");
    const said = document.createElement("span");
    let active = -1;
    let asked = 0;
    list.id = `${field.id}-suggestions`;
    list.className = "mf-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "搜索提示");
    said.className = "mf-search__label";
    said.setAttribute("role", "status");
    field.parentElement.classList.add("mf-suggesting");
    field.after(list, said);
    field.autocomplete = "off";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      field.setAttribute(name, value);
    }

    const close = () => {
      asked += 1; // an answer still under way comes too late
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      said.textContent = "";
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const point = (to) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = to;
      const option = list.children[active];
      if (!option) return field.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    };
    const choose = (option) => {
      field.value = option.textContent;
      close();
      form.requestSubmit();
    };
    const show = async () => {
      const typed = fold(field.value);
      if (!typed) return close();
      const turn = (asked += 1);
      const texts = await load(form);
      if (turn !== asked || document.activeElement !== field) return;
      const fitting = texts.map(([text, folded]) => [rank(folded, typed), text, folded]);
      const best = fitting.filter(([place, , folded]) => place < 3 && folded !== typed).sort(([a], [b]) => a - b);
      close();
      list.append(
        ...best.slice(0, MOST).map(([, text], number) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${number}`;
          option.textContent = text;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          return option;
        }),
      );
      list.hidden = !list.children.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = list.hidden ? "" : `有 ${list.children.length} 条提示，按上下键选。`;
    };

    field.addEventListener("focus", () => load(form));
    field.addEventListener("input", (event) => event.isComposing || show());
    field.addEventListener("compositionend", show);
    field.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => choose(event.target.closest("li")));
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return; // the keys are the input method's
      const count = list.children.length;
      if (event.key === "ArrowDown" && !count) show();
      else if (event.key === "ArrowDown") point((active + 2) % (count + 1) - 1);
      else if (event.key === "ArrowUp" && count) point((active + 1 + count) % (count + 1) - 1);
      else if (event.key === "Escape" && count) close();
      else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
      else return;
      event.preventDefault();
    });
  };

  document.querySelectorAll('form[role="search"] input[type="search"][name="q"]').forEach(equip);
})();
