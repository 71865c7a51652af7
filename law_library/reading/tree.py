"""A folder of law files: which there are, which belong together, what each version says.

In: a folder. Out: `Source`s (the files of one version) and, read, `Reading`s. `importing`, `excerpts` use it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from law_library.law import Heading, Part
from law_library.reading.law_file import SUFFIXES, LawFile, read_law_file
from law_library.reading.layout import strip
from law_library.reading.lexicon import known_effective
from law_library.reading.names import title_of
from law_library.reading.numbering import check_numbering
from law_library.reading.oddity import Oddity, Unreadable
from law_library.reading.repeals import NamedRepeal

FOREIGN = (".doc", ".wps", ".pdf", ".rtf", ".html", ".htm")
LEFT_OUT = ("README", "LICENSE")


@dataclass(frozen=True)
class Source:
    """The files of one version, paths relative to the tree; several where a law comes in books."""

    files: tuple[tuple[PurePosixPath, bytes], ...]

    @property
    def name(self) -> str:
        """How the source is known from one import to the next."""
        return "\n".join(path.as_posix() for path, _ in self.files)

    @property
    def digest(self) -> str:
        """A digest of all its bytes."""
        digest = hashlib.sha256()
        for path, content in self.files:
            digest.update(f"{path.as_posix()}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()


@dataclass(frozen=True)
class Reading:
    """One version of a law as its source says it; `field` is the folder's name."""

    path: PurePosixPath
    title: str
    full_title: str
    field: str
    history: tuple[str, ...]
    dated: date | None
    effective_on: date | None
    excerpt: bool
    parts: tuple[Part, ...]
    repeals: tuple[NamedRepeal, ...]
    oddities: tuple[Oddity, ...]


def sources_in(folder: Path) -> Iterator[Source]:
    """Walk a tree's law files in a stable order; the books of one law make one source."""
    books: dict[tuple[PurePosixPath, str], list[tuple[PurePosixPath, bytes]]] = {}
    for path in _files(folder, SUFFIXES):
        content = (folder / path).read_bytes()
        title = _title_of_book(path, content)
        if title:
            books.setdefault((path.parent, title), []).append((path, content))
        else:
            yield Source(((path, content),))
    yield from (Source(tuple(files)) for files in books.values())


def foreign_files(folder: Path) -> Iterator[Oddity]:
    """Name the files that are of a form which cannot be read."""
    for path in _files(folder, FOREIGN):
        yield Oddity(path, 1, f"{path.suffix} 文件读不了，没有导入。", "请用 Word 或 WPS 另存为 .docx。")


def read_source(source: Source) -> Reading:
    """Read the files of one version and join them; raises Unreadable with the place in `.path` of the cause."""
    files = []
    for path, content in source.files:
        try:
            files.append(read_law_file(path, content))
        except Unreadable as fault:
            raise UnreadableSource(Oddity(path, fault.line, fault.what, fault.mend)) from fault
    return _join(files)


class UnreadableSource(ValueError):
    """A source that cannot be taken; `oddity` says where and why."""

    def __init__(self, oddity: Oddity) -> None:
        super().__init__(str(oddity))
        self.oddity = oddity


def _join(files: Sequence[LawFile]) -> Reading:
    ordered = sorted(files, key=lambda file: file.articles[0].number.main if file.articles else 0)
    first = ordered[0]
    title = title_of(first.full_title)
    dated = first.dated
    return Reading(
        path=first.path,
        title=title,
        full_title=first.full_title,
        field=first.path.parts[-2] if len(first.path.parts) > 1 else "",
        history=first.history,
        dated=dated,
        effective_on=known_effective(title, dated) or first.effective_on,
        excerpt=any(file.excerpt for file in files),
        parts=tuple(part for file in ordered for part in _parts_of(file)),
        repeals=tuple(repeal for file in ordered for repeal in file.repeals),
        oddities=(*(oddity for file in ordered for oddity in file.oddities), *_gaps_between(ordered)),
    )


def _parts_of(file: LawFile) -> Iterable[Part]:
    """Give the parts of a file; a book's title becomes the highest heading."""
    if not file.book:
        return file.parts
    lower = (replace(part, level=part.level + 1) if isinstance(part, Heading) else part for part in file.parts)
    return (Heading(1, file.book), *lower)


def _gaps_between(files: Sequence[LawFile]) -> Iterator[Oddity]:
    """Check the numbers of a law in books from its first article to its last."""
    if any(not file.book or file.excerpt for file in files):
        return
    places = [(article, file.path) for file in files for article in file.articles]
    for line, what, mend in check_numbering([article for article, _ in places]):
        path = next(path for article, path in places if article.line == line and article.number.chinese in what)
        yield Oddity(path, line, what, mend)


def _title_of_book(path: PurePosixPath, content: bytes) -> str:
    """Give the law's title if the file holds one book of it: two title lines above the text."""
    if path.suffix.lower() != ".md":
        return ""
    head = content[:2000].decode("utf-8", errors="replace").split("<!-- INFO END")[0]
    titles = [strip(line[2:]) for line in map(strip, head.split("\n")) if line.startswith("# ")]
    return titles[0] if len(titles) > 1 else ""


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[PurePosixPath]:
    for file in sorted(folder.rglob("*")):
        path = PurePosixPath(file.relative_to(folder).as_posix())
        hidden = any(part.startswith((".", "_", "~$")) for part in path.parts)
        if file.suffix.lower() in suffixes and not hidden and path.stem not in LEFT_OUT and file.is_file():
            yield path
