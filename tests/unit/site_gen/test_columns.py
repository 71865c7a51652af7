"""What columns choose to show: facets that have services, cases about a service, stations that offer it."""

import pytest

from content_model import Library, Service, load
from site_gen.columns import cases_about, facets, nearest
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT / "content")


def service(library: Library, address: str) -> Service:
    page = library.by_address[address]
    assert isinstance(page, Service)
    return page


def test_a_facet_lists_just_the_services_of_its_term(library: Library) -> None:
    shown = {facet.path: {page.slug for page in facet.pages} for facet in facets(library)}
    assert shown["services/at/village.md"] == {page.slug for page in library.of(Service) if "村" in page.levels}
    assert all(shown.values())
    assert "services/at/city.md" not in shown


def test_cases_about_a_service_share_a_topic_with_it(library: Library) -> None:
    wages = service(library, "services/falv-yuanzhu")
    cases = cases_about(library, wages)
    assert cases
    assert all(set(case.topics) & set(wages.topics) for case in cases)


def test_the_nearest_stations_offer_the_service_and_stand_by_town(library: Library) -> None:
    mediation = service(library, "services/renmin-tiaojie")
    towns = nearest(library, mediation)
    assert [town for town, _ in towns] == ["城关镇", "青石镇", "柳河乡"]
    assert all(mediation.category in station.offers for _, members in towns for station in members)
