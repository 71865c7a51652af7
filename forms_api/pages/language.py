"""Which language a citizen reads: Chinese, or English on request.

In: `?lang=` or the cookie `lang`. Out: the locale for gettext, and addresses that keep the choice.
Pages get their addresses from Flask's url_for, which this module teaches to keep `lang`.
"""

from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import Babel

CHINESE, ENGLISH = "zh_Hans_CN", "en"
_LOCALES = {"zh": CHINESE, "en": ENGLISH}


def init_app(app: Flask) -> None:
    """Switch gettext by the request; carry `?lang=` from page to page."""
    Babel(app, default_locale=CHINESE, default_timezone="UTC", locale_selector=locale)
    app.url_defaults(_keep_language)


def locale() -> str:
    """Choose the locale of the request at hand."""
    chosen = request.args.get("lang") or request.cookies.get("lang") if has_request_context() else None
    return _LOCALES.get(chosen or "zh", CHINESE)


def is_english() -> bool:
    """Say whether the request at hand is answered in English."""
    return locale() == ENGLISH


def other_language_url() -> str | None:
    """Give the address of the same page in the other language; None where there is nothing to switch."""
    if request.method != "GET" or request.blueprint in (None, "static_pages"):
        return None
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key in ("page", "content", "q")}
    return url_for(str(request.endpoint), **kept, lang="zh" if is_english() else "en")


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    chosen = request.args.get("lang") if has_request_context() else None
    if chosen in _LOCALES and endpoint.partition(".")[0] not in ("static_pages", "static"):
        values.setdefault("lang", chosen)
