"""Changing the keys 换密钥 of sealed fields while the service runs.

In: the store, the ring's path. Out: how many fields were sealed anew; or why an old key may not go yet.
The commands `mingfa keys …` import this. A killed rotation leaves everything readable, and is finished by the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from forms_api.config import Settings
from forms_api.store.store import Store
from forms_api.vault.ring import FieldKey, KeyRing, add_key, read_ring, retire_key
from forms_api.vault.suites import Suite


@dataclass(frozen=True)
class Rotated:
    """What a rotation did; `resumed`: an earlier one had not come to its end, and no further key was made."""

    key_id: str
    sealed_anew: int
    resumed: bool


class StillUsed(Exception):
    """Something is still sealed under the key; the message is a Chinese sentence with the cure."""


def rotate(store: Store, settings: Settings) -> Rotated:
    """Make a new key and seal everything anew with it; an unfinished rotation is finished instead.

    Raises ConfigurationError, StoreUnavailable; then all stays readable.
    """
    ring = read_ring(settings.ring_path)
    resumed = any(store.upkeep.uses(key.id) for key in _old(ring))
    if not resumed:
        ring = add_key(settings.ring_path, Suite(settings.cipher))
    return Rotated(ring.current.id, store.upkeep.seal_anew(), resumed)


def retire(store: Store, settings: Settings, key_id: str) -> None:
    """Destroy an old key; raises StillUsed, ConfigurationError."""
    known = {key.id for key in _old(read_ring(settings.ring_path))}
    used = store.upkeep.destroy(key_id, lambda: retire_key(settings.ring_path, key_id)) if key_id in known else 0
    if key_id not in known:
        retire_key(settings.ring_path, key_id)  # says in its own words why not; a retired one is retired
    if used:
        raise StillUsed(f"还有 {used} 项内容用密钥 {key_id} 加密，不能停用。请先运行 mingfa keys rotate。")


def uses(store: Store, settings: Settings) -> Iterator[tuple[FieldKey, bool, int]]:
    """Give each key, whether it is the one that seals, and how many fields are sealed under it."""
    ring = read_ring(settings.ring_path)
    for key in ring.keys:
        yield key, key == ring.current, store.upkeep.uses(key.id)


def _old(ring: KeyRing) -> list[FieldKey]:
    return [key for key in ring.keys if not key.retired and key != ring.current]
