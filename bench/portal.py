"""The portal as it runs: built from the sample content and served by `mingfa serve` on a free port.

In: an empty folder. Out: the address, while the `with` lasts.
`bench.lighthouse` and `bench.intake` import this.
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
MINGFA_SERVE = (sys.executable, str(ROOT / "mingfa.py"), "serve", "--processes", "2", "--port")


@contextmanager
def running_portal(folder: Path) -> Iterator[str]:
    """Build, serve, and give the address; stop the server at the end."""
    build_ours(folder / "build")
    settings = {"MINGFA_BUILD": str(folder / "build"), "MINGFA_DATA": str(folder / "data")}
    with serving([*MINGFA_SERVE], settings) as (port, _process):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(command: list[str], settings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Run a server that takes its port as the last argument; give port and process once it answers /healthz."""
    port = free_port()
    started = [*command, str(port)]
    server = subprocess.Popen(  # noqa: S603  # our own
        started, env={**os.environ, **settings}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def cpu_seconds(process: int) -> float:
    """Tell how much of the processors a server and its child processes have used since they were started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    stats = [Path(f"/proc/{one}/stat").read_text(encoding="ascii") for one in (process, *children)]
    ticks = [sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats]  # utime and stime
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until an address answers; raises SystemExit when the server ends or is too slow."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  # our own address
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the portal did not start")
