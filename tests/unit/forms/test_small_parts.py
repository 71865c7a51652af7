"""Beijing's days, snippets in pieces, the nearest services."""

from datetime import UTC, date, datetime

import pytest

from content_model.edition import PublishedPage
from content_model.vocabulary import Kind
from forms_api.clock import beijing_minute, beijing_span
from forms_api.pages.search import nearest_services, pieces


def test_a_moment_is_told_in_beijing_time_to_the_minute() -> None:
    assert beijing_minute(datetime(2026, 11, 21, 16, 5, 59, tzinfo=UTC)) == "2026年11月22日 00:05"


def test_days_are_beijing_days_and_both_count() -> None:
    since, past = beijing_span(date(2026, 11, 20), date(2026, 11, 21))
    assert since == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert past == datetime(2026, 11, 21, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("", ()),
        ("无", (("无", False),)),
        ("申请<mark>法律</mark>援助", (("申请", False), ("法律", True), ("援助", False))),
        ("<b>&lt;i&gt;</b>", (("<b><i></b>", False),)),
    ],
)
def test_a_snippet_is_taken_apart_and_its_other_markup_is_text(
    snippet: str, expected: tuple[tuple[str, bool], ...]
) -> None:
    assert pieces(snippet) == expected


def test_the_nearest_services_share_most_characters() -> None:
    titles = ["公证办理", "法律援助申请", "人民调解申请", "律师查询"]
    pages = [PublishedPage(f"services/{title}/", Kind.SERVICE, title, "") for title in titles]
    pages.insert(0, PublishedPage("notices/a/", Kind.NOTICE, "申请法律援助", ""))
    assert [page.title for page in nearest_services(pages, "怎么申请援助？")] == [
        "法律援助申请",
        "人民调解申请",
        "公证办理",
    ]
