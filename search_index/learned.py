"""What was learned from questions: which words of the law answer which words of citizens, and which laws people need.

In: learned.json in the folder of the laws; a copy lies in each index. Out: `Learned`. `learning` makes it, `wanted` and
`ranking` use it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from search_index.known import write_whole

FILE = "learned.json"
FORMAT = 1


@dataclass(frozen=True)
class Lesson:
    """From what was learned: the number of the lesson, the day, the questions, their digest."""

    number: int
    on: str
    questions: int
    digest: str


@dataclass(frozen=True)
class Learned:
    """The lesson, a table word → words of the law with their probability, questions for each law and article."""

    lesson: Lesson | None = None
    translation: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    laws: Mapping[str, int] = field(default_factory=dict)
    articles: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Learned":
        """Read the file of a folder; nothing was learned where there is none. Raises ValueError for a broken one."""
        file = folder / FILE
        if not file.is_file():
            return cls()
        try:
            held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            if held["format"] != FORMAT:
                return cls()  # of another release: learned again by the next lesson
            table = {word: tuple((said, float(worth)) for said, worth in row) for word, row in held["table"].items()}
            lesson = Lesson(**held["lesson"]) if held["lesson"] else None
            return cls(lesson, table, held["laws"], held["articles"])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(file) from error

    def write(self, folder: Path) -> None:
        """Write the file into a folder, whole or not at all."""
        write_whole(folder / FILE, self.as_json())

    def as_json(self) -> str:
        """Give what the file holds."""
        held = {
            "format": FORMAT,
            "lesson": asdict(self.lesson) if self.lesson else None,
            "laws": self.laws,
            "articles": self.articles,
            "table": {word: [[said, round(worth, 4)] for said, worth in row] for word, row in self.translation.items()},
        }
        return json.dumps(held, ensure_ascii=False)


def next_lesson(former: Learned, today: date, questions: int, digest: str) -> Lesson:
    """Give a new lesson its number."""
    number = former.lesson.number + 1 if former.lesson else 1
    return Lesson(number, today.isoformat(), questions, digest)
