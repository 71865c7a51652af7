"""The smallest Flask service that stores a form durably in SQLite: the peer that bench.intake measures against.

In: a file and a port, as `python -m bench.smallest FILE PORT`. Out: 303 after one INSERT with synchronous = FULL.
It opens the database for each request, as Flask's tutorial does. It checks nothing, seals nothing, forgets retries.
"""

import sqlite3
import sys
from contextlib import closing

import waitress  # type: ignore[import-untyped]  # ships no types
from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

THREADS = 16
PATIENCE = 30  # seconds for a locked database: the peer may be slow, it may not fail


def make_app(file: str) -> Flask:
    """Make the service on a database file."""
    app = Flask(__name__)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE submission (id INTEGER PRIMARY KEY, name, phone, town, topic, content)")

    @app.post("/forms/consultation")
    def receive() -> AnyResponse:
        said = [request.form[name] for name in ("name", "phone", "town", "topic", "content")]
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as database, database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("INSERT INTO submission (name, phone, town, topic, content) VALUES (?, ?, ?, ?, ?)", said)
        return redirect("/forms/receipt", 303)

    @app.get("/healthz")
    def health() -> Response:
        return Response("ok")

    return app


if __name__ == "__main__":
    file, port = sys.argv[1:]
    waitress.serve(make_app(file), host="127.0.0.1", port=int(port), threads=THREADS, connection_limit=1000)
