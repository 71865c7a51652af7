"""Faults, answered in the site's look with a sentence and a telephone number.

In: HTTP errors and unexpected exceptions. Out: pages; in the log, the place of a fault and never what a citizen typed.
`create_app` lists this module.
"""

import logging
import traceback

from flask import Flask, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forms_api.pages.page import page, retry_after, shell_of
from forms_api.portal import portal
from forms_api.store.store import StoreUnavailable


def init_app(app: Flask) -> None:
    """Answer every fault."""
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(StoreUnavailable, answer_unavailable)
    app.register_error_handler(Exception, answer_unexpected)


def answer_http(error: HTTPException) -> Response:
    """Answer an HTTP error; a missing page with the shell page as it was built."""
    if isinstance(error, RequestRedirect):
        return error.get_response(request.environ)  # type: ignore[return-value]
    code = error.code or 500
    opened = portal().editions.current()
    if code == 404 and opened:
        return Response(shell_of(opened).page, 404, content_type="text/html; charset=utf-8")
    response = _apologise(code)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def answer_unavailable(error: StoreUnavailable) -> Response:
    """Answer when the database cannot be reached."""
    response = _apologise(503)
    response.headers.update(retry_after())
    return response


def answer_unexpected(error: Exception) -> Response:
    """Log where it happened and apologise."""
    _log(error)
    return _apologise(500)


def _apologise(code: int) -> Response:
    heading, sentence = _words(code)
    try:
        return page(heading, "sentence.html", code, heading=heading, sentence=sentence)
    except Exception as error:  # the page itself may be what is broken
        _log(error)
        return Response(f"{heading}\n{sentence}\n", code, content_type="text/plain; charset=utf-8")


def _log(error: Exception) -> None:
    """Name the kind and the place of a fault, without its message: that may quote what was typed."""
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)))
    logging.getLogger("mingfa").error("%s at %s (%s)", type(error).__name__, request.endpoint, places)


def _words(code: int) -> tuple[str, str]:
    match code:
        case 404:
            return _("没有这个网页"), _("您要看的网页不存在，可能已经改名或撤下。请从首页重新查找。")
        case 405:
            return _("这个网页不能这样打开"), _("请回到首页，从那里重新进入。")
        case 413:
            return _("内容太长"), _("您提交的内容太长，没有保存。请退回上一页，写短一些再提交；细节可以在电话里说。")
        case 503:
            return _("系统暂时不可用"), _("系统现在存取不了内容。请过几分钟再试；着急请打电话。")
        case _ if code >= 500:
            return _("系统出了问题"), _("这次没有办成。请过几分钟再试；着急请打电话。")
        case _:
            return _("无法识别"), _("您的浏览器发来的内容无法识别，没有保存。请退回上一页再试一次。")
