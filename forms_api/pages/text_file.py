"""A text file for the citizen to keep, in their script.

In: a name, lines. Out: a download that opens anywhere. The pages of receipt and progress import this.
"""

from collections.abc import Iterable

from flask import Response

from content_model.script import traditional
from forms_api.pages.language import TRADITIONAL, language


def text_file(name: str, lines: Iterable[str]) -> Response:
    """Give lines as a file to keep: with a byte order mark, which old editors need to read Chinese."""
    text = "\r\n".join(line.replace("\n", "\r\n") for line in lines)
    response = Response(f"\ufeff{text}\r\n", content_type="text/plain; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def in_script(words: str) -> str:
    """Give words of ours in the citizen's script; what a citizen wrote stays as it is."""
    return traditional(words) if language() == TRADITIONAL else words
