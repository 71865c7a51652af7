"""Every message of the forms, word for word."""

import pytest
from werkzeug.datastructures import MultiDict

from content_model.vocabulary import Topic
from forms_api.forms.choices import TOPIC_LABELS
from forms_api.forms.consultation import ConsultationForm
from forms_api.forms.form_token import Signatures
from forms_api.forms.rating import RatingForm, StarsForm
from forms_api.forms.status import StatusForm
from forms_api.forms.submission_form import Surroundings

FILLED = {
    "name": "张女士",
    "phone": "13800000000",
    "town": "城关镇",
    "topic": "劳动工资",
    "content": "老板拖欠工资",
    "consent": "y",
}


def mistakes(signatures: Signatures, **changes: str) -> list[tuple[str, str]]:
    form = ConsultationForm(MultiDict({**FILLED, **changes}), signatures, Surroundings(["城关镇"]))
    form.validate()
    return form.mistakes


@pytest.mark.usefixtures("in_chinese")
def test_a_filled_form_has_no_mistakes(signatures: Signatures) -> None:
    assert mistakes(signatures) == []


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", " ", "请填写称呼，方便我们称呼您，如“张女士”。"),
        ("name", "张" * 31, "“称呼”有 31 个字，最多 30 个字，请写短一些。"),
        ("phone", "", "请填写联系电话，方便我们回复您。"),
        ("phone", "12345", "“12345”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。"),
        (
            "phone",
            "9" * 40,
            f"“{'9' * 30}……”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。",
        ),
        ("town", "", "“所在乡镇”还没有选，请选一项。"),
        ("town", "外县", "“所在乡镇”里没有这个选项，请重新选一次。"),
        ("topic", "", "“咨询类别”还没有选，请选一项。"),
        ("topic", "LABOUR", "“咨询类别”里没有这个选项，请重新选一次。"),
        ("content", "你好吗\n\n", "请写“想问什么”，至少 5 个字。"),
        ("content", "字" * 5001, "“想问什么”有 5001 个字，最多 5000 个字。请写短一些，细节可以在电话里说。"),
        ("consent", "", "请勾选“同意使用我填的信息”，我们才能办理。不想留下信息，也可以直接打电话或到窗口。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(signatures, **{field: typed}) == [(field, message)]


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(("field", "typed"), [("name", "张" * 30), ("content", "字" * 5000), ("content", "一二三四五")])
def test_the_limits_themselves_are_allowed(signatures: Signatures, field: str, typed: str) -> None:
    assert mistakes(signatures, **{field: typed}) == []


@pytest.mark.usefixtures("in_chinese")
def test_an_empty_post_names_every_field(signatures: Signatures) -> None:
    form = ConsultationForm(MultiDict(), signatures, Surroundings(["城关镇"]))
    form.validate()
    assert [field for field, _ in form.mistakes] == ["content", "topic", "town", "name", "phone", "consent"]


@pytest.mark.usefixtures("in_chinese")
def test_not_to_say_is_offered(signatures: Signatures) -> None:
    assert mistakes(signatures, town="其他/不便说明") == []


@pytest.mark.usefixtures("in_english")
def test_messages_speak_english(signatures: Signatures) -> None:
    assert mistakes(signatures, phone="") == [
        ("phone", "Please enter your telephone number, so that we can reply to you.")
    ]


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"helpful": "maybe"}, ("helpful", "请选择“有”或“没有”。")),
        ({"helpful": "yes", "stars": "6"}, ("stars", "星级请从 1 颗星到 5 颗星里选，也可以不选。")),
        ({"helpful": "yes", "reason": "好" * 501}, ("reason", "原因有 501 个字，最多 500 个字，请写短一些。")),
    ],
)
def test_messages_of_the_rating(signatures: Signatures, typed: dict[str, str], message: tuple[str, str]) -> None:
    form = RatingForm(MultiDict(typed), signatures)
    form.validate()
    assert form.mistakes == [message]


@pytest.mark.usefixtures("in_chinese")
def test_stars_and_reason_may_be_left_out(signatures: Signatures) -> None:
    form = StarsForm(MultiDict(), signatures)
    form.validate()
    assert form.mistakes == []


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("number", "code", "messages"),
    [
        (
            "",
            "",
            [
                "请填写受理编号，它印在回执上，如 ZX-20261121-7K3QXM。",
                "请填写查询码，它印在回执上受理编号的下面；没有查询码，就填提交时留的电话。",
            ],
        ),
        (
            "ZX-20261121-000001",
            "123",
            [
                "受理编号不完整，或者抄错了一位。请对照回执再填一次，如 ZX-20261121-7K3QXM。",
                "查询码应当是 8 个数字或字母。请对照回执再填一次。",
            ],
        ),
    ],
)
def test_messages_of_the_status_form(number: str, code: str, messages: list[str]) -> None:
    form = StatusForm(MultiDict({"number": number, "code": code}))
    form.validate()
    assert [message for _, message in form.mistakes] == messages


@pytest.mark.usefixtures("in_chinese")
def test_the_topics_are_the_vocabulary() -> None:
    assert {topic.value: str(label) for topic, label in TOPIC_LABELS.items()} == {topic: topic.value for topic in Topic}
