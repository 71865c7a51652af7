// 查法律: finds a law by its name or short name as one types. Without this script the lists by field are there to read.
"use strict";

(() => {
  const box = document.querySelector(".mf-laws");
  if (!box) return;
  const MOST = 20;
  const fold = (text) => text.normalize("NFKC").replace(/[\s《》〈〉“”"]|中华人民共和国/g, "").toLowerCase();
  let laws; // fetched when somebody begins to type: the names of all laws weigh more than this page

  const finder = document.createElement("form");
  finder.className = "mf-find";
  finder.setAttribute("role", "search");
  finder.setAttribute("aria-label", "查法律");
  const label = document.createElement("label");
  const words = document.createElement("input");
  const said = document.createElement("p");
  const found = document.createElement("ul");
  words.type = "search";
  words.id = "mf-find";
  words.autocomplete = "off";
  label.htmlFor = words.id;
  label.textContent = "写名称或简称，如“民法典”“消法”";
  said.setAttribute("role", "status");
  finder.append(label, words, said, found);

  const entry = ([title, slug, status, ...names]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${slug}/`;
    link.textContent = title;
    item.append(link, ` ${status}`, names.length ? `，也叫${names.join("、")}` : "");
    return item;
  };
  // The wanted word as a whole name first, then at a name's beginning, then anywhere; repealed laws last.
  const rank = (law, wanted) => {
    const names = [law[0], ...law.slice(3)].map(fold);
    if (!names.some((name) => name.includes(wanted))) return Infinity;
    const near = names.includes(wanted) ? 0 : names.some((name) => name.startsWith(wanted)) ? 1 : 2;
    return near + (law[2] === "已废止" ? 3 : 0);
  };
  const show = () => {
    const wanted = fold(words.value);
    if (!laws || !wanted) {
      found.replaceChildren();
      said.textContent = "";
      return;
    }
    const fitting = laws.map((law) => [rank(law, wanted), law]).filter(([place]) => place < Infinity);
    fitting.sort(([one, a], [other, b]) => one - other || fold(a[0]).length - fold(b[0]).length);
    found.replaceChildren(...fitting.slice(0, MOST).map(([, law]) => entry(law)));
    const more = fitting.length > MOST ? `，先列 ${MOST} 部，请多写几个字` : "";
    said.textContent = fitting.length ? `找到 ${fitting.length} 部${more}。` : "没有找到。请换个名称，或从下面按领域看。";
  };
  const load = async () => {
    if (laws) return;
    laws = [];
    try {
      laws = await (await fetch("names.json")).json();
    } catch (error) {
      laws = undefined; // asked again at the next letter
      said.textContent = "名称没有取到，请从下面按领域看。";
      return;
    }
    show();
  };
  words.addEventListener("focus", load);
  words.addEventListener("input", () => {
    load();
    show();
  });
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = found.querySelector("a");
    if (first) first.click();
  });
  box.before(finder);
})();
