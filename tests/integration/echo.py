"""A service that keeps what it was asked: what a web server in front passes on, and what it does not.

In: HTTP requests on a free port. Out: `begun` (addresses, as soon as a header is there), `seen` (whole requests).
The tests of the web server import this.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

OWN_WORDS = {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "private", "Retry-After": "7"}
PAGE = (
    b"""<!doctype html><title>12348</title><form method="post" action="/forms/x">
<input name="content"><input type="hidden" name="token" value="once"><button>send</button></form>"""
    + b"<p> " * 1000
)
Seen = list[tuple[str, list[tuple[str, str]], bytes]]


class Echo(BaseHTTPRequestHandler):
    """Answers as the address says: /forms/never, /forms/full, /forms/own, or plainly."""

    protocol_version = "HTTP/1.1"
    begun: "Queue[str]"
    seen: Seen
    over: threading.Event

    def do_POST(self) -> None:  # http.server's name
        path = self.path.partition("?")[0]
        self.begun.put(path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.path, self.headers.items(), body))
        if path == "/forms/never":
            self.over.wait(30)
        self.send_response(503 if path == "/forms/full" else 200)
        for name, value in OWN_WORDS.items() if path in ("/forms/full", "/forms/own") else ():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class QuietServer(ThreadingHTTPServer):
    """Does not say that a client went away in the middle."""

    daemon_threads = True
    request_queue_size = 100

    def handle_error(self, *_: object) -> None:
        """Print nothing."""


class EchoServer:
    """An echo, by default on a free port."""

    def __init__(self, port: int = 0) -> None:
        self.begun: Queue[str] = Queue()
        self.seen: Seen = []
        self.over = threading.Event()
        kept = {"begun": self.begun, "seen": self.seen, "over": self.over}
        self._server = QuietServer(("127.0.0.1", port), type("Handler", (Echo,), kept))
        self.port = int(self._server.server_port)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
