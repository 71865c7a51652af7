"""How light the site is: `python -m bench.pages` prints figures and ratios against stock mkdocs-material and limits.

In: the sample content; both sites are built now, from the same staged Markdown, and served by one plain server.
Out: a table. Exit code 1 when a limit is missed. Nobody imports this but tests.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.server import gzipped, served
from bench.sites import BuiltSite, build_ours, build_stock
from bench.visit import Visit, chromium, first_visit
from content_model import Edition

PAGES = {"home": "/", "service": "/services/falv-yuanzhu/", "case": "/cases/caili/"}
KB = 1000
PAGE_LIMIT, VISIT_LIMIT, REQUEST_LIMIT, USABLE_LIMIT = 20 * KB, 80 * KB, 5, 1000
RUNS = 5


@dataclass(frozen=True)
class Row:
    """One figure for each site, in the order of the sites, and the limit for ours if there is one."""

    what: str
    figures: tuple[float, ...]
    limit: float | None = None
    unit: str = ""

    @property
    def kept(self) -> bool:
        """Tell whether our figure is within the limit."""
        return self.limit is None or self.figures[0] <= self.limit

    def __str__(self) -> str:
        """Write the row as a line of the table."""
        ours, *others = self.figures
        shown = [f"{figure:,.{1 if self.unit == 's' else 0}f}" for figure in self.figures]
        ratios = [f"{ours / other:.2f}" if other else "–" for other in others]
        limit = (
            [f"{self.limit:,.0f}", f"{ours / self.limit if self.limit else ours:.2f}"]
            if self.limit is not None
            else ["", ""]
        )
        cells = [*shown, *ratios, *limit, "" if self.kept else "MISSED"]
        return f"{self.what + (f', {self.unit}' if self.unit else ''):<38}" + "".join(f"{cell:>12}" for cell in cells)


def content_pages(edition: Edition) -> list[str]:
    """Give the addresses of the content pages; law texts are as long as the law is."""
    return [page.url for page in edition.read_pages() if not page.url.startswith("laws/")]


def html_rows(sites: list[BuiltSite], addresses: list[str]) -> Iterator[Row]:
    """Give the weight of the content pages' HTML."""
    weights = [sorted(len(gzipped(site.folder / url / "index.html")) for url in addresses) for site in sites]
    yield Row("HTML of a page after gzip: median", tuple(median(one) for one in weights), PAGE_LIMIT, "bytes")
    yield Row("  95 of 100 pages below", tuple(quantiles(one, n=20)[-1] for one in weights), PAGE_LIMIT, "bytes")
    yield Row("  largest", tuple(one[-1] for one in weights), PAGE_LIMIT, "bytes")


def visit_rows(name: str, visits: list[Visit]) -> Iterator[Row]:
    """Give what a first visit to one page takes."""
    yield Row(f"{name}: requests", tuple(one.requests for one in visits), REQUEST_LIMIT)
    yield Row("  of them to other hosts", tuple(one.elsewhere for one in visits), 0)
    yield Row("  sent to the reader", tuple(one.size for one in visits), VISIT_LIMIT, "bytes")
    yield Row("  first paint after first byte, 3G", tuple(one.paint for one in visits), None, "ms")
    yield Row("  usable after first byte, 3G", tuple(one.usable for one in visits), USABLE_LIMIT, "ms")
    yield Row("  loaded after first byte, 3G", tuple(one.load for one in visits), None, "ms")


def measure(folder: Path) -> Iterator[Row]:
    """Build the sites, then give row after row."""
    ours, edition = build_ours(folder / "ours")
    sites = [ours, *(build_stock(edition, folder / f"stock-{on}", search=on) for on in (True, False))]
    yield from html_rows(sites, content_pages(edition))
    yield Row("build, processor time", tuple(site.cpu_seconds for site in sites), None, "s")
    with chromium() as browser:
        for name, path in PAGES.items():
            visits = []
            for site in sites:
                with served(site.folder) as address:
                    visits.append(first_visit(browser, address, path, RUNS))
            yield from visit_rows(name, visits)


def main() -> int:
    """Print the table."""
    heads = ["ours", "stock", "no search", "ours/stock", "ours/no s.", "limit", "ours/limit", ""]
    print(f"{'':<38}" + "".join(f"{head:>12}" for head in heads))
    kept = True
    with tempfile.TemporaryDirectory(prefix="mingfa-bench-") as folder:
        for row in measure(Path(folder)):
            print(row, flush=True)
            kept &= row.kept
    print("stock: mkdocs-material as it comes, of the same Markdown; no search: the same with its search plugin off")
    print(f"3G: 400 ms there and back, 400 kbit/s down; the median of {RUNS} visits; other hosts do not answer")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
