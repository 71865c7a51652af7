"""What verifying the law costs in a check: 3,000 pages against all articles, as a share of the limit of 2 seconds.

In: the law texts, `python -m bench.citations FOLDER` (default ../shared/laws); the pages are those of the sample, again
and again under other names. Out: processor seconds of the rules about the law ÷ 2, and of all other rules ÷ 2.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from bench.sites import ROOT
from content_model import Library, Problem, load
from content_model.cited import cited_texts
from content_model.law_rules import check_laws
from content_model.rules import RULES
from law_library.importing import import_tree
from law_library.opening import open_laws

PAGES = 3000
LIMIT = 2.0


def main() -> None:
    """Measure and print; exit code 1 when the limit is missed."""
    tree = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "laws"
    today = date.today()  # noqa: DTZ011
    with tempfile.TemporaryDirectory() as folder:
        import_tree(Path(folder), tree, today, today)
        laws = open_laws(Path(folder), today=today)
        sample = load(ROOT / "content", laws)
        library = replace(sample, pages=tuple(islice(cycle(sample.pages), PAGES)))
        spent = _seconds(lambda: check_laws(library, today))
        others = _seconds(lambda: (problem for rule in RULES for problem in rule(library)))
        citations = sum(len(text.citations) for text in cited_texts(library, today))
        articles = sum(len(laws.text(law.versions[-1]).articles) for law in laws.laws if law.versions)
    print(f"{PAGES} pages, {citations} citations, {articles} articles of {_named(library)} laws")
    print(f"rules about the law: processor seconds ÷ {LIMIT} {spent / LIMIT:.2f} (at most 1)")
    print(f"all other rules: processor seconds ÷ {LIMIT} {others / LIMIT:.2f}")
    sys.exit(spent > LIMIT)


def _seconds(rule: Callable[[], Iterable[Problem]]) -> float:
    begun = time.process_time()
    for _ in rule():
        pass
    return time.process_time() - begun


def _named(library: Library) -> int:
    return sum(1 for law in library.laws.laws if law.versions)


if __name__ == "__main__":
    main()
