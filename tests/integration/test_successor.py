"""The same files build with the renderer that will follow MkDocs-Material (decision 0002).

Only what the move needs: the same pages, our frame around them, the same anchors, the service's slot.
"""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urljoin

from content_model import load, new_edition
from content_model.edition import TRADITIONAL
from site_gen import build
from tests import samples
from tests.conftest import ROOT, absent
from tests.sample_laws import TODAY, sample_laws

LISTED = re.compile(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a>')
SUCCESSOR = ROOT / ".venv/successor/bin/zensical"


def test_the_successor_builds_the_same_pages_from_the_same_files(tmp_path: Path) -> None:
    if not SUCCESSOR.is_file():
        absent("the successor of MkDocs-Material is not installed (make .venv/successor/ready)")
    edition = new_edition(tmp_path)
    build(replace(load(samples.write_content(tmp_path / "content"), sample_laws()), read_on=TODAY), edition)
    ours = shutil.move(edition.site, tmp_path / "ours")
    shutil.rmtree(Path(ours) / TRADITIONAL)  # made of the rendered pages, whoever rendered them
    command = [str(SUCCESSOR), "build", "-f", "mkdocs.yml"]
    subprocess.run(command, cwd=edition.root, check=True, capture_output=True, timeout=60)

    pages = {path.relative_to(ours) for path in Path(ours).rglob("*.html")}
    assert {path.relative_to(edition.site) for path in edition.site.rglob("*.html")} == pages
    assert "<!-- slot -->" in edition.shell.read_text(encoding="utf-8")
    for page in pages:
        before, after = ((folder / page).read_text(encoding="utf-8") for folder in (Path(ours), edition.site))
        assert frame_of(after, page) == frame_of(before, page), page


def frame_of(page: str, path: Path) -> dict[str, list[object]]:
    """What a reader and a link from elsewhere rely on."""
    return {
        "title": list(re.findall(r"<title>(.*)<", page)),
        "anchors": list(re.findall(r'\bid="([^"]+)"', page)),
        "headings": list(re.findall(r"<h\d[^>]*>(.*?)</h\d>", page)),
        "links": [(goal_of(path, goal), text) for goal, text in LISTED.findall(page)],
    }


def goal_of(path: Path, link: str) -> str:
    """Give the address below the site that a link on the page leads to."""
    return normpath("/" + unquote(urljoin(f"/{path.as_posix()}", link)).removesuffix("index.html").strip("/"))
