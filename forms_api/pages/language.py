"""Which language a citizen reads: Chinese in Simplified or, on request, in Traditional characters, or English.

In: `?lang=`, the folder of the address or the cookie `lang`. Out: the locale for gettext, addresses that keep the
choice, the links of the switch. Addresses come from Flask's url_for, which this module teaches to keep `lang`.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import Babel

from content_model.edition import ENGLISH as ENGLISH_FOLDER
from content_model.edition import TRADITIONAL as TRADITIONAL_FOLDER
from content_model.facets import Facet

CHINESE, ENGLISH = "zh_Hans_CN", "en"
TRADITIONAL = "zh-Hant"
# Traditional has no catalogue: the finished page is turned (page.py), so that no text can be forgotten.
LOCALES: Mapping[str, str] = {"zh": CHINESE, TRADITIONAL: CHINESE, "en": ENGLISH}
KEPT = ("page", "content", "q", "number", *Facet)
FOLDERS: Mapping[str, str] = {TRADITIONAL: TRADITIONAL_FOLDER, "en": ENGLISH_FOLDER}
_IN_FOLDER = {folder: language for language, folder in FOLDERS.items()}
_NAMES = (("zh", "zh-Hans", "简体"), (TRADITIONAL, TRADITIONAL, "繁體"), ("en", "en", "English"))


def init_app(app: Flask) -> None:
    """Switch gettext by the request; carry `?lang=` from page to page."""
    Babel(app, default_locale=CHINESE, default_timezone="UTC", locale_selector=locale)
    app.url_defaults(_keep_language)


def language() -> str:
    """Choose the language of the request at hand: zh, zh-Hant or en."""
    if not has_request_context():
        return "zh"
    first = request.path.strip("/").partition("/")[0]
    wishes = (request.args.get("lang"), _IN_FOLDER.get(first), request.cookies.get("lang"))
    return next((wish for wish in wishes if wish and wish in LOCALES), "zh")


def locale() -> str:
    """Choose the locale of the request at hand."""
    return LOCALES[language()]


def is_english() -> bool:
    """Say whether the request at hand is answered in English."""
    return language() == "en"


def folder() -> str:
    """Give the site's folder in the language of the request; "" for Simplified Chinese."""
    return FOLDERS.get(language(), "")


def kept_language() -> str | None:
    """Give the language that was asked for in the address."""
    chosen = request.args.get("lang") if has_request_context() else None
    return chosen if chosen in LOCALES else None


def switch() -> str:
    """Write the links to the same page in each language; "" where there is nothing to switch."""
    if request.method != "GET" or request.blueprint in (None, "static_pages"):
        return ""
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key in KEPT}
    kept |= request.view_args or {}
    items = []
    for name, tag, label in _NAMES:
        address = escape(url_for(str(request.endpoint), **kept, lang=name))
        here = ' aria-current="true"' if name == language() else ""
        items.append(f'<li><a href="{address}" hreflang="{tag}" lang="{tag}"{here}>{label}</a></li>')
    return f'<nav class="mf-languages" aria-label="语言 Language"><ul>{"".join(items)}</ul></nav>'


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    chosen = kept_language()
    if chosen and endpoint.partition(".")[0] not in ("static_pages", "static"):
        values.setdefault("lang", chosen)
