"""What Lighthouse says: `python -m bench.lighthouse` prints its four scores of five pages, against 95.

In: the sample content, served by `mingfa serve`; Lighthouse from npm, pinned in bench/npm, and this machine's Chromium.
Out: a table, and every check that cost points. Exit code 1 when a score is below 95. Nobody imports this.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.portal import running_portal
from bench.sites import ROOT

LIMIT = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "/",
    "service": "/services/falv-yuanzhu/",
    "case": "/cases/caili/",
    "search": f"/search?q={quote('老板拖欠工资怎么办')}",
    "form": "/forms/consultation",
}
# Result pages are closed to search engines on purpose (robots.txt, noindex): what people ask is theirs.
SKIPPED = {"search": "is-crawlable"}
PINNED = ROOT / "bench/npm"
INSTALLED = ROOT / "build/npm"
COMMAND = INSTALLED / "node_modules/lighthouse/cli/index.js"


def install() -> None:
    """Install what bench/npm pins, by its hashes, below build/."""
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("npm is not on this machine")
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(PINNED / name, INSTALLED / name)
    subprocess.run([npm, "ci", "--silent"], cwd=INSTALLED, check=True)  # noqa: S603  # npm itself


def report(address: str, out: Path, skipped: str = "") -> dict[str, Any]:
    """Let Lighthouse look at one page as a phone sees it; give its report."""
    command = ["node", str(COMMAND), address, "--quiet", "--output=json", f"--output-path={out}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--no-enable-error-reporting"]
    if skipped:
        command.append(f"--skip-audits={skipped}")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    environment = {**os.environ, "CHROME_PATH": chromium}
    subprocess.run(command, env=environment, check=True, timeout=180)  # noqa: S603  # our own words only
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    """Give the four scores, of 100."""
    return {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}


def losses(found: dict[str, Any]) -> list[str]:
    """Name the checks that count and did not get full marks."""
    counted = {
        one["id"]: one["weight"]
        for name in CATEGORIES
        for one in found["categories"][name]["auditRefs"]
        if one["weight"]
    }
    audits = [found["audits"][name] for name in counted]
    return [
        f"{one['id']} ({round(100 * one['score'])}): {one['title']}"
        for one in audits
        if one["score"] is not None and one["score"] < 1
    ]


def main() -> int:
    """Print the table."""
    if not COMMAND.is_file():
        install()
    kept = True
    print(f"{'of 100':<10}" + "".join(f"{name:>16}" for name in CATEGORIES) + f"{'least / 95':>16}")
    with tempfile.TemporaryDirectory(prefix="mingfa-lighthouse-") as folder, running_portal(Path(folder)) as portal:
        for name, path in PAGES.items():
            found = report(portal + path, Path(folder) / f"{name}.json", SKIPPED.get(name, ""))
            got = scores(found)
            least = min(got.values())
            kept &= least >= LIMIT
            print(f"{name:<10}" + "".join(f"{got[one]:>16}" for one in CATEGORIES) + f"{least / LIMIT:>16.2f}")
            for loss in losses(found):
                print(f"           {loss}", flush=True)
    for name, check in SKIPPED.items():
        print(f"{name}: without {check}, result pages are closed to search engines on purpose")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
