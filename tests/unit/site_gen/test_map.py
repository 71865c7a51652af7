"""The stations' map: where points come to lie, and what a crowd does to names."""

from pathlib import PurePosixPath
from xml.etree import ElementTree

from content_model import ServiceCategory, Station, StationLevel
from site_gen.map import CROWD, station_map


def station(slug: str, spot: tuple[float, float] | None, level: StationLevel = StationLevel.VILLAGE) -> Station:
    return Station(
        path=PurePosixPath(f"stations/{slug}.md"),
        body="",
        body_line=1,
        lines={},
        title=f"{slug}<村>公共法律服务工作室",
        slug=slug,
        level=level,
        town="城关镇",
        place="一号",
        telephones=("12348",),
        hours="工作日",
        offers=(ServiceCategory.CONSULTATION,),
        spot=spot,
    )


def drawn(*stations: Station) -> ElementTree.Element:
    return ElementTree.fromstring(station_map(stations))


def test_east_is_right_and_north_is_up() -> None:
    west, east = (119.0, 30.0), (119.4, 30.3)
    first, second = drawn(station("a", west), station("b", east)).iter("circle")
    assert float(first.get("cx", "")) < float(second.get("cx", ""))
    assert float(first.get("cy", "")) > float(second.get("cy", ""))


def test_every_point_is_a_link_with_the_full_name_and_nothing_in_a_name_is_markup() -> None:
    (link, _) = drawn(station("a", (119.0, 30.0)), station("b", (119.1, 30.1))).iter("a")
    assert (link.get("href"), link.findtext("title"), link.findtext("text")) == (
        "a/",
        "a<村>公共法律服务工作室",
        "a<村>",
    )


def test_two_stations_at_one_place_are_drawn() -> None:
    assert len(list(drawn(station("a", (119.0, 30.0)), station("b", (119.0, 30.0))).iter("circle"))) == 2


def test_in_a_crowd_only_centres_and_towns_are_named() -> None:
    crowd = [station(f"v{number}", (119 + number / 100, 30.0)) for number in range(CROWD)]
    town = station("t", (119.0, 30.2), StationLevel.TOWN)
    assert [text.text for text in drawn(*crowd, town).iter("text")] == ["t<村>"]
    assert len(list(drawn(*crowd).iter("text"))) == CROWD  # the negative control


def test_without_coordinates_there_is_no_map() -> None:
    assert station_map([station("a", (119.0, 30.0)), station("b", None)]) == ""
