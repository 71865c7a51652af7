"""A map of the stations, drawn at build time: points and names, no foreign service asked.

In: stations with coordinates. Out: an SVG picture whose points are links, as text for the column's page.
`stage.py` puts it above nothing but the list, which says the same in words.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from content_model import Station
from content_model.vocabulary import StationLevel

WIDTH, MARGIN = 720, 90
CROWD = 20  # above it village names would cover each other: their points keep them as titles
RADIUS = {StationLevel.COUNTY: 14, StationLevel.TOWN: 11, StationLevel.VILLAGE: 8}
DEGREE = 111.32  # kilometres from one degree of latitude to the next
SHORT = ("公共法律服务中心", "公共法律服务工作站", "公共法律服务工作室")


@dataclass(frozen=True)
class Spot:
    """A station's point on the picture, in pixels."""

    station: Station
    x: float
    y: float

    @property
    def name(self) -> str:
        """The place's name without what all stations share."""
        name = self.station.title
        for ending in SHORT:
            name = name.removesuffix(ending)
        return name or self.station.title


def station_map(stations: Iterable[Station]) -> str:
    """Draw the stations that have coordinates; "" when fewer than two have."""
    placed = [station for station in stations if station.spot]
    if len(placed) < 2:
        return ""
    spots, height = _projected(placed)
    points = "\n".join(_point(spot, named=len(spots) <= CROWD) for spot in spots)
    return (
        f'<figure class="mf-map">\n<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="服务站点位置图">\n'
        f"{points}\n</svg>\n<figcaption>位置示意图，上北下南。大圆点是县中心，中圆点是乡镇站，小圆点是村站。</figcaption>\n</figure>"
    )


def _projected(stations: list[Station]) -> tuple[list[Spot], int]:
    """Lay longitude and latitude onto the picture, equally scaled in both directions."""
    places = [station.spot for station in stations if station.spot]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    across = max((east - west) * math.cos(math.radians((south + north) / 2)) * DEGREE, 1.0)
    down = max((north - south) * DEGREE, 1.0)
    scale = (WIDTH - 2 * MARGIN) / max(across, down)
    spots = [
        Spot(
            station,
            round(MARGIN + (x - west) / max(east - west, 1e-9) * across * scale, 1),
            round(MARGIN + (north - y) * DEGREE * scale, 1),
        )
        for station, (x, y) in zip(stations, places, strict=True)
    ]
    return spots, round(down * scale + 2 * MARGIN)


def _point(spot: Spot, named: bool) -> str:
    """Draw a point, a link to its station, with the name below it; villages only if all are `named`."""
    level = spot.station.level
    shown = named or level is not StationLevel.VILLAGE
    name = (
        f'<text x="{spot.x}" y="{spot.y + RADIUS[level] + 34}" text-anchor="middle">{escape(spot.name)}</text>'
        if shown
        else ""
    )
    return (
        f'<a href="{escape(spot.station.slug)}/"><title>{escape(spot.station.title)}</title>'
        f'<circle class="mf-map__{level.slug}" cx="{spot.x}" cy="{spot.y}" r="{RADIUS[level]}"/>{name}</a>'
    )
