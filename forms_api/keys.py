"""The secret of this installation and the keys made from it, one for each purpose.

In: the path of the secret file. Out: `Keys`. A key for one purpose tells nothing about the others.
`create_app` and `open_store` read the secret; the store and the signatures get the keys.
"""

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path

from forms_api.config import ConfigurationError

SECRET_LENGTH = 32


@dataclass(frozen=True)
class Keys:
    """Derived keys.

    `signature`: form tokens and cookies. `code`: idempotency key → query code. `pepper`: what the
    database keeps of a query code. `once`: what it keeps of an idempotency key. `rating`: the
    idempotency key of a rating that came without a token. `said`: by which a browser's own last
    question is known again. `phone`: the blind index of telephone numbers. `proof`: challenges of proof of work.
    `check`: stands in the database, so that it is never opened with another installation's secret.
    `limit`: what the limits keep instead of addresses.
    """

    signature: bytes = field(repr=False)
    code: bytes = field(repr=False)
    pepper: bytes = field(repr=False)
    once: bytes = field(repr=False)
    rating: bytes = field(repr=False)
    said: bytes = field(repr=False)
    phone: bytes = field(repr=False)
    proof: bytes = field(repr=False)
    check: bytes = field(repr=False)
    limit: bytes = field(repr=False)

    @classmethod
    def derive(cls, secret: bytes) -> "Keys":
        """Derive all keys from the secret, each by its own label."""

        def labelled(label: str) -> bytes:
            return hmac.digest(secret, f"mingfa/forms/1/{label}".encode(), sha256)

        return cls(**{field.name: labelled(field.name) for field in fields(cls)})


def read_secret(path: Path, *, make: bool = True) -> bytes:
    """Read the secret; with `make`, at the first start, one of 32 random bytes with mode 0600 is made.

    Raises ConfigurationError when the file is lost, cannot be read or is too short.
    """
    try:
        if make and not path.exists():
            _make_secret(path)
        secret = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"找不到密钥文件 {path}，而数据库里已有内容：没有它，市民手里的查询码全部失效。请从备份恢复这个文件。"
        ) from error
    except OSError as error:
        raise ConfigurationError(f"读不到密钥文件 {path}：{error.strerror}。请检查这个文件的位置和权限。") from error
    if len(secret) < SECRET_LENGTH:
        raise ConfigurationError(
            f"密钥文件 {path} 不足 {SECRET_LENGTH} 字节。请从备份恢复；从未收过提交时可以删去它再启动。"
        )
    return secret


def _make_secret(path: Path) -> None:
    """Write beside and link, so that two first starts agree on one secret and nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SECRET_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first; its secret counts
            os.link(beside, path)
    finally:
        beside.unlink()
