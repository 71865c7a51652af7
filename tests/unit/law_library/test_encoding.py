"""Law files come in the encodings that Windows and downloads leave behind."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law_library.reading.encoding import decode
from law_library.reading.oddity import Unreadable

TEXT = "# 中华人民共和国公证法\n\n第一条 为规范公证活动，制定本法。\n"
NO_TEXT = "这不是文字文件，或者编码不认识。请另存为 UTF-8 编码的 .txt 或 .md，或者重新下载。"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_every_usual_encoding_gives_the_same_text(content: bytes) -> None:
    assert decode(content) == TEXT


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u3000\n".encode()])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^文件是空的。请重新下载这个文件。$"):
        decode(content)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_within_a_character_says_where(encoding: str) -> None:
    whole = "第一条 甲。\n第二条 乙丙。".encode(encoding)
    cut = whole[: len(whole) - len("。".encode(encoding)) - 1]
    with pytest.raises(Unreadable, match=r"^文件在一个字的中间断了，后面的内容丢失了。请重新下载这个文件。$") as fault:
        decode(cut)
    assert fault.value.line == 2
    assert decode(whole)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(256)), TEXT.encode("utf-16-le")])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as fault:
        decode(content)
    assert str(fault.value) == NO_TEXT


@given(st.binary())
def test_no_bytes_break_it(content: bytes) -> None:
    with suppress(Unreadable):  # nothing else
        assert decode(content).strip()
