"""Links in what the generators write: right for the file that they stand in, the law that is cited among them.

In: the library and a path below docs. Out: Markdown. `stage.py`, `articles.py`, `ways.py` and the law pages use it.
"""

import posixpath
from itertools import pairwise

from content_model import Library, Page, Product, Service
from content_model.cited import law_of_day
from content_model.links import resolved
from site_gen.citing import Citing
from site_gen.markdown import escaped


class Linker:
    """Turns addresses below the site into links relative to the file they stand in."""

    noted = True
    """Whether cited articles are noted, for a section at the page's end."""

    def __init__(self, library: Library, path: str) -> None:
        self.library = library
        self.folder = posixpath.dirname(path)
        self.citing = Citing(library, self.to, noted=self.noted)

    def to(self, target: str) -> str:
        """Link to `target`: "services/falv-zixun.md" below docs, or "/forms/…" of the service."""
        if target.startswith("/"):
            return self.library.site.base_path + target.lstrip("/")
        return posixpath.relpath(target, self.folder or ".")

    def way(self, target: str) -> str:
        """Link to a page or column named by its address, or to a form."""
        if target.startswith("/"):
            return self.to(target)
        return self.to(f"{target}.md" if "/" in target else f"{target}/index.md")

    def page(self, page: Page) -> str:
        """Write a Markdown link to a page, with its title."""
        return f"[{escaped(page.title)}]({self.to(page.address + '.md')})"

    def parts(self, page: Page) -> list[tuple[str, str]]:
        """Give a page's body cut at its second-level headings: (heading, text with the heading)."""
        lines = self.body(page).split("\n")
        starts = [number for number, line in enumerate(lines) if line.startswith("## ")] or [0]
        cuts = [*starts, len(lines)]
        return [
            (lines[start].removeprefix("## ").strip(), "\n".join(lines[start:end]).strip())
            for start, end in pairwise(cuts)
        ]

    def body(self, page: Page) -> str:
        """Give a page's body with its links made right for this file, and with what it cites linked."""
        return self.citing.linked(resolved(self.library, page, self.to).strip(), law_of_day(page))

    def basis(self, page: Service | Product) -> list[str]:
        """Give what a page's legal basis says, with the law linked."""
        return [self.citing.linked(citation, law_of_day(page)) for citation in page.basis]

    def cited(self) -> str:
        """Write the section with every article that the page has cited so far; "" if there is none."""
        return self.citing.section()
