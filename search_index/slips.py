"""What was probably meant by letters and by words that are none: pinyin, initials, a wrong sign, one too few or many.

In: what was typed, the sounds of an index. Out: the words probably meant, with what was typed. `query.py` asks.
Something may be wrong only where a word is unknown or a sign stands alone; what stands in what was found is right.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

from search_index.analyzer import LEXICON, QUERY_LIMIT, clean, cutter, is_asking, words
from search_index.sounds import Sounds

ALIKE = LEXICON / "alike.txt"
LETTERS = re.compile(r"[a-z]+(?:[ '’·-]*[a-z]+)*")
APART = re.compile(r"[^a-z]+")
TONE_NUMBERS = re.compile(r"(?<=[a-z])[1-5](?![0-9])")
CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
SHORTEST_SPELT, LONGEST_SPELT, SHORTEST_INITIALS = 4, 60, 3
LONGEST, MOST_PLACES, MOST_WORDS = 7, 8, 3
LONG, LONGER = 3, 4
"""Signs of a word in which one may be missing, or any other stand."""
TWICE, ALIKE_SIGN, MISSING, OTHER_SIGN = 0.3, 0.3, 0.7, 1.0
"""What a slip costs, in signs that count no more: one written twice, one of like sound or shape, one missing …"""

IsWord = Callable[[str], bool]


def meant(typed: str, sounds: Sounds, is_word: IsWord) -> dict[str, str]:
    """Give the words probably meant, each with what was typed for it."""
    found: dict[str, str] = {}
    for letters in LETTERS.findall(_without_tones(typed[:QUERY_LIMIT])):
        found |= _read(letters, sounds, is_word)
    for parts in islice(_doubtful(clean(typed[:QUERY_LIMIT]), is_word), MOST_PLACES):
        found = {**_nearest(parts, sounds), **found}
    return found


def _without_tones(typed: str) -> str:
    """Take the tones off pinyin: láodòng, lao2dong4; ü is typed as v."""
    apart = unicodedata.normalize("NFD", clean(typed)).replace("u\u0308", "v")
    return TONE_NUMBERS.sub("", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def _read(letters: str, sounds: Sounds, is_word: IsWord) -> dict[str, str]:
    """Read letters in one piece, else each by itself; letters that are a word are left alone."""
    apart = [piece for piece in APART.split(letters) if piece]
    for pieces in (["".join(apart)], apart):
        spelt = [word for piece in pieces if not is_word(piece) for word in _of_letters(piece, sounds)]
        if spelt:
            return dict.fromkeys(spelt, letters)
    return {}


def _of_letters(piece: str, sounds: Sounds) -> list[str]:
    """Read a piece as pinyin, else as the initials of terms."""
    spelt = sounds.spelt(piece) if SHORTEST_SPELT <= len(piece) <= LONGEST_SPELT else []
    terms = sounds.terms.get(piece, ())[:MOST_WORDS] if len(piece) >= SHORTEST_INITIALS else ()
    return spelt or [word for term in terms for word in words(term)]


def _doubtful(cleaned: str, is_word: IsWord) -> Iterator[list[str]]:
    """Give, for each place where something may be wrong, the runs of neighbouring words around it."""
    for run in CHINESE_RUN.findall(cleaned):
        cut = [
            piece
            for word in cutter().cut(run)
            for piece in (word if len(word) >= LONG and not is_word(word) else [word])
        ]
        for place, word in enumerate(cut):
            if not is_asking(word) and (len(word) == 1 or not is_word(word)):
                yield list(_around(cut, place))


def _around(cut: list[str], place: int) -> Iterator[str]:
    for start in range(place + 1):
        for end in range(place + 1, len(cut) + 1):
            part = "".join(cut[start:end])
            if 1 < len(part) <= LONGEST and not any(map(is_asking, cut[start:end])):
                yield part


def _nearest(parts: list[str], sounds: Sounds) -> dict[str, str]:
    """Give the words that explain most of a doubtful place at the least cost, a few if they are as good."""
    worths: dict[str, tuple[float, str]] = {}
    for part in parts:
        for word, cost in _candidates(part, sounds):
            worth = len(word) - 2 * cost
            if not is_asking(word) and worth > worths.get(word, (0.0, ""))[0]:
                worths[word] = (worth, part)
    best = max((worth for worth, _ in worths.values()), default=0.0)
    found = [(word, part) for word, (worth, part) in worths.items() if worth == best][:MOST_WORDS]
    return {cut: part for word, part in found for cut in words(word) if cut not in part}


def _candidates(part: str, sounds: Sounds) -> Iterator[tuple[str, float]]:
    """Give what may have been meant: words of the law, and others where they are long and the slip is a likely one."""
    for word in sounds.same_sound(part):
        if word != part and (word in sounds.of_law or len(word) >= LONGER):
            yield word, ALIKE_SIGN
    for word in sounds.near(part):
        if word in sounds.of_law or len(word) >= LONGER:
            cost = _cost(part, word, sounds)
            if cost is not None and (cost == ALIKE_SIGN or word in sounds.of_law):
                yield word, cost


def _cost(part: str, word: str, sounds: Sounds) -> float | None:
    """Tell what it costs to have typed a part for a word; None if more than one slip is between them."""
    if len(part) == len(word):
        wrong = [(one, other) for one, other in zip(part, word, strict=True) if one != other]
        if len(wrong) != 1:
            return None
        if _look_alike(*wrong[0]) or sounds.sound_alike(*wrong[0]):
            return ALIKE_SIGN
        return OTHER_SIGN if len(word) >= LONGER else None
    shorter, longer = sorted((part, word), key=len)
    place = next((at for at, sign in enumerate(shorter) if sign != longer[at]), len(shorter))
    if len(shorter) < LONG or shorter != longer[:place] + longer[place + 1 :]:
        return None
    return TWICE if longer == part and longer[place] == longer[place - 1] else MISSING


def _look_alike(sign: str, other: str) -> bool:
    return other in alike().get(sign, ())


@cache
def alike() -> dict[str, frozenset[str]]:
    """Read which signs are taken for each other because they look alike."""
    found: dict[str, frozenset[str]] = {}
    for line in ALIKE.read_text(encoding="utf-8").splitlines():
        group = frozenset() if line.startswith("#") else frozenset(line.split())
        found |= {sign: found.get(sign, frozenset()) | group for sign in group}
    return found
