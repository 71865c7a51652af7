// Facets: what was found, narrowed by kind, topic, group and town; the same addresses as the service's.
"use strict";

const mfNarrowing = (() => {
  const FACETS = ["kind", "topic", "audience", "town"];
  const LAW = "法律条文"; // the kind of what is in the laws' index, which has no facets of its own

  // The records that have each value, by Pagefind's names, so that no text need be fetched; none if the list is missing.
  const valuesOf = async (root) => {
    const answer = await fetch(new URL("pagefind/facets.json", root));
    const { records = [], ...listed } = answer.ok ? await answer.json() : {};
    const having = (values) => new Map(Object.entries(values).map(([value, places]) => [value, new Set(places.map((place) => records[place]))]));
    return new Map(FACETS.map((facet) => [facet, having(listed[facet] || {})]));
  };

  const chosenIn = (asked, values) => new Map(FACETS.map((facet) => [facet, asked.get(facet)])
    .filter(([facet, value]) => values.get(facet).has(value) || (facet === "kind" && value === LAW)));

  const isLaw = (id, values) => ![...values.get("kind").values()].some((ids) => ids.has(id));
  const has = (id, facet, value, values) =>
    facet === "kind" && value === LAW ? isLaw(id, values) : values.get(facet).get(value).has(id);
  const fits = (id, chosen, values) => [...chosen].every(([facet, value]) => has(id, facet, value, values));

  // Each facet is counted over what the others leave; one value is no facet. A law is found in pieces: they are not counted.
  const offers = (ids, chosen, values) => FACETS.map((facet) => {
    const others = new Map([...chosen].filter(([other]) => other !== facet));
    const left = ids.filter((id) => fits(id, others, values));
    const counted = [...values.get(facet)].map(([value, having]) => [value, left.filter((id) => having.has(id)).length]);
    const found = counted.filter(([, count]) => count).sort(([, one], [, other]) => other - one);
    if (facet === "kind" && left.some((id) => isLaw(id, values))) found.push([LAW, ""]);
    return [facet, found];
  }).filter(([, found]) => found.length > 1);

  return { FACETS, valuesOf, chosenIn, fits, offers };
})();
