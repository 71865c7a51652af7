"""Suggestions while typing: the known questions and titles, in one small file that a browser fetches when it is wanted.

In: the library. Out: suggestions.json in the site, and in Traditional characters beside its twins.
`build.py` calls `write_suggestions`; assets/js/suggestions.js reads the file.
"""

import json
from collections.abc import Iterator

from content_model import Case, Edition, Guide, GuidedWay, Library, Service
from content_model.edition import TRADITIONAL
from content_model.script import traditional

FILE = "suggestions.json"
BY_TITLE = (Service, Guide, GuidedWay, Case)


def write_suggestions(library: Library, edition: Edition) -> None:
    """Write each suggestion once, those with an answer of their own first."""
    found = list(dict.fromkeys(suggestions(library)))
    for folder, texts in ((edition.site, found), (edition.site / TRADITIONAL, list(map(traditional, found)))):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps(texts, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def suggestions(library: Library) -> Iterator[str]:
    """Give questions of curated answers, titles of pages that help, then what else citizens ask."""
    for answer in library.answers:
        yield from (answer.title, *answer.asked)
    for kind in BY_TITLE:
        yield from (page.title for page in library.of(kind))
    for page in library.pages:
        yield from page.asked
