"""Asking the index: any words in, pages and articles with their best section out.

In: an index folder and whatever was typed. Out: an `Answer`; no text is an error.
The service's search page and `mingfa search` call `search`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from content_model.facets import ARTICLE
from search_index.analyzer import QUERY_LIMIT, clean
from search_index.asked import Alike, nearest
from search_index.bm25 import Worths
from search_index.engines import Document
from search_index.facets import Choice, Chosen, choices, narrowed
from search_index.forward import Forward
from search_index.named import named
from search_index.opened import Opened, last_good
from search_index.postings import Numbers
from search_index.ranking import Candidates, Ranking, Rarity, rank
from search_index.slips import meant
from search_index.snippet import snippet
from search_index.statutes import Named
from search_index.votes import Votes, vote
from search_index.wanted import Wanted, wanted

CANDIDATES, FIRST = 300, 100
"""Documents that the words find; the first of them tell whether what was typed is a slip."""
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
NEXT_SECTION = 0.1
"""What a further section of the same page adds to the best one."""


@dataclass(frozen=True)
class Scored:
    """How a document was found: the parts of its score, the question that speaks for it most."""

    document: Document
    parts: Mapping[str, float]
    alike: Alike | None


class Pages(NamedTuple):
    """The pages that were found, best first: where the best section of each stands in the ranking, and their scores."""

    best: Sequence[int]
    numbers: Sequence[int]
    scores: Sequence[float]


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
    found = ranked(opened, typed)
    sought = found.wanted
    if not sought.words:
        return Answer((), 0, (), places, sought)
    real = opened.facets.real(chosen)
    pages = _by_page(found.ranking, opened.forward)
    values = [opened.values[number] for number in pages.numbers]
    kept = narrowed(list(enumerate(values)), real)
    hits = tuple(_hit(opened, found, pages, page) for page in kept[:limit])
    offered = choices(values, real)
    return Answer(hits, len(kept), sought.words, places, sought, real, offered)


@dataclass(frozen=True)
class Found:
    """What was looked for, all that was found, best first, and what questions say for it."""

    wanted: Wanted
    ranking: Ranking
    votes: Votes


def ranked(opened: Opened, typed: str) -> Found:
    """Find the candidates of both indexes and order them.

    What was taken for a slip but stands in what was found was right as it was typed.
    """
    corrected = meant(typed, opened.sounds, lambda word: opened.engine.frequency(word) > 0)
    sought, rarity = _sought(opened, typed, corrected)
    said = clean(typed[:QUERY_LIMIT]).strip()
    sentence = len(said) >= SENTENCE
    vector = opened.meanings.meant(said) if sentence else None
    alike = nearest(opened.indexes_asked, said, vector)
    votes = vote(alike, opened.order)
    strongest = rarity.strongest(sought.weights, STRONGEST)
    in_words = opened.engine.nearest(strongest, CANDIDATES)
    candidates = _candidates(opened, in_words, alike, votes, vector)
    if corrected:
        first = candidates.numbers[:FIRST]  # far down anything stands: 公正处 in 公正处理
        left = _slips(opened.forward.count(first, list(corrected.values())), corrected)
        sought, rarity = _sought(opened, typed, left) if left != corrected else (sought, rarity)
    return Found(sought, rank(candidates, sought, rarity, votes, opened.ground), votes)


def _sought(opened: Opened, typed: str, corrected: Mapping[str, str]) -> tuple[Wanted, Rarity]:
    """Say what is looked for, and how much each word of it tells."""
    sought = wanted(typed, opened.synonyms, opened.learned, corrected)
    held = {word: opened.engine.frequency(word) for word in sought.weights}
    return sought, Rarity.of(sought, held, opened.engine.size, opened.pairs, opened.facts.mean_length)


def _candidates(
    opened: Opened, in_words: Mapping[int, float], alike: Sequence[Alike], votes: Votes, vector: Any
) -> Candidates:
    """Give a document for each place that the words found, that questions alike lead to, and that stands beside it."""
    places = opened.forward.places
    standing = places[list(in_words)].tolist()
    worths = dict(zip(standing, in_words.values(), strict=True))
    found = dict(zip(standing, in_words, strict=True))
    for place in (*votes.best, *opened.order.highest(votes.beside, NEARBY)):
        found.setdefault(place, place)
    asked = opened.asked_of_pages
    for one in reversed(alike):  # of a page the question that is most alike stands for all
        keys = ((one.known.question, place) for place in one.places)
        found |= {key[1]: asked[key] for key in keys if key in asked}
    numbers = numpy.array(list(found.values()), numpy.int64)
    of_engine = numpy.array([worths.get(place, 0.0) for place in found])
    likeness = opened.meanings.likeness(vector, opened.vectors[numbers])
    return Candidates(numbers, of_engine, likeness, _kind_weights(opened.forward, numbers))


def _slips(counts: Numbers, corrected: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out the words for which something was typed that stands in what was found: documents × what was typed."""
    standing = (counts.sum(axis=0) > 0).tolist()
    return {word: said for (word, said), stands in zip(corrected.items(), standing, strict=True) if not stands}


def _kind_weights(forward: Forward, numbers: Numbers) -> Worths:
    weights = numpy.array([KIND_WEIGHT.get(kind, 1.0) for kind in forward.kinds])
    found: Worths = weights[forward.kind_of[numbers]]
    return found


def _by_page(ranking: Ranking, forward: Forward) -> Pages:
    """Group sections by page: the best one stands for it, the next ones add a little. An article stands for itself."""
    worths = ranking.scores * _kind_weights(forward, ranking.numbers)
    _, first, page = numpy.unique(forward.pages[ranking.numbers], return_index=True, return_inverse=True)
    scores = NEXT_SECTION * numpy.bincount(page, worths, len(first)) + (1 - NEXT_SECTION) * worths[first]
    order = numpy.lexsort((first, -scores))
    best = first[order]
    return Pages(best.tolist(), ranking.numbers[best].tolist(), scores[order].tolist())


def _hit(opened: Opened, found: Found, pages: Pages, page: int) -> Hit:
    number = pages.numbers[page]
    document = opened.document(number)
    passage = document.passage
    alike = found.votes.best.get(int(opened.forward.places[number]))
    return Hit(
        url=passage.url,
        title=passage.title,
        kind_label=passage.kind,
        heading=passage.heading,
        anchor_url=passage.address,
        snippet=snippet(passage.text, found.wanted.all_words),
        score=round(pages.scores[page], 3),
        scored=Scored(document, found.ranking.parts(pages.best[page]), alike),
    )
