"""Kills under load: acknowledged submissions that are lost, and how soon the service is back.

In: nothing, or `--kills N`, `--url postgresql://…`. Out: lost ÷ acknowledged, slowest return ÷ limit.
The service is the shipped one, killed with -9 each time in the middle of eight citizens' submissions.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench.portal import MINGFA_SERVE, free_port, wait_for
from bench.sites import ROOT, build_ours
from forms_api.config import Settings
from forms_api.forms.form_token import Signatures
from forms_api.pages.receipt import RECEIPT_COOKIE
from forms_api.store.db import open_store
from tests.integration.served import Crowd

RECEIPTS = 20  # acknowledged before each kill
BACK_WITHIN = 2.0  # seconds


@dataclass
class Tally:
    """The cookies that lead to what was acknowledged, over all rounds, and the slowest return in seconds."""

    cookies: list[str] = field(default_factory=list)
    slowest: float = 0.0


def main() -> None:
    """Kill, start, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder, tally = Path(work), Tally()
        build_ours(folder / "build")
        for _ in range(asked.kills):
            kill_once(folder, asked.url, tally)
        lost = count_lost(Settings(data=folder / "data", database_url=asked.url), tally.cookies)
    print(f"{asked.kills} kills: {lost} lost of {len(tally.cookies)} acknowledged")
    print(f"slowest return ÷ {BACK_WITHIN:.0f} s: {tally.slowest / BACK_WITHIN:.2f}")
    sys.exit(bool(lost))


def kill_once(folder: Path, url: str, tally: Tally) -> None:
    """Start the service, load it, ask for receipts, kill it."""
    port = free_port()
    settings = {"MINGFA_BUILD": str(folder / "build"), "MINGFA_DATA": str(folder / "data"), "DATABASE_URL": url}
    environment = {**os.environ, **settings, "MINGFA_LIMIT_FACTOR": "1000", "MINGFA_PROXIES": "1"}
    begun = time.monotonic()
    server = subprocess.Popen([*MINGFA_SERVE, str(port)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
    wait_for(f"http://127.0.0.1:{port}/healthz", server)
    tally.slowest = max(tally.slowest, time.monotonic() - begun)
    with Crowd(port) as crowd:
        tally.cookies += crowd.wait_for(RECEIPTS)
        server.send_signal(signal.SIGKILL)
        server.wait(timeout=30)
    tally.cookies += crowd.rest()


def count_lost(settings: Settings, cookies: list[str]) -> int:
    """Count the receipts that citizens were given and the database does not have."""
    store = open_store(settings)
    signatures = Signatures(store.seals.keys.signature)
    lost = 0
    for cookie in cookies:
        text = cookie.partition(f"{RECEIPT_COOKIE}=")[2].partition(";")[0]
        signed = signatures.read(RECEIPT_COOKIE, text, timedelta(days=1))
        lost += signed is None or store.intake.acknowledged(signed.key) is None
    store.engine.dispose()
    return lost


if __name__ == "__main__":
    main()
