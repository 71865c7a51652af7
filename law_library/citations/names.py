"""Names: where a text names a law, whether in 《》, in full or by a short name in running words.

In: a folded text, the law library. Out: `LawMark`s in order, without overlap. `reader` imports this.
A name in running words counts only where a reader would take it for one: 公司法人 and 合同法律关系 name no law, and
法治宣传教育法 does not name 教育法.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from law_library.law import Law
from law_library.library import LawLibrary

OPEN, CLOSE = "《", "》"
LONGEST_TITLE = 120
PREFIX = "中华人民共和国"
SUFFIX = re.compile(r"法典|法|条例|规则|细则|办法|(?:解释|规定|批复|意见|决定)(?:\([一二三四五六七八九十]+\))?")
ISSUED = re.compile(r"(?<!《)最高人民(?:法院|检察院)[^，。；：“”《\n]{0,40}?关于[^，。；：“”\n]{2,100}")
ISSUED_END = re.compile(r"(?:解释|规定|批复|意见|决定)(?:\((?:[一二三四五六七八九十]+|试行)\))?")
LAWLIKE = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|解释)(?:\((?:[一二三四五六七八九十]+|试行|暂行|[12]\d{3}年?.{0,4})\))*$"
)
OWN_RULES = re.compile(r"员工|考勤|奖惩|公司[^法]|本院|用户|会员|业主|大众业务|规章制度")
OF_YEAR = re.compile(r"[(](?P<year>[12]\d{3})年?(?:\d{1,2}月\d{1,2}日)?(?:第.次)?(?:修[正订改]|版|公布)*[)]$")
RUNNING_SHORT = frozenset(("刑法", "宪法"))
NOT_AFTER = frozenset("人律院官定庭规制治学系理盲医徒宝师典型务委宣日")
NOT_AFTER_WORDS = re.compile(r"修正案|法[律规]|解释|办法|细则|实施(?:条例|细则|办法|意见)|若干|编委")
BEFORE = frozenset(
    "照据为用合反于有将在守施的称行成和对同后除前关定以使由了及受到者犯过就备证指护理订悉循取交因入背与强响至自括担去嫌"
    "动障按而改引付彻依加误且但无果算次年是损坏出虑日知张等本其从存分起避查监督当原新旧该如或即则看按含涉懂讲学读把让向比离"
    "现由违触遵执问找说叫"
)
BEFORE_WORDS = ("我国", "全国", "中国", "各国", "国家")


@dataclass(frozen=True)
class LawMark:
    """A place that names a law, or in 《》 something that is none.

    `law` None: not in the library. `lawlike`: its name is one of a legal norm. `year`: of the version that it says.
    """

    start: int
    end: int
    name: str
    law: Law | None
    bracketed: bool
    lawlike: bool = True
    year: int | None = None


def read_names(text: str, library: LawLibrary) -> list[LawMark]:
    """Find every name of a law, and everything in 《》."""
    issued = list(_issued(text, library))
    bracketed = [mark for mark in _bracketed(text, library) if not _inside(mark.start, issued)]
    taken = sorted([*issued, *bracketed], key=lambda mark: mark.start)
    return sorted([*taken, *_running(text, library, taken)], key=lambda mark: mark.start)


def is_lawlike(name: str) -> bool:
    """Tell whether a title is one of a legal norm, not of a contract, a notice or a company's own rules."""
    return bool(LAWLIKE.search(name)) and not OWN_RULES.search(name)


def _bracketed(text: str, library: LawLibrary) -> Iterator[LawMark]:
    place = text.find(OPEN)
    while place >= 0:
        end = _closing(text, place)
        if end is None:
            place = text.find(OPEN, place + 1)
            continue
        name, year = _without_year(text[place + 1 : end - 1])
        law = library.find(name)
        yield LawMark(place, end, name, law, True, law is not None or is_lawlike(name), year)
        place = text.find(OPEN, end)


def _without_year(title: str) -> tuple[str, int | None]:
    """Split 消费者权益保护法(2013年修正) into its name and the year of its version."""
    match = OF_YEAR.search(title)
    return (title[: match.start()], int(match["year"])) if match else (title, None)


def _closing(text: str, start: int) -> int | None:
    """Find the end of a title that may hold others; None if it does not close within its line."""
    depth = 0
    for place in range(start, min(len(text), start + LONGEST_TITLE)):
        if text[place] == OPEN:
            depth += 1
        elif text[place] == CLOSE:
            depth -= 1
            if not depth:
                return place + 1
        elif text[place] == "\n":
            return None
    return None


def _issued(text: str, library: LawLibrary) -> Iterator[LawMark]:
    """Find interpretations named in full in running words, other titles within."""
    for match in ISSUED.finditer(text):
        ends = [found.end() for found in ISSUED_END.finditer(text, match.start(), match.end())]
        named = ((end, library.find(text[match.start() : end])) for end in reversed(ends))
        end, law = next(((end, law) for end, law in named if law), (0, None))
        if law:
            yield LawMark(match.start(), end, text[match.start() : end], law, False)


def _running(text: str, library: LawLibrary, taken: list[LawMark]) -> Iterator[LawMark]:
    names, endings, longest = _running_names(library)
    done = 0
    spans = iter([*((mark.start, mark.end) for mark in taken), (len(text), len(text))])
    begin, close = next(spans)
    for match in SUFFIX.finditer(text):
        while match.end() > close:
            done, (begin, close) = max(done, close), next(spans, (len(text), len(text) + 1))
        if match.start() >= begin or match.end() <= done or text[match.end() - 2 : match.end()] not in endings:
            continue
        mark = _ending_at(text, match.end(), max(done, match.end() - longest), names)
        if mark:
            done = mark.end
            yield mark


def _ending_at(text: str, end: int, earliest: int, names: Mapping[str, Law]) -> LawMark | None:
    """Find the longest name that ends at `end`, if what stands around it leaves it a name."""
    if text[end : end + 1] in NOT_AFTER or NOT_AFTER_WORDS.match(text, end):
        return None
    for start in range(earliest, end - 1):
        law = names.get(text[start:end])
        if law is not None:
            whole = start - len(PREFIX) if text[:start].endswith(PREFIX) else start
            if whole == start and not _may_stand_before(text, start):
                return None
            return LawMark(whole, end, text[whole:end], law, False)
    return None


def _may_stand_before(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    if not "\u3400" <= before <= "\u9fff":
        return True
    return before in BEFORE or text[:start].endswith(BEFORE_WORDS)


@lru_cache(maxsize=8)
def _running_names(library: LawLibrary) -> tuple[Mapping[str, Law], frozenset[str], int]:
    """Give the names that count in running words, their last two characters, and the length of the longest."""
    names = {
        name: law
        for name, law in library.by_name.items()
        if (len(name) > 2 or name in RUNNING_SHORT) and SUFFIX.search(name)
    }
    return names, frozenset(name[-2:] for name in names), max(map(len, names), default=0)


def _inside(place: int, marks: list[LawMark]) -> bool:
    return any(mark.start <= place < mark.end for mark in marks)
