"""Search without a server: Pagefind's index of the built site, for browsers that find no service to ask.

In: the library and a rendered edition. Out: site/pagefind, without Pagefind's own surfaces. `build.py` calls this.
Pagefind cuts the Chinese words (its extended program); site/assets/static-search-<hash>.js asks (decision 0018).
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from importlib.metadata import version
from pathlib import Path

from content_model import Edition, Library
from content_model.edition import LAWS
from content_model.facets import Facet, facets_of
from law_library.law import Article, Heading, Law, LawText
from site_gen.faults import BuildFailed

FOLDER, LAWS_FOLDER = "pagefind", "pagefind-laws"
MADE_OF = "made-of.txt"
FACETS = "facets.json"
SIGNED = b"pagefind_dcd"
"""What Pagefind writes before the text of a file of its own."""
KEPT = {FACETS, "pagefind.js", "pagefind-entry.json", "wasm.unknown.pagefind", "index", "fragment"}
RECORD_CHARACTERS = 1500
"""A law is indexed in pieces: a browser fetches the piece that answers, not 150 KB of the Civil Code."""
OTHERS_WORDS = re.compile(
    r'<h2 id="(?:相关内容|本页引用的法条)">.*?(?=<h2|<footer|<div class="mf-share|</article>)', re.DOTALL
)
LEFT_OUT = (".mf-share", ".mf-rating", ".mf-imprint", ".mf-contents")
HOW = ("--root-selector", "article.md-typeset", "--exclude-selectors", ",".join(LEFT_OUT), "--force-language", "zh")


def write_static_search(library: Library, edition: Edition) -> None:
    """Index the pages of `library` and the articles in force into the edition's site.

    The laws have an index of their own, taken over from an edition before while their texts are the same: it is nine
    tenths of the work. Raises BuildFailed when Pagefind does not run or does not index every page.
    """
    _write_index(_pages(library, edition), edition, FOLDER)
    _write_facets(library, edition.site / FOLDER)
    laws = dict(_laws(library))
    digest = _digest(laws)
    if laws and not _taken_over(edition, digest):
        _write_index(laws.items(), edition, LAWS_FOLDER)
        (edition.site / LAWS_FOLDER / MADE_OF).write_text(digest, encoding="utf-8")


def _write_index(records: Iterable[tuple[str, str]], edition: Edition, folder: str) -> None:
    pages = edition.root / "search-pages"
    for path, html in records:
        target = pages / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")
    staged = sum(1 for _ in pages.rglob("*.html"))
    if not staged:
        return
    _run_pagefind(pages, edition.site / folder)
    indexed = _count(edition.site / folder)
    shutil.rmtree(pages, ignore_errors=True)
    if indexed != staged:
        raise BuildFailed(f"静态搜索的索引少了网页：应有 {staged} 个，只有 {indexed} 个。")
    _without_surfaces(edition.site / folder)


def _write_facets(library: Library, folder: Path) -> None:
    """Write which records have each value of each facet; laws have nothing but their kind.

    Not as Pagefind's filters: to ask for the records of a filter it fetches the whole index of words.
    """
    names = dict(_record_names(folder))
    places = {address: place for place, address in enumerate(names)}
    listed: dict[str, dict[str, list[int]]] = {facet: {} for facet in Facet}
    for page in library.pages:
        for facet, values in facets_of(page).items():
            for value in values:
                listed[facet].setdefault(value, []).append(places[page.url])
    text = json.dumps({"records": list(names.values()), **listed}, ensure_ascii=False, separators=(",", ":"))
    (folder / FACETS).write_text(text, encoding="utf-8")


def _record_names(folder: Path) -> Iterator[tuple[str, str]]:
    """Read back the address of each record's page and the record's name, by which Pagefind gives it."""
    for file in sorted((folder / "fragment").glob("*.pf_fragment")):
        record = json.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNED))
        yield record["url"].lstrip("/"), file.stem


def _digest(records: Mapping[str, str]) -> str:
    """Say in one word what an index is made of: records, the program, how it is run."""
    made_of = sha256(repr((version("pagefind"), HOW)).encode())
    for path, html in records.items():
        made_of.update(f"{path}\0{html}\0".encode())
    return made_of.hexdigest()


def _taken_over(edition: Edition, digest: str) -> bool:
    """Link the laws' index of an edition before into this one, if it is made of the same; tell whether it was."""
    for mark in sorted(edition.root.parent.glob(f"*/site/{LAWS_FOLDER}/{MADE_OF}"), reverse=True):
        if mark.read_text(encoding="utf-8") == digest:
            shutil.copytree(mark.parent, edition.site / LAWS_FOLDER, copy_function=os.link)
            return True
    return False


def _run_pagefind(pages: Path, target: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(target), *HOW]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")  # noqa: S603  # as installed
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise BuildFailed(
            f"静态搜索的索引没有生成：{said[-1] if said else done.returncode}。请重新运行 make setup，再试一次。"
        )


def _count(folder: Path) -> int:
    """Read back how many pages the index has: Pagefind passes over a page in which it finds no text."""
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(language["page_count"] for language in entry["languages"].values())


def _pages(library: Library, edition: Edition) -> Iterator[tuple[str, str]]:
    """Give each page's path and its own words as HTML."""
    for page in library.pages:
        path = f"{page.url}index.html"
        yield path, own_words((edition.site / path).read_text(encoding="utf-8"))


def _laws(library: Library) -> Iterator[tuple[str, str]]:
    """Give the records of every law in force: paths that lead back to its page, and HTML."""
    for law in library.laws.laws:
        in_force = law.in_force(library.read_on)
        if in_force:
            yield from law_records(law, library.laws.text(in_force))


def own_words(html: str) -> str:
    """Take out what a page says only because others say it: related pages, the articles that it cites."""
    return OTHERS_WORDS.sub("", html)


def law_records(law: Law, text: LawText) -> Iterator[tuple[str, str]]:
    """Cut a law into records of about a chapter, each article with its anchor; a record is named by its number."""
    for number, pieces in enumerate(_pieces(text)):
        body = f"<article class=md-typeset><h1>{escape(law.full_title)}</h1>\n{''.join(pieces)}</article>"
        yield f"{LAWS}/{law.slug}/{number}.html", f"<!doctype html><html lang=zh><body>{body}</body></html>"


def _pieces(text: LawText) -> Iterator[list[str]]:
    pieces: list[str] = []
    length = 0
    for part in text.parts:
        html = _part(part)
        if length and (length + len(html) > RECORD_CHARACTERS or (isinstance(part, Heading) and length > 300)):
            yield pieces
            pieces, length = [], 0
        pieces.append(html)
        length += len(html)
    if pieces:
        yield pieces


def _part(part: object) -> str:
    match part:
        case Article():
            lines = "".join(f"<p>{escape(line)}</p>\n" for line in part.lines)
            return f'<h3 id="{part.number}">{part.number.chinese}</h3>\n{lines}'
        case Heading():
            return f"<h2>{escape(part.text)}</h2>\n"
        case _:
            return f"<p>{escape(str(getattr(part, 'text', '')))}</p>\n"


def _without_surfaces(folder: Path) -> None:
    """Take out Pagefind's own search boxes and styles: the page has ours."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in KEPT and path.suffix != ".pf_meta":
            path.unlink()
