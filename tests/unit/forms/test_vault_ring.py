"""The key ring as it is read: whole, or refused in a sentence that says what to do."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forms_api.config import ConfigurationError
from forms_api.vault import ring as ring_module
from forms_api.vault.ring import FieldKey, KeyRing, read_ring
from forms_api.vault.suites import Suite

MADE_AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
RETIRED = FieldKey("0000000a", Suite.AES_256_GCM, b"", MADE_AT - timedelta(days=9), True)
OLD = FieldKey("0000000b", Suite.AES_256_GCM, b"o" * 32, MADE_AT - timedelta(days=5), False)
NEW = FieldKey("0000000c", Suite.SM4_GCM, b"n" * 16, MADE_AT, False)
RING = KeyRing((RETIRED, OLD, NEW))
RESTORE = "请从备份恢复这个文件。"


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def said_of(path: Path) -> str:
    with pytest.raises(ConfigurationError) as fault:
        read_ring(path)
    return str(fault.value)


@pytest.fixture
def written() -> dict[str, Any]:
    """What stands in the file of RING."""
    content: dict[str, Any] = json.loads(ring_module._written(RING))
    return content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ring.json"


def test_what_was_written_is_read(path: Path, written: dict[str, Any]) -> None:
    assert read_ring(write(path, json.dumps(written))) == RING


def test_a_person_can_read_the_file(written: dict[str, Any]) -> None:
    assert written["note"].startswith("个人信息的密钥。")
    assert [(key["id"], key["suite"], key["retired"]) for key in written["keys"]] == [
        ("0000000a", "AES-256-GCM", True),
        ("0000000b", "AES-256-GCM", False),
        ("0000000c", "SM4-GCM", False),
    ]
    assert written["keys"][0]["secret"] == ""


def test_the_newest_key_that_is_not_retired_seals() -> None:
    assert RING.current is NEW
    assert KeyRing((NEW, OLD)).current is NEW
    assert KeyRing((OLD, replace(NEW, retired=True))).current is OLD


def test_keys_open_until_they_are_retired() -> None:
    assert (RING.get(OLD.id), RING.get(NEW.id)) == (OLD, NEW)
    for key_id in (RETIRED.id, "0000000f"):
        with pytest.raises(KeyError):
            RING.get(key_id)


def test_a_secret_is_not_printed() -> None:
    assert "ooo" not in repr(RING)
    assert "0000000b" in repr(RING)


def test_a_ring_that_is_not_there_is_missed(path: Path) -> None:
    assert said_of(path) == f"找不到密钥环 {path}，没有它就打不开已收到的个人信息。{RESTORE}"


def test_a_ring_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    said = said_of(tmp_path)
    assert said.startswith(f"读不到密钥环 {tmp_path}：")
    assert said.endswith("。请检查这个文件的位置和权限。")


@pytest.mark.parametrize(
    ("mode", "fine"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False), (0o644, False)]
)
def test_a_ring_that_others_can_open_is_refused(path: Path, written: dict[str, Any], mode: int, fine: bool) -> None:
    write(path, json.dumps(written), mode)
    if fine:
        assert read_ring(path) == RING
    else:
        assert said_of(path) == f"密钥环 {path} 的权限是 {mode:04o}，别的用户也能打开。请执行 chmod 600 {path}。"


@pytest.mark.parametrize("length", [0, 1, 100, 500, -3])
def test_half_a_ring_is_refused(path: Path, written: dict[str, Any], length: int) -> None:
    assert said_of(write(path, json.dumps(written)[:length])) == f"密钥环 {path} 残缺不全。{RESTORE}"


def test_what_is_no_text_is_refused(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    path.chmod(0o600)
    assert said_of(path) == f"密钥环 {path} 残缺不全。{RESTORE}"


@pytest.mark.parametrize("content", [[], {}, 7, {"format": 1, "keys": []}, {"format": 0, "keys": [1]}])
def test_a_ring_without_keys_is_refused(path: Path, content: object) -> None:
    assert said_of(write(path, json.dumps(content))) == f"密钥环 {path} 里没有密钥。{RESTORE}"


def test_a_ring_of_a_newer_program_is_not_guessed_at(path: Path, written: dict[str, Any]) -> None:
    said = said_of(write(path, json.dumps({**written, "format": 2})))
    assert said == f"密钥环 {path} 是更新版本的程序写的（格式 2）。请升级程序。"


@pytest.mark.parametrize("entry", ["id", "suite", "made_at", "retired", "secret", "check"])
def test_a_key_without_an_entry_is_refused(path: Path, written: dict[str, Any], entry: str) -> None:
    del written["keys"][1][entry]
    said = said_of(write(path, json.dumps(written)))
    assert said == f"密钥环 {path} 的第 2 把密钥不完整，或者被改动过。{RESTORE}"


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("id", "0000000d"),
        ("id", "键"),
        ("suite", "SM4-GCM"),
        ("suite", "SM9"),
        ("made_at", "2030-01-01T00:00:00+00:00"),
        ("made_at", "昨天"),
        ("retired", True),
        ("secret", "bw=="),
        ("secret", "b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28+"),
        ("secret", "？"),
        ("check", "0" * 16),
        ("check", 7),
    ],
)
def test_a_changed_key_is_refused(path: Path, written: dict[str, Any], entry: str, value: object) -> None:
    assert read_ring(write(path, json.dumps(written))) == RING
    written["keys"][1][entry] = value
    said = said_of(write(path, json.dumps(written)))
    assert said == f"密钥环 {path} 的第 2 把密钥不完整，或者被改动过。{RESTORE}"


@pytest.mark.parametrize("ring", [KeyRing((OLD, OLD)), KeyRing((RETIRED,))])
def test_a_ring_without_a_clear_current_key_is_refused(path: Path, ring: KeyRing) -> None:
    write(path, ring_module._written(ring).decode())
    assert said_of(path) == f"密钥环 {path} 里有重复的密钥，或者没有可用的密钥。{RESTORE}"


def test_a_machine_without_the_cipher_says_so(
    path: Path, written: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ring_module, "supported", lambda suite: suite is not Suite.SM4_GCM)
    said = said_of(write(path, json.dumps(written)))
    assert said == "这台机器的加密库没有 SM4-GCM。请改用 AES-256-GCM，或者安装带 SM4-GCM 的 OpenSSL。"
    write(path, ring_module._written(KeyRing((OLD,))).decode())
    assert read_ring(path).current == OLD


def test_a_fault_does_not_show_what_the_file_says(path: Path, written: dict[str, Any]) -> None:
    write(path, json.dumps(written)[:-3])
    with pytest.raises(ConfigurationError) as fault:
        read_ring(path)
    assert fault.value.__suppress_context__
