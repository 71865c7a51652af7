"""Questions that we wrote for articles of law, from the law alone: 群众常这样问 that comes with the search.

In: a file for each law, 《法律》 日期 and lines of article numbers and a question; the law library. Out: `Written`.
`build.py` puts the questions into the index, the commands learn from them and tell which laws changed (decision 0019).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from law_library.library import LawLibrary
from law_library.number import ArticleNumber
from search_index.analyzer import LEXICON
from search_index.known import Known, NotQuestions

FOLDER = LEXICON / "questions"
HEAD = re.compile(r"《(.+)》 (\d{4}-\d\d-\d\d)")
LINE = re.compile(r"([1-9]\d{0,3}(?:-[1-9]\d{0,2})?(?:,[1-9]\d{0,3}(?:-[1-9]\d{0,2})?)*) (\S.*)", re.ASCII)


@dataclass(frozen=True)
class Line:
    """A question and the numbers of the articles that answer it."""

    question: str
    articles: tuple[ArticleNumber, ...]


@dataclass(frozen=True)
class OfLaw:
    """A file: the law's full title, the version that its questions were written for, the questions."""

    title: str
    version: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Written:
    """Questions whose articles are in force as they were when we wrote; the titles of laws that changed since."""

    known: tuple[Known, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def reminder(self) -> str:
        """Say in one sentence which laws changed; "" where none did."""
        if not self.changed:
            return ""
        named = "".join(f"《{title}》" for title in self.changed)
        return (
            f"{named}与附带的“群众常这样问”不是一个版本，附带的问题没有用上。"
            "请复核，需要的用 mingfa questions import 收下。"
        )


def written(laws: LawLibrary, today: date, folder: Path = FOLDER) -> Written:
    """Give the questions of a folder for the articles in force in a library; raises NotQuestions."""
    places: dict[str, dict[str, None]] = {}
    changed: dict[str, None] = {}
    for of_law in read_folder(folder):
        law = laws.find(of_law.title)
        version = law.in_force(today) if law else None
        if not law or not version:
            continue
        if version.name != of_law.version:
            changed[law.title] = None
            continue
        held = laws.text(version).articles
        for line in of_law.lines:
            found = {f"laws/{law.slug}/#{number}": None for number in line.articles if number in held}
            if found:
                places.setdefault(line.question, {}).update(found)
    known = (Known(question, tuple(answers)) for question, answers in places.items())
    return Written(tuple(known), tuple(changed))


def read_folder(folder: Path) -> Iterator[OfLaw]:
    """Read the files of a folder in the order of their names; raises NotQuestions."""
    for file in sorted(folder.glob("*.txt")):
        try:
            yield read_law(file.read_text(encoding="utf-8"), file.name)
        except (OSError, UnicodeDecodeError) as error:
            raise NotQuestions(f"{file} 读不了。请检查文件是不是 UTF-8 编码，或重新安装。") from error


def read_law(text: str, name: str) -> OfLaw:
    """Read a file's text; raises NotQuestions, which names the file and the line."""
    first, *rest = text.removeprefix("\ufeff").split("\n")
    head = HEAD.fullmatch(first.strip())
    if not head:
        raise NotQuestions(f"{name}:1: 第一行应写成“《法律全称》 日期”，如《中华人民共和国民法典》 2020-05-28。")
    return OfLaw(head[1], head[2], tuple(_lines(rest, name)))


def _lines(lines: Iterable[str], name: str) -> Iterator[Line]:
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            raise NotQuestions(f"{name}:{number}: 这一行不是问题。请写成“条号 问题”，如 14,47 不续签有补偿吗？")
        yield Line(match[2], tuple(ArticleNumber.parse(said) for said in match[1].split(",")))
