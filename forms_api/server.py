"""The service on a port, by waitress.

In: an application, an open port. Out: a server that prints nothing.
`forms_api.serve` uses this.
"""

import logging
from socket import AF_INET, AF_INET6, create_server, socket
from typing import Any

import waitress  # type: ignore[import-untyped]  # ships no types
from flask import Flask
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # ships no types

from forms_api.store.db import THREADS

BACKLOG = 1024  # connections that wait to be taken
A_CONNECTION = 16  # answers on one; then it is closed, as politely as HTTP knows, and whoever has time takes the next
BODY_LIMIT = 1024 * 1024  # above the application's own, so that most people get its kinder answer


class Channel(HTTPChannel):  # type: ignore[misc]  # ships no types
    """A connection whose answers are left to the thread that sends them, and which does not last for ever.

    A connection stays with the process that took it. Eight that came at once may all be taken by one of two processes,
    and stay there while the other one has nothing to do; those that are opened anew, the idle one takes (bench.intake).

    Waitress asks the system for room to send as long as an answer is not yet told to be gone. There is room, so it asks
    again at once, thirty times for one submission, and the thread waits for the interpreter meanwhile (bench.intake).
    What the thread cannot send is sent by waitress as before: it is woken when the thread is done.
    """

    _answered = 0

    def service(self) -> None:
        """Answer one request; the last one on a connection tells the citizen's side so."""
        self._answered += 1
        if self._answered >= A_CONNECTION:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()

    def writable(self) -> bool:
        """Tell whether something is to be sent that nobody is sending."""
        if not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return bool(super().writable())


def listen(host: str, port: int) -> socket:
    """Open the port; raises OSError when it is taken."""
    family = AF_INET6 if ":" in host else AF_INET
    opened = create_server((host, port), family=family, backlog=BACKLOG)
    opened.setblocking(False)
    return opened


def make_server(app: Flask, listening: socket, trusted_proxy: str, proxies: int) -> Any:
    """Make waitress' server on an open port, ready to `run()`.

    Of X-Forwarded-For the entry that the outermost of our `proxies` added is believed, and nothing left of it.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # else a line for every request that waits its turn
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident="mingfa",
        max_request_body_size=BODY_LIMIT,
        connection_limit=1000,
        asyncore_use_poll=True,
        channel_timeout=30,
        clear_untrusted_proxy_headers=True,
        **_belief(trusted_proxy, proxies),
    )
    server.channel_class = Channel
    return server


def _belief(trusted_proxy: str, proxies: int) -> dict[str, Any]:
    """Say whom waitress believes; without a proxy it must not even be told of one."""
    if not proxies:
        return {}
    return {
        "trusted_proxy": trusted_proxy,
        "trusted_proxy_count": proxies,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
