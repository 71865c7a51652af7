"""Full-text search over the sections of pages.

In: a `Library` at build time, a citizen's words at query time. Out: an index folder; an `Answer` with hits.
The front door builds; the form service and the front door query. Knows no generator and no web framework.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy comes: arrays are short, threads would only wait

from search_index.build import Built, build_index
from search_index.engines import NoEngine
from search_index.explanation import Why, explanation, whole, why
from search_index.known import NotQuestions
from search_index.opened import BrokenIndex, NoIndex, is_sound
from search_index.query import Answer, Hit, search
from search_index.statutes import Named
from search_index.wanted import Reason, Source

__all__ = [
    "Answer",
    "BrokenIndex",
    "Built",
    "Hit",
    "Named",
    "NoEngine",
    "NoIndex",
    "NotQuestions",
    "Reason",
    "Source",
    "Why",
    "build_index",
    "explanation",
    "is_sound",
    "search",
    "whole",
    "why",
]
