"""The form service: takes consultations and ratings in, gives receipts, answers searches, exports.

In: `Settings`. Out: a Flask application, or a running server.
The front door imports this; this imports content_model and search_index, never a generator.
"""

from collections.abc import Callable

from flask import Flask

from forms_api import mount, portal
from forms_api.config import ConfigurationError, Settings
from forms_api.exports.export import ExportTooLarge
from forms_api.pages import consultation, errors, health, language, page, rating, search, static, status
from forms_api.server import make_server
from forms_api.store.db import open_store
from forms_api.store.migration import DatabaseTooNew
from forms_api.store.store import StoreUnavailable

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
    for module in (language, page, errors, consultation, status, rating, search, health, static, mount):
        module.init_app(app)
    return app


def serve(settings: Settings, host: str, port: int, started: Callable[[], None] = lambda: None) -> None:
    """Serve until stopped, printing nothing; call `started` once the port is open.

    Raises what `create_app` raises, and OSError when the port is taken.
    """
    server = make_server(create_app(settings), host, port, settings.trusted_proxy)
    started()
    server.run()
