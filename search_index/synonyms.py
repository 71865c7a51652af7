"""Synonyms: what citizens say 大白话, and what the law says 法言法语, in files that the bureau edits.

In: lines 老板 包工头 → 用人单位. Out: the words of the law for a citizen's. `build.py` copies them into the index.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from content_model.library import SYNONYMS_FILE
from search_index.analyzer import LEXICON, clean, words

FILE = "synonyms.txt"
ARROW = "→"


@dataclass(frozen=True)
class Synonym:
    """A line: any of `said` brings all of `meant`."""

    said: tuple[str, ...]
    meant: tuple[str, ...]


@dataclass(frozen=True)
class WrongLine:
    """A line that is no synonym: its number."""

    line: int
    text: str


def read_synonyms(text: str) -> Iterator[Synonym | WrongLine]:
    """Read lines; empty ones and those that begin with # say nothing."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        left, arrow, right = line.replace("->", ARROW).partition(ARROW)
        said, meant = tuple(clean(left).split()), tuple(clean(right).split())
        yield Synonym(said, meant) if arrow and said and meant else WrongLine(number, line)


def own_and_given(content: Path) -> str:
    """Give the text of both files: the bureau's own in the content folder, and ours."""
    own = content / SYNONYMS_FILE
    given = (LEXICON / FILE).read_text(encoding="utf-8")
    return given + (own.read_text(encoding="utf-8", errors="replace") if own.is_file() else "")


class Synonyms:
    """Lines, by the first signs of what they say: a question is asked for its own signs alone."""

    def __init__(self, lines: Iterable[Synonym] = ()) -> None:
        self._lines = tuple(lines)
        self._begun: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            for place, said in enumerate(line.said):
                self._begun[said[0]].append((number, place))

    def meant_by(self, typed: str) -> dict[str, tuple[str, str]]:
        """Give the words of the law that a cleaned question means, each with what was said and the whole term."""
        begun = sorted(one for sign in set(typed) for one in self._begun.get(sign, ()))
        found: dict[str, tuple[str, str]] = {}
        for line, said in ((self._lines[number], self._lines[number].said[place]) for number, place in begun):
            if said in typed:
                for word, term in ((cut, meant) for meant in line.meant for cut in words(meant)):
                    found.setdefault(word, (said, term))
        return found
