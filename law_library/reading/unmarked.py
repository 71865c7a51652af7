"""Headings that nobody marked: they stand as plain lines between two articles, or run over into a second line.

In: the lines of a body. Out: the same with such lines marked. `law_file` uses it before splitting: left as they are,
they would become the last paragraph of the article above, and be quoted with it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from law_library.number import NUMERAL, read_numeral
from law_library.reading.layout import ANNEX, ARTICLE, Line

NO_STOP = re.compile(r"[^。；：:＝=×|0-9０-９]{2,45}")
NO_SENTENCE = re.compile(r"(?!.*[。；：:＝=×|])(?!.*[，,、！？”）)…]$)[^0-9０-９]{2,45}")
SENTENCE_END = re.compile(r"[。；”）]$")
MARKER = re.compile(rf"(?P<open>[（(])?(?P<number>{NUMERAL})(?(open)[）)]|、)")
MOST_LINES = 3


def mark_headings(body: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """Mark such headings; give the lines, and the numbers of those that were marked.

    They stand after a heading or a full sentence, before an article or a heading, not before the text has begun.
    """
    found: list[Line] = []
    marked: list[int] = []
    index = 0
    begun = False
    while index < len(body):
        line = body[index]
        if ANNEX.fullmatch(line.text):
            break
        run = _run(body, index) if begun and (found[-1].level or SENTENCE_END.search(found[-1].text)) else []
        begun = begun or bool(line.level) or _begins(line)
        if run:
            marked.append(run[0].number)
            _add(found, run)
        else:
            found.append(line)
        index += max(len(run), 1)
    return [*found, *body[index:]], marked


def _run(body: Sequence[Line], begin: int) -> list[Line]:
    """Give the lines of a heading that begins here, if an article or a marked heading follows them."""
    end = begin
    while end < len(body) and not body[end].level and NO_STOP.fullmatch(body[end].text) and not _begins(body[end]):
        end += 1
    if not 0 < end - begin <= MOST_LINES or end == len(body) or not (body[end].level or _begins(body[end])):
        return []
    if not NO_SENTENCE.fullmatch("".join(line.text for line in body[begin:end])):
        return []
    return [] if begin and _goes_on(body[begin - 1], body[begin]) else list(body[begin:end])


def _begins(line: Line) -> bool:
    match = ARTICLE.match(line.text)
    return bool(match and (match["space"] or not match["text"]))


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a line with a number is the next item of a list, not a heading."""
    former, number = MARKER.match(before.text), MARKER.match(line.text)
    if not former or not number or former["open"] != number["open"]:
        return False
    return bool(read_numeral(number["number"]) == read_numeral(former["number"]) + 1)


def _add(found: list[Line], run: Sequence[Line]) -> None:
    text = "".join(line.text for line in run)
    above = found[-1]
    marker = MARKER.match(text)
    if above.level and not marker:
        found[-1] = replace(above, text=above.text + text)
        return
    level = next((line.level for line in reversed(found) if line.level), 1)
    lower = bool(marker and marker["open"]) and not _is_lower(found)
    found.append(Line(run[0].number, text, level + lower))


def _is_lower(found: Sequence[Line]) -> bool:
    """Tell whether the heading above is one of （一）（二） itself."""
    above = next((line.text for line in reversed(found) if line.level), "")
    return above.startswith(("（", "("))
