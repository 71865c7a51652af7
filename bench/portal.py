"""The portal as it runs: built from the sample content and served by `mingfa serve` on a free port.

In: an empty folder. Out: the address, while the `with` lasts.
`bench.lighthouse` imports this.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sites import ROOT, build_ours

PATIENCE = 20  # seconds


@contextmanager
def running_portal(folder: Path) -> Iterator[str]:
    """Build, serve, and give the address; stop the server at the end."""
    build_ours(folder / "build")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "MINGFA_BUILD": str(folder / "build"), "MINGFA_DATA": str(folder / "data")}
    command = [sys.executable, str(ROOT / "mingfa.py"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  # our own address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the portal did not start")
