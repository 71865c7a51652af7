"""What a build with all laws costs: `python -m bench.build` prints it against stock mkdocs-material of the same pages.

In: the sample content and the law texts, `python -m bench.build FOLDER` (default ../shared/laws), imported into a store
first. Out: processor seconds and their ratio, measured in one run; ours is all of `mingfa build`: check, site,
Traditional pages, search index. Exit code 1 above the limit.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.sites import ROOT, build_ours, build_stock

AS_OF = "2025-04-30"
LIMIT = 0.4


def import_laws(tree: Path, store: Path) -> None:
    """Import the law texts into a new store; it happens when texts change, not at each build."""
    command = [sys.executable, str(ROOT / "mingfa.py"), "laws", "import", str(tree), "--as-of", AS_OF]
    done = subprocess.run(  # noqa: S603  # our own
        command, env={**os.environ, "MINGFA_LAWS": str(store)}, cwd=ROOT, capture_output=True, text=True
    )
    if not any(store.glob("*.db")):
        raise SystemExit(f"the laws were not imported:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Print the figures."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "laws"
    if not tree.is_dir():
        raise SystemExit(f"the law texts are not here: {tree}")
    with tempfile.TemporaryDirectory(prefix="mingfa-bench-") as folder:
        store = Path(folder) / "laws"
        import_laws(tree, store)
        ours, edition = build_ours(Path(folder) / "ours", store)
        pages = sum(1 for _ in edition.docs.rglob("*.md"))
        stock = build_stock(edition, Path(folder) / "stock", search=False, prune=True)
    ratio = ours.cpu_seconds / stock.cpu_seconds
    print(f"pages: {pages:,}")
    print(f"processor time, mingfa build: {ours.cpu_seconds:.1f} s")
    print(f"processor time, stock mkdocs build (navigation.prune, search off): {stock.cpu_seconds:.1f} s")
    print(f"ours ÷ stock: {ratio:.2f}, limit {LIMIT}{'' if ratio <= LIMIT else ': MISSED'}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
