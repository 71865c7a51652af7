"""Names: where a text names a law, whether in 《》, in full or by a short name in running words.

In: a folded text, the law library. Out: `LawMark`s in order, without overlap. `aliases` and `context` import this.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from law_library.citations.running import Taken, names_in_running_words
from law_library.law import Law
from law_library.library import LawLibrary, name_key

OPEN, CLOSE = "《", "》"
LONGEST_TITLE = 120
ISSUED = re.compile(r"(?<!《)最高人民(?:法院|检察院)[^，。；：“”《\n]{0,40}?关于[^，。；：“”\n]{2,100}")
ISSUED_END = re.compile(r"(?:解释|规定|批复|意见|决定)(?:\((?:[一二三四五六七八九十]+|试行)\))?")
LAWLIKE = re.compile(
    r"(?:法|法典|通则|条例|规定|办法|细则|规则|解释)[一二三四五]?"
    r"(?:\((?:[一二三四五六七八九十]+|试行|暂行|[12]\d{3}年?.{0,4})\))*$"
)
OWN_RULES = re.compile(
    r"员工|考勤|奖惩|公司[^法]|本院|用户|会员|业主|大众业务|规章制度|绩效|奖金|薪酬|退货规则|平台|操作规程|业务实施办法|居民公约"
)
KINDS = ("条例", "规定", "办法", "解释", "细则", "规则", "意见", "决定", "通知", "纪要", "法律", "法")
GENERIC = frozenset((*KINDS, "实施条例", "实施细则", "实施办法", "司法解释"))
"""Titles that say only what kind of norm it is: they name one only where the text has introduced them."""
OF_YEAR = re.compile(r"[(](?P<year>[12]\d{3})年?(?:\d{1,2}月\d{1,2}日)?(?:第.次)?(?:修[正订改]|版|公布)*[)]$")
FOREIGN = re.compile(
    r"(?:香港|澳门|台湾)(?:地区|特别行政区)?(?:的|现行)?$"
    r"|(?<![我全中各])(?:[德法美英韩泰]国|日本|俄罗斯|意大利|瑞士|欧盟|加拿大|澳大利亚|新加坡|印度|荷兰|奥地利|西班牙|巴西)"
    r"(?:的|现行)?$"
)
LOCAL = re.compile(r"(?P<place>[\u4e00-\u9fff]{1,3}(?:省|自治区|市|县|区|州|盟|经济特区))(?:的|现行)?$")
"""Words before 《 that make 《民法典》 another state's, 《物业管理条例》 a province's."""
ISSUER_REACH = 12


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
    running = [
        LawMark(found.start, found.end, text[found.start : found.end], found.law, False, found.law is not None)
        for found in names_in_running_words(text, library, [Taken(mark.start, mark.end) for mark in taken])
    ]
    return sorted([*taken, *running], key=lambda mark: mark.start)


def is_lawlike(name: str) -> bool:
    """Tell whether a title is one of a legal norm, not of a contract, a notice or a company's own rules."""
    return bool(LAWLIKE.search(name)) and not OWN_RULES.search(name) and name_key(name) not in GENERIC


def _bracketed(text: str, library: LawLibrary) -> Iterator[LawMark]:
    place = text.find(OPEN)
    while place >= 0:
        end = _closing(text, place)
        if end is None:
            place = text.find(OPEN, place + 1)
            continue
        name, year = _without_year(text[place + 1 : end - 1])
        yield _titled(text, place, end, name, year, library)
        place = text.find(OPEN, end)


def _titled(text: str, place: int, end: int, name: str, year: int | None, library: LawLibrary) -> LawMark:
    """Make the mark of a title in 《》; what a province or another state has issued is not the law of that name."""
    before = text[max(0, place - ISSUER_REACH) : place]
    if FOREIGN.search(before):
        return LawMark(place, end, name, None, True, lawlike=False)
    local = LOCAL.search(before)
    law = None if local else library.find(name)
    issued = (local["place"] if local else "") + name
    return LawMark(place, end, issued, law, True, law is not None or is_lawlike(name), year)


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


def _inside(place: int, marks: list[LawMark]) -> bool:
    return any(mark.start <= place < mark.end for mark in marks)
