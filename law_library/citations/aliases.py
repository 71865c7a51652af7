"""Aliases: short names that a text introduces itself, as in 《……条例》（以下简称《集补条例》）.

In: a folded text and the names in it. Out: the names with those of the aliases, each as what it was introduced for.
`context` imports this. Of two introductions of one alias the last one before the place counts.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from law_library.citations.names import GENERIC, LawMark
from law_library.library import LawLibrary, name_key

BRACKETED = r"(?:[^()\n]|[(][^()\n]*[)])"
INTRODUCED = re.compile(
    rf"[ *_]*(?:[(]{BRACKETED}{{1,60}}?[)])?[(]{BRACKETED}{{0,60}}?(?<!分别)(?:以下简称|以下称|下称|简称)(?:为|:)?"
    r"[“《]?(?P<alias>[^”》()，。、；\n]{2,40}(?:[(][一二三四五六七八九十]+[)])?)[”》]?[^()\n]{0,20}[)]"
)


def with_aliases(text: str, names: list[LawMark], library: LawLibrary) -> list[LawMark]:
    """Add the places in running words where an alias stands, and give each alias the law that it was introduced for."""
    introduced = list(_introduced(text, names, library))
    if not introduced:
        return names
    found = [*names, *_running(text, names, introduced)]
    return sorted((_meant(mark, introduced) for mark in found), key=lambda mark: mark.start)


def _introduced(text: str, names: list[LawMark], library: LawLibrary) -> Iterator[tuple[int, str, LawMark]]:
    """Give from where on an alias counts, the alias, and what it stands for; never the name of another law."""
    for mark in names:
        match = INTRODUCED.match(text, mark.end)
        known = library.find(match["alias"]) if match else None
        if match and (known is None or mark.law is None or known is mark.law):
            yield match.start("alias"), match["alias"], mark


def _meant(mark: LawMark, introduced: list[tuple[int, str, LawMark]]) -> LawMark:
    key = name_key(mark.name)
    meant = [law for since, alias, law in introduced if since <= mark.start + 1 and name_key(alias) == key]
    if not meant:
        return mark
    return replace(meant[-1], start=mark.start, end=mark.end, bracketed=mark.bracketed)


def _running(text: str, names: list[LawMark], introduced: list[tuple[int, str, LawMark]]) -> Iterator[LawMark]:
    """Find aliases outside 《》; a word such as 规定 is an alias only within them."""
    taken = [(mark.start, mark.end) for mark in names]
    for since, alias, law in introduced:
        if name_key(alias) in GENERIC or len(alias) < 3:
            continue
        for match in re.finditer(re.escape(alias), text[since:]):
            start, end = since + match.start(), since + match.end()
            if not any(begin < end and start < close for begin, close in taken):
                taken.append((start, end))
                yield replace(law, name=alias, start=start, end=end, bracketed=False)
