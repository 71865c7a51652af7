"""Where the form service finds its things.

In: environment variables. Out: `Settings`, and the `Site` that the editors configured.
The front door and `create_app` read settings; tests make their own.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from content_model.site import Site, read_site


class ConfigurationError(Exception):
    """The service cannot start; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The folders, the database and the secret; there is no default secret.

    `busy_timeout`: seconds to wait for a locked database. `proxies`: how many web servers of ours
    stand in front, each adding to X-Forwarded-For; with 0 these headers are ignored. `trusted_proxy`: the address
    of the last of them, the only one that is believed. `notices_staff` and `notices_sms`: where notices go, see
    forms_api.notices.channels; empty: into files.
    """

    content: Path = Path("content")
    build: Path = Path("build")
    data: Path = Path("data")
    database_url: str = field(default="", repr=False)
    secret_file: Path | None = None
    cipher: str = "AES-256-GCM"
    redis_url: str = field(default="", repr=False)
    limit_factor: int = 1
    busy_timeout: float = 5.0
    proxies: int = 0
    trusted_proxy: str = "127.0.0.1"
    notices_staff: str = field(default="", repr=False)
    notices_sms: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read MINGFA_CONTENT, MINGFA_BUILD, MINGFA_DATA, MINGFA_SECRET_FILE, MINGFA_TRUSTED_PROXY, DATABASE_URL.

        And MINGFA_PROXIES; raises ConfigurationError when it is no number of proxies.
        """
        secret_file = environment.get("MINGFA_SECRET_FILE")
        return cls(
            content=Path(environment.get("MINGFA_CONTENT", "content")),
            build=Path(environment.get("MINGFA_BUILD", "build")),
            data=Path(environment.get("MINGFA_DATA", "data")),
            database_url=environment.get("DATABASE_URL", ""),
            secret_file=Path(secret_file) if secret_file else None,
            cipher=environment.get("MINGFA_CIPHER", "AES-256-GCM"),
            redis_url=environment.get("MINGFA_REDIS_URL", ""),
            limit_factor=_limit_factor(environment.get("MINGFA_LIMIT_FACTOR", "1")),
            proxies=_proxies(environment.get("MINGFA_PROXIES", "0")),
            trusted_proxy=environment.get("MINGFA_TRUSTED_PROXY", "127.0.0.1"),
            notices_staff=environment.get("MINGFA_NOTICES_STAFF", ""),
            notices_sms=environment.get("MINGFA_NOTICES_SMS", ""),
        )

    @property
    def secret_path(self) -> Path:
        """Where the secret key lies."""
        return self.secret_file or self.data / "secret.key"

    @property
    def ring_path(self) -> Path:
        """Where the keys of sealed fields lie: beside the secret."""
        return self.secret_path.with_name("field-keys.json")

    @property
    def notices_folder(self) -> Path:
        """Where notices lie that no gateway takes."""
        return self.data / "notices"

    @property
    def url(self) -> str:
        """The database's address: DATABASE_URL, else a file in the data folder."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'mingfa.db'}"

    def site(self) -> Site:
        """Read content/site.yml; raises ConfigurationError with all its problems."""
        site, problems = read_site(self.content)
        if site is None:
            raise ConfigurationError(
                "网站设置有问题，服务没有启动：\n" + "\n".join(str(problem) for problem in problems)
            )
        return site


def _limit_factor(typed: str) -> int:
    if typed.isdecimal() and 1 <= int(typed) <= 1000:
        return int(typed)
    raise ConfigurationError(f"MINGFA_LIMIT_FACTOR“{typed}”不合格。请写 1 到 1000 的整数，如 5 表示放宽到 5 倍。")


def _proxies(text: str) -> int:
    if text.strip() not in ("0", "1", "2"):
        raise ConfigurationError(
            "MINGFA_PROXIES 只能是 0、1 或 2，即本服务前面有几台自己的网页服务器（如 nginx）。请改好再启动。"
        )
    return int(text)
