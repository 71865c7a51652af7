"""人民调解申请: what is wanted, word for word, and what goes to the store."""

import pytest

from forms_api.forms.form_token import Signatures
from forms_api.forms.mediation import MEDIATED, MediationForm
from forms_api.store.matter import MediationRequest
from tests.unit.forms.filling import ME, filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
TYPED = {
    **ME,
    "content": "邻居家空调滴水三年了。",
    "topic": "房屋物业",
    "town": "城关镇",
    "other_side": "楼上李某",
    "other_side_phone": "０５７１-8888 0000",
    "tried": "村主任",
    "wish": "把水管接好。\r\n赔墙面。",
}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(MediationForm, signatures, TYPED)
    assert form.mistakes == []
    assert form.matter() == MediationRequest(
        name="张女士",
        phone="13800000000",
        content="邻居家空调滴水三年了。",
        topic="房屋物业",
        town="城关镇",
        other_side="楼上李某",
        other_side_phone="0571-88880000",
        tried="村主任",
        wish="把水管接好。\n赔墙面。",
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("content", "吵架", "请写“发生了什么”，至少 5 个字。"),
        ("topic", "", "“是哪一类纠纷”还没有选，请选一项。"),
        ("topic", "刑事", "“是哪一类纠纷”里没有这个选项，请重新选一次。"),
        ("topic", "行政争议", "“是哪一类纠纷”里没有这个选项，请重新选一次。"),
        ("town", "", "“所在乡镇”还没有选，请选一项。"),
        ("other_side", " ", "请填写“对方是谁”。"),
        ("other_side", "李" * 101, "“对方是谁”有 101 个字，最多 100 个字，请写短一些。"),
        (
            "other_side_phone",
            "123",
            "“123”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。",
        ),
        ("tried", "村" * 101, "“已经找过谁”有 101 个字，最多 100 个字，请写短一些。"),
        ("wish", "赔" * 501, "“您希望怎样解决”有 501 个字，最多 500 个字，请写短一些。"),
        (
            "consent",
            "",
            "请勾选“同意使用我填的信息”，我们才能办理。不想留下信息，也可以直接打电话或到窗口。",
        ),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(MediationForm, signatures, TYPED, **{field: typed}) == [(field, message)]


@pytest.mark.parametrize("field", ["other_side_phone", "tried", "wish"])
def test_may_stay_empty(signatures: Signatures, field: str) -> None:
    assert mistakes(MediationForm, signatures, TYPED, **{field: ""}) == []


def test_only_disputes_among_people_are_mediated() -> None:
    words = {word for word, _label in MEDIATED}
    assert "婚姻家庭" in words
    assert "刑事" not in words
    assert "行政争议" not in words


def test_the_other_side_learns_of_it_only_with_a_consent_of_its_own(signatures: Signatures) -> None:
    form = filled(MediationForm, signatures, TYPED)
    asked, box = next((asked, box) for asked, box in form.asked_boxes() if box.name == "consent_forward")
    assert not asked.data
    assert not box.required
    assert str(box.sentence) == (
        "我单独同意把这份申请转给人民调解委员会，由调解员联系对方。对方会知道您申请了调解。"
        "转给哪一家、怎样联系，我们打电话告诉您。不勾选，我们就先打电话和您商量，不转、也不联系对方。"
    )


def test_violence_is_spoken_of_first_and_the_page_can_be_left_quickly() -> None:
    points = [str(point) for point in MediationForm.groups[0].points]
    assert points[0] == "正在打人、有人受威胁：马上打 110，不要等调解。"
    assert "您有权拒绝调解" in points[1]  # 人民调解法 art. 23
    assert MediationForm.quick_exit
    assert "不收任何费用" in str(MediationForm.purpose)  # 人民调解法 art. 4
