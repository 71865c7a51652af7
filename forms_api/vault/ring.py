"""The key ring: which key seals personal fields, which others still open them, how keys come and go.

In: the path of the ring file. Out: `KeyRing`. What is written is JSON that a person can read.
The seal, the start of the service and the rotation import this; it imports its file and the suites only.
"""

import base64
import hmac
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from forms_api.config import ConfigurationError
from forms_api.vault import ring_file
from forms_api.vault.ring_file import RESTORE
from forms_api.vault.suites import Suite, supported

FORMAT = 1
KEY_ID_LENGTH = 8
KEY_ID = re.compile(f"[0-9a-f]{{{KEY_ID_LENGTH}}}")
NOTE = "个人信息的密钥。请与数据库分开备份；不要发给任何人，不要手工修改。"


@dataclass(frozen=True)
class FieldKey:
    """A key for sealing fields. `secret`: 32 bytes for AES-256, 16 for SM4; none once the key is retired."""

    id: str
    suite: Suite
    secret: bytes = field(repr=False)
    made_at: datetime
    retired: bool

    @property
    def check(self) -> str:
        """What shows that the key was read as it was written; it tells nothing of the secret."""
        said = f"{self.id}|{self.suite}|{self.made_at.isoformat()}|{self.retired}"
        return hmac.digest(self.secret, f"mingfa/vault/{FORMAT}/{said}".encode(), sha256).hex()[:16]


@dataclass(frozen=True)
class KeyRing:
    """All keys that there ever were, oldest first; of the retired ones only that they were."""

    keys: tuple[FieldKey, ...]

    @property
    def current(self) -> FieldKey:
        """The key that seals: the newest not retired."""
        return max((key for key in self.keys if not key.retired), key=lambda key: key.made_at)

    def get(self, key_id: str) -> FieldKey:
        """Give the key that opens what it sealed; raises KeyError when there is none or it is retired."""
        for key in self.keys:
            if key.id == key_id and not key.retired:
                return key
        raise KeyError(key_id)


def read_ring(path: Path) -> KeyRing:
    """Read the ring.

    Raises ConfigurationError when it is absent, unreadable, open to other users, broken, of a newer format,
    or wants a cipher that this machine does not have.
    """
    ring = _parse(path, ring_file.read(path))
    for suite in {key.suite for key in ring.keys if not key.retired}:
        _check_suite(suite)
    return ring


def make_ring(path: Path, suite: Suite) -> KeyRing:
    """Make a ring with one key at the first start; one that is there already stays as it is, whoever made it.

    Raises ConfigurationError.
    """

    def first() -> bytes:
        _check_suite(suite)
        return _written(KeyRing((_new_key(suite, ()),)))

    ring_file.make(path, first)
    return read_ring(path)


def add_key(path: Path, suite: Suite) -> KeyRing:
    """Add a key that seals from now on; the others go on opening.

    Raises ConfigurationError; then the ring is as it was.
    """
    _check_suite(suite)
    return _change(path, lambda ring: KeyRing((*ring.keys, _new_key(suite, ring.keys))))


def retire_key(path: Path, key_id: str) -> KeyRing:
    """Destroy an old key's secret; whoever calls has made sure that no row needs it. Done twice, it is done.

    Raises ConfigurationError for the current key and for one that never was.
    """

    def retired(ring: KeyRing) -> KeyRing:
        if key_id == ring.current.id:
            raise ConfigurationError(f"密钥 {key_id} 正在使用，不能停用。请先换上新的密钥。")
        if key_id not in {key.id for key in ring.keys}:
            raise ConfigurationError(f"密钥环 {path} 里没有密钥 {key_id}。请核对编号。")
        return KeyRing(tuple(replace(key, secret=b"", retired=True) if key.id == key_id else key for key in ring.keys))

    return _change(path, retired)


def _change(path: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    # Not read again: the next process may have changed it once more.
    return _parse(path, ring_file.change(path, lambda text: _written(change(_parse(path, text)))))


def _parse(path: Path, text: bytes) -> KeyRing:
    try:
        written = json.loads(text)
    except ValueError:  # not shown: the error carries what the file says
        raise ConfigurationError(f"密钥环 {path} 残缺不全。{RESTORE}") from None
    match written:
        case {"format": int(number)} if number > FORMAT:
            raise ConfigurationError(f"密钥环 {path} 是更新版本的程序写的（格式 {number}）。请升级程序。")
        case {"format": 1, "keys": [_, *_] as entries}:
            keys = tuple(_parse_key(path, number, entry) for number, entry in enumerate(entries, 1))
        case _:
            raise ConfigurationError(f"密钥环 {path} 里没有密钥。{RESTORE}")
    if len({key.id for key in keys}) < len(keys) or all(key.retired for key in keys):
        raise ConfigurationError(f"密钥环 {path} 里有重复的密钥，或者没有可用的密钥。{RESTORE}")
    return KeyRing(keys)


def _parse_key(path: Path, number: int, entry: object) -> FieldKey:
    broken = ConfigurationError(f"密钥环 {path} 的第 {number} 把密钥不完整，或者被改动过。{RESTORE}")
    match entry:
        case {
            "id": str(key_id),
            "suite": str(suite),
            "made_at": str(made_at),
            "retired": bool(retired),
            "secret": str(secret),
            "check": str(check),
        }:
            pass
        case _:
            raise broken
    try:
        raw = base64.b64decode(secret, validate=True)
        key = FieldKey(key_id, Suite(suite), raw, datetime.fromisoformat(made_at), retired)
    except ValueError:
        raise broken from None
    length = 0 if retired else key.suite.key_length
    if not KEY_ID.fullmatch(key.id) or len(raw) != length or key.made_at.tzinfo is None or key.check != check:
        raise broken
    return key


def _written(ring: KeyRing) -> bytes:
    keys = [
        {
            "id": key.id,
            "suite": key.suite,
            "made_at": key.made_at.isoformat(),
            "retired": key.retired,
            "secret": base64.b64encode(key.secret).decode(),
            "check": key.check,
        }
        for key in ring.keys
    ]
    return json.dumps({"note": NOTE, "format": FORMAT, "keys": keys}, ensure_ascii=False, indent=2).encode() + b"\n"


def _new_key(suite: Suite, keys: tuple[FieldKey, ...]) -> FieldKey:
    taken = {key.id for key in keys}
    while (key_id := secrets.token_hex(KEY_ID_LENGTH // 2)) in taken:
        continue
    # Newer than all others, so that it is the one that seals: also when the clock was put back.
    made_at = max([datetime.now(UTC), *(key.made_at + timedelta(microseconds=1) for key in keys)])
    return FieldKey(key_id, suite, secrets.token_bytes(suite.key_length), made_at, retired=False)


def _check_suite(suite: Suite) -> None:
    if not supported(suite):
        raise ConfigurationError(
            f"这台机器的加密库没有 {suite}。请改用 {Suite.AES_256_GCM}，或者安装带 {suite} 的 OpenSSL。"
        )
