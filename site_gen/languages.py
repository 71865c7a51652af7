"""Languages: every finished page once more in Traditional characters, and the English pages in an English frame.

In: an edition whose pages are rendered. Out: site/zh-hant with a twin of each page, site/en with its frame in English.
`build.py` alone calls this, after all that looks at the Simplified pages. The finished HTML is turned, not the
Markdown: anchors and links stay what they are, and the frame's words come along (decision on languages).
"""

import re
import shutil
from abc import ABC, abstractmethod
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, unquote, urlsplit

from content_model import Edition, Library, Site
from content_model.edition import ENGLISH, LAWS, TRADITIONAL
from content_model.html_text import Attributes, TextTurner
from content_model.script import traditional
from site_gen.english import frame_words

LINKS = frozenset(("href", "src", "action", "poster", "formaction"))
OWN_ADDRESS = frozenset(("og:url", "og:image", "Url"))
ASSETS = "assets/"
CHINESE = re.compile(r"[\u3400-\u9fff]")
SERVICE = re.compile(r"forms(?:/|$)|search$")  # search/ is the page that works without the service
SWITCH = frozenset(("zh-Hans", "zh-Hant", "en"))
TAG_OF = {TRADITIONAL: "zh-Hant", ENGLISH: "en"}
OPEN_GRAPH = {TRADITIONAL: "zh_HK", ENGLISH: "en"}
NOTE = (
    '<p class="mf-script-note md-grid">本页繁体字由程序从简体转换，用词不变。法律条文以公布的简体文本为准：'
    '<a href="{simplified}" hreflang="zh-Hans">看简体版</a>。</p>'
)


def write_traditional(library: Library, edition: Edition) -> None:
    """Write a twin of each HTML page but law texts below zh-hant; styles, pictures, feeds, attachments are shared."""
    pages = [path for path in edition.site.rglob("*.html") if not _within(edition, path, ENGLISH, LAWS)]
    for path in pages:
        below = path.relative_to(edition.site)
        turner = _Traditional(library.site, edition.site, PurePosixPath(below.as_posix()))
        twin = edition.site / TRADITIONAL / below
        twin.parent.mkdir(parents=True, exist_ok=True)
        twin.write_text(turner.turned(path.read_text(encoding="utf-8")), encoding="utf-8")


def write_english_frame(library: Library, edition: Edition) -> None:
    """Turn the words of the frame around the English pages, and share the assets of the site."""
    folder = edition.site / ENGLISH
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and path.suffix != ".html":
            path.unlink()  # the renderer's second copy of what stands in the site already
    shutil.rmtree(folder / "assets", ignore_errors=True)
    for path in folder.rglob("*.html"):
        below = PurePosixPath(path.relative_to(edition.site).as_posix())
        turner = _English(library, edition.site, below)
        path.write_text(turner.turned(path.read_text(encoding="utf-8")), encoding="utf-8")


def _within(edition: Edition, path: Path, *folders: str) -> bool:
    return path.relative_to(edition.site).parts[0] in folders


