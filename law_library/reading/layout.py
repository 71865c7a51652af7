"""A law file laid out: its titles, its history, its body line by line, whatever form it had.

In: nothing. Out: `Line` and `Layout`, and the patterns that every form shares. `markdown` and `plain` make them.
"""

import re
from dataclasses import dataclass
from datetime import date

from law_library.number import NUMERAL, NotANumber, read_numeral

SPACE = r" \t\u3000\xa0\u2000-\u200b"
"""What stands for a space in law files, for use within a pattern's brackets."""
ARTICLE = re.compile(
    rf"第[{SPACE}]*(?P<main>{NUMERAL})[{SPACE}]*条(?:之(?P<added>{NUMERAL}))?(?P<space>[{SPACE}]*)(?P<text>.*)"
)
UNIT_HEADING = re.compile(rf"第[{SPACE}]*{NUMERAL}[{SPACE}]*(?P<unit>分编|编|章|节)[{SPACE}]*(?P<name>.*)")
BARE_HEADING = re.compile(rf"(?:附[{SPACE}]*则|总[{SPACE}]*则|序[{SPACE}]*言)")
ANNEX = re.compile(
    rf"[（(【]?附[{SPACE}]*[件表录图]?[{SPACE}]*[0-9０-９一二三四五六七八九十]*(?:[：:].*|[】）)]?|[{SPACE}].*)"
)
DATE = re.compile(r"([0-9０-９]{4}|[零〇○一二三四五六七八九]{4})年([^年月日]{1,3})月([^年月日]{1,3})日")
EXCERPT = "节录"
OUTER = re.compile(rf"^[{SPACE}\ufeff\v\f\r\n]+|[{SPACE}\ufeff\v\f\r\n]+$")


@dataclass(frozen=True)
class Line:
    """A line of the body that holds something, without outer spaces; `level` is 0 where it is no heading."""

    number: int
    text: str
    level: int = 0


@dataclass(frozen=True)
class Layout:
    """What a form says about itself before anything is split.

    `titles` are the law's and, where the file holds one book of several, the book's. `unmarked` is the line where the
    mark between preamble and text was missed.
    """

    titles: tuple[str, ...]
    history: tuple[str, ...]
    body: tuple[Line, ...]
    unmarked: int = 0


def strip(text: str) -> str:
    """Take off outer spaces, ideographic ones and the byte order mark included."""
    return OUTER.sub("", text)


def tidy_heading(text: str) -> str:
    """Write a heading with one space after its number and none that only stretched it: 第二节 监护."""
    match = UNIT_HEADING.fullmatch(text)
    name = match["name"] if match else text
    name = re.sub(rf"(?<=[\u4e00-\u9fff])[{SPACE}]+(?=[\u4e00-\u9fff](?:[{SPACE}]|$))", "", strip(name))
    name = re.sub(rf"[{SPACE}]+", " ", name)
    if not match:
        return name
    number = re.sub(rf"[{SPACE}]", "", text[: match.start("name")])
    return f"{number} {name}".rstrip()


def dates_in(text: str) -> list[date]:
    """Find the days that a text names, as 2021年1月1日 or 二〇二一年一月一日; impossible ones are left out."""
    found = []
    for year, month, day in DATE.findall(text):
        try:
            found.append(date(*(read_numeral(part) for part in (year, month, day))))
        except (NotANumber, ValueError):
            continue
    return found
