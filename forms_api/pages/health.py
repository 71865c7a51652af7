"""/healthz: whether the service can save. /health: each of its parts in one word, for the operator's watch.

In: nothing. Out: 200, or 503 when nothing can be taken in or shown. No number, nothing personal: the pages are public.
`create_app` lists this module.
"""

from flask import Flask, Response, jsonify

from forms_api.clock import now_utc
from forms_api.operation.health import Premises, look
from forms_api.portal import portal
from search_index import is_sound


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.add_url_rule("/healthz", "healthz", saves)
    app.add_url_rule("/health", "health", health)


def saves() -> Response:
    """Ask the database."""
    well = portal().store.answers()
    return Response("ok" if well else "database", 200 if well else 503, content_type="text/plain; charset=utf-8")


def health() -> Response:
    """Look at every part."""
    opened = portal().editions.current()
    premises = Premises(
        store=portal().store,
        working_days=portal().working_days,
        edition=opened is not None,
        index=opened is not None and is_sound(opened.edition.index),
    )
    parts = look(premises, now_utc())
    words = {part.name: "ok" if part.well else "degraded" for part in parts}
    answer = jsonify(status="ok" if all(part.well for part in parts) else "degraded", **words)
    answer.status_code = 503 if any(part.vital and not part.well for part in parts) else 200
    return answer
