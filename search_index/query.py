"""Asking the index: any words in, pages and articles with their best section out.

In: an index folder and whatever was typed. Out: an `Answer`; no text is an error.
The service's search page and `mingfa search` call `search`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from content_model.facets import ARTICLE
from search_index.analyzer import QUERY_LIMIT, clean
from search_index.asked import Alike
from search_index.engines import Document
from search_index.facets import Choice, Chosen, choices, narrowed
from search_index.named import named
from search_index.opened import Opened, last_good
from search_index.ranking import Rarity, Scored, Votes, rank, vote
from search_index.slips import meant
from search_index.snippet import any_of, snippet
from search_index.statutes import Named
from search_index.wanted import Wanted, wanted

CANDIDATES, OF_A_KEYWORD = 100, 150
"""Passages that the words find: of a sentence the first are enough, a keyword stands in many."""
STRONGEST = 12
"""Words that look for candidates; the ranking then counts them all."""
NEARBY = 50
SENTENCE = 7
"""Characters that make a sentence: fewer are a keyword, that stands in what it finds."""
EVERYTHING: Chosen = {}
TAG = re.compile(r"</?mark>")
# A page that says what to do comes before one that merely mentions the matter, and before the bare law.
KIND_WEIGHT = {
    "服务事项": 1.15,
    "遇事指南": 1.15,
    "以案释法": 1.1,
    "产品清单": 0.85,
    "服务站点": 0.85,
    "通知公告": 0.8,
    "人员名录": 0.85,
    ARTICLE: 0.35,
}


@dataclass(frozen=True)
class Hit:
    """One page or article that fits, with its best section. `url` and `anchor_url` are below the base path."""

    url: str
    title: str
    kind_label: str
    heading: str
    anchor_url: str
    snippet: str
    """HTML: escaped text in which the words found stand in <mark>."""
    score: float
    scored: Scored | None = None
    """How it was found; `explanation` tells it in words."""

    @property
    def plain_snippet(self) -> str:
        """The snippet as text."""
        return unescape(TAG.sub("", self.snippet))


@dataclass(frozen=True)
class Answer:
    """The best pages, how many there were in all, the words that were looked for, and the places that they name.

    `chosen` is what narrowed them, `choices` what may.
    """

    hits: tuple[Hit, ...]
    total: int
    words: tuple[str, ...]
    named: tuple[Named, ...] = ()
    wanted: Wanted | None = None
    chosen: Chosen = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    @property
    def straight(self) -> str:
        """Where the words lead straight to, below the base path; "" where they say more than one name."""
        return next((place.url for place in self.named if place.only), "")

    def as_json(self) -> dict[str, Any]:
        """Give the answer for programs: keys words, total, hits; texts without markup."""
        hits = [
            {
                "url": f"/{hit.anchor_url}",
                "kind": hit.kind_label,
                "title": hit.title,
                "heading": hit.heading,
                "snippet": hit.plain_snippet,
                "score": hit.score,
            }
            for hit in self.hits
        ]
        named = {"named": [f"/{place.url}" for place in self.named]} if self.named else {}
        return {"words": list(self.words), "total": self.total, **named, "hits": hits}


def search(folder: Path, typed: str, *, limit: int = 10, chosen: Chosen = EVERYTHING) -> Answer:
    """Search the index in `folder` for any of the typed words, one hit a page or article, best first.

    Only what has all the chosen values is given; values that nobody has are as if they were not chosen.
    Where the index cannot be read, that of the edition before is asked. Raises NoIndex when there is none that can be.
    """
    opened = last_good(folder)
    places = named(opened.folder, typed)
    sought, scored = ranked(opened, typed)
    if not sought.words:
        return Answer((), 0, (), places, sought)
    real = opened.facets.real(chosen)
    found = [(page, opened.facets.of_passage(page[0].document.passage)) for page in _best_of_page(scored)]
    pages = narrowed(found, real)
    marked = any_of([*sought.words, *sought.reasons])
    hits = tuple(_hit(one, score, marked) for one, score in pages[:limit])
    offered = choices([values for _, values in found], real)
    return Answer(hits, len(pages), sought.words, places, sought, real, offered)


def ranked(opened: Opened, typed: str) -> tuple[Wanted, list[Scored]]:
    """Find the candidates of both indexes and order them; what was looked for, and all of them, best first.

    What was taken for a slip but stands in what was found was right as it was typed.
    """
    corrected = meant(typed, opened.sounds, lambda word: opened.engine.frequency(word) > 0)
    sought, rarity = _sought(opened, typed, corrected)
    said = clean(typed[:QUERY_LIMIT]).strip()
    sentence = len(said) >= SENTENCE
    vector = opened.meanings.meant(said) if sentence else None
    alike = opened.asked.nearest(said, opened.meanings, vector)
    votes = vote(alike, opened.order)
    strongest = rarity.strongest(sought.weights, STRONGEST)
    in_words = opened.engine.nearest(strongest, CANDIDATES if sentence else OF_A_KEYWORD)
    candidates = _candidates(opened, in_words, alike, votes)
    if right := [said for said in set(corrected.values()) if any(said in one.said for one in candidates)]:
        corrected = {word: said for word, said in corrected.items() if said not in right}
        sought, rarity = _sought(opened, typed, corrected)
    meaning = opened.meanings.likeness(vector, [document.passage.text for document in candidates])
    return sought, rank(zip(candidates, meaning, strict=True), sought, rarity, votes, opened.prior)


def _sought(opened: Opened, typed: str, corrected: Mapping[str, str]) -> tuple[Wanted, Rarity]:
    """Say what is looked for, and how much each word of it tells."""
    sought = wanted(typed, opened.synonyms, opened.learned, corrected)
    held = {word: opened.engine.frequency(word) for word in sought.weights}
    return sought, Rarity.of(sought, held, opened.engine.size, opened.pairs, opened.facts.mean_length)


def _candidates(opened: Opened, in_words: Iterable[Document], alike: Iterable[Alike], votes: Votes) -> list[Document]:
    """Give what the words found, what questions alike lead to, and what stands beside that."""
    found = {document.address: document for document in in_words}
    nearby = sorted(votes.beside, key=lambda address: -votes.beside[address])[:NEARBY]
    missing = [address for address in dict.fromkeys((*votes.best, *nearby)) if address not in found]
    found |= {document.address: document for document in opened.engine.at(missing)}
    for one in alike:
        passage = opened.asked_passages.get(one.known.question)
        if passage:
            found[passage.address] = Document.of(passage)
    return list(found.values())


def _best_of_page(scored: Iterable[Scored]) -> list[tuple[Scored, float]]:
    """Group sections by page: the best one stands for it, the next ones add a little. An article stands for itself."""
    best: dict[str, tuple[Scored, float]] = {}
    for one in scored:
        passage = one.document.passage
        weight = one.score * KIND_WEIGHT.get(passage.kind, 1.0)
        group = passage.address if passage.kind == ARTICLE else passage.url
        shown, score = best.get(group, (one, 0.0))
        best[group] = (shown, weight if not score else score + weight * 0.1)
    return sorted(best.values(), key=lambda pair: -pair[1])


def _hit(one: Scored, score: float, marked: re.Pattern[str]) -> Hit:
    passage = one.document.passage
    return Hit(
        url=passage.url,
        title=passage.title,
        kind_label=passage.kind,
        heading=passage.heading,
        anchor_url=passage.address,
        snippet=snippet(passage.text, marked),
        score=round(score, 3),
        scored=one,
    )
