"""公证咨询: what is wanted, word for word, and what goes to the store."""

import pytest

from forms_api.forms.form_token import Signatures
from forms_api.forms.notary import NotaryForm
from forms_api.store.matter import NotaryInquiry
from tests.unit.forms.filling import ME, filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
TYPED = {**ME, "act": "继承", "used_where": "国外", "content": "老人走了，房子怎么过户。", "town": "城关镇"}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(NotaryForm, signatures, TYPED, for_whom="替别人", other_name="王大爷", relation="子女")
    assert form.mistakes == []
    assert form.matter() == NotaryInquiry(
        name="张女士",
        phone="13800000000",
        act="继承",
        used_where="国外",
        content="老人走了，房子怎么过户。",
        town="城关镇",
        for_whom="替别人",
        other_name="王大爷",
        relation="子女",
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("act", "", "“公证什么”还没有选，请选一项。"),
        ("act", "算命", "“公证什么”里没有这个选项，请重新选一次。"),
        ("used_where", "", "“公证书用在哪里”还没有选，请选一项。"),
        ("used_where", "月球", "“公证书用在哪里”里没有这个选项，请重新选一次。"),
        ("content", "", "请写“说说情况”，至少 5 个字。"),
        ("town", "外县", "“所在乡镇”里没有这个选项，请重新选一次。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str, message: str) -> None:
    assert mistakes(NotaryForm, signatures, TYPED, **{field: typed}) == [(field, message)]


def test_the_notary_office_gets_it_only_with_a_consent_of_its_own(signatures: Signatures) -> None:
    boxes = {box.name: box for _asked, box in filled(NotaryForm, signatures, TYPED).asked_boxes()}
    assert not boxes["consent_forward"].required
    assert "转给公证处" in str(boxes["consent_forward"].sentence)
