"""Durable submissions a second, and how long the slowest wait, beside the smallest Flask service that stores durably.

In: nothing, or `--seconds N`. Out: ratios, ours ÷ the peer and the 99th percentile ÷ the limit, for 8, 32 and 256
connections on SQLite and, where one answers, on PostgreSQL; and what a submission costs the service's own processes in
CPU time, ours ÷ the peer's, which holds on a busy machine, too. Needs wrk. `make figures` runs it.

The service is the shipped one, in two processes; only its limits against abuse are widened (MINGFA_LIMIT_FACTOR),
because all the load comes from one address. Every form has a token of its own and a telephone of its own. All run side
by side and are loaded in turn, several rounds: what else the machine does falls on each alike. The median counts.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.portal import MINGFA_SERVE, cpu_seconds, serving
from bench.sites import ROOT, build_ours
from forms_api.forms.form_token import Signatures, SignedKey, new_key
from forms_api.keys import Keys, read_secret

CONNECTIONS = (8, 32, 256)
ROUNDS = 3
MOST = 3000  # forms a second: more than any of them takes
PEER = "the peer"
SLOWEST = 500  # milliseconds: the limit at 32 connections
LEAST = 0.5  # of the peer
POSTGRES = os.environ.get("MINGFA_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True)
class Load:
    """What came out of one load: submissions a second, the 99th percentile in milliseconds, refused ones.

    `cpu`: seconds that the server's processes computed for one submission.
    """

    rate: float
    p99: float
    refused: int
    cpu: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    seconds = parser.parse_args().seconds
    if not shutil.which("wrk"):
        sys.exit("bench.intake needs wrk: apt-get install wrk")
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        build_ours(Path(work) / "build")
        databases = {PEER: None, "SQLite": "", "PostgreSQL": own_database()}
        if databases["PostgreSQL"] is None:
            print(f"PostgreSQL: none answers at {POSTGRES.rpartition('@')[2]}; set MINGFA_BENCH_POSTGRES")
            del databases["PostgreSQL"]
        servers = {name: running.enter_context(served(Path(work) / name, url)) for name, url in databases.items()}
        for connections in CONNECTIONS:
            rounds = [
                {name: load(*server, connections, seconds, Path(work) / name) for name, server in servers.items()}
                for _ in range(ROUNDS)
            ]
            tell(connections, rounds)


def tell(connections: int, rounds: list[dict[str, Load]]) -> None:
    """Print a line of ratios for each database."""
    for engine in [name for name in rounds[0] if name != PEER]:
        rates = sorted(one[engine].rate / one[PEER].rate for one in rounds)
        print(
            f"{engine:10} {connections:3} connections: submissions/s ÷ smallest Flask + SQLite(FULL) "
            f"{median(rates):.2f} ({rates[0]:.2f} to {rates[-1]:.2f}; at least {LEAST}); "
            f"p99 ÷ {SLOWEST} ms {median(one[engine].p99 for one in rounds) / SLOWEST:.2f} "
            f"(the peer's {median(one[PEER].p99 for one in rounds) / SLOWEST:.2f}); "
            f"CPU for a submission ÷ the peer's {median(one[engine].cpu / one[PEER].cpu for one in rounds):.2f}; "
            f"refused {sum(one[engine].refused for one in rounds)}; machine's load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


@contextmanager
def served(folder: Path, url: str | None) -> Iterator[tuple[int, int]]:
    """Serve and give port and process; `url` None stands for the peer, "" for SQLite in the folder."""
    folder.mkdir()
    settings = {"MINGFA_BUILD": str(folder.parent / "build"), "MINGFA_DATA": str(folder / "data")}
    limits = {"MINGFA_LIMIT_FACTOR": "1000", "DATABASE_URL": url or ""}
    command = [*MINGFA_SERVE] if url is not None else [sys.executable, "-m", "bench.smallest", str(folder / "peer.db")]
    with serving(command, {**settings, **limits}) as server:
        yield server


def write_forms(folder: Path, number_of_forms: int) -> Path:
    """Write bodies, one a line; the service's carry good tokens."""
    file = folder / "forms"
    secret = b"" if folder.name == PEER else read_secret(folder / "data" / "secret.key", make=False)
    signatures = Signatures(Keys.derive(secret).signature)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(number_of_forms):
            asked = {
                "name": "张女士",
                "phone": f"138{number:08}",
                "town": "城关镇",
                "topic": "劳动工资",
                "content": f"第 {number} 问：老板拖欠工资三个月，打电话也不接，怎么办？" * 4,
                "consent": "y",
                "token": signatures.sign("form/consultation", SignedKey(new_key())),
            }
            lines.write(urlencode(asked) + "\n")
    return file


def load(port: int, process: int, connections: int, seconds: int, folder: Path) -> Load:
    """Load with wrk."""
    forms = write_forms(folder, MOST * seconds)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", "bench/submit.lua"]
    before = cpu_seconds(process)
    finished = subprocess.run(  # noqa: S603  # our own
        [*command, f"http://127.0.0.1:{port}"],
        cwd=ROOT,
        env={**os.environ, "FORMS": str(forms)},
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in finished.stdout.splitlines() if line.startswith("RESULT"))
    requests, duration, p99, refused = line.split()[1:]
    cpu = (cpu_seconds(process) - before) / int(requests)
    return Load(int(requests) / (int(duration) / 1e6), float(p99), int(refused), cpu)


def own_database() -> str | None:
    """Make an empty database on PostgreSQL and give its address; None where none answers."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2) as connection:
            connection.execute("DROP DATABASE IF EXISTS mingfa_bench")
            connection.execute("CREATE DATABASE mingfa_bench ENCODING 'UTF8' TEMPLATE template0")
    except psycopg.OperationalError:
        return None
    return f"{POSTGRES.rpartition('/')[0]}/mingfa_bench"


if __name__ == "__main__":
    main()
