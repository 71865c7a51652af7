"""From whose page a POST comes: the decision table against forged requests.

In: the method and four headers. Out: a `Standing`. A pure function, tested row by row.
The pages that take a POST import this; it imports the standard library only.
"""

from collections.abc import Collection
from enum import Enum
from functools import lru_cache
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Standing(Enum):
    """Where a request stands."""

    OWN = "from a page of ours"
    FOREIGN = "from somebody else's page"
    UNCLEAR = "the browser does not say"


def standing(
    method: str,
    *,
    fetch_site: str | None,
    origin: str | None,
    referer: str | None,
    own: Collection[str],
) -> Standing:
    """Judge a request by Sec-Fetch-Site, else Origin, else Referer; `own` are our origins as `origin_of` gives them.

    A browser too old, or a proxy too strict, to send any of the three leaves it unclear; an `Origin: null` does not.
    """
    if method in ("GET", "HEAD"):
        return Standing.OWN  # reading changes nothing
    match (fetch_site or "").strip().lower():
        case "same-origin":
            return Standing.OWN
        case "same-site" | "cross-site":
            return Standing.FOREIGN
    said = origin or referer  # "none" and values not yet invented count as absent
    if not said:
        return Standing.UNCLEAR
    return Standing.OWN if origin_of(said) in own else Standing.FOREIGN


def origin_of(address: str) -> str | None:
    """Reduce an address to scheme://host[:port], the port only where it is not the usual one; None for `null`."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    name = f"[{host}]" if ":" in host else host
    usual = port is None or port == _DEFAULT_PORTS[parts.scheme]
    return f"{parts.scheme}://{name}" if usual else f"{parts.scheme}://{name}:{port}"


@lru_cache(maxsize=32)
def own_origins(host: str, base_url: str) -> frozenset[str]:
    """Give our own origins: the host that was asked for, by either scheme (TLS may end before us), and the site's."""
    candidates = (origin_of(f"http://{host}"), origin_of(f"https://{host}"), origin_of(base_url))
    return frozenset(candidate for candidate in candidates if candidate)
