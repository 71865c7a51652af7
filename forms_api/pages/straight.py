"""Words that lead straight to a page: a receipt number, an article of a law, a station.

In: what was typed, the search's answer. Out: an address. The search page imports this.
A receipt number leads to the form that asks for the code, filled in: never to what was received.
"""

import re
from unicodedata import normalize

from flask import url_for

from forms_api.portal import portal
from forms_api.store.receipts import parse_number
from search_index import Answer

AROUND = re.compile(r"^[^0-9a-zA-Z]+|[^0-9a-zA-Z]+$")
"""Words before and behind a number that was copied: 受理编号：…… 到哪一步了？"""


SIGNS = re.compile(r"[\W_]+")
LIKE_NUMBER = re.compile(r"[a-zA-Z]{2}20[0-9]{5,7}[0-9a-zA-Z]{5,7}")


def status_address(typed: str) -> str:
    """Give the address of the progress form if a receipt number was typed, in any way of writing; else ""."""
    number = parse_number(AROUND.sub("", normalize("NFKC", typed)))
    return url_for("status.form", number=number) if number else ""


def is_like_number(typed: str) -> bool:
    """Say whether something looks like a receipt number, a sign wrong, missing or too many."""
    return bool(LIKE_NUMBER.fullmatch(SIGNS.sub("", AROUND.sub("", normalize("NFKC", typed)))))


def named_address(answer: Answer) -> str:
    """Give the address of the one page that the words name and nothing else; else ""."""
    return portal().site.base_path + answer.straight if answer.straight else ""
