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

    `busy_timeout`: seconds to wait for a locked database. `trusted_proxy`: the one address whose
    X-Forwarded-For and X-Forwarded-Proto are believed.
    """

    content: Path = Path("content")
    build: Path = Path("build")
    data: Path = Path("data")
    database_url: str = field(default="", repr=False)
    secret_file: Path | None = None
    busy_timeout: float = 5.0
    trusted_proxy: str = "127.0.0.1"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read MINGFA_CONTENT, MINGFA_BUILD, MINGFA_DATA, MINGFA_SECRET_FILE, MINGFA_TRUSTED_PROXY, DATABASE_URL."""
        secret_file = environment.get("MINGFA_SECRET_FILE")
        return cls(
            content=Path(environment.get("MINGFA_CONTENT", "content")),
            build=Path(environment.get("MINGFA_BUILD", "build")),
            data=Path(environment.get("MINGFA_DATA", "data")),
            database_url=environment.get("DATABASE_URL", ""),
            secret_file=Path(secret_file) if secret_file else None,
            trusted_proxy=environment.get("MINGFA_TRUSTED_PROXY", "127.0.0.1"),
        )

    @property
    def secret_path(self) -> Path:
        """Where the secret key lies."""
        return self.secret_file or self.data / "secret.key"

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
