"""What the index holds: one document a section.

In: nothing. Out: the Whoosh schema. `build.py` and `query.py` use it; this package alone knows Whoosh (decision 0004).
"""

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema


def schema() -> Schema:
    """Give the schema; words come cut already, so that no class of ours is pickled into the index."""
    cut = SpaceSeparatedTokenizer()
    return Schema(
        url=ID(stored=True),
        anchor=STORED,
        kind=STORED,
        title=STORED,
        heading=STORED,
        text=STORED,
        heads=TEXT(analyzer=cut, phrase=False),
        words=TEXT(analyzer=cut, phrase=False),
    )
