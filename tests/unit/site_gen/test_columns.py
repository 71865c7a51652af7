"""What columns choose to show: facets of services and people, cases about a service, stations that offer it."""

import pytest

from content_model import Kind, Library, Person, Service, load
from site_gen.columns import aid_services, all_facets, cases_about, column, facets, has_people, nearest, people_facets
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


def test_the_directory_is_looked_at_by_aid_speciality_town_and_language(library: Library) -> None:
    people = library.of(Person)
    shown = {facet.path: {page.slug for page in facet.pages} for facet in people_facets(library)}
    assert shown["people/for/legal-aid.md"] == {page.slug for page in people if page.chosen_for_aid}
    assert shown["people/about/labour.md"] == {page.slug for page in people if "劳动工资" in page.specialities}
    assert shown["people/at/青石镇.md"] == {page.slug for page in people if page.town == "青石镇"}
    assert shown["people/speaking/sign.md"] == {"sun-huijia"}
    assert all(shown.values())
    assert "people/speaking/cantonese.md" not in shown


def test_everybody_stands_in_the_directory_once_and_under_the_town(library: Library) -> None:
    people = library.of(Person)
    groups = column(library, Kind.PERSON)["groups"]
    assert sorted(page.slug for _, members in groups for page in members) == sorted(page.slug for page in people)
    towns = [facet for facet in people_facets(library) if facet.folder == "at"]
    assert sorted(page.slug for facet in towns for page in facet.pages) == sorted(page.slug for page in people)


def test_no_two_facets_have_one_address(library: Library) -> None:
    paths = [facet.path for facet in all_facets(library)]
    assert len(paths) == len(set(paths))


def test_a_service_leads_to_the_directory_when_somebody_gives_it(library: Library) -> None:
    leading = {page.slug for page in library.of(Service) if has_people(library, page)}
    assert leading == {"falv-yuanzhu", "xingshi-yuanzhu", "lvshi-fuwu", "jiceng-falv-fuwu", "gongzheng"}


def test_nobody_but_a_lawyer_is_offered_for_a_defence(library: Library) -> None:
    offered = {page.slug: {service.slug for service in aid_services(library, page)} for page in library.of(Person)}
    assert offered["li-wenqu"] == {"falv-yuanzhu", "xingshi-yuanzhu"}
    assert offered["he-jinmin"] == {"falv-yuanzhu"}
