"""法律需求征询: what is wanted, word for word, and what goes to the store."""

import pytest

from content_model.vocabulary import Audience, Channel, ServiceCategory
from forms_api.forms.form_token import Signatures
from forms_api.forms.need import AUDIENCES, SERVICES, WAYS, NeedForm
from forms_api.store.matter import Need
from tests.unit.forms.filling import filled, mistakes

pytestmark = pytest.mark.usefixtures("in_chinese")
TYPED: dict[str, str | list[str]] = {
    "services": ["公证", "法治宣传教育"],
    "ways": ["上门", "讲座"],
    "town": "城关镇",
    "consent": "y",
}


def test_what_was_typed_becomes_the_matter(signatures: Signatures) -> None:
    form = filled(NeedForm, signatures, TYPED, topic="继承", audience="老年人", content="赶集那天来。")
    assert form.mistakes == []
    assert form.matter() == Need(
        services=("公证", "法治宣传教育"),
        ways=("上门", "讲座"),
        town="城关镇",
        topic="继承",
        audience="老年人",
        content="赶集那天来。",
    )


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("services", [], "“需要哪些服务”还没有选，请选一项。"),
        ("services", ["公证", "算命"], "“需要哪些服务”里没有这个选项，请重新选一次。"),
        ("ways", ["托梦"], "“怎样提供最方便”里没有这个选项，请重新选一次。"),
        ("topic", "算命", "“最关心哪方面的法律”里没有这个选项，请重新选一次。"),
        ("town", "", "“所在乡镇”还没有选，请选一项。"),
        ("audience", "神仙", "“您是”里没有这个选项，请重新选一次。"),
        ("content", "讲" * 1001, "“还想说什么”有 1001 个字，最多 1000 个字，请写短一些。"),
    ],
)
def test_message(signatures: Signatures, field: str, typed: str | list[str], message: str) -> None:
    assert mistakes(NeedForm, signatures, TYPED, **{field: typed}) == [(field, message)]


def test_whoever_chooses_only_other_says_what(signatures: Signatures) -> None:
    only: dict[str, str | list[str]] = {**TYPED, "services": ["其他"]}
    assert mistakes(NeedForm, signatures, only) == [("content", "您选了“其他”，请在“还想说什么”里写几个字。")]
    assert mistakes(NeedForm, signatures, only, content="想学手语") == []
    assert mistakes(NeedForm, signatures, {**only, "services": ["其他", "公证"]}) == []


def test_nobody_is_asked_who_they_are(signatures: Signatures) -> None:
    form = filled(NeedForm, signatures, TYPED)
    assert "name" not in form
    assert "phone" not in form


def test_the_words_are_the_vocabulary_and_a_few_more() -> None:
    assert {word for word, _ in SERVICES} - set(ServiceCategory) == {"其他"}
    assert {word for word, _ in WAYS} - set(Channel) == {"讲座", "集市", "晚上或周末"}
    assert {word for word, _ in AUDIENCES} == {*Audience, "其他"}
