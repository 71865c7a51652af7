"""The built site's own files, for the one-port mode; in front of it a web server may take this over.

In: a path. Out: the file of the published edition, or the shell page with status 404.
`create_app` lists this module last: it catches what no other page wants.
"""

from pathlib import Path

from flask import Blueprint, Flask, Response, redirect, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from forms_api.pages.page import page
from forms_api.portal import portal

ASSET_AGE = 300  # seconds; pages are asked after each time

static_pages = Blueprint("static_pages", __name__)


def init_app(app: Flask) -> None:
    """Add the catch-all."""
    app.register_blueprint(static_pages)


@static_pages.get("/")
def home() -> Response:
    """Serve the front page."""
    return serve("")


@static_pages.get("/<path:path>")
def serve(path: str) -> Response:
    """Serve a file, or the index.html of a folder; raises NotFound."""
    opened = portal().editions.current()
    if opened is None:
        return _not_built()
    site = opened.edition.site
    found = _inside(site, path)
    if found and found.is_dir():
        if path and not path.endswith("/"):
            return _with_slash(path)
        found = _inside(site, f"{path}index.html")
    if found is None or not found.is_file():
        raise NotFound
    return send_file(found, conditional=True, max_age=0 if found.suffix == ".html" else ASSET_AGE)


def _not_built() -> Response:
    return page(
        portal().site.name,
        "sentence.html",
        503,
        heading=portal().site.name,
        sentence=_("网站正在准备，请过一会儿再来；着急请打电话。"),
    )


def _inside(site: Path, path: str) -> Path | None:
    """Find the file that a path names; None when it is not one of the site's own, wherever a link may lead."""
    joined = safe_join(str(site), path)
    if joined is None or "\0" in path:
        return None
    try:
        real = Path(joined).resolve(strict=True)
    except (OSError, ValueError):
        return None
    return real if real.is_relative_to(site.resolve()) else None


def _with_slash(path: str) -> Response:
    query = request.query_string.decode("latin-1")
    address = url_for("static_pages.serve", path=f"{path}/") + (f"?{query}" if query else "")
    return redirect(address, 308)  # type: ignore[return-value]  # Flask's redirect gives Flask's Response
