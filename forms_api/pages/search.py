"""/search: what the site says about a citizen's words, and a way on when it says nothing.

In: `?q=`, anything at all, `?page=` and what is chosen. Out: hits with their best section, else the nearest services,
the hotline, the form.
`create_app` lists this module; works without JavaScript. Searches are counted without persons (decision 0020).
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from content_model.edition import PublishedPage
from content_model.script import simplified
from content_model.vocabulary import Kind
from forms_api.guard.anonymous import countable
from forms_api.pages.found_words import parts, reasons
from forms_api.pages.known_questions import curated_answer, meant
from forms_api.pages.language import folder
from forms_api.pages.narrowing import FACETS, Asked, chosen, offers
from forms_api.pages.origin import Standing
from forms_api.pages.page import page
from forms_api.pages.shell import OpenEdition
from forms_api.pages.straight import is_like_number, named_address, status_address
from forms_api.portal import portal, request_standing
from forms_api.typed_text import one_line
from search_index import Answer, Hit, NoIndex, search

QUERY_LENGTH = 200
NEAREST = 3
A_PAGE = 10
MOST_PAGES = 10
EXAMPLES = ("被欠薪了怎么办", "申请法律援助", "离婚", "办公证")
_MARK = re.compile(r"(</?mark>)")

search_page = Blueprint("search", __name__)


@dataclass(frozen=True)
class ShownHit:
    """A hit as the template wants it: the snippet in pieces, so that no HTML from the index is trusted."""

    hit: Hit
    pieces: tuple[tuple[str, bool], ...]
    reasons: tuple[str, ...]


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(search_page)


@search_page.get("/search")
def results() -> AnyResponse:
    """Search the published edition; words that are the name of one thing and say nothing else lead straight to it."""
    query = one_line(request.args.get("q"))[:QUERY_LENGTH].strip()
    if of_receipt := status_address(query):
        return redirect(of_receipt)
    number = _page_number()
    opened = portal().editions.current()
    answer = _answer(opened, query, number * A_PAGE)
    if answer is None and opened and (page_without_index := _without_index(opened)):
        typed: dict[str, Any] = {str(facet): value for facet, value in chosen().items()}
        return redirect(url_for("static_pages.serve", path=page_without_index, static="", q=query, **typed))
    asked = Asked(query, answer.chosen if answer else {}, _quiet())
    counted = _count(query, answer) if number == 1 and not asked.chosen else _words_to_count(query) is not None
    if answer and (straight := named_address(answer)):
        return redirect(straight)
    title = _("“%(query)s”的搜索结果", query=query) if query else _("搜索")
    found = _found(opened, asked, answer, number)
    return page(title, "search.html", 503 if answer is None else 200, asked=asked, counted=counted, **found)


def _without_index(opened: OpenEdition) -> str:
    """Give the address of the page that searches in the browser, in the citizen's script; "" if there is none."""
    addresses = (f"{folder()}/search/", "search/")
    return next((found for found in addresses if (opened.edition.site / found / "index.html").is_file()), "")


def _found(opened: OpenEdition | None, asked: Asked, answer: Answer | None, number: int) -> dict[str, object]:
    """Give the template what was found, and the ways on."""
    query, anywhere = asked.query, not asked.chosen
    last = max(1, min(MOST_PAGES, -(-answer.total // A_PAGE))) if answer else 1
    number = min(number, last)
    shown = answer.hits[(number - 1) * A_PAGE : number * A_PAGE] if answer else ()
    nearest = nearest_services(opened.pages.values(), query) if opened and query and not shown else []
    taken = parts(opened.edition.index, answer.words, shown) if opened and answer and number == 1 else ()
    return {
        "query": query,
        "like_number": is_like_number(query),
        "facets": FACETS,
        "offers": tuple(offers(asked, answer)) if answer else (),
        "curated": curated_answer(opened, query) if opened and query and number == 1 and anywhere else None,
        "meant": meant(opened, query) if opened and taken else "",
        "hits": [ShownHit(hit, pieces(hit.snippet), tuple(reasons(answer, hit))) for hit in shown] if answer else [],
        "first": (number - 1) * A_PAGE + 1,
        "total": answer.total if answer else 0,
        "number": number,
        "last": last,
        "parts": taken if anywhere else (),
        "named": answer.named if answer and number == 1 and anywhere else (),
        "laws_url": portal().site.base_path,
        "unavailable": answer is None,
        "nearest": nearest,
        "examples": EXAMPLES,
    }


@search_page.post("/search/opened")
def opened() -> Response:
    """Count that a hit was opened: the browser tells it by the link's `ping`, or our script where scripts run."""
    query = countable(request.args.get("q") or "")
    if query and request_standing() is not Standing.FOREIGN:
        portal().tally.clicked(query)
    return Response(status=204)


def pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Take a snippet apart into (text, whether it is marked)."""
    found: list[tuple[str, bool]] = []
    marked = False
    for part in _MARK.split(snippet):
        if part in ("<mark>", "</mark>"):
            marked = part == "<mark>"
        elif part:
            found.append((html.unescape(part), marked))
    return tuple(found)


def nearest_services(pages: Iterable[PublishedPage], query: str) -> list[PublishedPage]:
    """Give the services whose title and summary share most characters with the query; ties in the library's order."""
    asked = {sign for sign in simplified(query) if sign.isalnum()}
    services = [found for found in pages if found.kind is Kind.SERVICE]
    return sorted(services, key=lambda found: -len(asked & set(found.title + found.summary)))[:NEAREST]


def _page_number() -> int:
    """Read which page of the hits is wanted; what is no number is the first."""
    typed = request.args.get("page") or ""
    return min(MOST_PAGES, max(1, int(typed))) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1


def _count(query: str, answer: Answer | None) -> bool:
    """Count a search, if it may be counted."""
    words = _words_to_count(query)
    if words is None or answer is None:
        return False
    portal().tally.searched(words, answer.total or len(answer.named))
    return True


def _words_to_count(query: str) -> str | None:
    """Give the words, unless they may tell of somebody or come from a page that nobody shall know of."""
    unseen = "prefetch" in request.headers.get("Sec-Purpose", "")
    return None if unseen or _quiet() else countable(query)


def _quiet() -> bool:
    """Say whether the search comes from a page with a quick exit, whose form brings the word along, or from a form."""
    return "quiet" in request.args or f"{portal().site.base_path}forms/" in (request.referrer or "")


def _answer(opened: OpenEdition | None, query: str, limit: int) -> Answer | None:
    """Ask the index; None when there is none."""
    if not query:
        return Answer((), 0, ())
    if opened is None:
        return None
    try:
        return search(opened.edition.index, query, limit=limit, chosen=chosen())
    except NoIndex:
        return None
