"""A form that carries a signed idempotency key.

In: form data, signatures. Out: the key, and what is wrong as (id of the field, message). The forms stand on this.
"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms_api.forms.form_token import FormToken, Signatures, SignedKey


class TokenForm(Form):
    """A form that carries a signed idempotency key."""

    class Meta:
        """How WTForms makes the token."""

        csrf = True
        csrf_class = FormToken
        csrf_field_name = "token"
        locales = False

    def __init__(self, typed: MultiDict[str, str] | None, signatures: Signatures, **start: Any) -> None:
        super().__init__(typed, data=start, meta={"csrf_context": signatures})

    @property
    def signed(self) -> SignedKey | None:
        """What came signed with the form; None without a good token."""
        token: Any = self["token"]
        signed: SignedKey | None = token.csrf_impl.signed(token)
        return signed

    @property
    def key(self) -> str | None:
        """The idempotency key that came with the form; None without a good token."""
        return self.signed.key if self.signed else None

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong: (id of the field, message), without the token."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors and field.name != "token"]
