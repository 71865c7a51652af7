"""A law and a number typed into the search lead to the article."""

from pathlib import Path

import pytest

from search_index.statutes import Named, find_statute, write_statutes
from tests.unit.law_library.small_library import TODAY, small_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    write_statutes(small_library(), folder, TODAY)
    return folder


@pytest.mark.parametrize(
    "typed",
    [
        "民法典1254条",
        "民法典1254",
        "《民法典》第一千二百五十四条",
        "民法典 第１２５４条 是什么",
        "民法典第1254条怎么规定的？",
    ],
)
def test_a_law_and_a_number_lead_straight_to_the_article(folder: Path, typed: str) -> None:
    assert find_statute(folder, typed) == Named("《民法典》第一千二百五十四条", "laws/minfadian/#1254", True)


def test_traditional_characters_lead_there_too(folder: Path) -> None:
    found = find_statute(folder, "勞動合同法第38條")
    assert found is not None
    assert found.url == "laws/laodonghetongfa/#38"


def test_a_question_that_names_an_article_shows_it_and_is_searched(folder: Path) -> None:
    found = find_statute(folder, "老板不给钱，劳动合同法第38条有用吗")
    assert found == Named("《劳动合同法》第三十八条", "laws/laodonghetongfa/#38", False)


def test_a_law_without_a_number_leads_to_its_page(folder: Path) -> None:
    assert find_statute(folder, "反垄断法") == Named("《反垄断法》", "laws/fanlongduanfa/", False)


@pytest.mark.parametrize(
    "typed", ["老板拖欠工资怎么办", "公司法人是谁", "1254", "民法典1254条和劳动法44条", "", "\ud800", "\x00"]
)
def test_what_names_no_one_article_is_only_searched(folder: Path, typed: str) -> None:
    assert find_statute(folder, typed) is None


def test_an_article_that_does_not_exist_leads_to_the_law(folder: Path) -> None:
    assert find_statute(folder, "民法典9999条") == Named("《民法典》", "laws/minfadian/", False)


def test_an_index_without_laws_knows_none(tmp_path: Path) -> None:
    assert find_statute(tmp_path, "民法典1254条") is None
