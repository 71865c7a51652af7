"""The entry 快速离开 and the setting 快速离开去向: what is understood, and what an editor is told."""

import re
from pathlib import Path

import pytest

from content_model import check, load
from content_model.front_matter import Text
from content_model.problem import Unreadable
from content_model.site import elsewhere
from content_model.values import yes_no
from tests import samples
from tests.conftest import ROOT


@pytest.mark.parametrize(("typed", "meant"), [("是", True), ("否", False)])
def test_yes_and_no_are_read(typed: str, meant: bool) -> None:
    assert yes_no(Text(typed, 1)) is meant


@pytest.mark.parametrize("typed", ["yes", "true", "是的", "1"])
def test_what_is_neither_is_told(typed: str) -> None:
    with pytest.raises(Unreadable) as told:
        yes_no(Text(typed, 1))
    assert (told.value.what, told.value.mend) == (f"“{typed}”无法识别。", "请写成“是”，不需要就删去这一行。")


@pytest.mark.parametrize("typed", ["https://weather.cma.cn/", "http://www.example.com/天气"])
def test_a_whole_address_is_read(typed: str) -> None:
    assert elsewhere(Text(typed, 1)) == typed


@pytest.mark.parametrize("typed", ["/", "weather.cma.cn", "javascript:alert(1)", "https://a b/", "https://"])
def test_what_is_no_whole_address_is_told(typed: str) -> None:
    with pytest.raises(Unreadable) as told:
        elsewhere(Text(typed, 1))
    assert told.value.mend == "请写完整的地址，以“https://”开头。"


def test_every_sample_page_about_violence_at_home_can_be_left_quickly() -> None:
    library = load(ROOT / "content")
    about = [page for page in library.pages if {"家暴", "家庭暴力"} & set(page.tags)]
    assert about
    assert [page.address for page in about if not page.quick_exit] == []


def test_a_fault_names_file_line_and_cure(tmp_path: Path) -> None:
    changes = {"notices/zhiban.md": re.sub(r"^---\n", "---\n快速离开: 对\n", samples.NOTICE, count=1)}
    problems = check(load(samples.write_content(tmp_path, changes)))
    assert [str(problem) for problem in problems] == [
        "notices/zhiban.md:2: “快速离开”：“对”无法识别。请写成“是”，不需要就删去这一行。"
    ]
