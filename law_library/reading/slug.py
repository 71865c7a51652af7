"""The address of a law below /laws/: the pinyin of its title.

In: a title. Out: lower-case letters, digits and hyphens. Only the import loads this; what it gave is kept for ever.
"""

import re
from collections.abc import Container

from law_library.number import NotANumber, read_numeral
from law_library.reading.names import ISSUER

LONGEST = 60
NUMBER = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
FILLING = re.compile(
    r"^关于(?:审理|办理|适用)?|(?:具体)?(?:适用|应用)法律|(?:若干|有关)?问题(?=的)|若干|的(?=解释|规定|决定|批复)"
)


def slug_of(title: str, taken: Container[str] = ()) -> str:
    """Spell a title in pinyin: 民法典 is minfadian; long ones leave out what says little, and end at a syllable."""
    plain = FILLING.sub("", ISSUER.sub("", title))
    number = NUMBER.search(plain)
    ending = f"-{_read(number[1])}" if number and number.end() == len(plain) else ""
    spelled = _spell(plain[: number.start()] if number and ending else plain) + ending
    slug, again = spelled, 2
    while slug in taken:
        slug, again = f"{spelled}-{again}", again + 1
    return slug


def _spell(text: str) -> str:
    from pypinyin import lazy_pinyin  # a dictionary of some megabytes, for the import alone

    letters = ""
    for syllable in lazy_pinyin(text):
        letter = re.sub("[^a-z0-9]", "", syllable.lower())
        if len(letters) + len(letter) > LONGEST:
            break
        letters += letter
    return letters or "fa"


def _read(numeral: str) -> int:
    try:
        return read_numeral(numeral)
    except NotANumber:
        return 0
