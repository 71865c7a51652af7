// The product list's filter. Without this script the whole table is there to read.
"use strict";

(() => {
  const box = document.querySelector(".mf-products");
  if (!box) return;
  const rows = [...box.querySelectorAll("tbody tr")];
  const cell = (row, column) => row.cells[column].textContent;
  const LEVELS = 6, CATEGORY = 7;

  const field = (label, control) => {
    const holder = document.createElement("div");
    const name = document.createElement("label");
    control.id = "mf-filter-" + label;
    name.htmlFor = control.id;
    name.textContent = label;
    holder.append(name, control);
    return holder;
  };
  const choice = (values) => {
    const select = document.createElement("select");
    for (const value of ["全部", ...values]) select.append(new Option(value, value === "全部" ? "" : value));
    return select;
  };

  const words = document.createElement("input");
  words.type = "search";
  const category = choice([...new Set(rows.map((row) => cell(row, CATEGORY)))]);
  const level = choice(box.dataset.levels.split(" "));
  const count = document.createElement("p");
  count.className = "mf-filter__count";
  count.setAttribute("role", "status");

  const show = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = row.textContent.toLowerCase().includes(wanted)
        && (!category.value || cell(row, CATEGORY) === category.value)
        && (!level.value || cell(row, LEVELS).split("、").includes(level.value));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown ? `显示 ${shown} 项，共 ${rows.length} 项。` : "没有符合的产品。请换个词，或选“全部”。";
  };

  const filter = document.createElement("form");
  filter.className = "mf-filter";
  filter.setAttribute("aria-label", "筛选产品");
  filter.append(field("包含文字", words), field("类别", category), field("层级", level), count);
  filter.addEventListener("input", show);
  filter.addEventListener("submit", (event) => event.preventDefault());
  box.before(filter);
  show();
})();
