"""Counting: what went in must have come out.

In: the library and a rendered edition. Out: the number of pages, or BuildFailed with the missing ones.
`build.py` alone calls this, last: Pelican skips a broken article and still reports success.
"""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from content_model import Edition, Library
from content_model.edition import ENGLISH, LAWS, TRADITIONAL
from site_gen.aliases import alias_files
from site_gen.faults import BuildFailed

SHOWN = 5


def count_pages(library: Library, edition: Edition) -> int:
    """Give the number of rendered pages after comparing library, docs and site with each other."""
    texts = [*edition.docs.rglob("*.md"), *edition.docs.rglob("*.html")]  # HTML: the pages of old addresses
    staged = {_url(path.relative_to(edition.docs)) for path in texts}
    _fail_on("旧网址没有网页", {str(path) for path in alias_files(library) if not (edition.site / path).is_file()})
    everywhere = {_url(path.relative_to(edition.site)) for path in edition.site.rglob("*.html")} - {"404/"}
    folders = {folder: _below(folder, everywhere) for folder in (TRADITIONAL, ENGLISH)}
    built = {url for url in everywhere if url.partition("/")[0] not in folders}
    _fail_on("没有进入排版", {page.url for page in library.pages} - staged)
    _fail_on("没有生成网页", staged - built)
    _fail_on("多出来的网页", built - staged)
    turned = {url for url in built if not url.startswith(f"{LAWS}/")}
    _fail_on("没有繁体网页", turned - folders[TRADITIONAL])
    _fail_on("多出来的繁体网页", folders[TRADITIONAL] - turned)
    english = {_url(path.relative_to(edition.english_docs)) for path in edition.english_docs.rglob("*.md")}
    _fail_on("英文网页与原稿不符", english ^ folders[ENGLISH])
    return len(built)


def _below(folder: str, urls: Iterable[str]) -> set[str]:
    """Give the addresses within a language's folder, without its shell."""
    return {url.removeprefix(f"{folder}/") for url in urls if url.startswith(f"{folder}/")} - {"404/"}


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
