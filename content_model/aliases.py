"""Old addresses of pages: an address once published answers for ever.

In: a library. Out: `Problem`s for old addresses that are in use or given twice.
`rules.py` lists the check; the site's generator writes a page that leads on for each address.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from content_model.library import Library
from content_model.page import Page
from content_model.problem import Problem
from content_model.vocabulary import Kind

# What the service and the generator answer to. A list's own addresses lie below its column.
TAKEN = re.compile(r"(?:forms|staff|assets|search|sitemap|healthz|404|index)(?:\.html?)?(?:/.*)?", re.I)
LISTS = re.compile(r"(?:page|tags?|topics?|years?|for|about|by|at)(?:/.*)?")


def check_aliases(library: Library) -> Iterator[Problem]:
    """Find old addresses that are another page's address, the site's own, or given twice."""
    living = {page.address.lower(): page for page in library.pages}
    given: dict[str, Page] = {}
    for page in library.pages:
        for alias in page.aliases:
            if fault := _fault(page, alias.lower(), living, given):
                yield Problem(page.path, page.line_of("aliases"), f"旧网址“{alias}”{fault}", "请改正，或删去这一项。")
            given.setdefault(alias.lower(), page)


def _fault(page: Page, alias: str, living: dict[str, Page], given: dict[str, Page]) -> str:
    column, _, rest = alias.partition("/")
    if (owner := living.get(alias)) is not None:
        return "就是这一页现在的网址。" if owner is page else f"正在用，是 {owner.path} 的网址。"
    if (other := given.get(alias)) is not None:
        return "写了两次。" if other is page else f"在 {other.path} 里已经写了。"
    if any(str(parent) in living for parent in PurePosixPath(alias).parents):
        return "在别的网页下面，是网站自己要用的。"
    if TAKEN.fullmatch(alias) or (column in list(Kind) and (not rest or LISTS.fullmatch(rest))):
        return "是网站自己要用的。"
    return ""
