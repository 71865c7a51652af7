// The search page where no service answers: the same site on a stick, a plain web server, a CDN (decision 0018).
// Pagefind holds the index; it would want all words at once, so each word is asked by itself and the answers are added up.
"use strict";

(() => {
  const QUESTION_WORDS = new Set("QUESTION WORDS".split(" "));
  const TRADITIONAL = "TRADITIONAL", SIMPLIFIED = "SIMPLIFIED"; // the same signs, in the same order
  const LONGEST = 200, WORDS = 6, AT_ONCE = 3, SHOWN = 10, READ_AT_ONCE = 10, READ = 40, WINDOW = 90;
  const ENOUGH = 280_000; // bytes fetched after which no further word is asked: a cold search stays under 500 KB
  const FULL = 400_000; // bytes after which no further texts are read, if fewer than ten pages are found so far
  const PAGE_WEIGHT = 1.3; // a page that says what to do comes before bare statute text
  const root = new URL("..", document.currentScript.src);
  const asked = new URLSearchParams(location.search);
  const query = (asked.get("q") || "").slice(0, LONGEST).trim();
  const part = (name) => document.getElementById("mf-search-" + name);
  const says = (name) => part("says").querySelector(`[data-mf-says="${name}"]`).textContent;
  const say = (name, number = "") => {
    part("status").textContent = says(name).replace("{}", number);
  };

  const folded = (text) => [...text.normalize("NFKC").toLowerCase()].map((sign) => {
    const place = TRADITIONAL.indexOf(sign);
    return place < 0 ? sign : SIMPLIFIED[place];
  }).join("");

  // The longest first: they say most, and the rest may be left out.
  const words = (text) => {
    const cut = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(folded(text))]
      .filter((piece) => piece.isWordLike).map((piece) => piece.segment);
    const all = [...new Set(cut)];
    const telling = all.filter((word) => !QUESTION_WORDS.has(word));
    const long = telling.filter((word) => word.length > 1);
    const kept = long.length > 1 ? long : telling.length ? telling : all;
    return kept.sort((one, other) => other.length - one.length).slice(0, WORDS);
  };

  const fetched = () => performance.getEntriesByType("resource")
    .filter((entry) => /\/pagefind(-laws)?\//.test(entry.name)).reduce((sum, entry) => sum + entry.transferSize, 0);

  const recordsIn = async (folder) => {
    const answer = await fetch(new URL(`${folder}/pagefind-entry.json`, root));
    if (!answer.ok) return 0;
    return Object.values((await answer.json()).languages).reduce((sum, language) => sum + language.page_count, 0);
  };

  const engine = async () => {
    const library = await import(new URL("pagefind/pagefind.js", root));
    const pagefind = library.createInstance({ noWorker: true, basePath: new URL("pagefind/", root).pathname });
    await pagefind.init();
    await pagefind.filters(); // raises what init() keeps to itself; merging would wait for ever
    const laws = await recordsIn("pagefind-laws"); // none in a site without laws
    if (laws) await pagefind.mergeIndex(new URL("pagefind-laws/", root).pathname);
    return { pagefind, values: await mfNarrowing.valuesOf(root), size: laws + await recordsIn("pagefind") };
  };

  // A word that stands nowhere may stand in the texts in pieces.
  const pieces = (word) => Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));

  const records = async (asking) => {
    const { pagefind, values, size } = await engine();
    const found = new Map();
    const add = (results, weight) => {
      const rare = Math.log(1 + size / results.length);
      for (const result of results) {
        const known = found.get(result.id) || { result, score: 0 };
        known.score += weight * rare * result.score / results[0].score;
        found.set(result.id, known);
      }
    };
    const ask = async (word, weight = 1) => {
      const { results } = await pagefind.search(word);
      if (results.length) add(results, weight);
      else if (word.length > 2) for (const piece of pieces(word)) if (fetched() < ENOUGH) await ask(piece, 0.5);
    };
    await Promise.all(asking.slice(0, AT_ONCE).map((word) => ask(word)));
    for (const word of asking.slice(AT_ONCE)) if (fetched() < ENOUGH) await ask(word);
    return { ranked: [...found.values()].sort((one, other) => other.score - one.score), values };
  };

  // laws/minfadian/12.html is a piece of the page laws/minfadian/.
  const address = (record) => record.raw_url.replace(/^\//, "").replace(/[^/]*\.html$/, "");

  const pages = async (ranked) => {
    const best = new Map();
    for (let at = 0; at < Math.min(ranked.length, READ) && best.size < SHOWN && (!at || fetched() < FULL); at += READ_AT_ONCE) {
      const read = ranked.slice(at, at + READ_AT_ONCE);
      const texts = await Promise.all(read.map(({ result }) => result.data()));
      texts.forEach((text, place) => {
        const page = address(text), law = page.startsWith("laws/");
        if (!best.has(page)) best.set(page, { page, law, text, score: read[place].score * (law ? 1 : PAGE_WEIGHT) });
      });
    }
    return [...best.values()].sort((one, other) => other.score - one.score).slice(0, SHOWN);
  };

  const pattern = (asking) => new RegExp(
    asking.flatMap((word) => [word, ...(word.length > 2 ? pieces(word) : [])])
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");

  // The window with most different words; it begins a little before the first of them.
  const bestStart = (text, asking) => {
    const found = [...text.matchAll(pattern(asking))].map((match) => [match.index, match[0].toLowerCase()]);
    let most = 0, start = 0;
    for (const [place] of found) {
      const within = new Set(found.filter(([at]) => at >= place && at < place + WINDOW - 15).map(([, word]) => word));
      if (within.size > most) [most, start] = [within.size, place];
    }
    return start;
  };

  // Anchors count in words, the window in characters.
  const heading = (text, start) => {
    let characters = 0, number = 0;
    for (const word of text.raw_content.split("\u200B")) {
      characters += word.length;
      if (characters > start) break;
      number += 1;
    }
    return text.anchors.filter((anchor) => anchor.location <= number && anchor.id && anchor.element !== "h1").at(-1);
  };

  const marked = (text, asking) => {
    const nodes = [];
    let end = 0;
    for (const match of text.matchAll(pattern(asking))) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      nodes.push(text.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    return [...nodes, text.slice(end)];
  };

  const column = (page) => {
    const folder = `/${page.split("/")[0]}/`;
    const links = [...document.querySelectorAll(".mf-columns a, .mf-colophon a")];
    return links.find((link) => new URL(link.href).pathname.endsWith(folder))?.textContent || "";
  };

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };
  const link = (href, text) => Object.assign(element("a", text), { href });

  const hit = ({ page, law, text }, asking) => {
    const twin = document.documentElement.lang === "zh-Hant" && !law ? "zh-hant/" : "";
    const goal = new URL(twin + page, root).href;
    const lead = text.content.startsWith(text.meta.title) ? text.meta.title.length + 2 : 0; // the title, a stop, a space
    const start = lead + bestStart(text.content.slice(lead), asking), from = Math.max(lead, start - 12);
    const section = heading(text, start);
    const about = element("p", column(page));
    about.className = "mf-meta";
    if (section) about.append(" · ", link(`${goal}#${section.id}`, section.text));
    const shown = text.content.slice(from, from + WINDOW);
    const more = from + WINDOW < text.content.length ? "…" : "";
    const title = link(law && section ? `${goal}#${section.id}` : goal, text.meta.title);
    const item = element("li", element("h2", title), about,
      element("p", from > lead ? "…" : "", ...marked(shown, asking), more));
    item.className = "mf-hit";
    return item;
  };

  const inScript = (value) => part("says").querySelector(`[data-mf-value="${CSS.escape(value)}"]`)?.textContent || value;
  const classed = (made, name) => Object.assign(made, { className: name });
  const within = (chosen) => `?${new URLSearchParams([...(asked.has("static") ? [["static", ""]] : []), ["q", query], ...chosen])}`;

  const chip = (chosen, facet, value) => {
    const without = within([...chosen].filter(([other]) => other !== facet));
    const made = link(without, "");
    const name = classed(element("span", says(`facet-${facet}`)), "mf-chips__facet");
    made.append(name, " ", element("span", inScript(value)), " ", classed(element("span", says("remove")), "mf-chips__away"));
    return element("li", made);
  };

  const choice = (chosen, facet, [value, count]) => {
    const made = link(within(new Map([...chosen, [facet, value]])), "");
    made.append(element("span", inScript(value)), " ", classed(element("span", count), "mf-facets__count"));
    if (chosen.get(facet) === value) made.setAttribute("aria-current", "true");
    return element("li", made);
  };

  const narrow = (ids, chosen, values) => {
    const chips = classed(element("ul", ...[...chosen].map(([facet, value]) => chip(chosen, facet, value))), "mf-chips");
    chips.setAttribute("aria-label", says("chosen"));
    const ways = element("nav");
    ways.setAttribute("aria-label", says("narrow"));
    for (const [facet, found] of mfNarrowing.offers(ids, chosen, values)) {
      const name = Object.assign(element("p", says(`facet-${facet}`)), { id: `mf-facet-${facet}` });
      const list = element("ul", ...found.map((value) => choice(chosen, facet, value)));
      list.setAttribute("aria-labelledby", name.id);
      ways.append(name, list);
    }
    const folded = classed(element("details", element("summary", says("narrow")), ways), "mf-facets");
    part("narrow").replaceChildren(...(chosen.size ? [chips] : []), ...(ways.children.length ? [folded] : []));
  };

  const answer = async () => {
    say("searching");
    const asking = words(query);
    const { ranked, values } = asking.length ? await records(asking) : { ranked: [] };
    const chosen = values ? mfNarrowing.chosenIn(asked, values) : new Map();
    const left = ranked.filter(({ result }) => mfNarrowing.fits(result.id, chosen, values));
    const found = await pages(left);
    part("hits").replaceChildren(...found.map((page) => hit(page, asking)));
    if (values) narrow(ranked.map(({ result }) => result.id), chosen, values);
    part("nothing").hidden = found.length > 0;
    say(found.length ? "found" : chosen.size ? "nothing-chosen" : "nothing", found.length);
  };

  // True where there is nothing to search: the words lead to a page, or only the service knows what they are.
  const leadsOn = async () => {
    const typed = folded(query);
    if (mfStraight.isReceipt(typed)) {
      part("receipt").hidden = false;
      return true;
    }
    const named = await mfStraight.stations(typed, root);
    const twin = document.documentElement.lang === "zh-Hant" ? "zh-hant/" : "";
    const goal = named.length === 1 ? new URL(twin + named[0][1], root).href : await mfStraight.article(typed, root);
    if (goal) location.replace(goal);
    part("named").replaceChildren(...named.map(([title, url]) => element("li", link(new URL(twin + url, root).href, title))));
    return Boolean(goal);
  };

  // The service knows more: where it is well, it answers. `static` says that it has just sent the reader here.
  const serviceAnswers = async () => {
    if (asked.has("static")) return false;
    try {
      const health = await fetch(new URL("health", root), { cache: "no-store" });
      return health.ok && (await health.json()).index === "ok";
    } catch {
      return false; // no server, or one that knows no service
    }
  };

  const begin = async () => {
    if (asked.get("lang") === "zh-Hant" && document.documentElement.lang !== "zh-Hant") {
      asked.delete("lang");
      location.replace(new URL(`zh-hant/search/?${asked}`, root));
      return;
    }
    for (const field of document.querySelectorAll('input[name="q"]')) field.value = query;
    if (!query) return;
    if (await serviceAnswers()) {
      const kept = new URLSearchParams([["q", query], ...mfNarrowing.FACETS.filter((facet) => asked.get(facet)).map((facet) => [facet, asked.get(facet)])]);
      if (document.documentElement.lang === "zh-Hant") kept.set("lang", "zh-Hant");
      location.replace(new URL(`search?${kept}`, root));
      return;
    }
    for (const form of document.querySelectorAll('form[role="search"]')) form.action = location.pathname;
    document.title = `${query} - ${document.title}`;
    if (!(await leadsOn())) await answer();
  };

  begin().catch((fault) => {
    console.error(fault);
    say("broken");
    part("nothing").hidden = false;
  });
})();
