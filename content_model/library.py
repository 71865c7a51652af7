"""The library: every page of a content folder, read once.

In: the content folder. Out: a `Library` of typed pages, with the problems met while reading.
Generators, the index and the front door load it; `rules.check` says whether it may be built.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from content_model import front_matter
from content_model.answer import CuratedAnswer
from content_model.front_matter import Block, Items
from content_model.page import Case, Guide, Notice, Page, Person, Product, Service, Station
from content_model.problem import Problem, Unreadable, nearest
from content_model.section import COMMENT, HEADING
from content_model.site import SITE_FILE, Site, read_site
from content_model.vocabulary import Kind
from content_model.way import GuidedWay
from law_library.library import NO_LAWS, LawLibrary

AnyPage = TypeVar("AnyPage", bound=Page)
KINDS: tuple[type[Page], ...] = (Service, Product, Case, Notice, Guide, Station, GuidedWay, Person)
KIND_OF_FOLDER: Mapping[str, type[Page]] = {kind.kind.value: kind for kind in KINDS}
FOLDERS: Mapping[str, type[Page]] = {**KIND_OF_FOLDER, "answers": CuratedAnswer}  # answers are content, but no pages
BEIJING = ZoneInfo("Asia/Shanghai")
ENGLISH_FOLDER = "en"  # a few pages written by hand, of no kind; site_gen/english.py reads them
LAWS_FOLDER = "laws"  # excerpts of law texts; law_library.opening reads them
SYNONYMS_FILE = PurePosixPath("synonyms.txt")  # the bureau's own; search_index reads it


def today() -> date:
    """Give the day it is in Beijing."""
    return datetime.now(BEIJING).date()


@dataclass(frozen=True)
class Library:
    """All pages of the portal in the order of their paths; `unread` is what could not be read.

    `attachments` are the other files beside the pages (pictures, forms to print), relative to `content`. `laws` are the
    law texts that the pages are held against; what a law is (in force, repealed …) is asked for the day `read_on`.
    """

    content: Path
    site_read: Site | None
    pages: tuple[Page, ...]
    unread: tuple[Problem, ...]
    attachments: tuple[PurePosixPath, ...]
    laws: LawLibrary = NO_LAWS
    read_on: date = field(default_factory=today)
    answers: tuple[CuratedAnswer, ...] = ()

    @property
    def written(self) -> tuple[Page, ...]:
        """Everything that editors write: the pages, then the curated answers."""
        return (*self.pages, *self.answers)

    def of(self, kind: type[AnyPage]) -> tuple[AnyPage, ...]:
        """Give the pages of one kind, in the order of their paths."""
        return tuple(page for page in self.pages if isinstance(page, kind))

    @property
    def site(self) -> Site:
        """The site's settings; ask only after the check has passed, else LookupError."""
        if self.site_read is None:
            raise LookupError("the site's settings could not be read: run check() first")
        return self.site_read

    @cached_property
    def by_address(self) -> Mapping[str, Page]:
        """Pages by their address, such as services/falv-yuanzhu."""
        return {page.address: page for page in self.pages}

    @cached_property
    def by_path(self) -> Mapping[PurePosixPath, Page]:
        """Pages by the path of their file below the content folder."""
        return {page.path: page for page in self.pages}

    @cached_property
    def unread_addresses(self) -> frozenset[str]:
        """Where the pages that could not be read would stand: a link to one of them is not a second fault."""
        paths = {problem.path for problem in self.unread if len(problem.path.parts) > 1}
        return frozenset(f"{path.parts[0]}/{slug_of(path.stem)}" for path in paths)


def load(content: Path, laws: LawLibrary = NO_LAWS) -> Library:
    """Read every file below `content`; nothing is raised for wrong content, it becomes a Problem."""
    if not content.is_dir():
        missing = Problem(PurePosixPath("."), 1, "没有这个内容文件夹。", "请用 --content 指明它在哪里。")
        return Library(content, None, (), (missing,), (), laws)
    site, problems = read_site(content)
    pages: list[Page] = []
    answers: list[CuratedAnswer] = []
    attachments: list[PurePosixPath] = []
    for path in _files(content):
        if path.suffix != ".md":
            attachments.append(path)
            continue
        page, found = _read_page(content, path)
        problems += found
        if isinstance(page, CuratedAnswer):
            answers.append(page)
        elif page:
            pages.append(page)
    return Library(content, site, tuple(pages), tuple(problems), tuple(attachments), laws, answers=tuple(answers))


