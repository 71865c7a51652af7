"""The body of a law, split into headings, articles and prose.

In: the lines of a Layout. Out: parts in order, and what was odd about the lines. `law_file` imports this.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from law_library.law import Article, Heading, Part, Prose
from law_library.library import name_key
from law_library.number import ArticleNumber, NotANumber, read_numeral
from law_library.reading.layout import ANNEX, ARTICLE, SPACE, Line
from law_library.reading.names import ISSUER

SENTENCE_END = re.compile(rf"(?<=[。；：])[{SPACE}]+")
JOINED = re.compile(rf"(?<=[。；：])[{SPACE}]+(?=第[^第条]{{1,9}}条(?:之.)?[{SPACE}])")
AMENDS = re.compile(r"修正案|修改.*的决定")
NO_ARTICLE = re.compile(r"[、，,；。至和或及与的之第规]")


@dataclass
class Split:
    """What came out: the parts, the line where numbering began again, the lines that held several articles."""

    parts: list[Part] = field(default_factory=list)
    begun_again: int = 0
    joined: list[int] = field(default_factory=list)


def split(body: Iterable[Line], title: str = "") -> Split:
    """Split a body. Quoted articles and those of annexes are the text of others and stay prose.

    A text that amends (修正案, 决定) has no article out of order: what looks like one is quoted. An annex that begins
    with the law's own `title`, after a decision without articles, is the law.
    """
    splitting = _Splitting(title)
    for line in body:
        for piece in splitting.unjoin(line):
            splitting.take(piece)
    splitting.close()
    return splitting.split


class _Splitting:
    """The article that is being read, the last number, whether we are in an annex or a quotation."""

    def __init__(self, title: str) -> None:
        self.title = name_key(ISSUER.sub("", title))
        self.amends = bool(AMENDS.search(title))
        self.split = Split()
        self.number: ArticleNumber | None = None
        self.lines: list[str] = []
        self.begun_at = 0
        self.last: ArticleNumber | None = None
        self.in_annex = False
        self.in_other_text = False
        self.in_quotation = False

    def unjoin(self, line: Line) -> Iterator[Line]:
        """Part a line that holds several articles; its paragraphs then end where a space follows a full stop."""
        pieces = JOINED.split(line.text) if not line.level else []
        following = [number for number in map(_number_of, pieces) if number]
        if len(pieces) < 2 or not all(_follows(a, b) for a, b in pairwise(following)):
            yield line
            return
        self.split.joined.append(line.number)
        for piece in pieces:
            yield from (Line(line.number, text) for text in SENTENCE_END.split(piece) if text)

    def take(self, line: Line) -> None:
        """Take the next line."""
        if line.level:
            self.close()
            self.in_annex = self.in_quotation = False
            self.split.parts.append(Heading(line.level, line.text))
            return
        number = self._begins(line)
        if number:
            self.close()
            self.in_annex = self.in_quotation = False
            self.number = self.last = number
            self.lines, self.begun_at = [_text_of(line.text)], line.number
        elif ANNEX.fullmatch(line.text) or self.in_annex:
            self.close()
            self.in_annex = True
            self.split.parts.append(Prose(line.text))
        elif self.number:
            self.lines.append(line.text)
        else:
            self.split.parts.append(Prose(line.text))
        self._watch_quotation(line.text)

    def close(self) -> None:
        """Finish the article that is being read."""
        if self.number:
            self.split.parts.append(Article(self.number, tuple(self.lines), self.begun_at))
        self.number, self.lines = None, []

    def _begins(self, line: Line) -> ArticleNumber | None:
        """Tell which article begins with a line, if it is one of this text's own."""
        number = _number_of(line.text)
        if number is None or self.in_other_text:
            return None
        if self.last and _follows(self.last, number):
            return number
        if self.in_quotation or not _is_spaced(line.text) or (self.last and self.amends):
            return None
        if number == ArticleNumber(1) and (self.last or (self.in_annex and not self._is_own_annex())):
            self._begin_other_text(line.number)
            return None
        return number if not self.in_annex or number == ArticleNumber(1) else None

    def _begin_other_text(self, line: int) -> None:
        """Take all numbers from here to the end for those of another text: they may pass our last one."""
        if not self.in_annex:
            self.split.begun_again = line
        self.in_annex = self.in_other_text = True

    def _is_own_annex(self) -> bool:
        before = [part.text for part in self.split.parts if isinstance(part, Prose)]
        annex = next((index for index, text in enumerate(before) if ANNEX.fullmatch(text)), len(before))
        return bool(self.title) and name_key("".join(before[annex:])[:200]).find(self.title) in range(30)

    def _watch_quotation(self, text: str) -> None:
        opened, closed = text.rfind("“"), text.rfind("”")
        if opened != closed:
            self.in_quotation = opened > closed


def _number_of(text: str) -> ArticleNumber | None:
    match = ARTICLE.match(text)
    if not match or (not match["space"] and NO_ARTICLE.match(match["text"])):
        return None
    try:
        return ArticleNumber(read_numeral(match["main"]), read_numeral(match["added"]) if match["added"] else 0)
    except NotANumber:
        return None


def _is_spaced(text: str) -> bool:
    match = ARTICLE.match(text)
    return bool(match and (match["space"] or not match["text"]))


def _text_of(text: str) -> str:
    match = ARTICLE.match(text)
    return match["text"] if match else text


def _follows(before: ArticleNumber, after: ArticleNumber) -> bool:
    if after.main == before.main:
        return after.added == before.added + 1
    return after == ArticleNumber(before.main + 1)
