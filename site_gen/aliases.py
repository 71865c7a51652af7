"""Old addresses: a small page at each, which leads on to the page that lives elsewhere now.

In: the library, whose aliases were checked. Out: HTML files below docs, which the renderer copies as they are.
`build.py` calls this; `count.py` and `conventions.py` ask where the pages lie.
"""

import posixpath
from pathlib import Path, PurePosixPath

from content_model import Library, Page
from site_gen.markdown import templates

TEMPLATE = "moved.html"


def write_aliases(library: Library, docs: Path) -> None:
    """Write the page of every old address below `docs`."""
    template = templates().get_template(TEMPLATE)
    for path, page in alias_files(library).items():
        goal = posixpath.relpath(page.address, path.parent) + "/"
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        home = posixpath.relpath(".", path.parent) + "/"
        file.write_text(template.render(site=library.site, page=page, goal=goal, home=home), encoding="utf-8")


def alias_files(library: Library) -> dict[PurePosixPath, Page]:
    """Give the file of each old address, below docs and below the site, with the page it leads to."""
    return {_file(alias): page for page in library.pages for alias in page.aliases}


def _file(alias: str) -> PurePosixPath:
    path = PurePosixPath(alias)
    return path if path.suffix in (".html", ".htm") else path / "index.html"
