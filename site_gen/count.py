"""Counting: what went in must have come out.

In: the library and a rendered edition. Out: the number of pages, or BuildFailed with the missing ones.
`build.py` alone calls this, last: Pelican skips a broken article and still reports success.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from content_model import Edition, Library
from site_gen.faults import BuildFailed

SHOWN = 5


def count_pages(library: Library, edition: Edition) -> int:
    """Give the number of rendered pages after comparing library, docs and site with each other."""
    staged = {_url(path.relative_to(edition.docs)) for path in edition.docs.rglob("*.md")}
    built = {_url(path.relative_to(edition.site)) for path in edition.site.rglob("*.html") if path != edition.shell}
    _fail_on("没有进入排版", {page.url for page in library.pages} - staged)
    _fail_on("没有生成网页", staged - built)
    _fail_on("多出来的网页", built - staged)
    return len(built)


def _url(path: Path) -> str:
    """Give the address that a staged or a rendered file answers to."""
    pure = PurePosixPath(path.as_posix()).with_suffix("")
    folder = pure.parent if pure.name == "index" else pure
    return "" if folder == PurePosixPath(".") else f"{folder}/"


def _fail_on(what: str, urls: Iterable[str]) -> None:
    wrong = sorted(urls)
    if wrong:
        more = f" 等 {len(wrong)} 页" if len(wrong) > SHOWN else ""
        raise BuildFailed(f"页数不符，{what}：{'、'.join(wrong[:SHOWN])}{more}。")
