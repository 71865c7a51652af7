"""A station is found by the names that people say."""

import pytest

from content_model import Station, load
from content_model.station_names import StationNames
from tests.samples import STATION, write_content

TOWN = (
    STATION.replace("县公共法律服务中心", "青石镇公共法律服务工作站")
    .replace("层级: 县", "层级: 乡镇")
    .replace("乡镇: 城关镇", "乡镇: 青石镇")
    .replace("法治路 1 号", "试验市试验县青石镇青石街 58 号")
)
RIVER = TOWN.replace("青石", "柳河").replace("柳河镇", "柳河乡")
VILLAGE = TOWN.replace("青石镇公共法律服务工作站", "双河村公共法律服务工作室").replace("层级: 乡镇", "层级: 村")
SAME = VILLAGE.replace("青石", "柳河").replace("柳河镇", "柳河乡")
FILES = {"qingshi": TOWN, "liuhe": RIVER, "shuanghe": VILLAGE, "shuanghe-2": SAME}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> StationNames:
    files = {f"stations/{name}.md": text for name, text in FILES.items()}
    library = load(write_content(tmp_path_factory.mktemp("stations") / "content", files))
    assert not library.unread
    return StationNames.of(library.of(Station))


def urls(names: StationNames, typed: str) -> list[str]:
    return [url.split("/")[1] for _, url in names.meant(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        *("青石镇公共法律服务工作站", "青石司法所", "青石镇司法所", "青石镇工作站", "青石法律服务站", "青石鎮司法所"),
        *("试验县青石镇司法所", "试验市试验县青石镇公共法律服务工作站", " 青石 司法所？", "青石司法所电话多少"),
        *("请问青石镇司法所在哪里", "青石镇司法所的地址", "青石司法所几点上班"),
    ],
)
def test_a_towns_station_has_many_names(names: StationNames, typed: str) -> None:
    assert urls(names, typed) == ["qingshi"]


@pytest.mark.parametrize("typed", ["县公共法律服务中心", "公共法律服务中心", "县法律服务中心怎么走"])
def test_the_centre_of_the_county_needs_no_place(names: StationNames, typed: str) -> None:
    assert urls(names, typed) == ["zhongxin"]


def test_a_name_that_several_bear_leads_to_each_and_the_town_tells_them_apart(names: StationNames) -> None:
    assert urls(names, "双河村工作室") == urls(names, "双河公共法律服务工作室") == ["shuanghe-2", "shuanghe"]
    assert urls(names, "柳河乡双河村工作室") == urls(names, "柳河双河工作室") == ["shuanghe-2"]
    assert urls(names, "司法所") == urls(names, "公共法律服务工作站") == ["liuhe", "qingshi"]


@pytest.mark.parametrize(
    "typed",
    ["", "青石镇", "工作站", "工作室", "别的县青石镇司法所", "青石司法所能办离婚吗", "司法局", "\ud800", "在哪里"],
)
def test_what_is_no_name_leads_nowhere(names: StationNames, typed: str) -> None:
    assert urls(names, typed.encode("utf-8", "ignore").decode()) == []


def test_they_are_read_back_as_they_were_written(names: StationNames) -> None:
    assert StationNames.read(names.as_json) == names
