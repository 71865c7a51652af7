"""Signed cookies: keys that lie in the citizen's own browser and lead back to what they handed in.

In: a signed key, a page. Out: a cookie that only this page gets. The pages import this.
"""

from datetime import timedelta

from flask import Response, request

from forms_api.forms.form_token import CLOCK_SLIP, SignedKey
from forms_api.portal import portal


def set_signed_cookie(
    response: Response, name: str, signed: SignedKey, path: str, life: timedelta, samesite: str = "Lax"
) -> None:
    """Set a cookie that only the pages below `path` get.

    Signed, not encrypted: without the installation's secret the key leads neither to the number nor to the query code.
    """
    # A cookie marked Secure would be lost on a plain http intranet, and the receipt with it. Behind a
    # proxy that ends TLS, the Origin header knows the scheme that the browser sees.
    secure = request.is_secure or (request.headers.get("Origin") or "").startswith("https://")
    response.set_cookie(
        name,
        portal().signatures.sign(name, signed),
        max_age=life,
        path=request.script_root + path,
        secure=secure,
        httponly=True,
        samesite=samesite,
    )


def read_signed_cookie(name: str, life: timedelta, slip: timedelta = CLOCK_SLIP) -> SignedKey | None:
    """Read a cookie of ours that is young enough; `slip`: how far our clock may have been set back since."""
    return portal().signatures.read(name, request.cookies.get(name), life, slip)
