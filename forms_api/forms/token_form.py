"""A form that carries a signed idempotency key.

In: form data, signatures. Out: the key, and what is wrong as (id of the field, message). The forms stand on this.
"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import Field
from wtforms.form import BaseForm

from forms_api.forms.form_token import FormToken, Signatures, SignedKey


class TokenForm(Form):
    """A form that carries a signed idempotency key."""

    class Meta:
        """How WTForms makes the token."""

        csrf = True
        csrf_class = FormToken
        csrf_field_name = "token"
        locales = False

        def bind_field(self, form: BaseForm, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Copy the field as it was bound first: to bind one costs ten times as much, and forms have dozens."""
            first: Any = vars(unbound_field).get("first")
            if first is None:
                first = unbound_field.first = unbound_field.bind(form=form, **options)
                first._form = None  # nobody's answers stay in memory with it
            field: Field = object.__new__(type(first))
            vars(field).update(vars(first), _form=form, meta=self)
            return field

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
