"""A plain server for the figures: a folder over HTTP with gzip, on this machine only.

In: a folder. Out: its address, while the `with` lasts.
`bench.pages` imports this; the portal's own server is `mingfa serve`.
"""

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

LEVEL = 6  # what web servers do on the fly
COMPRESSED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


@cache
def gzipped(file: Path) -> bytes:
    """Give a file's bytes as a web server sends them."""
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port and give its address."""
    root = folder.resolve()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # http.server's name
            file = root / unquote(urlsplit(self.path).path).lstrip("/")
            if file.is_dir():
                file /= "index.html"
            if not file.resolve().is_relative_to(root) or not file.is_file():
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            compressed = kind.startswith(COMPRESSED)
            body = gzipped(file) if compressed else file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if compressed else kind)
            self.send_header("Content-Length", str(len(body)))
            if compressed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
