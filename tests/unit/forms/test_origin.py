"""The decision table against forged requests, every row."""

import pytest

from forms_api.pages.origin import Standing, origin_of, own_origins, standing

OWN = own_origins("sf.example.gov.cn", "https://sf.example.gov.cn")
HOME = "https://sf.example.gov.cn"
TABLE = [
    # method, Sec-Fetch-Site, Origin, Referer → standing
    ("POST", "same-origin", HOME, None, Standing.OWN),
    ("POST", "same-origin", None, None, Standing.OWN),
    ("POST", "same-origin", "null", None, Standing.OWN),
    ("POST", "Same-Origin ", None, None, Standing.OWN),
    ("POST", "same-site", HOME, HOME, Standing.FOREIGN),
    ("POST", "cross-site", HOME, HOME, Standing.FOREIGN),
    ("POST", "cross-site", "null", None, Standing.FOREIGN),
    ("GET", "none", None, None, Standing.OWN),
    ("GET", "cross-site", None, "https://evil.example/", Standing.OWN),
    ("HEAD", None, None, None, Standing.OWN),
    ("POST", "none", HOME, None, Standing.OWN),
    ("POST", "none", "https://evil.example", None, Standing.FOREIGN),
    ("POST", "none", None, None, Standing.UNCLEAR),
    ("POST", "something-new", HOME, None, Standing.OWN),
    ("POST", "something-new", "https://evil.example", None, Standing.FOREIGN),
    ("POST", None, HOME, None, Standing.OWN),
    ("POST", None, HOME, "https://evil.example/", Standing.OWN),
    ("POST", None, "https://evil.example", HOME, Standing.FOREIGN),
    ("POST", None, "null", None, Standing.FOREIGN),
    ("POST", None, "null", HOME, Standing.FOREIGN),
    ("POST", None, "", HOME + "/forms/consultation", Standing.OWN),
    ("POST", None, None, HOME + "/forms/consultation?page=x", Standing.OWN),
    ("POST", None, None, "https://evil.example/sf.example.gov.cn", Standing.FOREIGN),
    ("POST", None, None, None, Standing.UNCLEAR),
    ("POST", None, "https://sf.example.gov.cn.evil.example", None, Standing.FOREIGN),
    ("POST", None, "https://sf.example.gov.cn:8443", None, Standing.FOREIGN),
    ("POST", None, "https://sf.example.gov.cn@evil.example", None, Standing.FOREIGN),
    ("POST", None, "http://[broken", None, Standing.FOREIGN),
]


@pytest.mark.parametrize(("method", "fetch_site", "origin", "referer", "expected"), TABLE)
def test_row(method: str, fetch_site: str | None, origin: str | None, referer: str | None, expected: Standing) -> None:
    assert standing(method, fetch_site=fetch_site, origin=origin, referer=referer, own=OWN) is expected


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://sf.example.gov.cn/fw/", "https://sf.example.gov.cn"),
        ("HTTPS://SF.example.gov.cn:443", "https://sf.example.gov.cn"),
        ("http://10.1.2.3:8000/a?b", "http://10.1.2.3:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("null", None),
        ("ftp://sf.example.gov.cn", None),
        ("http://a:99999", None),
        ("", None),
    ],
)
def test_an_address_is_reduced_to_its_origin(address: str, origin: str | None) -> None:
    assert origin_of(address) == origin


def test_our_own_origins_are_the_host_asked_for_and_the_sites() -> None:
    own = own_origins("127.0.0.1:8000", "https://sf.example.gov.cn")
    assert own == {"http://127.0.0.1:8000", "https://127.0.0.1:8000", "https://sf.example.gov.cn"}
