"""Restoring 恢复 on an empty machine.

In: settings whose folder has the keys and no database, a backup. Out: the database as it was, or still none.
The command `mingfa restore` imports this. Everything is checked before anything can be used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forms_api.config import ConfigurationError, Settings
from forms_api.keys import Keys, read_secret
from forms_api.operation import archive
from forms_api.operation.archive import Facts
from forms_api.store.db import open_engine
from forms_api.store.sealing import Seals
from forms_api.store.snapshot import Unfit, fill
from forms_api.vault.ring import read_ring
from forms_api.vault.seal import LiveSealer


class NotRestored(Exception):
    """Nothing was restored and nothing written; the message is a Chinese sentence with the cure."""


@dataclass(frozen=True)
class Restored:
    """What is there again."""

    counts: Mapping[str, int]
    facts: Facts


def restore(settings: Settings, backup: Path) -> Restored:
    """Restore a backup into the empty database of `settings`, whichever kind it is.

    Raises NotRestored, Damaged, ConfigurationError (keys), DatabaseRefused, StoreUnavailable, OSError.
    """
    with archive.opened(backup) as opened:
        seals = _seals(settings, opened.facts)
        engine = open_engine(settings)
        try:
            counts = fill(engine, opened.facts.revision, opened.tables(), seals, opened.facts.head)
        except Unfit as reason:
            raise NotRestored(f"{reason}什么也没有写入。") from reason
        finally:
            engine.dispose()
        return Restored(counts, opened.facts)


def _seals(settings: Settings, facts: Facts) -> Seals:
    """Open the keys that the backup needs; they are never made here."""
    secret, ring = settings.secret_path, settings.ring_path
    bring = "请先把与备份同时期的 {0.name} 放到 {0}，再运行一次。"
    if not secret.exists():
        raise ConfigurationError(f"找不到密钥文件 {secret}。{bring.format(secret)}")
    keys = Keys.derive(read_secret(secret, make=False))
    if keys.check.hex() != facts.secret_check:
        raise ConfigurationError(f"密钥文件 {secret} 不是这份备份的。{bring.format(secret)}")
    if not ring.exists():
        raise ConfigurationError(f"找不到密钥环 {ring}。{bring.format(ring)}")
    usable = {key.id for key in read_ring(ring).keys if not key.retired}
    lacking = "、".join(sorted(set(facts.key_ids) - usable))
    if lacking:
        raise ConfigurationError(f"密钥环 {ring} 里没有备份要用的密钥 {lacking}，或者已经停用。{bring.format(ring)}")
    return Seals(LiveSealer(ring), keys)
