"""/healthz: whether the service can save.

In: nothing. Out: 200 "ok" when the database answers, else 503.
`create_app` lists this module.
"""

from flask import Flask, Response

from forms_api.portal import portal


def init_app(app: Flask) -> None:
    """Add the page."""
    app.add_url_rule("/healthz", "healthz", health)


def health() -> Response:
    """Ask the database."""
    well = portal().store.answers()
    return Response("ok" if well else "database", 200 if well else 503, content_type="text/plain; charset=utf-8")
