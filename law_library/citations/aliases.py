"""Aliases: short names that a text introduces itself, as in 《……条例》（以下简称《集补条例》）.

In: a folded text and the names in it. Out: the names with those of the aliases, and what each alias stands for.
`context` imports this.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from law_library.citations.names import LawMark
from law_library.library import name_key

INTRODUCED = re.compile(
    r"[ *_]*(?:[(][^()]{1,40}[)])?[(][^()\n]{0,40}?(?:以下简称|以下称|下称|简称)(?:为|:)?"
    r"[“《]?(?P<alias>[^”》()，。、；\n]{2,40})[”》]?[^()\n]{0,20}[)]"
)


def with_aliases(text: str, names: list[LawMark]) -> tuple[list[LawMark], Mapping[str, LawMark]]:
    """Add the places in running words where an alias stands; give also alias → what it was introduced for."""
    aliases: dict[str, LawMark] = {}
    found = list(names)
    for mark in names:
        match = INTRODUCED.match(text, mark.end)
        if match:
            alias = match["alias"]
            aliases.setdefault(name_key(alias), mark)
            found += _running(text, alias, match.end(), replace(mark, name=alias), found)
    return sorted(found, key=lambda mark: mark.start), aliases


def _running(text: str, alias: str, start: int, mark: LawMark, taken: list[LawMark]) -> Iterator[LawMark]:
    spans = [(other.start, other.end) for other in taken]
    for match in re.finditer(re.escape(alias), text[start:]):
        place, end = start + match.start(), start + match.end()
        if not any(begin <= place < close for begin, close in spans):
            yield replace(mark, start=place, end=end, bracketed=False)
