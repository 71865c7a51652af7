"""Asking the index: any words in, pages and articles with their best section out.

In: an index folder and whatever was typed. Out: an `Answer`; no text is an error.
The service's search page and `mingfa search` call `search`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from search_index.analyzer import QUERY_LIMIT, clean
from search_index.asked import Alike
from search_index.engines import Document
from search_index.opened import Opened, last_good
from search_index.passages import ARTICLE
from search_index.ranking import Rarity, Scored, Votes, rank, vote
from search_index.snippet import snippet
from search_index.statutes import Statute, find_statute
from search_index.wanted import Wanted, wanted

CANDIDATES, OF_A_KEYWORD = 100, 150
"""Passages that the words find: of a sentence the first are enough, a keyword stands in many."""
STRONGEST = 12
"""Words that look for candidates; the ranking then counts them all."""
NEARBY = 50
SENTENCE = 7
"""Characters that make a sentence: fewer are a keyword, that stands in what it finds."""
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
    ARTICLE: 0.5,
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
    """The best pages, how many there were in all, the words that were looked for, and the law that they name."""

    hits: tuple[Hit, ...]
    total: int
    words: tuple[str, ...]
    statute: Statute | None = None
    wanted: Wanted | None = None

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
        statute = {"statute": f"/{self.statute.url}"} if self.statute else {}
        return {"words": list(self.words), "total": self.total, **statute, "hits": hits}


def search(folder: Path, typed: str, *, limit: int = 10) -> Answer:
    """Search the index in `folder` for any of the typed words, one hit a page or article, best first.

    Where it cannot be read, that of the edition before is asked. Raises NoIndex when there is none that can be.
    """
    opened = last_good(folder)
    statute = find_statute(opened.folder, typed)
    sought, scored = ranked(opened, typed)
    if not sought.words:
        return Answer((), 0, (), statute, sought)
    pages = _best_of_page(scored)
    hits = tuple(_hit(one, score, sought) for one, score in pages[:limit])
    return Answer(hits, len(pages), sought.words, statute, sought)


def ranked(opened: Opened, typed: str) -> tuple[Wanted, list[Scored]]:
    """Find the candidates of both indexes and order them; what was looked for, and all of them, best first."""
    corrected = opened.sounds.meant(typed, lambda word: opened.engine.frequency(word) > 0)
    sought = wanted(typed, opened.synonyms, opened.learned, corrected)
    said = clean(typed[:QUERY_LIMIT]).strip()
    sentence = len(said) >= SENTENCE
    meant = opened.meanings.meant(said) if sentence else None
    alike = opened.asked.nearest(said, opened.meanings, meant)
    votes = vote(alike, opened.order)
    held = {word: opened.engine.frequency(word) for word in sought.weights}
    rarity = Rarity.of(sought, held, opened.engine.size, opened.pairs, opened.facts.mean_length)
    strongest = rarity.strongest(sought.weights, STRONGEST)
    in_words = opened.engine.nearest(strongest, CANDIDATES if sentence else OF_A_KEYWORD)
    candidates = _candidates(opened, in_words, alike, votes)
    meaning = opened.meanings.likeness(meant, [document.passage.text for document in candidates])
    return sought, rank(zip(candidates, meaning, strict=True), sought, rarity, votes, opened.prior)


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


def _hit(one: Scored, score: float, sought: Wanted) -> Hit:
    passage = one.document.passage
    return Hit(
        url=passage.url,
        title=passage.title,
        kind_label=passage.kind,
        heading=passage.heading,
        anchor_url=passage.address,
        snippet=snippet(passage.text, [*sought.words, *sought.reasons]),
        score=round(score, 3),
        scored=one,
    )
