"""Words by their sound and their ends: what a word typed otherwise may be.

In: the index's words at build time, the terms of the law. Out: a file of the index; words by pinyin, words near others.
Pinyin is looked up at build time only; what is asked later is a file of the index. `slips.py` asks.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, product
from pathlib import Path

from search_index.analyzer import words as cut_words
from search_index.terms import Terms, read_terms

FILE = "sounds.json"
LEAST = 2
"""Documents in which a word stands before it is offered for another one."""
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
LONGEST, MOST_READINGS, MOST_WORDS = 6, 8, 3
FREQUENT = (0xB0, 0xD7)
"""First bytes of GB 2312's frequently used characters: what a wrong sign is, most of the time; 3,755 of them."""
_DIALECT = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
NO_SOUND: frozenset[str] = frozenset()
Words = Mapping[str, list[str]]


@dataclass(frozen=True)
class Sounds:
    """Sound → words, the commonest first; character → its sounds; initials → terms of the law."""

    words: Words
    characters: Words
    terms: Terms = field(default_factory=dict)

    @classmethod
    def of(cls, vocabulary: Iterable[tuple[str, int]], terms: Terms | None = None) -> "Sounds":
        """Make it from words with their document counts."""
        from pypinyin import Style, lazy_pinyin, pinyin

        ranked = sorted(vocabulary, key=lambda pair: (-pair[1], pair[0]))
        known = [word for word, _ in ranked if CHINESE.fullmatch(word) and len(word) <= LONGEST]
        words: defaultdict[str, list[str]] = defaultdict(list)
        for word in known:
            words["".join(lazy_pinyin(word))].append(word)
        characters = {
            sign: list(dict.fromkeys(pinyin(sign, style=Style.NORMAL, heteronym=True)[0]))
            for sign in dict.fromkeys((*chain.from_iterable(known), *_frequent()))
        }
        return cls(words, characters, terms or {})

    @classmethod
    def read(cls, folder: Path) -> "Sounds":
        """Read the files of an index; raises OSError, ValueError, KeyError."""
        held = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(held["words"], held["characters"], read_terms(folder))

    def write(self, folder: Path) -> None:
        """Write the file beside an index; the terms have one of their own."""
        held = {"words": self.words, "characters": self.characters}
        (folder / FILE).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")

    def spelt(self, letters: str) -> list[str]:
        """Read letters as pinyin, else as pinyin that does not tell zh from z or ng from n; none if a rest is left."""
        return _cut(letters, self.words) or _cut(dialect(letters), self._by_dialect)

    def sound_alike(self, sign: str, other: str) -> bool:
        """Tell whether two signs may sound the same, in the mouth of somebody who does not tell zh from z."""
        return not self._dialects.get(sign, NO_SOUND).isdisjoint(self._dialects.get(other, NO_SOUND))

    def same_sound(self, part: str) -> Iterator[str]:
        """Give the words of the same length and sound."""
        readings = product(*(self.characters.get(sign, [""]) for sign in part))
        for sound in ("".join(reading) for reading in islice(readings, MOST_READINGS)):
            yield from (word for word in self.words.get(sound, ()) if len(word) == len(part))

    def near(self, part: str) -> Iterator[str]:
        """Give words that begin or end like a part and have its length; those that do both may differ by one sign."""
        ends = self._by_ends
        yield from chain(ends[len(part), part[0], ""], ends[len(part), "", part[-1]])
        yield from chain(*(ends[len(part) + more, part[0], part[-1]] for more in (1, -1)))

    @cached_property
    def of_law(self) -> frozenset[str]:
        """The terms of the law, and the words that they are made of."""
        terms = list(chain(*self.terms.values()))
        return frozenset(chain(terms, *map(cut_words, terms)))

    @cached_property
    def _dialects(self) -> Mapping[str, frozenset[str]]:
        return {sign: frozenset(map(dialect, sounds)) for sign, sounds in self.characters.items()}

    @cached_property
    def _by_dialect(self) -> Words:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for sound, words in self.words.items():
            found[dialect(sound)] += words
        return found

    @cached_property
    def _by_ends(self) -> Mapping[tuple[int, str, str], list[str]]:
        """Words and terms by their length and their first sign, their last, or both."""
        found: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
        for word in dict.fromkeys(chain(*self.terms.values(), *self.words.values())):
            for ends in ((word[0], ""), ("", word[-1]), (word[0], word[-1])):
                found[len(word), *ends].append(word)
        return found


def dialect(sound: str) -> str:
    """Write pinyin as somebody says it who does not tell zh from z, ng from n, ü from u."""
    for told, said in (*_DIALECT, ("v", "u")):
        sound = sound.replace(told, said)
    return sound


def _cut(letters: str, words: Words) -> list[str]:
    """Cut letters into sounds of words, the fewest."""
    ends: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(end):  # the longest last sound first
            before = ends[start]
            if before is not None and letters[start:end] in words:
                cut = (*before, letters[start:end])
                ends[end] = min((one for one in (ends[end], cut) if one is not None), key=len)
    return [word for sound in ends[-1] or () for word in words[sound][:MOST_WORDS]]


def _frequent() -> Iterator[str]:
    first, last = FREQUENT
    for lead in range(first, last + 1):
        yield from bytes(sign for trail in range(0xA1, 0xFF) for sign in (lead, trail)).decode("gb2312", "ignore")
