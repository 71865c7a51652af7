"""The English pages: a few, written by hand in content/en, beside the Chinese ones that they shorten.

In: the library. Out: docs-en of an edition, the pairs of English and Chinese pages, the words of the frame.
`build.py` stages, `render.py` asks for pairs and navigation, `languages.py` for the words.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from content_model import Edition, Kind, Library, front_matter
from content_model.library import ENGLISH_FOLDER
from site_gen.faults import BuildFailed

WORDS = Path(__file__).parent / "english_words.yml"
NAMES = "names.yml"


@dataclass(frozen=True)
class EnglishPage:
    """One page: its file, its address below en/, the address of its Chinese page, its place in the navigation."""

    file: str
    url: str
    chinese: str
    nav: str
    order: int
    text: str


def english_pages(library: Library) -> tuple[EnglishPage, ...]:
    """Read the English pages in the order of their navigation; none if there is no such folder.

    Raises BuildFailed when a page lacks an entry or names a Chinese page that does not exist.
    """
    known = {"", *(page.url for page in library.pages), *(f"{kind}/" for kind in Kind)}
    pages = [_read(file, known) for file in sorted((library.content / ENGLISH_FOLDER).glob("*.md"))]
    return tuple(sorted(pages, key=lambda page: page.order))


def stage_english(library: Library, edition: Edition) -> None:
    """Write the English pages' Markdown into the edition, with addresses that hold under the base path."""
    for page in english_pages(library):
        edition.english_docs.mkdir(exist_ok=True)
        text = page.text.replace("](/", f"]({library.site.base_path}")
        (edition.english_docs / page.file).write_text(text, encoding="utf-8")


@cache
def frame_words(content: Path) -> dict[str, str]:
    """Give the frame's Chinese words with their English, the longest first."""
    names = content / ENGLISH_FOLDER / NAMES
    words: dict[str, str] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    if names.is_file():
        words |= yaml.safe_load(names.read_text(encoding="utf-8")) or {}
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _read(file: Path, known: set[str]) -> EnglishPage:
    text = file.read_text(encoding="utf-8-sig")
    place = f"{ENGLISH_FOLDER}/{file.name}"
    try:
        block = front_matter.parse(front_matter.split(text)[0], first_line=2)
    except front_matter.BrokenFrontMatter as error:
        raise BuildFailed(f"{place}:{error.line}: {error.what}{error.mend}") from error
    given = {key: value.text for key, value in block.entries.items() if isinstance(value, front_matter.Text)}
    if missing := [key for key in ("title", "nav", "order", "description", "chinese") if key not in given]:
        raise BuildFailed(f"{place}:1: 缺少“{'、'.join(missing)}”。请在开头的信息区补上。")
    if given["chinese"] not in known:
        raise BuildFailed(f"{place}:1: 没有“{given['chinese']}”这一页。请把 chinese 改成中文网页的地址。")
    if not given["order"].isdecimal():
        raise BuildFailed(f"{place}:1: order“{given['order']}”不是数字。请写成 1、2、3。")
    url = "" if file.stem == "index" else f"{file.stem}/"
    return EnglishPage(file.name, url, given["chinese"], given["nav"], int(given["order"]), text)
