"""Statutes by number: 民法典1254条 typed into the search leads straight to the article.

In: the law library at build time, a citizen's words at query time. Out: a file beside the index; a `Named` place.
`build` writes it, `named` asks it.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from law_library.citations import Citation, CitationStatus, read_citations
from law_library.law import Article, Law, LawText, Version
from law_library.library import NO_LAWS, LawLibrary
from law_library.number import ArticleNumber
from search_index.analyzer import QUERY_LIMIT, clean

FILE = "statutes.json"
ALWAYS = date(1, 1, 1)
ONLY_A_NUMBER = re.compile(r"(?<![第\d])(\d{1,4})\s*$")
FILLER = re.compile(r"[\s，。？?、的是什么规定内容讲了说怎样写查一下请问]+")


@dataclass(frozen=True)
class Named:
    """A place that the words name. `url` is below the base path; `only`: they say nothing else."""

    title: str
    url: str
    only: bool


def write_statutes(laws: LawLibrary, folder: Path, today: date) -> None:
    """Write down the names and the article numbers of all laws that have a page."""
    listed = []
    for law in laws.laws:
        version = shown_version(law, today)
        if version:
            numbers = [str(number) for number in laws.text(version).articles]
            listed.append(
                {"slug": law.slug, "names": [law.title, law.full_title, *law.short_names], "articles": numbers}
            )
    (folder / FILE).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")


def shown_version(law: Law, today: date) -> Version | None:
    """Give the version that stands at the law's own address: in force, else coming, else the last one."""
    return law.in_force(today) or law.coming(today) or (law.versions[-1] if law.versions else None)


def find_statute(folder: Path, typed: str) -> Named | None:
    """Find what law or article is named; None where none is, or several are."""
    said = ONLY_A_NUMBER.sub(r"第\1条", clean(typed[:QUERY_LIMIT]))
    cited = [item for item in read_citations(said, _read(folder), ALWAYS) if item.law]
    if len({(item.law, item.article) for item in cited}) != 1:
        return None
    citation = cited[0]
    rest = FILLER.sub("", said[: citation.start] + said[citation.end :])
    return _statute(citation, not rest)


def _statute(citation: Citation, only: bool) -> Named | None:
    if citation.law is None:
        return None
    url = f"laws/{citation.law.slug}/"
    if citation.status is CitationStatus.RESOLVED and citation.article:
        return Named(f"《{citation.law.title}》{citation.article.chinese}", f"{url}#{citation.article}", only)
    return Named(f"《{citation.law.title}》", url, False)


@lru_cache(maxsize=2)
def _read(folder: Path) -> LawLibrary:
    """Read the file as a law library whose articles say nothing; an index without one knows no laws."""
    try:
        listed = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return NO_LAWS
    laws, texts = [], {}
    for item in listed:
        version = Version(item["slug"], ALWAYS, ALWAYS)
        title, full, *short = item["names"]
        laws.append(Law(item["slug"], title, full, "", (version,), tuple(short)))
        texts[version] = LawText(
            version, tuple(Article(ArticleNumber.parse(number), ()) for number in item["articles"])
        )
    return LawLibrary(tuple(laws), texts.__getitem__)
