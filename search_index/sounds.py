"""Words by their sound: pinyin finds (laodongzhongcai), and a character that sounds right but is wrong does, too.

In: the index's words at build time; what was typed at query time. Out: the words that were probably meant.
Pinyin is looked up at build time only; what is asked later is a file of the index.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from pathlib import Path

import rjieba

from search_index.analyzer import QUERY_LIMIT, clean, is_asking

FILE = "sounds.json"
LEAST = 2
"""Documents in which a word stands before it is offered for another one."""
LETTERS = re.compile(r"[a-z]{4,60}")
CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
LONG, LONGEST, MOST_READINGS, MOST_WORDS = 3, 6, 8, 3
Words = Mapping[str, list[str]]


@dataclass(frozen=True)
class Sounds:
    """Sound → words, the commonest first; character → its sounds."""

    words: Words
    characters: Words

    @classmethod
    def of(cls, vocabulary: Iterable[tuple[str, int]]) -> "Sounds":
        """Make it from words with their document counts."""
        from pypinyin import Style, lazy_pinyin, pinyin

        words: defaultdict[str, list[str]] = defaultdict(list)
        characters: dict[str, list[str]] = {}
        for word, _ in sorted(vocabulary, key=lambda pair: (-pair[1], pair[0])):
            if CHINESE_RUN.fullmatch(word) and len(word) <= LONGEST:
                words["".join(lazy_pinyin(word))].append(word)
                for character in word:
                    if character not in characters:
                        read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
                        characters[character] = list(dict.fromkeys(read))
        return cls(words, characters)

    @classmethod
    def read(cls, folder: Path) -> "Sounds":
        """Read the file of an index; raises OSError, ValueError, KeyError."""
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(held["words"], held["characters"])

    def write(self, folder: Path) -> None:
        """Write the file beside an index."""
        held = {"words": self.words, "characters": self.characters}
        (folder / FILE).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")

    def meant(self, typed: str, is_word: Callable[[str], bool]) -> dict[str, str]:
        """Give the words probably meant by letters and by runs of characters that are no word, with what was typed."""
        cleaned = clean(typed[:QUERY_LIMIT])
        found: dict[str, str] = {}
        for letters in LETTERS.findall(cleaned.replace("'", "")):
            found |= dict.fromkeys(self._spelt(letters), letters)
        for part in _doubtful(cleaned):
            if not is_word(part):
                found |= {word: part for word in self._resembling(part) if word not in found}
        return found

    def _spelt(self, letters: str) -> list[str]:
        """Cut letters into sounds of words, the longest first; none if a rest is left."""
        ends: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(end):  # the longest last sound first
                before = ends[start]
                if before is not None and letters[start:end] in self.words:
                    cut = (*before, letters[start:end])
                    ends[end] = min((one for one in (ends[end], cut) if one is not None), key=len)
        return [word for sound in ends[-1] or () for word in self.words[sound][:MOST_WORDS]]

    def _resembling(self, part: str) -> list[str]:
        """Give words of the same sound, else long ones with one character different."""
        readings = product(*(self.characters.get(character, [""]) for character in part))
        sounds = ("".join(reading) for reading in islice(readings, MOST_READINGS))
        same = [word for sound in sounds for word in self.words.get(sound, ()) if len(word) == len(part)]
        if same or len(part) < LONG:
            return same[:MOST_WORDS]
        near = (*self._by_end[len(part), part[0], True], *self._by_end[len(part), part[-1], False])
        return [word for word in dict.fromkeys(near) if _differing(word, part) == 1][:MOST_WORDS]

    @cached_property
    def _by_end(self) -> Mapping[tuple[int, str, bool], list[str]]:
        """Words by length and first or last character: with one character wrong, one of the two is right."""
        found: defaultdict[tuple[int, str, bool], list[str]] = defaultdict(list)
        for words in self.words.values():
            for word in words:
                found[len(word), word[0], True].append(word)
                found[len(word), word[-1], False].append(word)
        return found


def _doubtful(cleaned: str) -> Iterator[str]:
    """Give runs of neighbouring words that hold a character which stands alone: there a word may be misspelt."""
    for run in CHINESE_RUN.findall(cleaned):
        cut = rjieba.cut(run)
        for start in range(len(cut)):
            for end in range(len(cut), start + 1, -1):
                part = "".join(cut[start:end])
                alone = any(len(word) == 1 and not is_asking(word) for word in cut[start:end])
                if alone and len(part) <= LONGEST and not any(map(is_asking, cut[start:end])):
                    yield part


def _differing(word: str, other: str) -> int:
    return sum(one != two for one, two in zip(word, other, strict=True))
