"""What the service consists of.

In: `Settings`. Out: a Flask application, or a running server. The front door and the tests import this.
"""

import gc
from collections.abc import Callable
from socket import socket

from flask import Flask

from forms_api import mount, portal
from forms_api.config import Settings
from forms_api.notices.courier import at_work
from forms_api.operation.tally import counting
from forms_api.pages import (
    errors,
    form_list,
    health,
    intake,
    language,
    page,
    rating,
    receipt,
    search,
    static,
    status,
)
from forms_api.pages.form_body import FormRequest
from forms_api.processes import run_processes
from forms_api.server import listen, make_server

BODY_LIMIT = 256 * 1024


def create_app(settings: Settings) -> Flask:
    """Make the application; raises ConfigurationError, DatabaseRefused, StoreUnavailable."""
    app = Flask("forms_api", static_folder=None)
    app.request_class = FormRequest
    app.config.update(MAX_CONTENT_LENGTH=BODY_LIMIT, MAX_FORM_MEMORY_SIZE=BODY_LIMIT, MAX_FORM_PARTS=50)
    portal.init_app(app, settings)
    for module in (language, page, errors, form_list, receipt, status, rating, intake, search, health, static, mount):
        module.init_app(app)
    return app


def serve(
    settings: Settings, host: str, port: int, started: Callable[[], None] = lambda: None, processes: int = 1
) -> None:
    """Serve until stopped, printing nothing; call `started` once the port is open.

    Raises what `create_app` raises, and OSError when the port is taken.
    """
    app = create_app(settings)
    listening = listen(host, port)
    if processes == 1:
        _serve(settings, app, listening, started)
        return
    # Made here all the same: what is wrong is said once and now, not by each process again and again; and the tables
    # are brought up to date by one. What it has opened is for it alone: a child must not share it.
    app.extensions[portal.EXTENSION].store.engine.dispose()
    run_processes(processes, lambda: _serve(settings, create_app(settings), listening), started)


def _serve(settings: Settings, app: Flask, listening: socket, started: Callable[[], None] = lambda: None) -> None:
    server = make_server(app, listening, settings.trusted_proxy, settings.proxies)
    opened: portal.Portal = app.extensions[portal.EXTENSION]
    gc.freeze()  # what was made until now stays: to look through it for garbage again and again took a twentieth
    with at_work(settings, opened.site, opened.store), counting(opened.tally):
        started()
        server.run()
