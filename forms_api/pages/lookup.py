"""A lookup 查询 that was proved with the query code: for a quarter of an hour its browser need not prove it again.

In: the receipt number. Out: a signed cookie that only the pages below /forms/status get, and only from our own pages.
The status pages import this. Neither the query code nor anything that was written stands in the cookie.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, request

from forms_api.forms.form_token import SignedKey, new_key
from forms_api.pages.cookies import read_signed_cookie, set_signed_cookie

LOOKUP_LIFE = timedelta(minutes=15)
LOOKUP_COOKIE = "lookup"
PATH = "/forms/status"


@dataclass(frozen=True)
class Lookup:
    """What was looked up; `key` is random, and the forms of this lookup are bound to it."""

    receipt: str
    key: str


def new_lookup(receipt: str) -> Lookup:
    """Begin; callers have seen the proof."""
    return Lookup(receipt, new_key())


def current_lookup() -> Lookup | None:
    """Find the lookup of the browser at hand."""
    signed = read_signed_cookie(LOOKUP_COOKIE, LOOKUP_LIFE)
    return Lookup(signed.word, signed.key) if signed else None


def keep_lookup(response: Response, lookup: Lookup) -> None:
    """Let the browser keep it."""
    signed = SignedKey(lookup.key, lookup.receipt)
    set_signed_cookie(response, LOOKUP_COOKIE, signed, PATH, LOOKUP_LIFE, samesite="Strict")


def end_lookup(response: Response) -> None:
    """Let the browser forget it."""
    response.delete_cookie(LOOKUP_COOKIE, path=request.script_root + PATH)
