"""The store of law texts: one SQLite file, versioned by import.

In: readings, sources, the day on which they were taken. Out: laws, versions, texts, as they stand or stood.
Only this package speaks SQL; `importing`, `opening` and the commands use it.
"""

from law_library.store.file import FILE, NoStore, StoreUnusable
from law_library.store.reader import Import, LawStore, StoredRepeal
from law_library.store.writer import Outcome, Writer, writing

__all__ = [
    "FILE",
    "Import",
    "LawStore",
    "NoStore",
    "Outcome",
    "StoreUnusable",
    "StoredRepeal",
    "Writer",
    "writing",
]
