"""Signed keys: good for their purpose and their time, and for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from forms_api.forms.form_token import TOKEN_LIFE, Signatures, SignedKey, new_key
from forms_api.forms.rating import RatingForm, StarsForm
from forms_api.keys import Keys

LIFE = timedelta(hours=1)


def test_a_key_comes_back_with_its_word(signatures: Signatures) -> None:
    signed = SignedKey(new_key(), "changed")
    read = signatures.read("receipt", signatures.sign("receipt", signed), LIFE)
    assert read
    assert (read.key, read.word) == (signed.key, signed.word)


def test_a_key_for_one_purpose_fits_no_other(signatures: Signatures) -> None:
    assert signatures.read("rated", signatures.sign("receipt", SignedKey("key")), LIFE) is None


def test_another_installations_key_is_refused(signatures: Signatures) -> None:
    stranger = Signatures(Keys.derive(b"another secret").signature)
    assert signatures.read("receipt", stranger.sign("receipt", SignedKey("key")), LIFE) is None


@pytest.mark.parametrize("text", [None, "", "x", "a.b.c", "中文", "\ud800", "W10.aaaa.bbbb", "." * 5000])
def test_what_we_did_not_sign_is_refused(signatures: Signatures, text: str | None) -> None:
    assert signatures.read("receipt", text, LIFE) is None


@pytest.mark.parametrize(
    ("shift", "good"),
    [
        (timedelta(minutes=59), True),
        (timedelta(minutes=61), False),
        (-timedelta(minutes=4), True),  # the server's clock was set back a little
        (-timedelta(minutes=6), False),
    ],
)
def test_age(keys: Keys, shift: timedelta, good: bool) -> None:
    text = Signatures(keys.signature).sign("receipt", SignedKey("key"))
    later = Signatures(keys.signature, clock=lambda: datetime.now(UTC) + shift)
    assert (later.read("receipt", text, LIFE) is not None) is good


@pytest.mark.usefixtures("in_chinese")
def test_a_form_keeps_a_good_token(signatures: Signatures) -> None:
    token = str(RatingForm(None, signatures)["token"].current_token)  # type: ignore[attr-defined]
    again = RatingForm(MultiDict({"token": token}), signatures)
    assert again.key
    assert again["token"].current_token == token  # type: ignore[attr-defined]


@pytest.mark.usefixtures("in_chinese")
def test_a_form_replaces_a_token_that_is_too_old(keys: Keys, signatures: Signatures) -> None:
    token = str(RatingForm(None, signatures)["token"].current_token)  # type: ignore[attr-defined]
    late = Signatures(keys.signature, clock=lambda: datetime.now(UTC) + TOKEN_LIFE + LIFE)
    again = RatingForm(MultiDict({"token": token}), late)
    assert again.key is None
    assert again["token"].current_token != token  # type: ignore[attr-defined]


@pytest.mark.usefixtures("in_chinese")
def test_a_token_of_another_form_is_refused(signatures: Signatures) -> None:
    token = str(RatingForm(None, signatures)["token"].current_token)  # type: ignore[attr-defined]
    assert StarsForm(MultiDict({"token": token}), signatures).key is None
