"""普法志愿者报名: what is wanted, word for word, and what goes to the store."""

import pytest

from forms_api.forms.form_token import Signatures
from forms_api.forms.volunteer import VolunteerForm
from forms_api.store.matter import VolunteerApplication
from tests.unit.forms.filling import ME, filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
TYPED: dict[str, str | list[str]] = {
    **ME,
    "skills": ["讲课", "手语"],
    "times": ["周末"],
    "occupation": "退休教师",
    "town": "城关镇",
    "content": "教了三十年书。",
}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(VolunteerForm, signatures, TYPED, call_at="上午", may_text="y")
    assert form.mistakes == []
    assert form.matter() == VolunteerApplication(
        name="张女士",
        phone="13800000000",
        skills=("讲课", "手语"),
        times=("周末",),
        occupation="退休教师",
        town="城关镇",
        content="教了三十年书。",
        call_at="上午",
        may_text=True,
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("skills", [], "“能做什么”还没有选，请选一项。"),
        ("skills", ["算命"], "“能做什么”里没有这个选项，请重新选一次。"),
        ("times", ["半夜"], "“什么时候有空”里没有这个选项，请重新选一次。"),
        ("occupation", "", "请填写“您是做什么的”。"),
        ("town", "", "“所在乡镇”还没有选，请选一项。"),
        ("content", "讲" * 1001, "“还想说什么”有 1001 个字，最多 1000 个字，请写短一些。"),
        ("name", "", "请填写称呼，方便我们称呼您，如“张女士”。"),
        ("phone", "", "请填写联系电话，方便我们回复您。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str | list[str], message: str) -> None:
    assert mistakes(VolunteerForm, signatures, TYPED, **{field: typed}) == [(field, message)]


def test_a_child_needs_its_guardian_and_the_guardians_own_consent(signatures: Signatures) -> None:
    wanted = "报名的人未满十四周岁，要由父母或其他监护人勾选同意。监护人不能来填，可以打电话或到窗口报名。"
    child: dict[str, str | list[str]] = {**TYPED, "under_14": "y"}
    assert mistakes(VolunteerForm, signatures, child) == [
        ("guardian", "请填写“监护人的称呼”。"),
        ("consent_guardian", wanted),
    ]
    assert mistakes(VolunteerForm, signatures, child, guardian="王女士") == [("consent_guardian", wanted)]
    agreed = filled(VolunteerForm, signatures, child, guardian="王女士", consent_guardian="y")
    assert agreed.mistakes == []
    matter = agreed.matter()
    assert isinstance(matter, VolunteerApplication)
    assert (matter.under_14, matter.guardian) == (True, "王女士")


@pytest.mark.parametrize("field", ["times", "content"])
def test_may_stay_empty(signatures: Signatures, field: str) -> None:
    assert mistakes(VolunteerForm, signatures, TYPED, **{field: []}) == []
