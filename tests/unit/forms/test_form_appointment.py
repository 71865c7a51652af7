"""预约: which stations and half-days are offered, what is said of full ones, and what the store gets."""

from collections.abc import Mapping
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from content_model.edition import PublishedPage, PublishedStation
from content_model.vocabulary import Kind
from forms_api.forms.appointment import AppointmentForm
from forms_api.forms.form_token import Signatures
from forms_api.forms.submission_form import Surroundings
from forms_api.store.matter import AppointmentRequest
from forms_api.store.submission import Place

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
CENTRE = "stations/zhongxin/"
FILLED = {
    "station": CENTRE,
    "errand": "法律咨询",
    "when": "2026-11-24 下午",
    "for_whom": "本人",
    "name": "张女士",
    "phone": "13800000000",
    "consent": "y",
}


def station(slug: str, places: int) -> PublishedPage:
    how = PublishedStation(town="城关镇", address="法治路 1 号", places=places)
    return PublishedPage(f"stations/{slug}/", Kind.STATION, "县中心", "", station=how)


def filled(
    signatures: Signatures, taken: Mapping[tuple[date, str], int] | None = None, /, **changes: str
) -> AppointmentForm:
    around = Surroundings(
        pages=(station("zhongxin", 3), station("cun", 0), PublishedPage("services/a/", Kind.SERVICE, "甲", "")),
        days=lambda: (TUESDAY, WEDNESDAY),
        taken=lambda asked, since, until: (taken or {}) if (since, until) == (TUESDAY, WEDNESDAY) else {},
    )
    return AppointmentForm(MultiDict({**FILLED, **changes}), signatures, around)


def mistakes(signatures: Signatures, **changes: str) -> list[tuple[str, str]]:
    form = filled(signatures, **changes)
    form.validate()
    return form.mistakes


@pytest.mark.usefixtures("in_chinese")
def test_a_filled_form_has_no_mistakes_and_makes_the_matter_and_its_place(signatures: Signatures) -> None:
    form = filled(signatures, content="借条的事")
    form.validate()
    assert form.mistakes == []
    assert form.place() == Place(CENTRE, TUESDAY, "下午", 3)
    assert form.matter() == AppointmentRequest(
        name="张女士",
        phone="13800000000",
        content="借条的事",
        station=CENTRE,
        station_name="县中心",
        day="2026-11-24",
        half="下午",
        purpose="法律咨询",
    )


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("errand", "", "“办什么事”还没有选，请选一项。"),
        ("errand", "喝茶", "“办什么事”里没有这个选项，请重新选一次。"),
        ("when", "", "“哪天、上午还是下午”还没有选，请选一项。"),
        ("when", "2026-11-26 上午", "“哪天、上午还是下午”里没有这个选项，请重新选一次。"),
        ("when", "2026-11-24 晚上", "“哪天、上午还是下午”里没有这个选项，请重新选一次。"),
        ("content", "字" * 1001, "“简单说说”有 1001 个字，最多 1000 个字，请写短一些。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(signatures, **{field: typed}) == [(field, message)]


@pytest.mark.usefixtures("in_chinese")
def test_without_a_station_no_day_can_be_chosen(signatures: Signatures) -> None:
    day = ("when", "“哪天、上午还是下午”里没有这个选项，请重新选一次。")
    assert mistakes(signatures, station="") == [("station", "“去哪个站点”还没有选，请选一项。"), day]
    other = ("station", "“去哪个站点”里没有这个选项，请重新选一次。")
    assert mistakes(signatures, station="stations/cun/") == [other, day]


@pytest.mark.usefixtures("in_chinese")
def test_half_days_are_offered_with_the_places_left(signatures: Signatures) -> None:
    when = filled(signatures, {(TUESDAY, "上午"): 3, (TUESDAY, "下午"): 2, (WEDNESDAY, "上午"): 4}).when
    offered = [(value, label + when.notes[value], value in when.closed) for value, label in when.choices]
    assert offered == [
        ("2026-11-24 上午", "11月24日 星期二 上午（已约满）", True),
        ("2026-11-24 下午", "11月24日 星期二 下午（还有 1 个名额）", False),
        ("2026-11-25 上午", "11月25日 星期三 上午（已约满）", True),  # fewer places than before: none, not minus one
        ("2026-11-25 下午", "11月25日 星期三 下午（还有 3 个名额）", False),
    ]


@pytest.mark.usefixtures("in_chinese")
def test_a_half_day_that_filled_up_is_said_when_the_page_is_turned_but_left_to_the_store_when_sent(
    signatures: Signatures,
) -> None:
    form = filled(signatures, {(TUESDAY, "下午"): 3})
    form.validate()
    assert form.mistakes == []  # it may be this very form that took the place: the store knows its key
    form.look_again()
    assert form.mistakes == [("when", "您选的那半天刚刚约满了，请另选一个时间。")]


@pytest.mark.usefixtures("in_chinese")
def test_a_station_without_a_free_half_day_says_what_to_do(signatures: Signatures) -> None:
    full = {(day, half): 3 for day in (TUESDAY, WEDNESDAY) for half in ("上午", "下午")}
    said = "这个站点这些天都约满了。请点“上一步”换一个站点，或者打电话问。"
    assert str(filled(signatures, full).when.description) == said
    assert str(filled(signatures).when.description) == ""


@pytest.mark.usefixtures("in_chinese")
def test_without_a_station_that_gives_appointments_the_telephone_is_named(signatures: Signatures) -> None:
    form = AppointmentForm(MultiDict(FILLED), signatures, Surroundings(pages=(station("cun", 0),)))
    assert str(form.station.description) == "现在没有站点可以在网上预约，请打电话约。"
