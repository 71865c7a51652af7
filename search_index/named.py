"""What the words name: an article, a law, a station. Named alone, it is where they lead straight to.

In: an index folder, a citizen's words. Out: `Named` places, those to show before the hits.
`query.py` asks; a further kind of name is one more line in `named`.
"""

from functools import lru_cache
from pathlib import Path

from content_model.station_names import StationNames
from search_index.analyzer import QUERY_LIMIT, clean
from search_index.statutes import Named, find_statute

FILE = "stations.json"
NO_STATIONS = StationNames((), {}, ())


def named(folder: Path, typed: str) -> tuple[Named, ...]:
    """Give what the words name; the only one says itself whether they say anything else."""
    statute = find_statute(folder, typed)
    return (statute,) if statute else find_stations(folder, typed)


def find_stations(folder: Path, typed: str) -> tuple[Named, ...]:
    """Find the stations that bear the name typed."""
    found = _read(folder).meant(clean(typed[:QUERY_LIMIT]))
    return tuple(Named(title, url, len(found) == 1) for title, url in found)


@lru_cache(maxsize=2)
def _read(folder: Path) -> StationNames:
    """Read the file of an index; one without it, or with a broken one, knows no stations."""
    try:
        return StationNames.read((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):
        return NO_STATIONS
