"""When a case was judged, as far as its text says so: the law that it cites is the law of that day.

In: a text. Out: the day of the last judgement that it dates, or None. `reader` imports this.
"""

import re
from datetime import date

JUDGED = re.compile(
    r"于(?P<year>[12]\d{3})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?:依法|公开|开庭)?[^，。；]{0,4}作出[^。；]{0,60}?(?:判决|裁定|裁决)"
)


def judged_on(text: str) -> date | None:
    """Give the day of the last dated judgement; without a month or day the last of that year or month."""
    days = [_day(match) for match in JUDGED.finditer(text)]
    return max((day for day in days if day), default=None)


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (int(match[name]) if match[name] else 0 for name in ("year", "month", "day"))
    try:
        return date(year, month or 12, day or (28 if month else 31))
    except ValueError:
        return None
