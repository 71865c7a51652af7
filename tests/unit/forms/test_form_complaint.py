"""投诉: what is wanted, word for word, with a name and without, and what goes to the store."""

import pytest

from forms_api.forms.complaint import ComplaintForm
from forms_api.forms.form_token import Signatures
from forms_api.store.matter import Complaint
from forms_api.store.receipts import check_symbol
from tests.unit.forms.filling import ME, TODAY, filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
NUMBER = f"ZX-20261103-7K3QX{check_symbol('ZX202611037K3QX')}"
TYPED = {
    **ME,
    "against_kind": "律师",
    "against": "某某律师事务所王律师",
    "about_receipt": NUMBER.lower().replace("-", " "),
    "happened_on": "2026年11月3日",
    "content": "收了钱不办事，电话也不接。",
    "wish": "退钱。",
}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(ComplaintForm, signatures, TYPED, hide_name="y")
    assert form.mistakes == []
    assert form.matter() == Complaint(
        name="张女士",
        phone="13800000000",
        against_kind="律师",
        against="某某律师事务所王律师",
        about_receipt=NUMBER,
        happened_on="2026-11-03",
        content="收了钱不办事，电话也不接。",
        wish="退钱。",
        hide_name=True,
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("against_kind", "", "“投诉哪一类服务”还没有选，请选一项。"),
        ("against_kind", "法官", "“投诉哪一类服务”里没有这个选项，请重新选一次。"),
        ("against", "", "请填写“投诉的人或单位”。"),
        (
            "about_receipt",
            "ZX-20261103-000000",
            "受理编号不完整，或者抄错了一位。请对照回执再填一次，如 ZX-20261121-7K3QXM；找不到回执，就空着。",
        ),
        ("happened_on", "去年冬天", "“去年冬天”不是日期，请写成 2026-12-01 这样。"),
        ("happened_on", "2026-02-30", "“2026-02-30”不是日期，请写成 2026-12-01 这样。"),
        ("happened_on", "2026-11-22", "2026年11月22日还没有到，请写已经过去的日子；记不清，就空着。"),
        ("content", "不好", "请写“发生了什么”，至少 5 个字。"),
        ("wish", "退" * 501, "“您希望怎样处理”有 501 个字，最多 500 个字，请写短一些。"),
        ("phone", "一二三", "“一二三”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(ComplaintForm, signatures, TYPED, **{field: typed}) == [(field, message)]


def test_today_has_come(signatures: Signatures) -> None:
    assert mistakes(ComplaintForm, signatures, TYPED, happened_on=TODAY.isoformat()) == []


@pytest.mark.parametrize("field", ["about_receipt", "happened_on", "wish", "name", "phone"])
def test_may_stay_empty(signatures: Signatures, field: str) -> None:
    assert mistakes(ComplaintForm, signatures, TYPED, **{field: ""}) == []


def test_the_difference_from_xinfang_is_told_before_the_first_question(signatures: Signatures) -> None:
    assert [str(point) for point in ComplaintForm.groups[0].points] == [
        "投诉：说的是某次法律服务、某个人做得不对。在这里填。",
        "信访：向各级机关、单位反映别的情况，提建议、意见或者请求。请找信访部门，网络、书信、电话、上门都可以。",
        "不服判决、仲裁或者政府部门的决定：请看文书最后写的办法和期限。投诉、信访都不会延长这些期限。",
        "分不清没关系，照样填。我们帮您分，告诉您该找谁。",
    ]
    assert "town" not in filled(ComplaintForm, signatures, TYPED)
