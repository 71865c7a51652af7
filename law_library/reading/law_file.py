"""One law file, read: what it is called, when it was passed, what it says, what is odd about it.

In: its path and bytes. Out: a `LawFile`; raises Unreadable. `tree` and the excerpts' reader import this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from law_library.law import Article, Heading, Part, Prose
from law_library.library import name_key
from law_library.reading.dating import date_in_name, effective_from, name_without_date, passed_on
from law_library.reading.encoding import AGAIN, decode
from law_library.reading.layout import EXCERPT, Layout, Line
from law_library.reading.lexicon import full_title
from law_library.reading.markdown import lay_out_markdown
from law_library.reading.names import tidy_title
from law_library.reading.numbering import check_numbering
from law_library.reading.oddity import Oddity, Unreadable
from law_library.reading.plain import lay_out_plain
from law_library.reading.repeals import NamedRepeal, repeals_in
from law_library.reading.splitting import Split, split
from law_library.reading.unmarked import mark_headings
from law_library.reading.word import paragraphs_of

SUFFIXES = (".md", ".txt", ".docx")
TITLE_LINES = 4
AMENDMENT = re.compile(r"修正案")
ENDS = re.compile(r"([。！？…”’）)》】|:：；;．.略]|施行|实施|执行|生效|废止)$")


@dataclass(frozen=True)
class LawFile:
    """A file that was read. `book` is the part of the law that it holds, where it holds one of several."""

    path: PurePosixPath
    full_title: str
    book: str
    history: tuple[str, ...]
    dated: date | None
    effective_on: date | None
    excerpt: bool
    parts: tuple[Part, ...]
    repeals: tuple[NamedRepeal, ...]
    oddities: tuple[Oddity, ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles in their order."""
        return tuple(part for part in self.parts if isinstance(part, Article))


def read_law_file(path: PurePosixPath, content: bytes) -> LawFile:
    """Read one file; raises Unreadable where nothing of it may be used."""
    layout = lay_out(path, content)
    if not layout.body:
        raise Unreadable("文件里只有标题，没有正文。", AGAIN)
    title = full_title(tidy_title(layout.titles[0] if layout.titles else name_without_date(path.stem)))
    body, marked = mark_headings(_without_title(layout.body, title))
    found = split(body, title)
    parts = _from_level_one(found.parts)
    _refuse_cut(parts, layout)
    dated = date_in_name(path.stem) or passed_on(layout.history)
    excerpt = EXCERPT in layout.history
    book = layout.titles[1] if len(layout.titles) > 1 else ""
    return LawFile(
        path=path,
        full_title=title,
        book=book,
        history=tuple(line for line in layout.history if line != EXCERPT),
        dated=dated,
        effective_on=effective_from(dated, layout.history, parts),
        excerpt=excerpt,
        parts=parts,
        repeals=tuple(repeals_in(parts)),
        oddities=tuple(_oddities(path, layout, found, marked, excerpt or bool(book))),
    )


def lay_out(path: PurePosixPath, content: bytes) -> Layout:
    """Lay a file out according to its suffix; raises Unreadable."""
    if path.suffix.lower() == ".docx":
        return lay_out_plain(paragraphs_of(content))
    text = decode(content)
    return lay_out_markdown(text) if path.suffix.lower() == ".md" else lay_out_plain(text.split("\n"))


def _without_title(body: Sequence[Line], title: str) -> Sequence[Line]:
    """Leave out the title where the text begins with it once more, in one line or broken into several."""
    for count in range(1, min(TITLE_LINES, len(body) - 1) + 1):
        if name_key("".join(line.text for line in body[:count])) == name_key(title):
            return body[count:]
    return body


def _from_level_one(parts: Sequence[Part]) -> tuple[Part, ...]:
    highest = min((part.level for part in parts if isinstance(part, Heading)), default=1)
    return tuple(replace(part, level=part.level - highest + 1) if isinstance(part, Heading) else part for part in parts)


def _refuse_cut(parts: tuple[Part, ...], layout: Layout) -> None:
    """Refuse a text whose last article breaks off: half an article must never be quoted."""
    last = parts[-1]
    if isinstance(last, Article) and not ENDS.search(last.text):
        what = f"文件在{last.number.chinese}中间断了，最后是“{last.text[-10:]}”。"
        raise Unreadable(what, AGAIN, layout.body[-1].number)


def _oddities(
    path: PurePosixPath, layout: Layout, found: Split, marked: Sequence[int], incomplete: bool
) -> Iterator[Oddity]:
    if not layout.titles:
        yield Oddity(path, 1, "没有标题，用文件名作了标题。", "请在第一行写“# ”和法律的全称。")
    if layout.unmarked:
        what = "没有“<!-- INFO END -->”这一行，正文从第一个不是日期的段落算起。"
        yield Oddity(path, layout.unmarked, what, "请核对，或在正文前补上这一行。")
    if found.joined:
        what = f"有 {len(found.joined)} 行里连着好几条，已按条号和句号分开。"
        yield Oddity(path, found.joined[0], what, "请与官方文本核对分段。")
    if marked:
        what = f"有 {len(marked)} 处标题没有标出来，已与条文分开。"
        yield Oddity(path, marked[0], what, "请核对，或在标题前写上“## ”。")
    if found.begun_again:
        what = "条号又从第一条开始，其后按附件处理，不算本法的条文。"
        yield Oddity(path, found.begun_again, what, "如果这是另一部法律，请分成两个文件。")
    if not incomplete:
        articles = [part for part in found.parts if isinstance(part, Article)]
        begins_at_one = not AMENDMENT.search(layout.titles[0] if layout.titles else "")
        yield from (Oddity(path, *fault) for fault in check_numbering(articles, begins_at_one))


def is_undivided(parts: tuple[Part, ...]) -> bool:
    """Tell whether a text holds no article: a reply, a decision, an amendment numbered 一、二、三."""
    return all(not isinstance(part, Article) for part in parts) and any(isinstance(part, Prose) for part in parts)
