"""Links in Markdown: found with their lines, checked against the library, resolved to addresses.

In: a page and the library. Out: `Link`s, `Problem`s, or the page's body with its links resolved.
Rules check links; the site's staging resolves them.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from content_model.library import Library
from content_model.page import Page
from content_model.problem import Problem, nearest
from content_model.section import CODE_FENCE
from content_model.vocabulary import Kind

LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?((?:\s+[\"'][^\"']*[\"'])?)\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
SCHEMES = {"http", "https", "mailto", "tel"}
SERVICE_PATHS = ("/forms/", "/search")


@dataclass(frozen=True)
class Link:
    """One link or picture in a body; `line` counts within the body from 0."""

    target: str
    line: int
    picture: bool


def links(body: str) -> Iterator[Link]:
    """Find the links of a Markdown text outside of code."""
    fenced = False
    for number, line in enumerate(body.split("\n")):
        fenced ^= bool(CODE_FENCE.match(line))
        if fenced:
            continue
        for match in LINK.finditer(line):
            yield Link(match[3], number, picture=bool(match[1]))
        if defined := REFERENCE.match(line):
            yield Link(defined[1], number, picture=False)


def check_links(library: Library) -> Iterator[Problem]:
    """Every link inside the portal leads to a page, a section, an attachment or a form that exists."""
    for page in library.pages:
        for link in links(page.body):
            if fault := _fault(library, page, link.target):
                yield Problem(page.path, page.body_line + link.line, *fault)


def _fault(library: Library, page: Page, target: str) -> tuple[str, str] | None:
    parts = urlsplit(target)
    if parts.scheme:
        if parts.scheme in SCHEMES:
            return None
        return f"链接“{target}”不能使用。", "请用 https://、tel: 或 mailto: 开头的地址，或站内文件的相对路径。"
    if target.startswith("/"):
        if target.startswith(SERVICE_PATHS):
            return None
        return f"站内链接“{target}”写法不对。", "请写成到内容文件的相对路径，如“../services/falv-zixun.md”。"
    anchor = unquote(parts.fragment)
    goal = page if not parts.path else library.by_path.get(_resolve(page, parts.path))
    if goal is None:
        return _missing_file(library, page, parts.path)
    known = [section.anchor for section in goal.sections if section.anchor]
    if anchor and anchor not in known:
        return f"链接“{target}”指向的小标题不存在。", nearest(anchor, known) or "请改成那一页里已有的小标题。"
    return None


def _missing_file(library: Library, page: Page, path: str) -> tuple[str, str] | None:
    goal = _resolve(page, path)
    if goal in library.attachments or goal in {problem.path for problem in library.unread}:
        return None
    files = [str(known) for known in (*library.by_path, *library.attachments)]
    close = nearest(str(goal), files)
    return f"链接“{path}”指向的文件不存在。", close or "请改正路径，或删去这个链接。"


def _resolve(page: Page, path: str) -> PurePosixPath:
    return PurePosixPath(posixpath.normpath(posixpath.join(str(page.path.parent), unquote(path))))


def missing_target(library: Library, target: str) -> str:
    """Say how to mend an address such as guides/bei-qianxin that leads nowhere, or nothing."""
    known = [*library.by_address, *library.unread_addresses, *Kind]
    if target.startswith(SERVICE_PATHS) or target in known:
        return ""
    return nearest(target, known) or "请改成已有网页的“栏目/网址”。"


def resolved(library: Library, page: Page, address_of: Callable[[str], str]) -> str:
    """Give the page's body with its links to content files turned into `address_of(path below the site)`.

    Links to pages become e.g. `address_of("services/falv-zixun.md")`; forms and search stay absolute and
    become `address_of("/forms/consultation")`.
    """

    def turn(match: re.Match[str]) -> str:
        parts = urlsplit(match[3])
        if parts.scheme or not parts.path:
            return match[0]
        if match[3].startswith("/"):
            address = address_of(match[3])
        else:
            goal = _resolve(page, parts.path)
            known = library.by_path.get(goal)
            address = address_of(f"{known.address}.md" if known else str(goal))
            address += f"#{parts.fragment}" if parts.fragment else ""
        return f"{match[1]}[{match[2]}]({address}{match[4]})"

    return "\n".join(LINK.sub(turn, line) for line in page.body.split("\n"))
