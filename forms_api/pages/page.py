"""One page of the service: a template's fragment in the site's shell, with its headers.

In: a title, a template, its values. Out: a Response.
The pages and the error handlers import this.
"""

import re

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from content_model.html_text import in_traditional
from content_model.script import traditional
from forms_api.pages.language import FOLDERS, TRADITIONAL, folder, is_english, kept_language, language, switch
from forms_api.pages.page_tags import page_tags
from forms_api.pages.shell import PLAIN_SHELL, OpenEdition, Shell
from forms_api.portal import portal

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers too old for frame-ancestors
    "Referrer-Policy": "same-origin",  # not no-referrer: Chromium would send "Origin: null" with our own forms
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), "
        "usb=(), xr-spatial-tracking=()"
    ),
}
"""The same words stand in deploy/nginx.conf, for what the web server answers itself; a test compares them."""
SEARCH_WITHOUT_SERVICE = re.compile(r"/search/(?:index\.html)?$")
WITH_WASM = SECURITY_HEADERS["Content-Security-Policy"].replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
)
"""The policy of the one page whose script is WebAssembly (decision 0018)."""


def init_app(app: Flask) -> None:
    """Give every response its headers and every template the site's settings."""
    app.after_request(_harden)
    app.context_processor(_surroundings)


def page(title: str, template: str, status: int = 200, **values: object) -> Response:
    """Render a page; before the first build it is plain and its status 503 instead of 200."""
    fragment = render_template(template, **values)
    opened = portal().editions.current()
    if opened is None:
        hint = _("网站页面还没有生成。请管理员先运行 mingfa build。")  # outside the f-string, where Babel finds it
        fragment += f'\n<p class="mf-hint">{hint}</p>'
    shell = shell_of(opened) if opened else PLAIN_SHELL
    title, fragment = _in_language(f"{title} - {_site_name(opened)}", fragment, framed=_has_frame(opened))
    status = 503 if opened is None and status == 200 else status
    tags = page_tags(request.endpoint if status == 200 else None, portal().site, request.path)
    return make_response(shell.fill(title, fragment, tags, switch()), status)


def see_other(address: str) -> Response:
    """Lead to another page by GET, as after every form (Post/Redirect/Get)."""
    return Response(status=303, headers={"Location": address})


def retry_after(seconds: int = 60) -> dict[str, str]:
    """Give the header that says when to try again."""
    return {"Retry-After": str(seconds or 60)}


def shell_of(opened: OpenEdition) -> Shell:
    """Give the shell in the language of the request, or the Chinese one where there is no such."""
    return opened.shells.get(folder(), opened.shell)


def _has_frame(opened: OpenEdition | None) -> bool:
    return opened is not None and folder() in opened.shells


def _site_name(opened: OpenEdition | None) -> str:
    return shell_of(opened).site_name if opened and is_english() and _has_frame(opened) else portal().site.name


def _in_language(title: str, fragment: str, *, framed: bool) -> tuple[str, str]:
    """Turn title and fragment into the citizen's script; say the language where the frame around does not."""
    if language() == TRADITIONAL:
        title, fragment = traditional(title), in_traditional(fragment)
    if language() in FOLDERS and not framed:
        fragment = f'<div lang="{language()}">\n{fragment}\n</div>'
    return title, fragment


def _harden(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.extend(SECURITY_HEADERS)
    if SEARCH_WITHOUT_SERVICE.search(request.path):
        response.headers["Content-Security-Policy"] = WITH_WASM
    return response


def _surroundings() -> dict[str, object]:
    root = url_for("static_pages.home")
    translated = f"{root}{folder()}/" if _has_frame(portal().editions.current()) else root
    return {
        "site": portal().site,
        "home_url": translated,
        "pages_url": root if is_english() else translated,  # the pages that were found are not in English
        "kept_language": kept_language(),
        "english": is_english(),
    }
