"""The secret, the keys made from it, and the settings."""

import os
import stat
from dataclasses import astuple, fields
from pathlib import Path

import pytest

from forms_api.config import ConfigurationError, Settings
from forms_api.keys import Keys, read_secret


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    secret = read_secret(path)
    assert len(secret) == 32
    assert read_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    assert read_secret(tmp_path / "a") != read_secret(tmp_path / "b")


def test_a_secret_that_is_too_short_stops_the_service(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(b"short")
    with pytest.raises(ConfigurationError, match="不足 32 字节"):
        read_secret(path)


def test_a_secret_that_cannot_be_read_stops_the_service(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="读不到密钥文件"):
        read_secret(tmp_path)


def test_the_first_of_two_first_starts_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.key"
    link = os.link

    def slower(beside: Path, target: Path) -> None:
        target.write_bytes(b"x" * 32)
        link(beside, target)

    monkeypatch.setattr(os, "link", slower)
    assert read_secret(path) == b"x" * 32


def test_each_purpose_has_its_own_key() -> None:
    keys = astuple(Keys.derive(b"secret"))
    assert len(set(keys)) == len(keys) == len(fields(Keys))


def test_keys_and_database_address_are_not_printed() -> None:
    assert "signature=" not in repr(Keys.derive(b"secret"))
    assert "password" not in repr(Settings(database_url="postgresql://mingfa:password@db/mingfa"))


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"MINGFA_DATA": str(tmp_path), "MINGFA_SECRET_FILE": "/run/secret", "DATABASE_URL": "postgresql://db/mingfa"}
    )
    assert (settings.data, settings.secret_path) == (tmp_path, Path("/run/secret"))
    assert settings.url == "postgresql://db/mingfa"


def test_without_an_environment_everything_lies_beside(tmp_path: Path) -> None:
    settings = Settings.from_environment({})
    assert (settings.content, settings.build, settings.data) == (Path("content"), Path("build"), Path("data"))
    assert Settings(data=tmp_path).url == f"sqlite:///{tmp_path}/mingfa.db"
    assert Settings(data=tmp_path).secret_path == tmp_path / "secret.key"


def test_a_broken_site_file_stops_the_service_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("网站名称: 试验\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"site.yml:1: 缺少“主办单位”"):
        Settings(content=tmp_path).site()
