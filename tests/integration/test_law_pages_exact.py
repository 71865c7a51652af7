"""Real laws on their pages: what is read is what was printed, sign by sign."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import markdown

from law_library.importing import import_tree
from law_library.law import Article, LawText
from law_library.opening import open_laws
from site_gen.law_text import law_markdown

EACH = 15  # of the versions, and all with signs that Markdown knows; all of them were compared once, none differed
SIGNS = re.compile(r"[*_<`\\\[&]|^(?:\d+[.)]|[-+#>:])", re.M)
BARS = re.compile(r"\||-{3,}")  # of tables


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", BARS.sub("", text))


def printed(text: LawText) -> str:
    """The words of a law in order."""
    parts = (part.number.chinese + part.text if isinstance(part, Article) else part.text for part in text.parts)
    return squeezed("".join(parts))


def lines_of(text: LawText) -> list[str]:
    """The lines of a law."""
    return [line for part in text.parts for line in (part.lines if isinstance(part, Article) else (part.text,))]


def shown(text: LawText) -> str:
    """The words on the law's page."""
    html = markdown.markdown(law_markdown(text, {}), extensions=["attr_list", "def_list", "md_in_html", "tables"])
    return squeezed(unescape(re.sub(r"<[^>]*>", "", html)))


def test_real_laws_are_shown_as_they_were_printed(shared: Path, tmp_path: Path) -> None:
    import_tree(tmp_path, shared / "laws", date(2025, 4, 30), date(2026, 3, 5))
    library = open_laws(tmp_path)
    texts = [library.text(version) for law in library.laws for version in law.versions]
    signed = [text for text in texts if any(SIGNS.search(line) for line in lines_of(text))]
    assert len(texts) > 1000
    assert len(signed) > 5
    for text in [*texts[::EACH], *signed]:
        assert shown(text) == printed(text), text.version
