// Words that lead straight to a page: an article of a law, a station; and a receipt number, that only the service knows.
"use strict";

const mfStraight = (() => {
  const NUMERAL = "[零〇一二两三四五六七八九十百千0-9]+";
  const ARTICLE = new RegExp(`^《?(.{1,40}?)》?(?:第?(${NUMERAL})条(?:之(${NUMERAL}))?|([0-9]{1,4}))$`);
  const LAW = /(?:[法典]|条例|规定|解释|办法|规则|细则|决定|\))$/; // only then the list of laws is fetched
  const AFTER = /(?:是什么|怎么规定的?|怎么说的?|的?内容|的?规定)+$/;
  const STATION = /司法所|工作[站室]|法律服务(?:中心|站|室)/;
  const RECEIPT = /^[a-z]{2}[0-9]{8}[0-9a-z]{6}$/;
  const plain = (text) => text.replace(/[\s\p{P}\p{S}_]+/gu, "");
  const nameOf = (law) => plain(law.normalize("NFKC")).replace(/中华人民共和国/g, "").toLowerCase();

  // 一千二百五十四, 1254
  const number = (text) => {
    if (/^[0-9]+$/.test(text)) return Number(text);
    let whole = 0, digit = 0;
    for (const sign of text) {
      const unit = { 十: 10, 百: 100, 千: 1000 }[sign];
      if (unit) [whole, digit] = [whole + (digit || 1) * unit, 0];
      else digit = "零一二三四五六七八九".indexOf(sign === "两" ? "二" : sign === "〇" ? "零" : sign);
    }
    return whole + digit;
  };

  const list = async (path, root) => {
    const answer = await fetch(new URL(path, root));
    return answer.ok ? answer.json() : null;
  };

  const article = async (typed, root) => {
    const [, named, article, after, bare] = typed.replace(/[\s，。,.?!]+/g, "").replace(AFTER, "").match(ARTICLE) || [];
    if (!named || !LAW.test(named)) return null;
    const laws = (await list("laws/names.json", root)) || [];
    const wanted = nameOf(named);
    const law = laws.find(([title, , , ...names]) => [title, ...names].some((name) => nameOf(name) === wanted));
    return law ? new URL(`laws/${law[1]}/#${number(article || bare)}${after ? `-${number(after)}` : ""}`, root).href : null;
  };

  const stations = async (typed, root) => {
    if (!STATION.test(typed)) return [];
    const names = await list("stations/names.json", root);
    if (!names) return [];
    const said = plain(typed);
    const above = (name) => ["", ...names.above].filter((place) => name.startsWith(place)).map((place) => name.slice(place.length));
    const found = [said, said.replace(new RegExp(names.asking, "g"), "")].flatMap(above).find((name) => Object.hasOwn(names.named, name));
    return found === undefined ? [] : names.named[found].map((place) => names.stations[place]);
  };

  const isReceipt = (typed) => RECEIPT.test(plain(typed.replace(/^[^0-9a-z]+|[^0-9a-z]+$/g, "")));

  return { article, stations, isReceipt };
})();
