"""When a case was judged, as far as its text says so: the law that it cites is the law of that day.

In: a text. Out: the day of the last judgement that it dates, or None. `reader` imports this.
"""

import re
from collections.abc import Iterator
from datetime import date

from law_library.number import read_numeral

DAY = r"(?P<year>[12]\d{3})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
JUDGED = re.compile(
    rf"{DAY}(?P<by>[^。；\n年]{{0,40}}?)(?:作出|宣告|宣判)?(?P<what>[^。；\n年]{{0,40}}?(?:判决|裁定))(?!生效)"
)
STATED = re.compile(rf"(?:裁判|判决|审结|宣判)(?:日期|时间)\s*[:：]\s*{DAY}")
DIGIT = "〇○零一二三四五六七八九"
SIGNED = re.compile(
    rf"^[ 　]*([二一][{DIGIT}]{{3}})年([{DIGIT}十]{{1,2}})月([{DIGIT}十]{{1,3}})日[ 　]*$", re.MULTILINE
)
DONE = re.compile(r"作出|宣告|宣判|法院")


def judged_on(text: str) -> date | None:
    """Give the day of the last dated judgement of a court; without a month or day the last of that year or month."""
    return max(_days(text), default=None)


def _days(text: str) -> Iterator[date]:
    for match in (*JUDGED.finditer(text), *STATED.finditer(text)):
        words = match.groupdict().get("what") is not None
        said = match[0]
        if not words or (DONE.search(said) and "仲裁" not in said and "行政处罚" not in said):
            yield from _day(*(int(match[name] or 0) for name in ("year", "month", "day")))
    for year, month, day in SIGNED.findall(text):
        yield from _day(read_numeral(year), read_numeral(month), read_numeral(day))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month or 12, day or (28 if month else 31))
    except ValueError:
        return
