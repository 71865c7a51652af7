"""When a version was passed and since when it is in force.

In: the file's name, its history, its last articles. Out: days, or None where nobody says. `law_file` imports this.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from law_library.law import Article, Part
from law_library.reading.layout import DATE, dates_in, strip

IN_NAME = re.compile(r"[(（](\d{4})-(\d\d)-(\d\d)[)）]")
BEGINS = "施行|实施|执行|生效"
BEGINS_ONLY = re.compile(rf"[（(]?{DATE.pattern}\s*(?:起|正式|开始)*(?:{BEGINS})[）)。]?")
BEGINS_ON = re.compile(rf"自{DATE.pattern}(?:零时)?(?:起|正式|开始)*(?:{BEGINS})")
BEGINS_WITH_PUBLICATION = re.compile(rf"自?(?:公布|发布|颁布)之日起?(?:{BEGINS})")
LAST_ARTICLES = 4


def date_in_name(stem: str) -> date | None:
    """Read the day that a file's name carries in brackets."""
    match = IN_NAME.search(stem)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def name_without_date(stem: str) -> str:
    """Give a file's name without its day."""
    return strip(IN_NAME.sub("", stem))


def passed_on(history: Iterable[str]) -> date | None:
    """Find the last day on which the text was passed, amended or published."""
    days: list[date] = []
    for line in history:
        if not BEGINS_ONLY.fullmatch(line):
            days += dates_in(BEGINS_ON.sub("", line))
    return max(days, default=None)


def effective_from(dated: date | None, history: Sequence[str], parts: Sequence[Part]) -> date | None:
    """Find since when a version is in force.

    A day before `dated` is that of the first version, which amended texts still carry: the amendment is then in force
    from its own day, the best that the text says. Later days of amending decisions stand in the lexicon.
    """
    stated = _stated(history, parts)
    if stated is None:
        return dated if _begins_with_publication(history, parts) else None
    return max(stated, dated) if dated else stated


def _stated(history: Sequence[str], parts: Sequence[Part]) -> date | None:
    above = [day for line in history if BEGINS_ONLY.fullmatch(line) for day in dates_in(line)]
    above += [day for line in history for match in BEGINS_ON.finditer(line) for day in dates_in(match[0])]
    if above:
        return max(above)
    for text in _last_texts(parts):
        match = BEGINS_ON.search(text)
        if match:
            return next(iter(dates_in(match[0])), None)
    return None


def _begins_with_publication(history: Sequence[str], parts: Sequence[Part]) -> bool:
    return any(BEGINS_WITH_PUBLICATION.search(text) for text in (*_last_texts(parts), *history))


def _last_texts(parts: Sequence[Part]) -> list[str]:
    """Give the last articles from the end; of a text without articles its last paragraphs."""
    articles = [part.text for part in parts if isinstance(part, Article)]
    texts = articles or [part.text for part in parts]
    return texts[: -LAST_ARTICLES - 1 : -1]
