"""The ciphers give what their standards print, and nothing when a bit is another."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import algorithms

from forms_api.vault import suites
from forms_api.vault.suites import Suite, decrypt, encrypt, supported


@dataclass(frozen=True)
class Vector:
    """A known answer, in hexadecimal."""

    suite: Suite
    key: str = field(repr=False)
    nonce: str = field(repr=False)
    text: str = field(repr=False)
    bound: str = field(repr=False)
    sealed: str = field(repr=False)

    def encrypted(self) -> str:
        key, nonce, text, bound = map(bytes.fromhex, (self.key, self.nonce, self.text, self.bound))
        return encrypt(self.suite, key, nonce, text, bound).hex()

    def decrypted(self) -> str:
        key, nonce, sealed, bound = map(bytes.fromhex, (self.key, self.nonce, self.sealed, self.bound))
        return decrypt(self.suite, key, nonce, sealed, bound).hex()


# McGrew and Viega, The Galois/Counter Mode of Operation, submitted to NIST: test cases 13, 14 and 16.
EMPTY = Vector(Suite.AES_256_GCM, "00" * 32, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b")
BLOCK = replace(EMPTY, text="00" * 16, sealed="cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919")
BOUND = Vector(
    Suite.AES_256_GCM,
    "feffe9928665731c6d6a8f9467308308" * 2,
    "cafebabefacedbaddecaf888",
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
    "b16aedf5aa0de657ba637b39",
    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
    "c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b",
)
# RFC 8998, appendix A.1.
SM4 = Vector(
    Suite.SM4_GCM,
    "0123456789abcdeffedcba9876543210",
    "00001234567800000000abcd",
    "".join(digit * 16 for digit in "abcdefea"),
    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15"
    "a56834cbcf98c397b4024a2691233b8d" + "83de3541e4c2b58177e065a9bf7b62ec",
)


@pytest.mark.parametrize("vector", [EMPTY, BLOCK, BOUND, SM4])
def test_a_known_answer_comes_out_both_ways(vector: Vector) -> None:
    assert vector.encrypted() == vector.sealed
    assert vector.decrypted() == vector.text


@pytest.mark.parametrize("vector", [EMPTY, BLOCK, BOUND, SM4])
@pytest.mark.parametrize("part", ["key", "nonce", "bound", "sealed"])
def test_nothing_comes_out_when_a_part_is_another(vector: Vector, part: str) -> None:
    value = getattr(vector, part)
    other: dict[str, Any] = {part: f"{int(value[0], 16) ^ 1:x}{value[1:]}" if value else "00"}
    assert vector.decrypted() == vector.text
    with pytest.raises(InvalidTag):
        replace(vector, **other).decrypted()


@pytest.mark.parametrize("suite", Suite)
def test_what_is_shorter_than_a_tag_is_no_fault_of_the_program(suite: Suite) -> None:
    for length in range(suites.TAG_LENGTH):
        with pytest.raises(InvalidTag):
            decrypt(suite, bytes(suite.key_length), bytes(12), bytes(length), b"")


@pytest.mark.parametrize("suite", Suite)
def test_a_shorter_key_is_refused(suite: Suite) -> None:
    # AES would take 16 bytes and be weaker than its name.
    with pytest.raises(ValueError, match="has"):
        encrypt(suite, bytes(suite.key_length - 8), bytes(12), b"", b"")
    assert encrypt(suite, bytes(suite.key_length), bytes(12), b"", b"")


def test_a_machine_without_sm4_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(supported(suite) for suite in Suite)

    def without(_: bytes) -> None:
        raise UnsupportedAlgorithm("no SM4 here")

    monkeypatch.setattr(algorithms, "SM4", without)
    assert [suite for suite in Suite if supported(suite)] == [Suite.AES_256_GCM]
