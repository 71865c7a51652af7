"""Wording: which of a law's wordings the words around its name mean: 原《合同法》, 《公司法》（2018年修正）, 新公司法.

In: a folded text and the place of a name. Out: a `Wording`. `context` imports this.
"""

import re
from dataclasses import dataclass

BEFORE = 12  # characters before a name that may speak of its wording
FORMER = re.compile(
    r"(?:(?<![还高平草本中复])原|旧|老|修[改订正]前的?|当时(?:有效|施行|适用)?的|裁判时(?:施行|有效)?的|已(?:被?废止|失效)的"
    r"|(?P<year>[12]\d{3})年?(?P<said>版|修[改订正])?的?)[ *_]*$"
)
PRESENT = re.compile(r"(?:(?<![重更创最])新(?:的|修[改订正]的)?|现行(?:有效)?的?|修[改订正]后的?)[ *_]*$")
OF_YEAR = re.compile(
    r"^(?P<year>[12]\d{3})年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第.次)?(?:修[正订改]|版|公布|通过)*$|(?P<amended>[12]\d{3})年?(?:修[正订改]|版)"
)
AFTER = re.compile(r"[ *_]*[(](?P<note>[12]\d{3}年?[^()\n]{0,16})[)]")


@dataclass(frozen=True)
class Wording:
    """Which wording is meant: the one of the day, a `former` one, today's (`present`), or that of a `year`.

    A year that stands before the name without 版 or 修正 is only `perhaps` meant: it may belong to the sentence.
    """

    former: bool = False
    present: bool = False
    year: int | None = None
    perhaps: bool = False


OF_THE_DAY = Wording()


def read_wording(text: str, begin: int, start: int, note: str, end: int, year: int | None) -> Wording:
    """Read the words before a name at `start`, its `note` in brackets, what stands after its pointers at `end`."""
    said = FORMER.search(text, max(begin, start - BEFORE), start)
    after = AFTER.match(text, end)
    noted = year or _year(note) or (_year(after["note"]) if after else None)
    if noted:
        return Wording(year=noted)
    if PRESENT.search(text, max(begin, start - BEFORE), start):
        return Wording(present=True)
    if said and said["year"]:
        return Wording(year=int(said["year"]), perhaps=not said["said"])
    return Wording(former=said is not None)


def _year(note: str) -> int | None:
    match = OF_YEAR.search(note)
    return int(match["year"] or match["amended"]) if match else None
