"""Names of stations as people say them: 青石司法所, 南关村工作室, 县公共法律服务中心.

In: the stations. Out: `StationNames`, a name that several bear leading to each of them; its JSON.
The index and the search without a service find a station by them.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content_model.page import Station
from content_model.script import simplified
from content_model.vocabulary import StationLevel

BUREAU = "司法所"
CALLED = {
    StationLevel.COUNTY: ("公共法律服务中心", "法律服务中心"),
    StationLevel.TOWN: ("公共法律服务工作站", "公共法律服务站", "法律服务工作站", "法律服务站", "工作站", BUREAU),
    StationLevel.VILLAGE: ("公共法律服务工作室", "公共法律服务室", "法律服务工作室", "法律服务室", "工作室"),
}
"""What a station of a level is called behind the name of its place; a town's shares the house with its 司法所."""
_NO_NAMES = ("工作站", "工作室")  # by themselves they may be anybody's
_SIZE = re.compile(r"(?<=..)(?:街道|社区|[镇乡村])$")
_ABOVE = re.compile(r"[^省市县区旗]+[省市县区旗]")
_SIGNS = re.compile(r"[\W_]+")
# Python and JavaScript read it alike: browsers take it from the JSON.
_ASKING = re.compile(
    r"^(?:请问|我想问|查一下)|(?:的|地址|电话|号码|位置|在哪里|在哪儿|在哪|哪里|怎么走|怎么去|怎么联系|是多少|多少|几点(?:上班|下班|开门|关门)?|上班时间|服务时间)+$"
)


@dataclass(frozen=True)
class StationNames:
    """Title and address of each station; `named`: the places in that list of who bears a name; `above`: 示例县."""

    stations: tuple[tuple[str, str], ...]
    named: Mapping[str, tuple[int, ...]]
    above: tuple[str, ...]

    @classmethod
    def of(cls, stations: Iterable[Station]) -> "StationNames":
        """Collect the names."""
        listed = tuple(stations)
        named: dict[str, list[int]] = {}
        for number, station in enumerate(listed):
            for name in spoken_names(station):
                named.setdefault(name, []).append(number)
        above = dict.fromkeys(name for station in listed for name in _above(station))
        return cls(
            tuple((station.title, station.url) for station in listed),
            {name: tuple(numbers) for name, numbers in named.items()},
            tuple(above),
        )

    @classmethod
    def read(cls, text: str) -> "StationNames":
        """Read them from JSON; raises ValueError, TypeError, KeyError."""
        held = json.loads(text)
        stations = tuple((title, url) for title, url in held["stations"])
        named = {name: tuple(numbers) for name, numbers in held["named"].items()}
        return cls(stations, named, tuple(held["above"]))

    @property
    def as_json(self) -> str:
        """Write them for the index and for browsers."""
        held = {"stations": self.stations, "named": self.named, "above": self.above, "asking": _ASKING.pattern}
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    def meant(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Give title and address of the stations of a name, with or without the county before it and asking around."""
        said = folded(typed)
        names = dict.fromkeys((said, _ASKING.sub("", said)))
        bare = (name.removeprefix(above) for name in names for above in ("", *self.above))
        numbers = next((self.named[name] for name in bare if name in self.named), ())
        return tuple(self.stations[number] for number in numbers)


def folded(text: str) -> str:
    """Make names that are written differently equal: width, 繁體, blanks and signs."""
    return _SIGNS.sub("", simplified(unicodedata.normalize("NFKC", text))).lower()


def spoken_names(station: Station) -> Iterator[str]:
    """Give the names of a station, each once."""
    title, called = folded(station.title), CALLED[station.level]
    place = next((title.removesuffix(name) for name in called if title.endswith(name)), None)
    names = [title]
    if place is not None:
        towns = ("", *_short(folded(station.town))) if station.level is StationLevel.VILLAGE else ("",)
        places = _places(place, station)
        names += [f"{town}{one}{name}" for one in places for name in called for town in towns]
    if station.level is StationLevel.TOWN:
        names += [f"{town}{name}" for town in _short(folded(station.town)) for name in called]
    yield from dict.fromkeys(name for name in names if name not in _NO_NAMES)


def _places(place: str, station: Station) -> tuple[str, ...]:
    """Give the ways to name a station's place: with and without its size; of the county's also none."""
    if station.level is StationLevel.COUNTY:
        return tuple(dict.fromkeys((place, "县", "")))
    return (*_short(place), "") if station.level is StationLevel.TOWN else _short(place)


def _short(place: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((place, _SIZE.sub("", place))))


def _above(station: Station) -> Iterator[str]:
    """Give what may stand before the town in an address: 示例市示例县, 示例县."""
    before, town, _ = folded(station.place).partition(folded(station.town))
    parts = _ABOVE.findall(before) if town else []
    yield from ("".join(parts[start:]) for start in range(len(parts)))
