"""The form service: takes consultations and ratings in, gives receipts, answers searches, exports.

In: `Settings`. Out: a Flask application, or a running server.
The front door imports this; this imports content_model and search_index, never a generator.
"""

from collections.abc import Callable

from flask import Flask

from forms_api import (
    consultation_page,
    errors,
    health_page,
    language,
    mount,
    page,
    portal,
    rating_page,
    search_page,
    static_pages,
    status_page,
)
from forms_api.config import ConfigurationError, Settings
from forms_api.db import open_store
from forms_api.exports import ExportTooLarge
from forms_api.migration import DatabaseTooNew
from forms_api.server import make_server
from forms_api.store import StoreUnavailable

__all__ = [
    "ConfigurationError",
    "DatabaseTooNew",
    "ExportTooLarge",
    "Settings",
    "StoreUnavailable",
    "create_app",
    "open_store",
    "serve",
]

BODY_LIMIT = 256 * 1024


def create_app(settings: Settings) -> Flask:
    """Make the application; raises ConfigurationError, DatabaseTooNew, StoreUnavailable."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=BODY_LIMIT, MAX_FORM_MEMORY_SIZE=BODY_LIMIT, MAX_FORM_PARTS=50)
    portal.init_app(app, settings)
    for module in (
        language,
        page,
        errors,
        consultation_page,
        status_page,
        rating_page,
        search_page,
        health_page,
        static_pages,
        mount,
    ):
        module.init_app(app)
    return app


def serve(settings: Settings, host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve until stopped, printing nothing; call `started` once the port is open.

    Raises what `create_app` raises, and OSError when the port is taken.
    """
    server = make_server(create_app(settings), host, port, settings.trusted_proxy)
    started()
    server.run()
