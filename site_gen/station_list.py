"""The names of stations for the search without a service: what citizens call them, and where they stand.

In: the library. Out: docs/stations/names.json. `stage.py` calls this; assets/search/static-search.js reads it.
"""

from pathlib import Path

from content_model import Library, Station
from content_model.station_names import StationNames

NAMES = "stations/names.json"


def write_station_names(library: Library, docs: Path) -> None:
    """Write the names; nothing where there are no stations."""
    stations = library.of(Station)
    if stations:
        (docs / NAMES).parent.mkdir(parents=True, exist_ok=True)
        (docs / NAMES).write_text(StationNames.of(stations).as_json, encoding="utf-8")
