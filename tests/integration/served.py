"""A service in a process of its own, and citizens who hand in over HTTP, for tests that kill the one or watch it.

A test that needs another than the honest one starts itself (`start(settings, __name__, kind)`) and calls `run` with
what the kind changes. The kill tests of `bench` use the crowd.
"""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from queue import Queue
from random import randrange
from threading import Event, Thread
from types import TracebackType
from urllib.parse import urlencode

import pytest
from flask import Flask

from forms_api import application
from forms_api.config import Settings
from forms_api.store.store import Store
from tests.conftest import ROOT, free_port
from tests.integration.conftest import CONSULTATION, RECEIPT, portal_of, token_in

CLIENTS = 8
HERE = "tests.integration.served"  # __name__ is another word when this is the service itself


@dataclass(frozen=True)
class Service:
    """A service in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=30)

    def stop(self) -> str:
        """End it and give what it printed."""
        self.process.terminate()
        output, _ = self.process.communicate(timeout=30)
        return output

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


@dataclass
class Crowd:
    """Citizens who hand in without a pause until it is over; `cookies` lead to the receipts that they were given."""

    port: int
    cookies: "Queue[str]" = field(default_factory=Queue)
    over: Event = field(default_factory=Event)
    _citizens: list[Thread] = field(default_factory=list)

    def __enter__(self) -> "Crowd":
        self._citizens = [Thread(target=self._hand_in) for _ in range(CLIENTS)]
        for citizen in self._citizens:
            citizen.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        for citizen in self._citizens:
            citizen.join()

    def wait_for(self, receipts: int) -> list[str]:
        """Wait until so many receipts more were given, and give their cookies."""
        return [self.cookies.get(timeout=30) for _ in range(receipts)]

    def rest(self) -> list[str]:
        """Give the cookies that nobody waited for."""
        return [self.cookies.get() for _ in range(self.cookies.qsize())]

    def _hand_in(self) -> None:
        while not self.over.is_set():
            try:
                status, cookie = submit(self.port)
            except (OSError, http.client.HTTPException):
                continue
            if status == 303:
                self.cookies.put(cookie)


def submit(port: int, **typed: str) -> tuple[int, str]:
    """Open the form, hand it in from an address and a telephone of its own, and give the answer and its cookies."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    address = {"X-Forwarded-For": f"10.{randrange(256)}.{randrange(256)}.{randrange(1, 255)}"}
    phone = f"138{randrange(10**8):08}"
    try:
        connection.request("GET", "/forms/consultation", headers=address)
        token = token_in(connection.getresponse().read().decode())
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        form = urlencode({**CONSULTATION, "phone": phone, "token": token, **typed})
        connection.request("POST", "/forms/consultation", form, {**kind, **address})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    given = answer.headers.get_all("Set-Cookie") or []
    return answer.status, "; ".join(cookie.partition(";")[0] for cookie in given)


def receipt_of(port: int, cookie: str) -> str | None:
    """Open the receipt's page as the browser would that has the cookies; give the number if there is one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/forms/receipt", headers={"Cookie": cookie})
        found = RECEIPT.search(connection.getresponse().read().decode())
    finally:
        connection.close()
    return found[1] if found else None


def missing(service: Service, cookies: Iterable[str]) -> int:
    """Count the receipts that citizens were given and cannot open any more."""
    return sum(receipt_of(service.port, cookie) is None for cookie in cookies)


def start(settings: Settings, module: str = HERE, kind: str = "honest", before: Sequence[str] = ()) -> Service:
    """Start a test module as a service, by the command `before` it if there is one; wait until it listens."""
    port = free_port()
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*before, sys.executable, "-m", module, kind, str(port), str(writing)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[writing],
        env={
            **os.environ,
            "PYTHONWARNINGS": "error",
            "MINGFA_CONTENT": str(settings.content),
            "MINGFA_BUILD": str(settings.build),
            "MINGFA_DATA": str(settings.data),
            "DATABASE_URL": settings.database_url,
            "MINGFA_LIMIT_FACTOR": str(settings.limit_factor),
            "MINGFA_PROXIES": str(settings.proxies),
        },
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        listens = pipe.read(1)
    if not listens:
        pytest.fail(f"the service did not start: {process.communicate()[0]}")
    return Service(process, port)


def run(change: Callable[[Store], None] | None, port: str, pipe: str) -> None:
    """Serve, with a store that was changed for a negative control, and say through the pipe when it listens."""
    honest = application.create_app

    def changed(settings: Settings) -> Flask:
        app = honest(settings)
        if change:
            change(portal_of(app).store)
        return app

    def started() -> None:
        os.write(int(pipe), b"!")
        os.close(int(pipe))

    application.create_app = changed
    application.serve(Settings.from_environment(), "127.0.0.1", int(port), started)


if __name__ == "__main__":
    run(None, *sys.argv[2:])
