"""Puts the service under the site's base path, such as /fw/.

In: a WSGI application and a path. Out: one that answers below the path only.
`create_app` lists this module.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from forms_api.pages.page import SECURITY_HEADERS
from forms_api.portal import portal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def init_app(app: Flask) -> None:
    """Mount the application under Site.base_path."""
    with app.app_context():
        prefix = portal().site.base_path.rstrip("/")
    if prefix:
        app.wsgi_app = mounted(app.wsgi_app, prefix)  # type: ignore[method-assign, assignment]  # as Flask's manual says


def mounted(inner: "WSGIApplication", prefix: str) -> "WSGIApplication":
    """Answer below `prefix`, lead the front door to it, know nothing else."""

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(f"{prefix}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path[len(prefix) :]
            return inner(environ, start_response)
        at_the_door = path in ("", "/", prefix)
        response = redirect(f"{prefix}/", 302) if at_the_door else Response("404", 404, mimetype="text/plain")
        response.headers.update({**SECURITY_HEADERS, "Cache-Control": "no-store"})
        return response(environ, start_response)

    return application
