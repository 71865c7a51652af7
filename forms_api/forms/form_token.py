"""Signed idempotency keys on their way through the browser: form tokens and the receipt cookie.

In: a purpose and a random key. Out: a signed text, and the key again if the text is ours and young enough.
The forms and pages import this; it knows itsdangerous and WTForms' CSRF seam, no database.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadData, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode
from wtforms import ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.form import BaseForm

from forms_api.clock import Clock, now_utc

TOKEN_LIFE = timedelta(hours=48)
CLOCK_SLIP = timedelta(minutes=5)  # a server clock set back must not spoil the forms in people's hands


@dataclass(frozen=True)
class SignedKey:
    """An idempotency key that we signed, with one word about it; `age` since then, once it was read back."""

    key: str
    word: str = ""
    age: timedelta = timedelta()


class Signatures:
    """Signs and reads keys; each purpose has its own salt, so a token for one form fits no other."""

    def __init__(self, secret: bytes, clock: Clock = now_utc) -> None:
        self._secret = secret
        self._clock = clock
        self._signers: dict[str, TimestampSigner] = {}

    def sign(self, purpose: str, signed: SignedKey) -> str:
        """Sign a key for a purpose, with the time."""
        said = json.dumps([signed.key, signed.word], separators=(",", ":"))
        return self._signer(purpose).sign(base64_encode(said)).decode()

    def read(self, purpose: str, text: str | None, life: timedelta, slip: timedelta = CLOCK_SLIP) -> SignedKey | None:
        """Read a key back; None when it is missing, forged, for another purpose, or older than `life`.

        `slip`: how far the clock may have been set back since it was signed.
        """
        if not text:
            return None
        try:
            said, signed_at = self._signer(purpose).unsign(text, return_timestamp=True)
            key, word = json.loads(base64_decode(said))
        except (BadData, ValueError, TypeError):
            return None
        age = self._clock() - signed_at
        return SignedKey(str(key), str(word), age) if -slip <= age <= life else None

    def _signer(self, purpose: str) -> TimestampSigner:
        if purpose not in self._signers:
            key = hmac.digest(self._secret, f"mingfa/{purpose}".encode(), sha256)  # once, not for each text
            self._signers[purpose] = TimestampSigner(key, key_derivation="none", digest_method=sha256)
        return self._signers[purpose]


def new_key() -> str:
    """Make a random idempotency key, 128 bits."""
    return secrets.token_urlsafe(16)


class FormToken(CSRF):
    """WTForms' protection field, filled with a signed idempotency key that a retry keeps.

    The form's Meta gives `form_name`; the form's maker gives `meta={"csrf_context": Signatures}`.
    """

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Give back the token that came, if it is good, so that a corrected form keeps its key; else a new one."""
        if self.key_of(csrf_token_field):
            return str(csrf_token_field.data)
        return self._signatures.sign(self._purpose, SignedKey(new_key()))

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        """Refuse a form without a good token."""
        if not self.key_of(field):
            raise ValidationError("token")

    def key_of(self, field: CSRFTokenField) -> str | None:
        """Give the idempotency key in the token that came, or None."""
        signed = self.signed(field)
        return signed.key if signed else None

    def signed(self, field: CSRFTokenField) -> SignedKey | None:
        """Give what the token that came holds, or None."""
        if field.data not in self._known:
            self._known[field.data] = self._signatures.read(self._purpose, field.data, TOKEN_LIFE)
        return self._known[field.data]

    def setup_form(self, form: BaseForm) -> list[tuple[str, object]]:  # type: ignore[override]  # list is invariant
        """Remember whose form this is."""
        self._signatures: Signatures = form.meta.csrf_context  # type: ignore[assignment]  # WTForms types it Any | None
        self._purpose = f"form/{form.meta.form_name}"
        self._known: dict[str | None, SignedKey | None] = {}  # of this one request: asked for again and again
        return list(super().setup_form(form))
