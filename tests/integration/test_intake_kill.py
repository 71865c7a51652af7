"""kill -9 under load: every receipt that a citizen was given is in the database.

The second server acknowledges before it saves; the same test must find it out.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from content_model.edition import published_edition
from forms_api import create_app
from forms_api.clock import now_utc
from forms_api.config import Settings
from forms_api.forms.form_token import Signatures
from forms_api.keys import Keys, read_secret
from forms_api.pages.receipt import RECEIPT_COOKIE, RECEIPT_LIFE
from forms_api.portal import EXTENSION
from forms_api.server import listen, make_server
from forms_api.store.db import open_store
from forms_api.store.intake import PLAIN, Intake
from forms_api.store.matter import Matter
from forms_api.store.submission import Acknowledged, Terms
from tests.conftest import free_port
from tests.integration.conftest import CONSULTATION, token_in

ROOT = Path(__file__).parent.parent.parent
CLIENTS = 8
ENOUGH = 60  # acknowledged submissions before the kill


@dataclass(frozen=True)
class Server:
    """A service in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=10)

    def stop(self) -> str:
        """End it and give what it printed."""
        self.process.terminate()
        output, _ = self.process.communicate(timeout=10)
        return output


@dataclass
class Crowd:
    """Citizens who hand in without a pause; `keys` are those of the receipts they were given."""

    port: int
    settings: Settings
    keys: "Queue[str]" = field(default_factory=Queue)
    over: Event = field(default_factory=Event)

    def hand_in(self) -> None:
        """Open a form, send it, keep the key in the receipt's cookie; until the server is gone."""
        signatures = Signatures(Keys.derive(read_secret(self.settings.secret_path)).signature)
        while not self.over.is_set():
            try:
                cookie = _submit(self.port)
            except (OSError, http.client.HTTPException):
                return
            signed = signatures.read(RECEIPT_COOKIE, cookie, RECEIPT_LIFE)
            assert signed
            self.keys.put(signed.key)


def _submit(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/forms/consultation")
        token = token_in(connection.getresponse().read().decode())
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", "/forms/consultation", urlencode({**CONSULTATION, "token": token}), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        return str(answer.getheader("Set-Cookie")).partition("=")[2].partition(";")[0]
    finally:
        connection.close()


def start_server(settings: Settings, kind: str = "honest") -> Server:
    """Start this file as a server; it says through a pipe when it listens."""
    port = free_port()
    reading, writing = os.pipe()
    folders = [str(folder) for folder in (settings.content, settings.build, settings.data)]
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, kind, str(port), str(writing), *folders],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[writing],
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        listens = pipe.read(1)
    if not listens:
        pytest.fail(f"the server did not start: {process.communicate()[0]}")
    return Server(process, port)


def lost_after_a_kill(settings: Settings, kind: str) -> int:
    """Kill a server under load; count the acknowledged submissions that its database does not have."""
    server = start_server(settings, kind)
    crowd = Crowd(server.port, settings)
    citizens = [Thread(target=crowd.hand_in) for _ in range(CLIENTS)]
    for citizen in citizens:
        citizen.start()
    try:
        given = {crowd.keys.get(timeout=30) for _ in range(ENOUGH)}
    finally:
        server.kill()
        crowd.over.set()
    for citizen in citizens:
        citizen.join()
    while not crowd.keys.empty():
        given.add(crowd.keys.get())
    store = open_store(settings)
    lost = sum(store.intake.acknowledged(key) is None for key in given)
    with store.engine.connect() as connection:
        received = "SELECT count(*) FROM journal WHERE what = 'received'"
        counts = {connection.exec_driver_sql(query).scalar() for query in ("SELECT count(*) FROM submission", received)}
    store.engine.dispose()
    assert len(counts) == 1, "half a submission"
    return lost


def test_no_acknowledged_submission_is_lost(portal_settings: Settings) -> None:
    for _ in range(3):
        assert lost_after_a_kill(portal_settings, "honest") == 0


def test_a_server_that_acknowledges_too_early_is_found_out(portal_settings: Settings) -> None:
    assert lost_after_a_kill(portal_settings, "early") > 0


class EarlyIntake(Intake):
    """For the negative control only: gives receipts first and saves them later, all half a second's worth at once."""

    def __init__(self, honest: Intake) -> None:
        vars(self).update(vars(honest))
        self._waiting: Queue[tuple[Matter, str, Terms]] = Queue()
        Thread(target=self._save_later, daemon=True).start()

    def submit(self, matter: Matter, key: str, terms: Terms = PLAIN) -> Acknowledged:
        """Promise."""
        self._waiting.put((matter, key, terms))
        return self._new(matter.kind, key, now_utc(), terms.latest)

    def _save_later(self) -> None:
        while True:
            time.sleep(0.5)
            for _ in range(self._waiting.qsize()):
                super().submit(*self._waiting.get())


def main(kind: str, port: str, pipe: str, content: str, build: str, data: str) -> None:
    """Serve, honestly or too early."""
    settings = Settings(content=Path(content), build=Path(build), data=Path(data), limit_factor=1000, proxies=1)
    app = create_app(settings)
    if kind == "early":
        portal: Any = app.extensions[EXTENSION]
        portal.store.intake = EarlyIntake(portal.store.intake)
    assert published_edition(settings.build)
    server = make_server(app, listen("127.0.0.1", int(port)), settings.trusted_proxy, settings.proxies)
    os.write(int(pipe), b"!")
    os.close(int(pipe))
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
