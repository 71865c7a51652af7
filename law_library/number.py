"""Numbers as statutes write them: 第一千二百五十四条, 第一百二十条之一, 第1254条, （三）.

In: Chinese or Arabic numerals, full or half width. Out: `int`, or an `ArticleNumber` such as 1254 or 120-1.
Every part of the law library imports this; it imports the standard library only.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零一二三四五六七八九"
NUMERAL = "[零〇○一二三四五六七八九十百千两0-9０-９]+"
"""A pattern for one numeral, Chinese or Arabic."""


class NotANumber(ValueError):
    """The text is no numeral."""


@dataclass(frozen=True, order=True)
class ArticleNumber:
    """The number of an article: `main` 120 and `added` 1 stand for 第一百二十条之一."""

    main: int
    added: int = 0

    @classmethod
    @lru_cache(maxsize=8192)  # every law begins with 第一条
    def parse(cls, text: str) -> "ArticleNumber":
        """Read "1254", "120-1", 第一百二十条之一 or 第120条之一; raises NotANumber."""
        folded = unicodedata.normalize("NFKC", text.strip())
        match = re.fullmatch(rf"第?({NUMERAL})(?:(?:条之|条?-)({NUMERAL})|条)?", folded)
        if match is None:
            raise NotANumber(text)
        return cls(read_numeral(match[1]), read_numeral(match[2]) if match[2] else 0)

    def __str__(self) -> str:
        return f"{self.main}-{self.added}" if self.added else str(self.main)

    @property
    def chinese(self) -> str:
        """The number as the statute prints it."""
        return f"第{in_chinese(self.main)}条" + (f"之{in_chinese(self.added)}" if self.added else "")


def read_numeral(text: str) -> int:
    """Read a numeral below 10,000, such as 一千零五, 一〇五, 十 or １２; raises NotANumber."""
    folded = unicodedata.normalize("NFKC", text)
    if folded.isascii() and folded.isdigit():
        return int(folded)
    if not folded or any(character not in DIGITS and character not in UNITS for character in folded):
        raise NotANumber(text)
    if not any(character in UNITS for character in folded):
        return int("".join(str(DIGITS[character]) for character in folded))
    return _with_units(folded)


def _with_units(text: str) -> int:
    total = digit = 0
    for character in text:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def in_chinese(number: int) -> str:
    """Write a number from 1 to 9,999 as statutes do: 10 is 十, 105 一百零五, 1254 一千二百五十四."""
    written, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            written += ("零" if gap else "") + CHINESE[digit] + unit
        gap = bool(written) and not digit
    return written.removeprefix("一") if written.startswith("一十") else written
