"""The body of a form, read fast: whatever comes, the fields are those that werkzeug's own parser gives."""

from io import BytesIO
from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.formparser import FormDataParser

from forms_api.pages.form_body import ChineseFormParser, unescaped

URLENCODED = "application/x-www-form-urlencoded"
ESCAPES = st.integers(0, 255).map(lambda byte: b"%%%02X" % byte)
PIECES = st.one_of(
    ESCAPES,
    st.sampled_from([b"&", b"=", b"+", b"%", b"%E", b"%e5%8a%b3", b"%E5%8A", b"%F0%9F%98%80", b"%ED%A0%80", b"%C2%A0"]),
    st.text(max_size=3).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=2),
)


def fields(parser: type[FormDataParser], body: bytes) -> list[tuple[str, str]]:
    return list(parser().parse(BytesIO(body), URLENCODED, len(body))[1].items(multi=True))


@given(st.lists(PIECES, max_size=12).map(b"".join))
@example(b"a=%E5%41&b=%E5%8A%B3%FF")
@example(b"a=\xe5%8A%B3")
def test_the_fields_are_those_of_werkzeug(body: bytes) -> None:
    assert fields(ChineseFormParser, body) == fields(FormDataParser, body)


def test_chinese_is_unescaped_and_what_divides_a_form_is_not() -> None:
    assert unescaped(urlencode({"名": "张&女=士+%"}).encode()) == "名=张%26女%3D士%2B%25".encode()
