"""The check of built pages names every missing tag, and lets right pages pass."""

import pytest

from content_model import Kind
from forms_api.pages import page_tags
from site_gen.conventions import ARTICLE_TAGS, COLUMN_TAGS, SITE_TAGS, page_faults, required_tags
from site_gen.head import Head
from site_gen.metadata import COLUMN_TYPES, COLUMNS

ADDRESS = "https://sf.example.gov.cn/fw/cases/老案/"
TAGS = {
    "SiteName": "网",
    "SiteDomain": "sf.example.gov.cn",
    "SiteIDCode": "0000000001",
    "ColumnName": "以案释法",
    "ColumnDescription": "案例",
    "ColumnKeywords": "案例",
    "ColumnType": "政策解读",
    "ArticleTitle": "甲 & 乙",
    "PubDate": "2026-11-02 09:30",
    "ContentSource": "司法局",
}
EVERYTHING = required_tags(home=False, bare=False, article=True)


def head(tags: dict[str, str], data: str = '{"a":1}') -> Head:
    lines = [f'<meta name="{name}" content="{content}">' for name, content in tags.items()]
    canonical = '<link rel="canonical" href="https://sf.example.gov.cn/fw/cases/%E8%80%81%E6%A1%88/">'
    block = f'<script type="application/ld+json">{data}</script>'
    return Head(f"<!doctype html><html><head>{''.join(lines)}{canonical}{block}</head><body></body></html>")


def test_the_classes_of_page_have_3_7_and_10_tags() -> None:
    assert required_tags(home=True, bare=False, article=False) == SITE_TAGS
    assert required_tags(home=False, bare=True, article=False) == SITE_TAGS
    assert required_tags(home=False, bare=False, article=False) == SITE_TAGS + COLUMN_TAGS
    assert required_tags(home=False, bare=False, article=True) == SITE_TAGS + COLUMN_TAGS + ARTICLE_TAGS
    assert len(EVERYTHING) == 10


def test_every_column_of_site_and_service_has_a_type_of_the_list() -> None:
    assert set(COLUMNS) == set(Kind)
    of_site, of_service = list(COLUMNS.values()), [*page_tags.COLUMNS.values(), page_tags.OTHER_COLUMN]
    assert {*(one.type for one in of_site), *(one.type for one in of_service)} <= COLUMN_TYPES
    assert all(one.description and one.keywords for one in of_site)
    assert all(one.description and one.keywords for one in of_service)


def test_a_right_page_passes() -> None:
    assert page_faults(head(TAGS), EVERYTHING, ADDRESS) == []


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("written", [None, "", " "])
def test_a_missing_or_empty_tag_is_named(name: str, written: str | None) -> None:
    tags = {key: value for key, value in TAGS.items() if key != name} | ({} if written is None else {name: written})
    assert page_faults(head(tags), EVERYTHING, ADDRESS) == [f"缺少 {name}"]


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("PubDate", "2026-11-02", "PubDate“2026-11-02”不是“年-月-日 时:分”"),
        ("PubDate", "2026-11-02 24:00", "PubDate“2026-11-02 24:00”不是“年-月-日 时:分”"),
        ("ColumnType", "其他", "ColumnType“其他”不在规定的类别里"),
        ("SiteDomain", "https://sf.example.gov.cn", "SiteDomain 只写域名"),
    ],
)
def test_a_tag_that_says_the_wrong_thing_is_named(name: str, written: str, said: str) -> None:
    assert page_faults(head({**TAGS, name: written}), EVERYTHING, ADDRESS) == [said]


def test_a_page_that_says_it_stands_elsewhere_is_named() -> None:
    other = ADDRESS.replace("/fw/", "/")
    assert page_faults(head(TAGS), EVERYTHING, other) == [f"规范地址（canonical）应当是 {other}"]


def test_data_that_no_machine_can_read_is_named() -> None:
    assert page_faults(head(TAGS, "{'a':1}"), EVERYTHING, ADDRESS) == ["结构化数据（JSON-LD）无法识别"]
