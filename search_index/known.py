"""The questions that people really asked, with the places that answer them: the bureau's own store of them.

In: JSONL as of public sets ({"question", "articles": {"民法典第一条": text}}), the law library. Out: `Known` questions,
one a line in questions.jsonl in the folder of the laws, which the next build takes in (decision 0019).
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from law_library.library import LawLibrary
from law_library.number import NUMERAL, ArticleNumber

FILE = "questions.jsonl"
CITED = re.compile(rf"(.+?)(第{NUMERAL}条(?:之{NUMERAL})?)\s*")
LONGEST = 500


class NotQuestions(ValueError):
    """A line that is no question; the words say which, and what to do."""


@dataclass(frozen=True)
class Known:
    """A question and the addresses of what answers it, such as laws/minfadian/#1254."""

    question: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A line of a set of questions: `articles` as they are written there."""

    question: str
    articles: tuple[str, ...]


def read_set(file: Path) -> Iterator[Asked]:
    """Read a set of questions; raises NotQuestions."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise NotQuestions(f"{file} 读不了。请检查文件是否存在、是不是 UTF-8 编码。") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            question, articles = item["question"], tuple(item["articles"])
        except (ValueError, TypeError, KeyError) as error:
            raise NotQuestions(_fault(file, number)) from error
        if not isinstance(question, str) or not question.strip() or not all(isinstance(name, str) for name in articles):
            raise NotQuestions(_fault(file, number))
        yield Asked(question.strip()[:LONGEST], articles)


def placed(asked: Asked, laws: LawLibrary, today: date) -> tuple[Known, tuple[str, ...]]:
    """Find the articles in force that a question names; give with it the names that lead to none."""
    found: list[str] = []
    lost: list[str] = []
    for name in asked.articles:
        address = article_address(name, laws, today)
        (found if address else lost).append(address or name)
    return Known(asked.question, tuple(dict.fromkeys(found))), tuple(lost)


def article_address(name: str, laws: LawLibrary, today: date) -> str | None:
    """Give the address of an article in force that is written as a law's name and 第X条; None where there is none."""
    match = CITED.fullmatch(name)
    law = laws.find(match[1]) if match else None
    version = law.in_force(today) if law else None
    if not match or not law or not version:
        return None
    number = ArticleNumber.parse(match[2])
    return f"laws/{law.slug}/#{number}" if laws.article(version, number) else None


def read_known(folder: Path) -> tuple[Known, ...]:
    """Read the store of a folder; none where there is no store. Raises NotQuestions."""
    file = folder / FILE
    found: list[Known] = []
    if not file.is_file():
        return ()
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            found.append(Known(str(item["question"]), tuple(map(str, item["places"]))))
        except (ValueError, TypeError, KeyError) as error:
            raise NotQuestions(_fault(file, number)) from error
    return tuple(found)


def add_known(folder: Path, more: Iterable[Known]) -> tuple[int, int]:
    """Put questions into the store; one that is there takes the places that came last. Give (new, changed).

    One without places leads nowhere, also where we wrote one in the same words.
    """
    stored = {known.question: known.places for known in read_known(folder)}
    before = dict(stored)
    stored |= {known.question: known.places for known in more}
    lines = (json.dumps({"question": asked, "places": places}, ensure_ascii=False) for asked, places in stored.items())
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, "".join(f"{line}\n" for line in lines))
    changed = sum(before[asked] != places for asked, places in stored.items() if asked in before)
    return len(stored) - len(before), changed


def write_whole(file: Path, text: str) -> None:
    """Write a file beside and put it in place, so that whoever reads sees the former or the new one, whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(file)


def _fault(file: Path, line: int) -> str:
    return f'{file}:{line}: 这一行不是问题。每行应写成 {{"question": "问题", "articles": {{"民法典第一条": "条文"}}}}。'
