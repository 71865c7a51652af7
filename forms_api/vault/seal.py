"""Sealing and unsealing of one field: nobody reads it without the ring, nobody moves it to another place unseen.

In: a ring, a text, the place where it is kept. Out: bytes for the database, or the text again.
The store and the rotation import this; it imports the ring and the suites only.

Sealed bytes are: key id (8) ‖ nonce (12, random) ‖ ciphertext ‖ tag (16). Bound to them is "table|row|column|key id".
The text is padded to multiples of 64 bytes, so that the length of a name does not show.
"""

import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.padding import PKCS7

from forms_api.config import ConfigurationError
from forms_api.vault import suites
from forms_api.vault.ring import KEY_ID, KEY_ID_LENGTH, FieldKey, KeyRing, read_ring
from forms_api.vault.ring_file import version_of

PADDED_TO = 64
_PADDING = PKCS7(PADDED_TO * 8)
_HEAD = KEY_ID_LENGTH + suites.NONCE_LENGTH


class CannotUnseal(Exception):
    """A field cannot be opened; the message is a Chinese sentence for the operator, without personal data."""


class Tampered(CannotUnseal):
    """Some bit was changed, or the field stands in another place than where it was sealed."""


class UnknownKey(CannotUnseal):
    """The key that sealed the field is not in the ring, or retired."""


class Sealer:
    """Seals with the current key of a ring, unseals with any that is not retired. Safe for threads.

    Nonces are random: at most 2³² fields may be sealed with one key (NIST SP 800-38D, 8.3).
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    @property
    def ring(self) -> KeyRing:
        """The keys in use."""
        return self._ring

    def seal(self, text: str, *, table: str, row: str, column: str) -> bytes:
        """Seal a text for its place.

        Raises ValueError when the text has lone surrogates or a name of the place a “|”.
        """
        key = self.ring.current
        nonce = secrets.token_bytes(suites.NONCE_LENGTH)
        bound = _bound(table, row, column, key)
        return key.id.encode() + nonce + suites.encrypt(key.suite, key.secret, nonce, _padded(text), bound)

    def unseal(self, sealed: bytes, *, table: str, row: str, column: str) -> str:
        """Open what was sealed for this very place; raises Tampered, UnknownKey."""
        where = f"表 {table} 第 {row} 行的 {column}"
        key = self._key(self.key_id_of(sealed), where)
        nonce, ciphertext = sealed[KEY_ID_LENGTH:_HEAD], sealed[_HEAD:]
        try:
            return _unpadded(suites.decrypt(key.suite, key.secret, nonce, ciphertext, _bound(table, row, column, key)))
        except (InvalidTag, ValueError):
            raise Tampered(f"{where}打不开：内容被改动过，或者不是写在这里的。请从备份恢复这一行。") from None

    def key_id_of(self, sealed: bytes) -> str:
        """Tell which key sealed it; raises Tampered when it is nothing that was ever sealed."""
        key_id = sealed[:KEY_ID_LENGTH].decode("ascii", "replace")
        if len(sealed) < _HEAD + suites.TAG_LENGTH or not KEY_ID.fullmatch(key_id):
            raise Tampered("有一项加密内容残缺不全。请从备份恢复这一行。")
        return key_id

    def _key(self, key_id: str, where: str) -> FieldKey:
        try:
            return self.ring.get(key_id)
        except KeyError:
            raise UnknownKey(
                f"{where}打不开：密钥 {key_id} 不在密钥环里，或者已经停用。请从备份恢复与数据库同时期的密钥环。"
            ) from None


class LiveSealer(Sealer):
    """A sealer that follows its ring file: a running service seals with a new key as soon as there is one.

    When the file turns unreadable under way, the keys already known go on; the next start will say so.
    """

    def __init__(self, path: Path) -> None:
        """Read the ring; raises what `read_ring` raises."""
        self._path = path
        self._read = version_of(path), read_ring(path)  # in this order: a change in between is read again

    @property
    def ring(self) -> KeyRing:
        """The keys in use now."""
        version, ring = self._read
        if (now := version_of(self._path)) != version:
            with suppress(ConfigurationError):
                ring = read_ring(self._path)
                self._read = now, ring
        return ring


def _bound(table: str, row: str, column: str, key: FieldKey) -> bytes:
    if any("|" in name for name in (table, row, column)):  # two places would have one name
        raise ValueError("a table, row or column may have no |")
    return f"{table}|{row}|{column}|{key.id}".encode()


def _padded(text: str) -> bytes:
    padder = _PADDING.padder()
    return padder.update(text.encode()) + padder.finalize()


def _unpadded(padded: bytes) -> str:
    unpadder = _PADDING.unpadder()
    return (unpadder.update(padded) + unpadder.finalize()).decode()
