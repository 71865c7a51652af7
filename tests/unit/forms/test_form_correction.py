"""纠错: what is wanted, word for word, which page it is about, and what goes to the store."""

import pytest
from werkzeug.datastructures import MultiDict

from forms_api.forms.correction import CorrectionForm
from forms_api.forms.form_token import Signatures
from forms_api.store.matter import Correction
from tests.unit.forms.filling import AROUND, filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
TYPED = {"where": "法律援助申请", "fault": "内容过时", "content": "电话停机了。", "consent": "y"}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(CorrectionForm, signatures, TYPED, better="改成新电话。", page="services/yuanzhu/")
    assert form.mistakes == []
    assert form.matter() == Correction(
        where="法律援助申请",
        fault="内容过时",
        content="电话停机了。",
        better="改成新电话。",
        source_page="services/yuanzhu/",
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("where", " ", "请写哪个网页：标题或者网址都行；整个网站都这样，就写“全站”。"),
        ("fault", "", "“是什么问题”还没有选，请选一项。"),
        ("fault", "难看", "“是什么问题”里没有这个选项，请重新选一次。"),
        ("content", "", "请写哪里错了，几个字也行。"),
        ("content", "错" * 2001, "“哪里错了”有 2001 个字，最多 2000 个字，请写短一些。"),
        ("better", "对" * 2001, "“应当是什么样”有 2001 个字，最多 2000 个字，请写短一些。"),
        ("phone", "12345", "“12345”不像电话号码，请填 11 位手机号，或区号加座机号，如 0571-88880000。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(CorrectionForm, signatures, TYPED, **{field: typed}) == [(field, message)]


def test_the_page_that_led_here_is_named_by_its_title(signatures: Signatures) -> None:
    assert CorrectionForm(None, signatures, AROUND, page="services/yuanzhu/").where.data == "法律援助申请"
    assert CorrectionForm(None, signatures, AROUND, page="").where.data == ""


def test_what_the_citizen_wiped_out_stays_so(signatures: Signatures) -> None:
    typed = MultiDict({"where": "", "page": "services/yuanzhu/"})
    assert CorrectionForm(typed, signatures, AROUND).where.data == ""
