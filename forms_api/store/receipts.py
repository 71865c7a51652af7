"""Receipt numbers 受理编号 and query codes 查询码: how they are made, read back and kept secret.

In: kinds, moments, keys, and what people type. Out: `ZX-20261121-7K3QXM`, `7K3QXM2P`, and their HMACs.
The store makes them, the status form reads them; imports the standard library and the nouns only.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from forms_api.clock import BEIJING
from forms_api.store.submission import SubmissionKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
CODE_LENGTH = 8
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_FORGIVEN = str.maketrans("OIL", "011")
_NUMBER = re.compile(r"([A-Z]{2})([0-9]{8})([0-9A-HJKMNP-TV-Z]{6})")
_CODE = re.compile(rf"[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}")


def new_number(kind: SubmissionKind, received_at: datetime) -> str:
    """Make a receipt number: kind, Beijing date, five random symbols, one check symbol."""
    day = received_at.astimezone(BEIJING).strftime("%Y%m%d")
    chance = _symbols(secrets.randbits(25), 5)
    return f"{kind}-{day}-{chance}{check_symbol(kind + day + chance)}"


def parse_number(typed: str) -> str | None:
    """Read a receipt number as people copy it; None unless it is whole and its check symbol fits.

    Forgives case, spaces, hyphens, full width, O for 0, I and L for 1.
    """
    match = _NUMBER.fullmatch(_plain(typed))
    if not match or match[1] not in set(SubmissionKind):
        return None
    kind, day, symbols = match.groups()
    if check_symbol(kind + day + symbols[:-1]) != symbols[-1]:
        return None
    return f"{kind}-{day}-{symbols}"


def parse_code(typed: str) -> str | None:
    """Read a query code as people copy it; None unless it has eight symbols."""
    plain = _plain(typed)
    return plain if _CODE.fullmatch(plain) else None


def check_symbol(symbols: str) -> str:
    """Give the symbol that catches every single slip and every exchange of two symbols.

    The sum is taken in the field of 32 elements with weights 2, 4, 8, …, which differ for 31 places.
    """
    return ALPHABET[_doubled(_folded(_VALUES[symbol] for symbol in symbols))]


def query_code(code_key: bytes, idempotency_key: str) -> str:
    """Derive the query code of a form, 40 bits: the same form sent again gets the same code."""
    digest = hmac.digest(code_key, idempotency_key.encode(), sha256)
    return _symbols(int.from_bytes(digest[:5], "big"), CODE_LENGTH)


def seal_code(pepper: bytes, receipt: str, code: str) -> str:
    """Give what the database keeps of a query code; useless to whoever steals the database alone."""
    return hmac.digest(pepper, f"{receipt}|{code}".encode(), sha256).hex()


def seal_key(once_key: bytes, idempotency_key: str) -> str:
    """Give what the database keeps of an idempotency key."""
    return hmac.digest(once_key, idempotency_key.encode(), sha256).hex()


def _plain(typed: str) -> str:
    wide = unicodedata.normalize("NFKC", typed[:100]).upper()
    kept = "".join(sign for sign in wide if not sign.isspace() and unicodedata.category(sign) not in ("Pd", "Cf"))
    return kept.replace("−", "").translate(_FORGIVEN)


def _symbols(number: int, length: int) -> str:
    """Write a number of five bits for each symbol."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _folded(values: Iterable[int]) -> int:
    remainder = 0
    for value in values:
        remainder = _doubled(remainder) ^ value
    return remainder


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 32 else value  # modulo x⁵ + x² + 1