def _files(content: Path) -> Iterator[PurePosixPath]:
    """Walk the files in a stable order, without hidden ones, Word's lock files, settings, English pages and laws."""
    for file in sorted(content.rglob("*")):
        path = PurePosixPath(file.relative_to(content).as_posix())
        hidden = any(part.startswith((".", "~$")) for part in path.parts)
        settings = path in (SITE_FILE, SYNONYMS_FILE)
        if file.is_file() and not settings and not hidden and path.parts[0] not in (ENGLISH_FOLDER, LAWS_FOLDER):
            yield path


def _read_page(content: Path, path: PurePosixPath) -> tuple[Page | None, list[Problem]]:
    kind = FOLDERS.get(path.parts[0]) if len(path.parts) > 1 else None
    if kind is None:
        known = "、".join(f"{item}（{Kind(item).label}）" for item in KIND_OF_FOLDER)
        mend = f"请放进这些文件夹之一：{known}。"
        return None, [Problem(path, 1, "这个文件不在任何栏目的文件夹里。", mend)]
    try:
        text = (content / path).read_text(encoding="utf-8-sig")
        front, body, body_line = front_matter.split(text.replace("\r\n", "\n").replace("\r", "\n"))
        block = front_matter.parse(front, first_line=2)
    except UnicodeDecodeError:
        return None, [Problem(path, 1, "文件不是 UTF-8 编码。", "请用记事本“另存为”，编码选“UTF-8”。")]
    except front_matter.BrokenFrontMatter as error:
        return None, [Problem(path, error.line, error.what, error.mend)]
    return _make(kind, path, block, body, body_line)


def _make(
    kind: type[Page], path: PurePosixPath, block: Block, body: str, body_line: int
) -> tuple[Page | None, list[Problem]]:
    """Turn a file's parts into a page of `kind`; all its problems at once, no page if there are any."""
    declared = [item for item in fields(kind) if "keys" in item.metadata]
    body, body_title = _take_title(body)
    keys = {key: item.name for item in declared for key in (*item.metadata["keys"], item.name)}
    problems = list(_key_problems(path, block, keys, declared))
    written = {keys[key]: key for key in reversed(list(block.entries)) if key in keys}
    read: dict[str, Any] = {}
    for item in declared:
        key = written.get(item.name)
        if key is None:
            default = {"slug": slug_of(path.stem), "title": body_title}.get(item.name)
            if default:
                read[item.name] = default
            elif item.metadata["required"]:
                problems.append(_missing(path, item))
            continue
        try:
            read[item.name] = item.metadata["read"](block.entries[key])
        except Unreadable as error:
            problems.append(Problem(path, error.line or block.key_lines[key], f"“{key}”：{error.what}", error.mend))
    if problems:
        return None, problems
    lines = {name: block.key_lines[key] for name, key in written.items()}
    for name, key in written.items():
        value = block.entries[key]
        if isinstance(value, Items):
            lines |= {f"{name}.{number}": item.line for number, item in enumerate(value.items)}
    return kind(path=path, body=body, body_line=body_line, lines=lines, **read), []


def _key_problems(
    path: PurePosixPath, block: Block, keys: Mapping[str, str], declared: list[Field[Any]]
) -> Iterator[Problem]:
    known = [item.metadata["keys"][0] for item in declared]
    for key, line in block.doubles:
        yield Problem(path, line, f"“{key}”写了两次。", "请只保留一处。")
    for key, line in block.key_lines.items():
        if key not in keys:
            mend = nearest(key, known) or f"这里可以写：{'、'.join(known)}。"
            yield Problem(path, line, f"没有“{key}”这一项。", mend)


def _missing(path: PurePosixPath, item: Field[Any]) -> Problem:
    key = item.metadata["keys"][0]
    return Problem(path, 1, f"缺少“{key}”。", f"请在开头的信息区加一行“{key}: ……”。")


def _take_title(body: str) -> tuple[str, str]:
    """Take a first-level heading at the top of the body as the title, blanking its line to keep line numbers."""
    lines = body.split("\n")
    hidden = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), body).split("\n")
    for number, line in enumerate(hidden):
        if not line.strip():
            continue
        match = HEADING.match(line)
        if match and len(match[1]) == 1:
            lines[number] = ""
            return "\n".join(lines), match[2]
        break
    return body, ""


def slug_of(stem: str) -> str:
    """Make a page's own name in its address from its file name; Chinese stays Chinese."""
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", stem)).strip("-_").lower()
