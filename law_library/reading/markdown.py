"""The published Markdown form of law texts: # title, history, <!-- INFO END -->, text.

In: the text of a file. Out: its Layout. `law_file` imports this.
"""

import re

from law_library.reading.layout import BARE_HEADING, DATE, EXCERPT, Layout, Line, strip, tidy_heading

INFO_END = re.compile(r"<!--\s*INFO END\s*-->")
COMMENT = re.compile(r"<!--.*?-->")
HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000]+(.*))?")
HISTORY_LINES = 40


def lay_out_markdown(text: str) -> Layout:
    """Part a Markdown file; where the mark INFO END is missing, the text begins after the last line of history."""
    lines = [(number, strip(line)) for number, line in enumerate(text.split("\n"), start=1)]
    end = next((index for index, (_, line) in enumerate(lines) if INFO_END.fullmatch(line)), None)
    begin = _begin(lines) if end is None else end + 1
    above = [line for _, line in lines[:begin] if line and not COMMENT.fullmatch(line)]
    titles = tuple(strip(line[1:]) for line in above if re.match(r"#(?!#)", line))
    history = tuple(line for line in above if not line.startswith("#"))
    body = tuple(filter(None, (_body_line(number, line) for number, line in lines[begin:])))
    return Layout(titles, history, body, 0 if end is not None else lines[max(begin - 1, 0)][0])


def _begin(lines: list[tuple[int, str]]) -> int:
    """Find the first line that is neither title nor history."""
    begin = 0
    for index, (_, line) in enumerate(lines[:HISTORY_LINES]):
        if re.match(r"#(?!#)", line) or DATE.match(line.lstrip("（(")) or line == EXCERPT:
            begin = index + 1
        elif line:
            break
    return begin


def _body_line(number: int, line: str) -> Line | None:
    line = strip(COMMENT.sub("", line))
    heading = HEADING.fullmatch(line)
    if heading:
        text = tidy_heading(heading[2] or "")
        return Line(number, text, len(heading[1])) if text else None
    if BARE_HEADING.fullmatch(line):
        return Line(number, tidy_heading(line), 2)
    return Line(number, line) if line else None
