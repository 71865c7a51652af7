"""Law texts without marks, as the national law database gives them: title, （history）, 目录, text.

In: the lines of a .txt file or the paragraphs of a .docx. Out: their Layout. `law_file` imports this.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from law_library.reading.layout import (
    ARTICLE,
    BARE_HEADING,
    DATE,
    EXCERPT,
    SPACE,
    UNIT_HEADING,
    Layout,
    Line,
    dates_in,
    strip,
    tidy_heading,
)

CONTENTS = re.compile(rf"目[{SPACE}]*[录次]")
TITLE_END = re.compile(r"[。；：，！？]")
LEADER = re.compile(rf"[{SPACE}.…·]*\d*$")
DOCUMENT_NUMBER = re.compile(r"\S{1,12}[〔\[［]\d{4}[〕\]］]\d+号")
LEVELS = ("编", "分编", "章", "节")
LONGEST_HEADING = 45
TITLE_LINES = 4
PREAMBLE_LINES = 40


def lay_out_plain(lines: Sequence[str]) -> Layout:
    """Part a text without marks; headings are known by their 第X章, history by its brackets and dates."""
    numbered = [(number, strip(line)) for number, line in enumerate(lines, start=1) if strip(line)]
    title = _title(numbered)
    rest = numbered[len(title) :]
    history, rest = _history(rest)
    rest = _after_contents(rest)
    levels = {unit: level for level, unit in enumerate((unit for unit in LEVELS if _has(rest, unit)), start=1)}
    body = tuple(Line(number, *_heading(line, levels)) for number, line in rest)
    return Layout(("".join(title),) if title else (), tuple(history), body)


def _title(lines: list[tuple[int, str]]) -> list[str]:
    """Take the first line, and those that it was broken into, if the history or a heading follows them."""
    title: list[str] = []
    for _, line in lines[: TITLE_LINES + 1]:
        if title and _ends_title(line):
            return title
        if TITLE_END.search(line) or len(title) == TITLE_LINES:
            break
        title.append(line)
    return title[:1]


def _ends_title(line: str) -> bool:
    return bool(
        line.startswith(("（", "("))
        or DATE.match(line)
        or line == EXCERPT
        or DOCUMENT_NUMBER.fullmatch(line)
        or CONTENTS.fullmatch(line)
        or is_heading(line)
        or ARTICLE.match(line)
    )


def _history(lines: list[tuple[int, str]]) -> tuple[list[str], list[tuple[int, str]]]:
    """Part the lines in brackets, or with dates, before the text; a bracket may run over several lines."""
    history: list[str] = []
    open_brackets = 0
    for index, (_, line) in enumerate(lines[:PREAMBLE_LINES]):
        begins = line.startswith(("（", "(")) and bool(dates_in(line))
        bare = bool(DATE.match(line)) or line == EXCERPT or bool(DOCUMENT_NUMBER.fullmatch(line.strip("（）()")))
        if not (open_brackets > 0 or begins or bare):
            return history, lines[index:]
        open_brackets += len(re.findall("[（(]", line)) - len(re.findall("[）)]", line))
        history.append(line.lstrip("（(") if begins and open_brackets else _unbracketed(line))
    return (history, lines[len(history) :]) if open_brackets <= 0 else ([], lines)


def _unbracketed(line: str) -> str:
    if line[0] in "（(" and line[-1] in "）)":
        return line[1:-1]
    return line[:-1] if line[-1] in "）)" and not re.search("[（(]", line) else line


def _after_contents(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Leave out a table of contents: it ends where its first entry comes a second time."""
    if not lines or not CONTENTS.fullmatch(lines[0][1]):
        return lines
    entries = list(takewhile(lambda entry: is_heading(LEADER.sub("", entry[1])), lines[1:]))
    if not entries:
        return lines[1:]
    first = tidy_heading(LEADER.sub("", entries[0][1]))
    again = [index for index, (_, line) in enumerate(lines[2:], start=2) if tidy_heading(line) == first]
    return lines[again[0] if again and again[0] <= len(entries) + 1 else len(entries) + 1 :]


def is_heading(line: str) -> bool:
    """Tell whether a line is the heading of a part, not a sentence that begins with one's number."""
    if BARE_HEADING.fullmatch(line):
        return True
    return len(line) <= LONGEST_HEADING and bool(UNIT_HEADING.fullmatch(line)) and not re.search("[。；：，]", line)


def _has(lines: list[tuple[int, str]], unit: str) -> bool:
    return any(is_heading(line) and (match := UNIT_HEADING.match(line)) and match["unit"] == unit for _, line in lines)


def _heading(line: str, levels: dict[str, int]) -> tuple[str, int]:
    if not is_heading(line):
        return line, 0
    match = UNIT_HEADING.fullmatch(line)
    return tidy_heading(line), levels[match["unit"]] if match else 1
