"""The names under which a law is cited: its title, and the short names that writers use.

In: a full title. Out: the title without 中华人民共和国, and short names by rule. The lexicon adds what no rule gives.
`tree`, the store's opening and the excerpts' reader import this.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

REPUBLIC = re.compile(r"(?<![在于驻和])中华人民共和国")
ISSUER = re.compile(r"^(?:[^《》关]{0,12}?(?:最高人民法院|最高人民检察院|国务院)[^《》关]{0,40}?)(?=关于)")
INTERPRETATION = re.compile(
    r"^关于(?P<matter>.+?)的?(?:若干)?(?P<kind>解释|规定|安排|规则)(?P<number>[（(][一二三四五六七八九十]+[）)])?$"
)
TAIL = re.compile(
    r"(?:的?(?:具体)?(?:适用|应用|如何适用)法律(?:的?(?:若干|有关)?问题)?|的?法律适用(?:若干)?问题|的?(?:若干|有关)问题|的?适用(?:若干)?问题|的若干|的)$"
)
HEAD = re.compile(r"^(?:审理|办理|适用|执行|确定|在民事审判工作中适用)")
CASES = re.compile(r"(?:(?:民事|刑事|行政)?纠纷)?(?:(?:民事|刑事|行政)?案件)$")
LAW_FIRST = re.compile(r"^《(?P<law>[^《》]+)》(?:有关)?(?P<rest>.*)$")
SUBORDINATE = ("实施条例", "实施细则", "实施办法")
SHORTEST = 4


def title_of(full_title: str) -> str:
    """Leave out 中华人民共和国 where it only names the state whose law it is."""
    return REPUBLIC.sub("", full_title)


def in_book_marks(title: str) -> str:
    """Put a title between 《》, with 〈〉 for those within."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def tidy_title(written: str) -> str:
    """Write the issuers of a title with 、 between them, and no other space."""
    return re.sub(r"[ \t\u3000]+", "", re.sub(r"(?<=最高人民法院)[ \t\u3000]+(?=最高人民检察院)", "、", written))


def short_names(title: str, aliases: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Derive the short names of a title; `aliases` are the short names of other laws, by title."""
    found = dict.fromkeys(aliases.get(title, ()))
    without_issuer = ISSUER.sub("", title)
    if without_issuer != title:
        found[without_issuer] = None
    found |= dict.fromkeys(_of_interpretation(without_issuer, aliases, "最高人民" in title))
    found |= dict.fromkeys(_of_subordinate(title, aliases))
    found.pop(title, None)
    return tuple(found)


def _of_interpretation(title: str, aliases: Mapping[str, Sequence[str]], of_court: bool) -> Iterator[str]:
    match = INTERPRETATION.match(title)
    if not match:
        return
    kinds = (match["kind"], "司法解释") if of_court and match["kind"] in ("解释", "规定") else (match["kind"],)
    if of_court and match["number"] and match["matter"].startswith("适用《"):
        kinds = (*kinds, "解释")  # 公司法规定（四） is called 公司法解释（四）
    numbers = _numbers(match["number"] or "")
    for matter in _matters(match["matter"], aliases):
        if "、" not in matter and "，" not in matter:
            yield from (f"{matter}{kind}{number}" for kind in kinds for number in numbers if len(matter) >= 2)


def _numbers(written: str) -> tuple[str, ...]:
    return (written, written.strip("（）()")) if written else ("",)


def _matters(matter: str, aliases: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Say what an interpretation is about, from the full words to the fewest."""
    matter = HEAD.sub("", _without_tail(matter))
    law = LAW_FIRST.match(matter)
    if law:
        rest = _without_tail(law["rest"])
        found = [f"{name}{rest}" for name in (law["law"], *aliases.get(law["law"], ()))]
        return [*found, rest] if len(rest) >= SHORTEST - 1 else found
    plain = re.sub("[《》]", "", matter)
    shorter = re.sub(r"(?:民事|刑事)?纠纷$", "", CASES.sub("", plain))
    return dict.fromkeys((plain, CASES.sub("", plain), shorter)) if len(shorter) >= 2 else (plain,)


def _without_tail(matter: str) -> str:
    while (shorter := TAIL.sub("", matter)) != matter:
        matter = shorter
    return matter


def _of_subordinate(title: str, aliases: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for ending in SUBORDINATE:
        if title.endswith(ending):
            yield from (alias + ending for alias in aliases.get(title.removesuffix(ending), ()))
