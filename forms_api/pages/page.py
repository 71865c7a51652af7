"""One page of the service: a template's fragment in the site's shell, with its headers.

In: a title, a template, its values. Out: a Response.
The pages and the error handlers import this.
"""

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from forms_api.pages.language import is_english, other_language_url
from forms_api.pages.shell import PLAIN_SHELL
from forms_api.portal import portal

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not no-referrer: Chromium would send "Origin: null" with our own forms
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
RETRY_AFTER = {"Retry-After": "60"}


def init_app(app: Flask) -> None:
    """Give every response its headers and every template the site's settings."""
    app.after_request(_harden)
    app.context_processor(_surroundings)


def page(title: str, template: str, status: int = 200, **values: object) -> Response:
    """Render a page; before the first build it is plain and its status 503 instead of 200."""
    fragment = render_template(template, **values)
    if is_english():
        fragment = f'<div lang="en">\n{fragment}\n</div>'
    opened = portal().editions.current()
    if opened is None:
        hint = _("网站页面还没有生成。请管理员先运行 mingfa build。")  # outside the f-string, where Babel finds it
        fragment += f'\n<p class="mf-hint">{hint}</p>'
    shell = opened.shell if opened else PLAIN_SHELL
    html = shell.fill(f"{title} - {portal().site.name}", fragment)
    return make_response(html, 503 if opened is None and status == 200 else status)


def _harden(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    return response


def _surroundings() -> dict[str, object]:
    return {
        "site": portal().site,
        "home_url": url_for("static_pages.home"),
        "english": is_english(),
        "other_language_url": other_language_url(),
        "kept_language": request.args.get("lang") if request.args.get("lang") in ("zh", "en") else None,
    }
