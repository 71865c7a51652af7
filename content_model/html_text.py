"""The text of an HTML page in other words; its markup stays as it stands.

In: HTML that this house made, and a function from text to text. Out: the HTML with what people read turned.
Code, what a citizen typed and what says its own language (`lang`, `translate="no"`) are left alone.
"""

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from content_model.script import traditional

Attributes = list[tuple[str, str | None]]

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
LEFT_ALONE = frozenset(("code", "pre", "kbd", "samp", "script", "style", "textarea"))
QUOTING = frozenset(("blockquote", "q"))
# data-levels is compared with what the table shows (assets/js/products.js).
READ_ATTRIBUTES = frozenset(("alt", "title", "aria-label", "placeholder", "label", "data-levels"))
READ_META = frozenset(
    ("description", "keywords", "og:title", "og:description", "og:site_name", "twitter:title", "twitter:description")
)
BUTTONS = frozenset(("submit", "button", "reset"))


class TextTurner(HTMLParser):
    """Copies a page sign by sign, with its texts turned; `turn` gets a text and whether it is quoted."""

    def __init__(self, turn: Callable[[str, bool], str]) -> None:
        super().__init__(convert_charrefs=False)
        self._turn = turn
        self._parts: list[str] = []
        self._open: list[tuple[str, bool, bool]] = [("", True, False)]

    def turned(self, html: str) -> str:
        """Give the whole page."""
        self.feed(html)
        self.close()
        return "".join(self._parts)

    def attributes(self, tag: str, attributes: Attributes) -> Attributes:
        """Give a tag's attributes anew; those that change links override this."""
        return attributes

    def inside(self, tag: str, attributes: Attributes) -> str:
        """Give what to add right behind a start tag."""
        return ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Copy a start tag, with the attributes that people read turned."""
        _, read, quoted = self._open[-1]
        given = dict(attrs)
        own_language = "lang" in given and tag != "html"
        read = read and tag not in LEFT_ALONE and given.get("translate") != "no" and not own_language
        read = read or (tag == "script" and given.get("type") == "application/ld+json")
        anew = self.attributes(tag, [(name, self._read(tag, name, value, given, read)) for name, value in attrs])
        self._parts.append((self.get_starttag_text() or "") if anew == attrs else _written(tag, anew))
        self._parts.append(self.inside(tag, attrs))
        if tag not in VOID:
            self._open.append((tag, read, quoted or tag in QUOTING))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Copy a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:  # <path/> of a drawing
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Copy an end tag, and forget what was opened within it."""
        self._parts.append(f"</{tag}>")
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        """Turn a text."""
        _, read, quoted = self._open[-1]
        self._parts.append(self._turn(data, quoted) if read else data)

    def handle_entityref(self, name: str) -> None:
        """Copy a named sign."""
        self._parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Copy a numbered sign."""
        self._parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Copy a comment: the service looks for some."""
        self._parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Copy the doctype."""
        self._parts.append(f"<!{decl}>")

    def _read(self, tag: str, name: str, value: str | None, given: dict[str, str | None], read: bool) -> str | None:
        """Turn an attribute that people read."""
        named = given.get("name") or given.get("property")
        is_read = (
            name in READ_ATTRIBUTES
            or (tag == "meta" and name == "content" and named in READ_META)
            or (tag == "input" and name == "value" and given.get("type") in BUTTONS)
        )
        return self._turn(value, False) if value and is_read and read else value


def in_traditional(html: str) -> str:
    """Give an HTML page or fragment in Traditional characters."""
    return TextTurner(lambda text, quoted: traditional(text, quoted=quoted)).turned(html)


def _written(tag: str, attributes: Attributes) -> str:
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes)
    return f"<{tag}{written}>"
