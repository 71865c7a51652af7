"""Facets: counted over all that was found, each over what the others leave."""

from pathlib import Path

from content_model import load
from content_model.facets import Facet, Values, facets_of
from search_index.facets import Choice, PageFacets, choices, narrowed
from tests.samples import write_content

CASE: Values = {Facet.KIND: ("以案释法",), Facet.TOPIC: ("继承", "借贷债务")}
LAW: Values = {Facet.KIND: ("法律条文",)}
GUIDE: Values = {Facet.KIND: ("遇事指南",), Facet.TOPIC: ("继承",), Facet.AUDIENCE: ("老年人",)}
FOUND = [CASE, LAW, GUIDE, CASE]


def test_pages_have_the_values_that_their_front_matter_says(tmp_path: Path) -> None:
    library = load(write_content(tmp_path / "content"))
    of = {page.address: facets_of(page) for page in library.pages}
    assert of["cases/paowu"] == {Facet.KIND: ("以案释法",), Facet.TOPIC: ("人身损害",)}
    assert of["stations/zhongxin"] == {Facet.KIND: ("服务站点",), Facet.TOWN: ("城关镇",)}
    assert of["people/lin"] == {
        Facet.KIND: ("人员名录",),
        Facet.TOPIC: ("劳动工资", "婚姻家庭"),
        Facet.TOWN: ("城关镇",),
    }
    assert of["products/zixun"] == {Facet.KIND: ("产品清单",)}


def test_values_are_counted_and_one_value_is_no_facet() -> None:
    assert choices(FOUND, {}) == (
        Choice(Facet.KIND, (("以案释法", 2), ("法律条文", 1), ("遇事指南", 1))),
        Choice(Facet.TOPIC, (("继承", 3), ("借贷债务", 2))),
    )
    assert choices([], {}) == ()


def test_each_facet_is_counted_over_what_the_others_leave() -> None:
    assert choices(FOUND, {Facet.TOPIC: "借贷债务"}) == (Choice(Facet.TOPIC, (("继承", 3), ("借贷债务", 2))),)
    assert choices(FOUND, {Facet.KIND: "遇事指南"})[0].values == (("以案释法", 2), ("法律条文", 1), ("遇事指南", 1))


def test_what_has_all_chosen_values_is_left_in_its_order() -> None:
    found = list(zip("abcd", FOUND, strict=True))
    assert narrowed(found, {}) == ["a", "b", "c", "d"]
    assert narrowed(found, {Facet.TOPIC: "借贷债务"}) == ["a", "d"]
    assert narrowed(found, {Facet.TOPIC: "继承", Facet.AUDIENCE: "老年人"}) == ["c"]


def test_a_value_that_nobody_has_is_not_chosen(tmp_path: Path) -> None:
    facets = PageFacets.of(load(write_content(tmp_path / "content")).pages)
    typed = {Facet.KIND: "法律条文", Facet.TOPIC: "<script>", Facet.TOWN: "城关镇", Facet.AUDIENCE: "妇女"}
    assert facets.real(typed) == {Facet.KIND: "法律条文", Facet.TOWN: "城关镇"}


def test_they_are_read_back_and_an_index_without_them_knows_none(tmp_path: Path) -> None:
    facets = PageFacets({"cases/a/": CASE})
    facets.write(tmp_path)
    assert PageFacets.read(tmp_path) == facets
    (tmp_path / "other").mkdir()
    assert PageFacets.read(tmp_path / "other") == PageFacets({})
