"""Ten thousand slow connections against deploy/nginx.conf: `python -m bench.slow_clients` prints what good people feel.

In: the sample content; a real nginx, a real service, a crowd. Out: a table. Exit code 1 when a limit is missed.
Nobody imports this.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.crowd import RunningCrowd, running_crowd
from bench.portal import running_portal
from tests.integration.nginx import WebServer, start_nginx

HELD = 10_000
KINDS = {"hello": 2_600, "header": 2_600, "body": 5_200}  # a few more: those cut off are away for a moment
PATHS = ("/services/falv-yuanzhu/", "/forms/consultation", "/search?q=%E5%B7%A5%E8%B5%84")
REQUESTS = 3000  # good ones, each over a connection of its own; they last longer than slow headers are borne
P99_LIMIT = 200.0  # milliseconds
MEMORY_LIMIT = 512.0  # MiB, on a server of the smallest kind that is sold


@dataclass(frozen=True)
class Felt:
    """What good people felt: how many were answered, how long it took in milliseconds."""

    answered: int
    times: tuple[float, ...]

    @property
    def p99(self) -> float:
        """The time that 99 of 100 do not exceed."""
        return quantiles(self.times, n=100)[98]

    def row(self, what: str) -> str:
        """Write the row of the table."""
        return (
            f"{what:<28}{self.answered:>5} of {len(self.times)}{median(self.times) / P99_LIMIT:>12.3f}"
            f"{self.p99 / P99_LIMIT:>12.3f}{max(self.times) / P99_LIMIT:>12.3f}"
        )


def good_requests(server: WebServer) -> Felt:
    """Ask as good people do, one after the other, each with a new encrypted connection."""
    answered, times = 0, []
    for number in range(REQUESTS):
        begun = time.perf_counter()
        try:
            source = f"127.2.0.{number % 250 + 1}"
            answered += server.ask(PATHS[number % len(PATHS)], source=source).status == 200
        except OSError as error:
            print(f"  not answered: {type(error).__name__}", file=sys.stderr)
        times.append((time.perf_counter() - begun) * 1000)
    return Felt(answered, tuple(times))


def memory(server: WebServer) -> float:
    """Give what nginx' processes hold in memory together, in MiB."""
    return sum(_resident(process) for process in server.processes()) / 1024


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


def measure(server: WebServer) -> Iterator[tuple[str, bool]]:
    """Give the lines of the table, each with whether it keeps its limit."""
    yield f"{'(times ÷ limit of 200 ms)':<28}{'answered':>12}{'median':>12}{'p99':>12}{'worst':>12}", True
    alone, empty = good_requests(server), memory(server)
    yield alone.row("nobody else"), True
    trusted = server.folder / "tls" / "fullchain.pem"
    with running_crowd(server.plain, server.encrypted, trusted, HELD, **KINDS) as crowd:
        crowd.wait_until_complete()
        yield from _besieged(server, crowd, empty)


def _besieged(server: WebServer, crowd: RunningCrowd, empty: float) -> Iterator[tuple[str, bool]]:
    before, _ = crowd.count()
    felt, full = good_requests(server), memory(server)
    after, cut = crowd.count()
    least = min(before, after)
    yield felt.row(f"{least:,} slow connections"), felt.answered == REQUESTS and felt.p99 <= P99_LIMIT
    yield f"held before and after: {before:,} and {after:,}; cut off and come again: {cut:,}", least >= HELD
    growth = (full - empty) * 1024 / least
    share = f"memory ÷ limit of {MEMORY_LIMIT:.0f} MiB: {full / MEMORY_LIMIT:.3f}"
    yield f"{share}; {full:.0f} MiB, {growth:.1f} KiB a slow connection", full <= MEMORY_LIMIT


def main() -> None:
    """Measure and print; exit with 1 when a limit is missed."""
    limit = max(resource.getrlimit(resource.RLIMIT_NOFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    kept = True
    with tempfile.TemporaryDirectory() as name, running_portal(Path(name)) as address:
        server = start_nginx(Path(name) / "nginx", Path(name) / "build", int(address.rpartition(":")[2]))
        try:
            for line, held in measure(server):
                print(line if held else f"{line}  MISSED", flush=True)
                kept = kept and held
        finally:
            server.stop()
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
