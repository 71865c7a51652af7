"""An excerpt of a law as a file: whole articles under their headings, in the Markdown form that we read.

In: a law's text, the numbers of articles. Out: the file's text and name. The command `laws excerpt` uses it.
"""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import PurePosixPath

from law_library.law import Article, Heading, Law, LawText, Part
from law_library.number import ArticleNumber
from law_library.reading.layout import EXCERPT


def excerpt_name(law: Law, text: LawText) -> PurePosixPath:
    """Name the file, in the folder of its field: the law's address, and the day of the version where it is known."""
    dated = text.version.dated
    return PurePosixPath(law.field) / (f"{law.slug}({dated.isoformat()}).md" if dated else f"{law.slug}.md")


def write_excerpt(law: Law, text: LawText, numbers: Collection[ArticleNumber]) -> str:
    """Write whole articles under their headings; the preamble says since when they are in force."""
    version = text.version
    begins = [f"{_written(version.effective_on)} 施行"] if version.effective_on else []
    history = [line for line in version.history if line not in begins]
    above = [f"# {law.full_title}", *history, *begins, EXCERPT, "<!-- INFO END -->"]
    return "\n\n".join([*above, *_body(text.parts, numbers)]) + "\n"


def _body(parts: Collection[Part], numbers: Collection[ArticleNumber]) -> Iterator[str]:
    """Give the articles, each after the headings above it that were not given yet."""
    waiting: list[Heading] = []
    for part in parts:
        if isinstance(part, Heading):
            waiting = [heading for heading in waiting if heading.level < part.level] + [part]
        elif isinstance(part, Article) and part.number in numbers:
            yield from (f"{'#' * (heading.level + 1)} {heading.text}" for heading in waiting)
            waiting = []
            first, *rest = part.lines
            yield f"{part.number.chinese} {first}"
            yield from rest


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
