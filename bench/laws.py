"""The import of all law texts: against its limit of a minute, and a second import against the first.

In: the folder of law texts. Out: ratios on the screen. Run by hand: python -m bench.laws ../shared/laws
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from law_library.importing import import_tree
from law_library.opening import open_library

LIMIT = 60.0
OPENING_LIMIT = 0.2


def main(tree: Path) -> None:
    """Measure and print."""
    day = date(2025, 4, 30)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder)
        first = _seconds(lambda: import_tree(store, tree, day, day))
        second = _seconds(lambda: import_tree(store, tree, day, day))
        opening = _seconds(lambda: open_library(store).by_name)
    print(f"first import ÷ {LIMIT:.0f} s: {first / LIMIT:.3f}")
    print(f"second import ÷ first: {second / first:.2f}")
    print(f"opening the list with all names ÷ {OPENING_LIMIT} s: {opening / OPENING_LIMIT:.2f}")


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/laws"))
