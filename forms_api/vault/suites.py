"""The ciphers that may seal a field: AES-256-GCM, and SM4-GCM where national cryptography is asked for.

In: a key, a nonce, bytes. Out: ciphertext with its tag, or the bytes again.
Only the ring and the seal import this; it imports `cryptography` only.
"""

from enum import StrEnum

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms, modes

NONCE_LENGTH = 12
TAG_LENGTH = 16


class Suite(StrEnum):
    """A block cipher in Galois/Counter Mode (NIST SP 800-38D; for SM4, GB/T 32907 and RFC 8998)."""

    AES_256_GCM = "AES-256-GCM"
    SM4_GCM = "SM4-GCM"

    @property
    def key_length(self) -> int:
        """How many bytes a key has."""
        return 32 if self is Suite.AES_256_GCM else 16


def supported(suite: Suite) -> bool:
    """Say whether the cryptographic library of this machine has the cipher; some were built without SM4."""
    try:
        encrypt(suite, bytes(suite.key_length), bytes(NONCE_LENGTH), b"", b"")
    except UnsupportedAlgorithm:
        return False
    return True


def encrypt(suite: Suite, secret: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    """Encrypt `text`, bound to its place; ciphertext, then a tag of 16 bytes.

    A nonce must never come twice under one key. Raises ValueError when the key has the wrong length.
    """
    encryptor = Cipher(_block(suite, secret), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(text) + encryptor.finalize() + encryptor.tag


def decrypt(suite: Suite, secret: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Decrypt what `encrypt` gave.

    Raises InvalidTag when key, nonce, place or any bit is another; nothing unverified is given out.
    """
    if len(sealed) < TAG_LENGTH:
        raise InvalidTag
    text, tag = sealed[:-TAG_LENGTH], sealed[-TAG_LENGTH:]
    decryptor = Cipher(_block(suite, secret), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(text) + decryptor.finalize()


def _block(suite: Suite, secret: bytes) -> BlockCipherAlgorithm:
    if len(secret) != suite.key_length:  # AES itself would take a shorter key
        raise ValueError(f"a key for {suite} has {suite.key_length} bytes")
    return algorithms.AES(secret) if suite is Suite.AES_256_GCM else algorithms.SM4(secret)
