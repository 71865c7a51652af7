"""Two sites of the same pages: ours, and what stock mkdocs-material makes of the same staged Markdown.

In: an empty folder. Out: `BuiltSite` with the processor seconds that its build took.
`bench.pages` and `bench.build` import this.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from content_model import Edition, published_edition

ROOT = Path(__file__).parent.parent
EXTENSIONS = ["attr_list", "def_list", "md_in_html", "tables"]  # or the pages would not be the same
OUR_TEMPLATE = re.compile(r"^template: .*\n", re.MULTILINE)


@dataclass(frozen=True)
class BuiltSite:
    """A folder of HTML, and what it cost."""

    name: str
    folder: Path
    cpu_seconds: float


def build_ours(folder: Path, laws: Path | None = None) -> tuple[BuiltSite, Edition]:
    """Build the sample portal with the front door: check, site and search index; with the store of `laws`, if given."""
    store = {"MINGFA_LAWS": str(laws)} if laws else {}
    environment = {**os.environ, "MINGFA_BUILD": str(folder), "MINGFA_CONTENT": str(ROOT / "content"), **store}
    spent = cpu_seconds([sys.executable, str(ROOT / "mingfa.py"), "build"], environment)
    edition = published_edition(folder)
    if edition is None:
        raise SystemExit("the build published nothing")
    return BuiltSite("ours", edition.site, spent), edition


def build_stock(edition: Edition, folder: Path, *, search: bool, prune: bool = False) -> BuiltSite:
    """Build the edition's staged Markdown with mkdocs-material as it comes, its search on (as stock) or off.

    `prune`: with navigation.prune, the theme's own remedy for many pages.
    """
    shutil.copytree(edition.docs, folder / "docs", ignore=shutil.ignore_patterns("assets", "*.xml"))
    for page in (folder / "docs").rglob("*.md"):
        page.write_text(OUR_TEMPLATE.sub("", page.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    settings = {
        "site_name": "示例县公共法律服务网",
        "site_url": "https://sf.example.gov.cn/",
        "theme": {"name": "material", "language": "zh", "features": ["navigation.prune"] if prune else []},
        "markdown_extensions": EXTENSIONS,
        **({} if search else {"plugins": []}),
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--config-file", str(folder / "mkdocs.yml")]
    spent = cpu_seconds(command, dict(os.environ))
    return BuiltSite("stock" if search else "stock, search off", folder / "site", spent)


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Run a command and give the processor seconds that it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)  # noqa: S603  # our own
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
