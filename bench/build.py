"""What a build with all laws costs: `python -m bench.build` prints it against stock mkdocs-material of the same pages.

In: the sample content and the law texts, `python -m bench.build FOLDER` (default ../shared/laws), imported into a store
first. Out: processor seconds and ratios, measured in one run: all pages (as stock, without what searches them), then
`mingfa build` as a whole with both search indexes, where the laws are new and where they are those of the edition
before. Exit code 1 when the pages are above the limit.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.sites import ROOT, build_ours, build_stock, cpu_seconds

AS_OF = "2025-04-30"
LIMIT = 0.4
PAGES_ONLY = "--pages-only"


def import_laws(tree: Path, store: Path) -> None:
    """Import the law texts into a new store; it happens when texts change, not at each build."""
    command = [sys.executable, str(ROOT / "mingfa.py"), "laws", "import", str(tree), "--as-of", AS_OF]
    done = subprocess.run(  # noqa: S603  # our own
        command, env={**os.environ, "MINGFA_LAWS": str(store)}, cwd=ROOT, capture_output=True, text=True
    )
    if not any(store.glob("*.db")):
        raise SystemExit(f"the laws were not imported:\n{done.stdout}{done.stderr}")


def pages_alone(folder: Path, store: Path) -> float:
    """Give the processor seconds of writing all pages, Traditional ones included, in a process of its own."""
    command = [sys.executable, "-m", "bench.build", PAGES_ONLY, str(folder), str(store)]
    return cpu_seconds(command, dict(os.environ))


def write_pages_only(folder: Path, store: Path) -> None:
    """Do what `pages_alone` measures."""
    from content_model import load, new_edition
    from law_library.opening import open_laws
    from site_gen.build import write_pages

    folder.mkdir(parents=True)
    library = load(ROOT / "content", open_laws(store, ROOT / "content" / "laws"))
    write_pages(library, new_edition(folder))


def main() -> int:
    """Print the figures."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "laws"
    if not tree.is_dir():
        raise SystemExit(f"the law texts are not here: {tree}")
    with tempfile.TemporaryDirectory(prefix="mingfa-bench-") as folder:
        store = Path(folder) / "laws"
        import_laws(tree, store)
        pages = pages_alone(Path(folder) / "pages", store)
        first, edition = build_ours(Path(folder) / "ours", store)
        again, _ = build_ours(Path(folder) / "ours", store)
        stock = build_stock(edition, Path(folder) / "stock", search=False, prune=True).cpu_seconds
        print(f"pages: {sum(1 for _ in edition.docs.rglob('*.md')):,}; stock: navigation.prune, search off")
    kept = pages / stock <= LIMIT
    print(f"pages, Traditional ones included ÷ stock: {pages / stock:.2f}, limit {LIMIT}{'' if kept else ': MISSED'}")
    print(f"mingfa build with both search indexes, laws unchanged ÷ stock: {again.cpu_seconds / stock:.2f}")
    print(f"mingfa build with both search indexes, all laws new ÷ stock: {first.cpu_seconds / stock:.2f}")
    return 0 if kept else 1


if __name__ == "__main__":
    if sys.argv[1:2] == [PAGES_ONLY]:
        write_pages_only(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main())
