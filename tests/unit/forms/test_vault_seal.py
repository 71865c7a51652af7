"""Sealed fields: any text comes back, in its own place only, and its length does not show."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forms_api.vault.blind_index import blind_index
from forms_api.vault.ring import FieldKey, KeyRing
from forms_api.vault.seal import CannotUnseal, Sealer, Tampered, UnknownKey
from forms_api.vault.suites import Suite

CALM = settings(deadline=None)
MADE_AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
KEYS = {suite: FieldKey(f"0000000{n}", suite, bytes([n]) * suite.key_length, MADE_AT, False)
        for n, suite in enumerate(Suite, 1)}  # fmt: skip
SEALERS = {suite: Sealer(KeyRing((key,))) for suite, key in KEYS.items()}
TEXT = st.text(st.characters(codec="utf-8"), max_size=300)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=20)
HEAD = 8 + 12
PLACE = {"table": "consultation", "row": "17", "column": "name"}
NAME = "欧阳·阿卜杜𠮷"


@pytest.mark.parametrize("suite", Suite)
@CALM
@given(text=TEXT, table=NAMES, row=NAMES, column=NAMES)
@example(text="a\x00", table="t", row="r", column="c")
@example(text="\x80\x01", table="t", row="r", column="c")
@example(text="x" * 64, table="t", row="r", column="c")
def test_any_text_comes_back_from_its_place(suite: Suite, text: str, table: str, row: str, column: str) -> None:
    sealer = SEALERS[suite]
    sealed = sealer.seal(text, table=table, row=row, column=column)
    assert sealer.unseal(sealed, table=table, row=row, column=column) == text
    assert sealer.key_id_of(sealed) == KEYS[suite].id
    assert (len(sealed) - HEAD - 16) % 64 == 0


def test_any_other_program_that_has_the_key_can_open_it() -> None:
    key = KEYS[Suite.AES_256_GCM]
    sealed = SEALERS[Suite.AES_256_GCM].seal(NAME, **PLACE)
    padded = AESGCM(key.secret).decrypt(sealed[8:HEAD], sealed[HEAD:], b"consultation|17|name|00000001")
    missing = 64 - len(NAME.encode())
    assert (sealed[:8], padded) == (b"00000001", NAME.encode() + bytes([missing]) * missing)


@pytest.mark.parametrize("suite", Suite)
def test_nothing_of_the_text_shows(suite: Suite) -> None:
    sealed = SEALERS[suite].seal(NAME * 20, **PLACE)
    assert not any(sign.encode() in sealed for sign in NAME)
    assert len({len(SEALERS[suite].seal(name, **PLACE)) for name in ("", "于某", NAME, "x" * 63)}) == 1


def test_the_same_text_is_never_sealed_the_same() -> None:
    sealer = SEALERS[Suite.AES_256_GCM]
    nonces = {sealer.seal(NAME, **PLACE)[8:HEAD] for _ in range(50)}
    assert len(nonces) == 50


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("part", PLACE)
def test_a_field_moved_elsewhere_does_not_open(suite: Suite, part: str) -> None:
    sealed = SEALERS[suite].seal(NAME, **PLACE)
    assert SEALERS[suite].unseal(sealed, **PLACE) == NAME
    elsewhere = {**PLACE, part: "18"}
    with pytest.raises(Tampered) as fault:
        SEALERS[suite].unseal(sealed, **elsewhere)
    table, row, column = elsewhere.values()
    assert str(fault.value) == (
        f"表 {table} 第 {row} 行的 {column}打不开：内容被改动过，或者不是写在这里的。请从备份恢复这一行。"
    )
    assert fault.value.__suppress_context__


@pytest.mark.parametrize("suite", Suite)
def test_no_bit_can_be_changed(suite: Suite) -> None:
    sealed = SEALERS[suite].seal(NAME, **PLACE)
    assert SEALERS[suite].unseal(sealed, **PLACE) == NAME
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        # Within the key's id, another id may come about; it is not in the ring.
        with pytest.raises(CannotUnseal if bit < 64 else Tampered):
            SEALERS[suite].unseal(bytes(changed), **PLACE)


@CALM
@given(st.binary(max_size=200))
def test_what_was_never_sealed_is_tampered(found: bytes) -> None:
    with pytest.raises(CannotUnseal):
        SEALERS[Suite.AES_256_GCM].unseal(found, **PLACE)


def test_what_is_cut_short_is_tampered() -> None:
    sealer = SEALERS[Suite.SM4_GCM]
    sealed = sealer.seal(NAME, **PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Tampered):
            sealer.unseal(sealed[:length], **PLACE)
    with pytest.raises(Tampered, match=re.escape("有一项加密内容残缺不全。请从备份恢复这一行。")):
        sealer.key_id_of(sealed[: HEAD + 15])


def test_an_old_key_opens_and_the_new_one_seals() -> None:
    old = KEYS[Suite.AES_256_GCM]
    new = FieldKey("000000ff", Suite.SM4_GCM, b"n" * 16, MADE_AT + timedelta(days=1), False)
    sealed = Sealer(KeyRing((old,))).seal(NAME, **PLACE)
    both = Sealer(KeyRing((old, new)))
    assert both.unseal(sealed, **PLACE) == NAME
    assert both.key_id_of(both.seal(NAME, **PLACE)) == new.id
    with pytest.raises(UnknownKey) as fault:
        Sealer(KeyRing((new,))).unseal(sealed, **PLACE)
    assert str(fault.value) == (
        "表 consultation 第 17 行的 name打不开：密钥 00000001 不在密钥环里，或者已经停用。"
        "请从备份恢复与数据库同时期的密钥环。"
    )


def test_a_retired_key_opens_nothing() -> None:
    old = KEYS[Suite.AES_256_GCM]
    sealed = Sealer(KeyRing((old,))).seal(NAME, **PLACE)
    gone = FieldKey(old.id, old.suite, b"", MADE_AT, True)
    with pytest.raises(UnknownKey):
        Sealer(KeyRing((gone, KEYS[Suite.SM4_GCM]))).unseal(sealed, **PLACE)


def test_two_places_never_have_one_name() -> None:
    with pytest.raises(ValueError, match="may have no"):
        SEALERS[Suite.AES_256_GCM].seal(NAME, table="a|b", row="c", column="d")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        SEALERS[Suite.AES_256_GCM].seal("\ud800", **PLACE)


def test_a_telephone_is_found_by_its_blind_index_only_with_the_key() -> None:
    index = blind_index(b"key", "13800000000", column="telephone")
    assert index == blind_index(b"key", "13800000000", column="telephone")
    others = {
        blind_index(b"other", "13800000000", column="telephone"),
        blind_index(b"key", "13800000001", column="telephone"),
        blind_index(b"key", "13800000000", column="relative"),
    }
    assert index not in others
    assert len(others) == 3
    assert "13800000000" not in index
    # HMAC-SHA256 as any other program reckons it.
    assert index == "614f8e8f49164427b793f84221364c600711c2978d75809563ceabf46cb728f3"
    with pytest.raises(ValueError, match="may have no"):
        blind_index(b"key", "13800000000", column="a|b")
