"""The store's own use of the vault: what is sealed, bound to which row, and the blind index of telephones.

In: the sealer and the keys. Out: sealed columns and what they say. The store and its migrations import this.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from forms_api.keys import Keys
from forms_api.store.matter import Matter, from_json
from forms_api.store.submission import SubmissionKind
from forms_api.vault.blind_index import blind_index
from forms_api.vault.seal import Sealer

COLUMN = "sealed"


@dataclass(frozen=True)
class Seals:
    """Seals a text for one row of one table; it opens nowhere else.

    Rows are named by what never changes and is never given twice: the receipt number, for a message with its number
    behind it; for a rating of a page the HMAC of its key.
    """

    sealer: Sealer
    keys: Keys

    def seal(self, text: str, table: str, row: str) -> tuple[bytes, str]:
        """Give the sealed text and the name of its key."""
        sealed = self.sealer.seal(text, table=table, row=row, column=COLUMN)
        return sealed, self.sealer.key_id_of(sealed)

    def unseal(self, sealed: bytes, table: str, row: str) -> str:
        """Open; raises Tampered, UnknownKey."""
        return self.sealer.unseal(bytes(sealed), table=table, row=row, column=COLUMN)

    def matter(self, row: Row[*tuple[Any, ...]]) -> Matter | None:
        """Open what was handed in, from a row of submissions; None once it was deleted. Raises Tampered, UnknownKey."""
        if row.sealed is None:
            return None
        return from_json(SubmissionKind(row.kind), self.unseal(row.sealed, "submission", row.receipt))

    def phone_hmac(self, phone: str) -> str | None:
        """Give the blind index of a telephone number in its one shape; None without a number."""
        return blind_index(self.keys.phone, phone, column="submission.phone") if phone else None
