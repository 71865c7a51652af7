"""Laws with all their names, and laws that have ceased."""

from datetime import date

from law_library.catalogue import catalogue
from law_library.law import Law, LawText, Version
from law_library.library import LawLibrary
from law_library.store import StoredRepeal

TODAY = date(2025, 5, 6)


def law(slug: str, title: str, *years: int) -> Law:
    versions = tuple(Version(slug, date(year, 1, 1), date(year, 3, 1)) for year in years)
    return Law(slug, title, title, "社会法", versions)


def repeal(name: str, by: Law, on: date | None = None) -> StoredRepeal:
    return StoredRepeal(name, on, "第九条", by.versions[-1])


def library(laws: list[Law], *repeals: StoredRepeal) -> LawLibrary:
    return LawLibrary(catalogue(laws, repeals, TODAY), lambda version: LawText(version, ()))


def test_a_text_repeals_a_law_that_we_have_and_one_that_we_lack() -> None:
    new, old = law("xin", "新法", 2020), law("jiu", "旧法", 2000)
    found = library([new, old], repeal("旧法", new), repeal("中华人民共和国更旧法", new, date(2020, 4, 1)))
    for name, on in (("旧法", date(2020, 3, 1)), ("更旧法", date(2020, 4, 1))):
        ceased = found.find(name)
        assert ceased
        assert ceased.repeal
        assert (ceased.repeal.effective_on, ceased.repeal.by) == (on, "《新法》第九条")
    assert found.find("新法") == new


def test_a_law_does_not_repeal_itself_nor_a_later_one() -> None:
    new, later = law("xin", "新法", 2001, 2020), law("jiu", "旧法", 1993, 2022)
    found = library([new, later], repeal("新法", new), repeal("旧法", new))
    assert [known.repeal for known in found.laws if known.versions] == [None, None]


def test_a_name_of_a_law_in_force_is_not_shared_with_a_repealed_one() -> None:
    titles = ("最高人民法院关于适用《甲法》若干问题的解释", "最高人民法院关于适用《甲法》的解释")
    old, new = law("jiu", titles[0], 2015), law("xin", titles[1], 2018)
    contested = library([old, new]).find("甲法司法解释")
    settled = library([old, new], repeal(titles[0], new)).find("甲法司法解释")
    assert contested is None
    assert settled
    assert settled.slug == "xin"


def test_former_laws_have_their_title_for_an_address_and_no_versions() -> None:
    former = library([]).find("《中华人民共和国合同法》")
    assert former
    assert (former.slug, former.versions) == ("合同法", ())
    assert library([]).find("民通意见")