class _Moved(TextTurner, ABC):
    """A page that is read in another folder of the site: links to the service keep the language."""

    folder = ""

    def __init__(self, site: Site, root: Path, below: PurePosixPath) -> None:
        super().__init__(self.words)
        self.site, self.root, self.below = site, root, below

    @abstractmethod
    def words(self, text: str, quoted: bool) -> str:
        """Turn a text."""

    @abstractmethod
    def link(self, value: str, goal: str) -> str:
        """Give the address that leads to `goal` (below the site's root) from the page's new place."""

    def attributes(self, tag: str, attributes: Attributes) -> Attributes:
        """Set language, own address and links."""
        given = dict(attributes)
        if tag == "html":
            return [(name, TAG_OF[self.folder] if name == "lang" else value) for name, value in attributes]
        if tag == "a" and given.get("hreflang") in SWITCH and "lang" in given:
            return self._switch(attributes, str(given["hreflang"]))
        if given.get("rel") == "canonical" or given.get("property") in OWN_ADDRESS or given.get("name") in OWN_ADDRESS:
            return [(name, self.own_address(value or "")) for name, value in attributes]
        if given.get("property") == "og:locale":
            return [(name, OPEN_GRAPH[self.folder] if name == "content" else value) for name, value in attributes]
        if "hreflang" in given and tag == "link":
            return attributes
        kept = "hreflang" in given
        return [
            (name, self._link(tag, given, value, kept) if name in LINKS and value else value)
            for name, value in attributes
        ]

    def inside(self, tag: str, attributes: Attributes) -> str:
        """Make the search keep the language."""
        given = dict(attributes)
        goal = self._goal(given.get("action") or "")
        if tag == "form" and given.get("method") == "get" and goal and SERVICE.match(goal):
            return f'<input type="hidden" name="lang" value="{TAG_OF[self.folder]}">'
        return ""

    def own_address(self, value: str) -> str:
        """Give the page's own absolute address."""
        return value

    def _switch(self, attributes: Attributes, language: str) -> Attributes:
        """Mark the language at hand in the switch; its addresses hold everywhere."""
        others = [(name, value) for name, value in attributes if name != "aria-current"]
        return [*others, ("aria-current", "true")] if language == TAG_OF[self.folder] else others

    def _link(self, tag: str, given: dict[str, str | None], value: str, kept: bool) -> str:
        goal = self._goal(value)
        if goal is None:
            return value
        if SERVICE.match(goal):
            if tag == "form" and given.get("method") == "get":
                return value
            path, mark, fragment = value.partition("#")
            return f"{path}{'&' if '?' in path else '?'}lang={TAG_OF[self.folder]}{mark}{fragment}"
        return value if kept and value.startswith("/") else self.link(value, goal)

    def _goal(self, value: str) -> str | None:
        """Give where a link leads, below the root of the site; None outside of it or within the page."""
        parts = urlsplit(value)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            base = self.site.base_path
            return path[len(base) :] if path.startswith(base) else None
        goal = normpath(str(self.below.parent / path))
        return "" if goal == "." else goal + ("/" if path.endswith(("/", "..")) else "")

    def relative(self, value: str, goal: str) -> str:
        """Lead from the page's new place to `goal`, with what stands behind the path of `value`."""
        below = self.below if self.below.parts[0] == self.folder else PurePosixPath(self.folder) / self.below
        slash = "/" * goal.endswith("/")
        return quote(relpath(goal, below.parent)) + slash + value[len(urlsplit(value).path) :]

    def is_page(self, goal: str) -> bool:
        """Say whether an address below the root is a page."""
        target = self.root / goal
        return target.suffix == ".html" or (target / "index.html").is_file()


class _Traditional(_Moved):
    """A Simplified page moved to zh-hant: relative links between pages hold as they are."""

    folder = TRADITIONAL

    def words(self, text: str, quoted: bool) -> str:
        return traditional(text, quoted=quoted)

    def link(self, value: str, goal: str) -> str:
        page, absolute = self.is_page(goal), value.startswith("/")
        if goal.startswith(f"{LAWS}/"):
            return value if absolute else self.relative(value, goal)
        if page and absolute:
            return f"{self.site.base_path}{TRADITIONAL}/{value.removeprefix(self.site.base_path)}"
        return value if page or absolute else self.relative(value, goal)

    def attributes(self, tag: str, attributes: Attributes) -> Attributes:
        """Say of links to law texts that these are Simplified."""
        turned = super().attributes(tag, attributes)
        goal = self._goal(dict(attributes).get("href") or "") if tag == "a" else None
        is_law = goal is not None and goal.startswith(f"{LAWS}/") and "hreflang" not in dict(attributes)
        return [*turned, ("hreflang", "zh-Hans")] if is_law else turned

    def own_address(self, value: str) -> str:
        base = self.site.base_url + self.site.base_path
        if value.startswith(base + ASSETS):
            return value
        return value.replace(base, f"{base}{TRADITIONAL}/", 1) if value.startswith(base) else value

    def inside(self, tag: str, attributes: Attributes) -> str:
        if tag == "footer" and dict(attributes).get("class") == "mf-colophon":
            folder = self.below.parent if self.below.name == "index.html" else self.below
            address = "" if str(folder) in (".", "404.html") else f"{folder}/".replace(".html/", ".html")
            return self.words(NOTE, False).format(simplified=quote(self.site.base_path + address))
        return super().inside(tag, attributes)


class _English(_Moved):
    """An English page, rendered as the root of a site of its own: what it shares lies one folder up."""

    folder = ENGLISH

    def __init__(self, library: Library, root: Path, below: PurePosixPath) -> None:
        super().__init__(library.site, root, below)
        self._words = frame_words(library.content)

    def words(self, text: str, quoted: bool) -> str:
        if text.isascii():
            return text
        if (stripped := text.strip()) in self._words:
            return text.replace(stripped, self._words[stripped])
        turned = text
        for chinese, english in self._words.items():
            turned = turned.replace(chinese, english)
        return text if CHINESE.search(turned) else turned  # better all of it than half of it

    def link(self, value: str, goal: str) -> str:
        within = goal.removeprefix(f"{ENGLISH}/")
        if value.startswith("/"):
            shared = within != goal and not self.is_page(goal)
            home = f"{self.site.base_path}{ENGLISH}/" if not goal else value
            return self.site.base_path + within if shared else home
        return value if self.is_page(goal) else self.relative(value, within)

    def own_address(self, value: str) -> str:
        return value.replace(f"/{ENGLISH}/{ASSETS}", f"/{ASSETS}", 1)
