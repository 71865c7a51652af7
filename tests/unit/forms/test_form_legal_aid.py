"""法律援助申请: every message word for word, who is offered in which order, and what the store gets."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from content_model.edition import PublishedPage, PublishedPerson
from content_model.vocabulary import Kind, Language
from forms_api.forms.aid_choices import LANGUAGE_LABELS, fast_lane
from forms_api.forms.form_token import Signatures
from forms_api.forms.legal_aid import LegalAidForm
from forms_api.forms.submission_form import Surroundings
from forms_api.store.matter import LegalAidApplication

CONSENTS = ("consent", "consent_truth", "consent_sensitive", "consent_forward")
FILLED = {
    "matter_kind": "劳动报酬或劳动关系",
    "stage": "还没有办",
    "content": "老板拖欠工资三个月",
    "topic": "劳动工资",
    "town": "城关镇",
    "grounds": "进城务工人员",
    "for_whom": "本人",
    "name": "张女士",
    "phone": "13800000000",
    **dict.fromkeys(CONSENTS, "y"),
}
TODAY = date(2026, 11, 22)


def person(name: str, topic: str, town: str, *languages: str, chosen: bool = True) -> PublishedPage:
    facts = PublishedPerson(
        category="律师",
        institution="甲所",
        specialities=(topic,),
        town=town,
        languages=languages or ("普通话",),
        chosen_for_aid=chosen,
    )
    return PublishedPage(f"people/{name}/", Kind.PERSON, name, "", person=facts)


AROUND = Surroundings(
    ("城关镇", "柳河乡"),
    (
        person("远", "继承", "柳河乡", "普通话", "手语"),
        person("忙", "劳动工资", "城关镇", chosen=False),
        person("镇", "继承", "城关镇"),
        person("工", "劳动工资", "柳河乡"),
        PublishedPage("services/yuanzhu/", Kind.SERVICE, "法律援助申请", ""),
    ),
    TODAY,
)


def filled(signatures: Signatures, **changes: str | list[str]) -> LegalAidForm:
    return LegalAidForm(MultiDict({**FILLED, **changes}), signatures, AROUND)


def mistakes(signatures: Signatures, **changes: str | list[str]) -> list[tuple[str, str]]:
    form = filled(signatures, **changes)
    form.validate()
    return form.mistakes


@pytest.mark.usefixtures("in_chinese")
def test_a_filled_form_has_no_mistakes(signatures: Signatures) -> None:
    assert mistakes(signatures) == []


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("matter_kind", "", "“要办什么事”还没有选，请选一项。"),
        ("matter_kind", "打官司", "“要办什么事”里没有这个选项，请重新选一次。"),
        ("stage", "", "“办到哪一步了”还没有选，请选一项。"),
        ("content", "你好", "请写“情况说明”，至少 5 个字。"),
        ("means", "一万元", "“经济情况”里没有这个选项，请重新选一次。"),
        ("lawyer", "people/忙/", "“请谁帮您”里没有这个选项，请重新选一次。"),
        ("language", "藏语", "“希望帮您的人会说”里没有这个选项，请重新选一次。"),
        ("missing", "良民证", "“还缺哪些材料”里没有这个选项，请重新选一次。"),
        ("consent", "", "请勾选“同意使用我填的信息”，我们才能办理。不想留下信息，也可以直接打电话或到窗口。"),
        ("consent_truth", "", "请勾选“我说的情况都是真的”。哪里拿不准，在“情况说明”里写一句就行。"),
        (
            "consent_sensitive",
            "",
            "请勾选“同意使用敏感信息”：不看您的情况，就没法审查。不想在网上写，可以到窗口申请。",
        ),
        ("consent_forward", "", "请勾选“同意转给法律援助中心和承办人”：他们看不到，就没法帮您。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(signatures, **{field: typed}) == [(field, message)]


@pytest.mark.usefixtures("in_chinese")
def test_means_are_asked_of_those_without_a_ground_alone(signatures: Signatures) -> None:
    assert mistakes(signatures, grounds=[]) == [("means", "“经济情况”还没有选，请选一项。")]
    assert mistakes(signatures, grounds=[], means="说不准") == []


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请写“哪一天能补齐”，如 2026-12-01。"),
        ("下星期", "“下星期”不是日期，请写成 2026-12-01 这样。"),
        ("2026-02-30", "“2026-02-30”不是日期，请写成 2026-12-01 这样。"),
        ("2026-W49-2", "“2026-W49-2”不是日期，请写成 2026-12-01 这样。"),
        ("2026年11月21日", "2026-11-21 已经过去了，请写今天或以后的日子。"),
        ("2026-12-23", "最晚可以写 2026-12-22。要是还不够，请先写这一天，再打电话和我们商量。"),
    ],
)
def test_message_of_the_day_for_missing_papers(signatures: Signatures, typed: str, message: str) -> None:
    assert mistakes(signatures, missing="身份证明", missing_until=typed) == [("missing_until", message)]


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-22", "2026-11-22"),
        ("２０２６年１２月１日", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("2026. 12. 1", "2026-12-01"),
        ("20261222", "2026-12-22"),
    ],
)
def test_a_day_is_read_as_people_write_it(signatures: Signatures, typed: str, day: str) -> None:
    form = filled(signatures, missing="身份证明", missing_until=typed)
    form.validate()
    assert form.mistakes == []
    assert application(form).missing_until == day


@pytest.mark.usefixtures("in_chinese")
def test_a_visit_needs_an_address_and_only_a_visit(signatures: Signatures) -> None:
    assert mistakes(signatures, home_visit="y") == [("visit_address", "请填写“上门的地址”。")]
    form = filled(signatures, visit_address="青石镇石桥村 3 号", missing_until="2026-12-01")
    form.validate()
    assert form.mistakes == []
    assert (application(form).visit_address, application(form).missing_until) == ("", "")


@pytest.mark.usefixtures("in_chinese")
def test_a_child_needs_its_guardian_and_the_guardians_own_consent(signatures: Signatures) -> None:
    wanted = "当事人未满十四周岁，要由父母或其他监护人勾选同意。监护人不能来填，或者孩子正受到伤害，请直接打电话。"
    assert mistakes(signatures, under_14="y", guardian="王女士") == [("consent_guardian", wanted)]
    assert mistakes(signatures, under_14="y", guardian="王女士", consent_guardian="y") == []
    asked = [box.name for _, box in filled(signatures).asked_boxes()]
    assert asked == ["consent_truth", "consent", "consent_sensitive", "consent_forward"]


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({}, ["工", "镇", "远"]),  # who knows the matter, then who is near
        ({"town": "柳河乡", "topic": "继承"}, ["远", "镇", "工"]),
        ({"language": "手语"}, ["远", "工", "镇"]),  # who can be understood, before all
    ],
)
def test_who_fits_is_offered_first_after_please_assign(
    signatures: Signatures, changes: dict[str, str], order: list[str]
) -> None:
    offered = filled(signatures, **changes).lawyer.choices
    assert [value for value, _ in offered] == ["", *(f"people/{name}/" for name in order)]
    assert str(offered[0][1]) == "请为我指派"
    assert ("people/远/", "远 · 甲所 · 专长：继承 · 柳河乡 · 普通话、手语") in offered


@pytest.mark.usefixtures("in_chinese")
def test_what_the_store_gets(signatures: Signatures) -> None:
    form = filled(
        signatures,
        lawyer="people/远/",
        language="手语",
        urgent="y",
        missing=["身份证明", "代办材料"],
        missing_until="2026-12-01",
        home_visit="y",
        visit_address="石桥村 3 号",
    )
    form.validate()
    assert form.mistakes == []
    assert form.matter() == LegalAidApplication(
        name="张女士",
        phone="13800000000",
        town="城关镇",
        topic="劳动工资",
        content="老板拖欠工资三个月",
        matter="劳动报酬或劳动关系",
        stage="还没有办",
        urgent=True,
        language="手语",
        grounds=("进城务工人员",),
        lawyer="people/远/",
        lawyer_name="远（甲所）",
        missing=("身份证明", "代办材料"),
        missing_until="2026-12-01",
        home_visit=True,
        visit_address="石桥村 3 号",
    )


@pytest.mark.usefixtures("in_chinese")
def test_without_a_choice_somebody_is_assigned(signatures: Signatures) -> None:
    said = application(filled(signatures))
    assert (said.lawyer, said.lawyer_name) == ("", "")


@pytest.mark.usefixtures("in_chinese")
def test_the_fast_lane_says_what_the_two_articles_say_and_no_more() -> None:
    assert fast_lane(("虐待、遗弃或家庭暴力", "优抚对象", "社会救助对象")) == (
        "您选了“受到虐待、遗弃或者家庭暴力，要维护自己的权益”：不受经济困难条件的限制（《法律援助法》第三十二条）。",
        "您选了“社会救助对象，如低保、特困；优抚对象，如烈属、伤残军人”：有材料证明的，免予核查经济困难状况（《法律援助法》第四十二条）。"
        "材料不在手边也请先提交，以后再补。",
    )
    assert fast_lane(()) == ()


@pytest.mark.usefixtures("in_chinese")
def test_the_languages_are_the_vocabulary() -> None:
    assert {language.value: str(label) for language, label in LANGUAGE_LABELS.items()} == {
        language: language.value for language in Language
    }


def application(form: LegalAidForm) -> LegalAidApplication:
    said = form.matter()
    assert isinstance(said, LegalAidApplication)
    return said
