"""What law texts do not say about themselves: short names in use, repeals, days of coming into force.

In: the files of `law_library/lexicon`. Out: typed facts, read once. `reading` and the store's opening import this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from law_library.law import Repeal

FOLDER = Path(__file__).parent.parent / "lexicon"


@dataclass(frozen=True)
class FormerLaw:
    """A law that has ceased, by its full title."""

    full_title: str
    repeal: Repeal
    short_names: tuple[str, ...] = ()


@cache
def aliases() -> Mapping[str, Sequence[str]]:
    """Give the short names in use, by title."""
    return {title: tuple(names) for title, names in _read("short_names").items()}


@cache
def former_laws() -> tuple[FormerLaw, ...]:
    """Give the laws that have ceased."""
    return tuple(
        FormerLaw(title, Repeal(entry["废止"], str(entry["依据"])), tuple(entry.get("简称", ())))
        for title, entry in _read("former").items()
    )


@cache
def known_effective(title: str, dated: date | None) -> date | None:
    """Tell since when an amended text is in force, where the amending decision says a later day; else None."""
    found: date | None = _effective().get(title, {}).get(dated)
    return found


def full_title(printed: str) -> str:
    """Give the full title of a law whose texts are printed under a shorter one."""
    found: str = _titles().get(printed, printed)
    return found


@cache
def _titles() -> dict[str, Any]:
    return _read("titles")


@cache
def _effective() -> dict[str, Any]:
    return _read("effective")


def _read(name: str) -> dict[str, Any]:
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return found
