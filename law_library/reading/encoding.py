"""Bytes of a text file, in whatever encoding it was saved.

In: bytes. Out: the text with LF line ends; raises Unreadable. `reading` imports this.
"""

import codecs
import re

from law_library.reading.oddity import Unreadable

AGAIN = "请重新下载这个文件。"
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
ENCODINGS = ("utf-8", "gb18030")
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(content: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or GB18030; raises Unreadable for what is empty, cut off or no text."""
    if not content.strip():
        raise Unreadable("文件是空的。", AGAIN)
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("文件是空的。", AGAIN)
    if CONTROLS.search(text):
        raise _no_text()
    return text


def _decode(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], (encoding,))
    return _strictly(content, ENCODINGS)


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    """Decode in the first encoding that fits; one that fits but for an unfinished last character tells of a cut."""
    cut_at = None
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            if len(content) - error.start < 4 and error.end == len(content) and not CONTROLS.search(_before(error)):
                cut_at = cut_at or _before(error).count("\n") + 1
    if cut_at:
        raise Unreadable("文件在一个字的中间断了，后面的内容丢失了。", AGAIN, cut_at)
    raise _no_text()


def _before(error: UnicodeDecodeError) -> str:
    return error.object[: error.start].decode(error.encoding)


def _no_text() -> Unreadable:
    return Unreadable("这不是文字文件，或者编码不认识。", "请另存为 UTF-8 编码的 .txt 或 .md，或者重新下载。")
