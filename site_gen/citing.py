"""Citations as pages show them: links to the article, and every cited article once at the page's end.

In: Markdown with citations as editors type them, the law library. Out: Markdown with links, and the section of notes.
`linker.py` cites with it; `backlinks.py` asks what a citation points at.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from content_model import Library
from law_library.citations import Citation, CitationStatus, read_citations
from law_library.law import Law, Status, Version
from law_library.number import ArticleNumber
from site_gen.law_address import law_path
from site_gen.law_text import statute_line
from site_gen.markdown import chinese_date, escaped
from site_gen.standing import standing

HEADING = "本页引用的法条"


class CitedArticle(NamedTuple):
    """An article of a version of a law."""

    law: Law
    version: Version
    number: ArticleNumber


def cited_article(citation: Citation) -> CitedArticle | None:
    """Give what a citation points at, if it is here."""
    if citation.status is not CitationStatus.RESOLVED:
        return None
    if citation.law is None or citation.version is None or citation.article is None:
        return None
    return CitedArticle(citation.law, citation.version, citation.article)


def cited_in(text: str, library: Library, on: date | None) -> Iterator[tuple[int, int, list[Citation]]]:
    """Give where a text cites, from and to, and what: one citation, or the several of a range."""
    place = 0
    found = read_citations(text, library.laws, on, today=library.read_on)
    for (start, end), same in groupby(found, key=lambda citation: (citation.start, citation.end)):
        if start >= place:
            yield start, end, list(same)
            place = end


@dataclass
class Citing:
    """What one page cites. `to` links to a path below docs; without `noted` links are plain and nothing is noted."""

    library: Library
    to: Callable[[str], str]
    noted: bool = True
    notes: dict[CitedArticle, int] = field(default_factory=dict)
    laws_linked: set[str] = field(default_factory=set)

    def linked(self, text: str, on: date | None) -> str:
        """Turn the citations of a Markdown text into links; `on` is the day whose law counts, if it is not today's."""
        if not self.library.laws.laws:
            return text
        written, place = [], 0
        for start, end, citations in cited_in(text, self.library, on):
            if not _is_heading(text, start):
                written += [text[place:start], self._shown(text[start:end], citations)]
                place = end
        return "".join((*written, text[place:]))

    def _shown(self, words: str, citations: list[Citation]) -> str:
        """Show one citation, or the several of a range."""
        first = citations[0]
        if first.in_link or "[" in words or "]" in words:
            return words
        articles = [article for citation in citations if (article := cited_article(citation))]
        if articles:
            return self._link(words, articles) + self._mark(first)
        if first.status is CitationStatus.FORMER_LAW:
            return words + self._mark(first)
        return self._law_link(words, first)

    def _link(self, words: str, articles: list[CitedArticle]) -> str:
        link = f"[{words}]({self._address(articles[0])})"
        if not self.noted:
            return link
        numbers = [self.notes.setdefault(article, len(self.notes) + 1) for article in articles]
        return f'{link}{{ .mf-cite data-note="{" ".join(map(str, numbers))}" }}'

    def _law_link(self, words: str, citation: Citation) -> str:
        """Link a law that is named without an article, the first time."""
        law = citation.law
        named = citation.status is CitationStatus.LAW_ONLY and citation.bracketed
        if not named or law is None or not law.versions or law.slug in self.laws_linked:
            return words
        self.laws_linked.add(law.slug)
        version = citation.version or law.in_force(self.library.read_on) or law.versions[-1]
        return f"[{words}]({self.to(law_path(law, version, self.library.read_on))})"

    def _mark(self, citation: Citation) -> str:
        """Say of former law that it is; nothing for the law that holds today."""
        now = _now(citation.law, citation.version, self.library.read_on)
        if now is Status.IN_FORCE:
            return ""
        said = f"（裁判时的法律，现{now}）" if now else "（裁判时的法律）"
        return f"*{said}*{{ .mf-former }}" if self.noted else said

    def _address(self, article: CitedArticle) -> str:
        path = law_path(article.law, article.version, self.library.read_on)
        return self.to(f"{path}#{article.number}")

    def section(self) -> str:
        """Write the section of notes: each cited article once, as the law prints it; "" if there is none."""
        if not self.notes:
            return ""
        as_of = self.library.laws.as_of
        checked = f"法律文本核对至 {chinese_date(as_of)}。" if as_of else ""
        entries = "\n".join(self._note(article, number) for article, number in self.notes.items())
        return (
            f"## {HEADING}\n\n"
            f'<details class="mf-town mf-notes" markdown>\n<summary>看原文（{len(self.notes)} 条）</summary>\n\n'
            f"{checked}\n\n{entries}\n</details>\n"
        )

    def _note(self, article: CitedArticle, number: int) -> str:
        found = self.library.laws.article(article.version, article.number)
        quoted = "\n    >\n".join(f"    > {statute_line(line)}" for line in (found.lines if found else ()))
        now = standing(self.library, article.law, article.version)
        dated = f"{chinese_date(article.version.dated)}的文本，" if article.version.dated else ""
        mark = "" if now == Status.IN_FORCE else f"（{dated}现{now}）"
        name = article.law.full_title.replace("《", "〈").replace("》", "〉")  # 《》 holds 〈〉
        title = f"《{escaped(name)}》{article.number.chinese}"
        return f"{number}. [{title}]({self._address(article)}){mark}\n\n{quoted}\n"


def _is_heading(text: str, place: int) -> bool:
    return text.startswith("#", text.rfind("\n", 0, place) + 1)


def _now(law: Law | None, version: Version | None, today: date) -> Status | None:
    """Say what cited law is today: a former version that is not here was changed, or its law repealed."""
    if law is None:
        return None
    if version is not None:
        return law.status(version, today)
    return Status.REPEALED if law.repealed(today) else Status.AMENDED
