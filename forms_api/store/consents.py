"""Consents in their column: which boxes a form asked, which were ticked, under which wording.

In: what a citizen ticked. Out: JSON, and the names of those that were given. They stand in the submission's own row,
for nobody asks for one without it (decision 0016). Only the store imports this; the standard library and the nouns.
"""

import json
from collections.abc import Sequence

from forms_api.store.submission import Consent

NONE = "[]"


def to_json(consents: Sequence[Consent]) -> str:
    """Write consents in the order in which they were asked."""
    return json.dumps([vars(consent) for consent in consents], ensure_ascii=False, separators=(",", ":"))


def given(text: str) -> frozenset[str]:
    """Read the names of those that were given."""
    return frozenset(str(consent["name"]) for consent in json.loads(text) if consent["given"])
