"""The service on a port, by waitress.

In: an application, a host, a port. Out: a server that prints nothing.
`forms_api.serve` uses this.
"""

from typing import Any

import waitress  # type: ignore[import-untyped]  # ships no types
from flask import Flask

from forms_api.store.db import THREADS

BODY_LIMIT = 1024 * 1024  # above the application's own, so that most people get its kinder answer


def make_server(app: Flask, host: str, port: int, trusted_proxy: str) -> Any:
    """Make waitress' server, ready to `run()`; raises OSError when the port is taken."""
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="mingfa",
        max_request_body_size=BODY_LIMIT,
        connection_limit=1000,
        asyncore_use_poll=True,
        channel_timeout=30,
        trusted_proxy=trusted_proxy,
        trusted_proxy_count=1,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
        clear_untrusted_proxy_headers=True,
    )
