"""Asking the index: any words in, pages with their best section out.

In: an index folder and whatever was typed. Out: an `Answer`; no text is an error.
The service's search page and `mingfa search` call `search`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from whoosh import index, scoring
from whoosh.query import Or, Term

from search_index.analyzer import question
from search_index.snippet import snippet
from search_index.statutes import Statute, find_statute

SECTIONS_READ = 200
TAG = re.compile(r"</?mark>")
HEADS_WEIGHT = 1.3
# A page that says what to do comes before one that merely mentions the matter.
KIND_WEIGHT = {
    "服务事项": 1.15,
    "遇事指南": 1.15,
    "以案释法": 1.1,
    "产品清单": 0.85,
    "服务站点": 0.85,
    "通知公告": 0.8,
    "人员名录": 0.85,
}


class NoIndex(Exception):
    """There is no index at this place yet."""


@dataclass(frozen=True)
class Hit:
    """One page that fits: its best section and what it says. `url` and `anchor_url` are below the base path."""

    url: str
    title: str
    kind_label: str
    heading: str
    anchor_url: str
    snippet: str
    """HTML: escaped text in which the words found stand in <mark>."""
    score: float

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
    """Search the index in `folder` for any of the typed words, one hit a page, best first.

    Raises NoIndex when nothing has been built there.
    """
    opened, asked = _opened(folder), question(typed)
    statute = find_statute(folder, typed)
    if not asked:
        return Answer((), 0, (), statute)
    wanted = Or([term for word in asked for term in _terms(word)])
    with opened.searcher(weighting=scoring.BM25F()) as searcher:
        pages = _best_of_page(searcher.search(wanted, limit=SECTIONS_READ))
    hits = tuple(_hit(fields, score, asked) for fields, score in pages[:limit])
    return Answer(hits, len(pages), tuple(asked), statute)


def _terms(word: str) -> Iterator[Term]:
    yield Term("heads", word, boost=HEADS_WEIGHT)
    yield Term("words", word)


@lru_cache(maxsize=2)
def _opened(folder: Path) -> index.FileIndex:
    if not index.exists_in(str(folder)):
        raise NoIndex(str(folder))
    return index.open_dir(str(folder))


def _best_of_page(results: index.FileIndex) -> list[tuple[dict[str, str], float]]:
    """Group sections by page: the best one stands for it, the next ones add a little."""
    best: dict[str, tuple[dict[str, str], float]] = {}
    for found in results:
        fields = found.fields()
        weight = found.score * KIND_WEIGHT.get(fields["kind"], 1.0)
        shown, score = best.get(fields["url"], (fields, 0.0))
        best[fields["url"]] = (shown, weight if not score else score + weight * 0.1)
    return sorted(best.values(), key=lambda pair: -pair[1])


def _hit(fields: dict[str, str], score: float, asked: list[str]) -> Hit:
    anchor = f"#{fields['anchor']}" if fields["anchor"] else ""
    return Hit(
        url=fields["url"],
        title=fields["title"],
        kind_label=fields["kind"],
        heading=fields["heading"],
        anchor_url=fields["url"] + anchor,
        snippet=snippet(fields["text"], asked),
        score=round(score, 3),
    )
