"""Full-text search over the sections of pages.

In: a `Library` at build time, a citizen's words at query time. Out: an index folder; an `Answer` with hits.
The front door builds; the form service and the front door query. Knows no generator and no web framework.
"""

from search_index.build import build_index
from search_index.query import Answer, Hit, NoIndex, search
from search_index.statutes import Statute

__all__ = ["Answer", "Hit", "NoIndex", "Statute", "build_index", "search"]
