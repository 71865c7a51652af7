"""Names of laws in running words, without 《》.

In: a folded text, the law library, the spans that are taken. Out: `Found`s, those that are refused with no law.
`names` imports this. A name counts only where a reader would take it for one: 公司法人 and 合同法律关系 name no law,
nor does 法治宣传教育法 name 教育法. Right before an article's number it counts unless a longer name ends there;
elsewhere only after words that a name follows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from law_library.law import Law
from law_library.library import LawLibrary
from law_library.number import NUMERAL

PREFIX = "中华人民共和国"
REACH = 20  # characters by which a longer name may go on
SUFFIX = re.compile(
    r"法典|法|通则|总则|条例|规则|细则|办法|(?:解释|规定|批复|意见|决定)(?:\([一二三四五六七八九十]+\)|[一二三四五](?=第))?"
)
NUMBERED = re.compile(r"(解释|规定)\(([一二三四五六七八九十]+)\)$")
RUNNING_SHORT = frozenset(("刑法", "宪法"))
NOT_AFTER = re.compile(
    r"[人律院官定庭制治学系理盲医徒宝师典型务委宣日]|规(?!定)|修正案|法[律规]|解释|办法|细则|实施(?:条例|细则|办法|意见)|若干|编委|司法解释"
)
ARTICLE_FOLLOWS = re.compile(
    rf"[ *_”]*(?:[(][^()\n]{{1,40}}[)])?(?:[\u4e00-\u9fff]{{1,4}}编)?(?:总则|分则)?(?:第{NUMERAL}(?:分?编|章|节))*"
    rf"(?:的|中的|中)?[ *_]*(?:第[ *_]*{NUMERAL}|\d+条)"
)
BEFORE = frozenset(
    "照据为用合反于有将在守施的称行成和对同后除前关定以使由了及受到者犯过就备证指护理订悉循取交因入背与强响至自括担去嫌"
    "动障按而改引付彻依加误且但无果算次年是损坏出虑日知张等本其从存分起避查监督当原新旧该如或即则看按含涉懂讲学读把让向比离"
    "现由违触遵执问找说叫见鉴应经老"
)
BEFORE_WORDS = ("我国", "全国", "中国", "各国", "国家")
LONGER_NAME = re.compile(
    r"(?:宣传|学前|高等|职业|义务|民办|家庭|外国|外商|企业|特区|[省市县区州盟]|实施|执业|行政|海上|国际|比较|电子|农村|自然|公共|生物"
    r"|网络|金融|军事|教师|青年|旅游|能源|住房|社会|国际|两岸|边防|公民|党内|地方性?|[德法美英韩]国|日本|香港|澳门|台湾)“?$"
)
"""What stands before a short name that is the end of a longer one, of a law that the library may not hold."""


@dataclass(frozen=True)
class Taken:
    """A span that names something already."""

    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A name in running words; `law` None where it is the end of a name that is not known."""

    start: int
    end: int
    law: Law | None


def names_in_running_words(text: str, library: LawLibrary, taken: list[Taken]) -> Iterator[Found]:
    """Find the names outside the spans that are taken."""
    names, endings, longest = _running_names(library)
    done = 0
    spans = iter([*taken, Taken(len(text), len(text))])
    span = next(spans)
    for match in SUFFIX.finditer(text):
        while match.end() > span.end:
            done, span = max(done, span.end), next(spans, Taken(len(text), len(text) + 1))
        if match.start() >= span.start or match.end() <= done or text[match.end() - 2 : match.end()] not in endings:
            continue
        found = _ending_at(text, match.end(), max(done, match.end() - longest), names)
        if found:
            done = found.end
            yield found


def _ending_at(text: str, end: int, earliest: int, names: Mapping[str, Law]) -> Found | None:
    """Find the longest name that ends at `end`, if what stands around it leaves it a name."""
    for start in range(earliest, end - 1):
        law = names.get(text[start:end])
        if law is None:
            continue
        end, law = _longest_from(text, start, end, law, names)
        article = ARTICLE_FOLLOWS.match(text, end)
        if not article and (NOT_AFTER.match(text, end) or (end - start < 3 and text[start:end] not in RUNNING_SHORT)):
            return None
        whole = start - len(PREFIX) if text[:start].endswith(PREFIX) else start
        if article and whole == start and _ends_a_longer_name(text, start):
            return Found(start, end, None)
        if article or whole < start or not "\u3400" <= text[start - 1 : start] <= "\u9fff":
            return Found(whole, end, law)
        return Found(start, end, law) if _may_stand_before(text, start) else None
    return None


def _longest_from(text: str, start: int, end: int, law: Law, names: Mapping[str, Law]) -> tuple[int, Law]:
    """Give a longer name that begins at the same place, as 民诉法解释 does where 民诉法 does, if one stands there."""
    ends = [match.end() for match in SUFFIX.finditer(text, end, min(len(text), end + REACH))]
    longer = [(place, names[text[start:place]]) for place in ends if text[start:place] in names]
    return longer[-1] if longer else (end, law)


def _ends_a_longer_name(text: str, start: int) -> bool:
    return bool(LONGER_NAME.search(text, max(0, start - 8), start)) and not text[:start].endswith(BEFORE_WORDS)


def _may_stand_before(text: str, start: int) -> bool:
    return text[start - 1] in BEFORE or text[:start].endswith(BEFORE_WORDS)


@lru_cache(maxsize=8)
def _running_names(library: LawLibrary) -> tuple[Mapping[str, Law], frozenset[str], int]:
    """Give the names that count in running words, their last two characters, and the length of the longest."""
    names = {name: law for name, law in library.by_name.items() if SUFFIX.search(name)}
    names |= {NUMBERED.sub(r"\1\2", name): law for name, law in names.items() if NUMBERED.search(name)}
    names |= {name.replace("编解释", "编的解释"): law for name, law in names.items() if "编解释" in name}
    return names, frozenset(name[-2:] for name in names), max(map(len, names), default=0)
