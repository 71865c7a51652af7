"""Receivers of notices for tests: a gateway that speaks HTTP and keeps what it is sent, and a mail server.

In: what they shall answer. Out: what they got. Tests of notices import this.
"""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any


class Receiver(ThreadingHTTPServer):
    """Takes every POST, and answers as `status` and `answer` say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.got: Queue[tuple[str, dict[str, Any]]] = Queue()
        self.status = 200
        self.answer = b"{}"
        self.header = ("Content-Type", "application/json")

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    def all(self) -> list[tuple[str, dict[str, Any]]]:
        """Give what came since the last time: path and body."""
        return [self.got.get_nowait() for _ in range(self.got.qsize())]


class _Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:  # the library's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.put((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header(*self.server.header)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def do_GET(self) -> None:  # the library's name
        """Whoever follows a redirect comes here."""
        self.server.got.put((self.path, {}))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.got: Queue[bytes] = Queue()

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Post(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = []
                while (said := self.rfile.readline()) != b".\r\n":
                    mail.append(said)
                self.server.got.put(b"".join(mail))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """Run a receiver until the end of the block."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
