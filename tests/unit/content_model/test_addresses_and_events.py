"""Old addresses, events and the footer's settings: what an editor may type, and what is said when it is wrong."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from content_model import Notice, check, load
from tests import samples

TODAY = date(2026, 11, 21)
NOTICE, SERVICE, SITE = "notices/zhiban.md", "services/yuanzhu.md", "site.yml"


def with_entry(path: str, lines: str) -> dict[str, str]:
    """The sample file with `lines` written last in its front matter, or in the settings."""
    text = samples.FILES[path]
    return {path: text + lines if path == SITE else text.replace("---\n\n", f"{lines}---\n\n", 1)}


def messages(folder: Path, changes: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(load(samples.write_content(folder, changes)), TODAY)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("services/jiu", "services/jiu"),
        ("/services/jiu/", "services/jiu"),
        ("services/jiu.md", "services/jiu"),
        ("art/2019/3/5/art_123.html", "art/2019/3/5/art_123.html"),
        ("fagui/index.html", "fagui"),
        ("/cases/%E8%80%81%E6%A1%88", "cases/老案"),
    ],
)
def test_an_old_address_is_read(tmp_path: Path, typed: str, read: str) -> None:
    library = load(samples.write_content(tmp_path, with_entry(NOTICE, f"旧网址:\n  - {typed}\n")))
    assert library.by_address["notices/zhiban"].aliases == (read,)
    assert check(library, TODAY) == []


@pytest.mark.parametrize("typed", ["../x", "a?id=3", "https://x.cn/a", "a.php", "a b", "/"])
def test_an_old_address_that_cannot_be_one(tmp_path: Path, typed: str) -> None:
    found = messages(tmp_path, with_entry(NOTICE, f"旧网址:\n  - {typed}\n"))
    said = "请只写网站路径后面的部分，如“services/jiu-mingzi”或“art/2019/123.html”，不带问号。"
    assert found == [f"notices/zhiban.md:5: “旧网址”：旧网址“{typed}”不合格。{said}"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("services/yuanzhu", "正在用，是 services/yuanzhu.md 的网址。"),
        ("Services/Yuanzhu", "正在用，是 services/yuanzhu.md 的网址。"),
        ("notices/zhiban", "就是这一页现在的网址。"),
        ("services/yuanzhu/biaoge", "在别的网页下面，是网站自己要用的。"),
        ("forms/consultation", "是网站自己要用的。"),
        ("services", "是网站自己要用的。"),
        ("cases/tags/gongzi", "是网站自己要用的。"),
        ("sitemap.html", "是网站自己要用的。"),
    ],
)
def test_an_old_address_that_is_in_use(tmp_path: Path, typed: str, said: str) -> None:
    found = messages(tmp_path, with_entry(NOTICE, f"旧网址: {typed}\n"))
    assert found == [f"notices/zhiban.md:4: 旧网址“{typed}”{said}请改正，或删去这一项。"]


def test_an_old_address_leads_to_one_page(tmp_path: Path) -> None:
    changes = with_entry(NOTICE, "旧网址: jiu\n") | with_entry(SERVICE, "旧网址: jiu\n")
    line = samples.SERVICE.partition("---\n\n")[0].count("\n") + 1
    assert messages(tmp_path, changes) == [
        f"services/yuanzhu.md:{line}: 旧网址“jiu”在 notices/zhiban.md 里已经写了。请改正，或删去这一项。"
    ]


@pytest.mark.parametrize("typed", ["2026-12-04 09:30", "2026年12月4日 9:30", "2026-12-4 ９：３０", "2026.12.4 9时30分"])
def test_an_events_time_is_beijing_time(tmp_path: Path, typed: str) -> None:
    (notice,) = load(samples.write_content(tmp_path, with_entry(NOTICE, f"活动时间: {typed}\n"))).of(Notice)
    assert notice.begins_at == datetime(2026, 12, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-12-04", "9:30", "2026-12-04 24:00", "2026-12-04 9点半"])
def test_an_events_time_that_cannot_be_read(tmp_path: Path, typed: str) -> None:
    assert messages(tmp_path, with_entry(NOTICE, f"活动时间: {typed}\n")) == [
        f"notices/zhiban.md:4: “活动时间”：时间“{typed}”无法识别。请按北京时间写成“2026-12-04 09:00”。"
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("活动地点: 大厅\n", "4: 没有写活动时间。请加一行“活动时间: 2026-12-04 09:00”。"),
        ("活动结束: 2026-12-04 9:00\n", "4: 没有写活动时间。请加一行“活动时间: 2026-12-04 09:00”。"),
        (
            "活动时间: 2026-12-04 9:00\n活动结束: 2026-12-04 9:00\n",
            "5: 活动结束不晚于活动时间。请核对这两项。",
        ),
    ],
)
def test_an_event_must_make_sense(tmp_path: Path, lines: str, said: str) -> None:
    assert messages(tmp_path, with_entry(NOTICE, lines)) == [f"notices/zhiban.md:{said}"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("支持IPv6: 有\n", "“支持IPv6”：“有”无法识别。请写“是”或“否”。"),
        (
            "公安备案号: 试公网安备123号\n",
            "“公安备案号”：公安备案号“试公网安备123号”不合格。请照备案时给的写全，如“浙公网安备33010602000001号”。",
        ),
        ("党政机关标识: bszs.conac.cn\n", "“党政机关标识”：“bszs.conac.cn”不是网址。请写完整，以“https://”开头。"),
        ("页脚链接: 法律声明\n", "“页脚链接”：“法律声明”无法识别。请写成“名称 | 地址”。"),
        (
            "页脚链接: 隐私 | services/yuanzh\n",
            "页脚链接“隐私”的地址“services/yuanzh”不存在。您是不是想写“services/yuanzhu”？",
        ),
    ],
)
def test_a_setting_of_the_footer_that_is_wrong(tmp_path: Path, lines: str, said: str) -> None:
    line = samples.SITE.count("\n") + 1
    assert messages(tmp_path, with_entry(SITE, lines)) == [f"site.yml:{line}: {said}"]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("0300-5550100", "tel:0300-5550100"),
        ("sfj@example.gov.cn", "mailto:sfj@example.gov.cn"),
        ("https://zfwzzc.www.gov.cn/x?id=1", "https://zfwzzc.www.gov.cn/x?id=1"),
        ("/forms/correction", "/forms/correction"),
    ],
)
def test_where_mistakes_are_reported(tmp_path: Path, typed: str, leads_to: str) -> None:
    library = load(samples.write_content(tmp_path, with_entry(SITE, f"网站找错: {typed}\n")))
    assert library.site.corrections == leads_to
