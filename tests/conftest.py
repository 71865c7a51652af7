"""What every test may ask for: the shared real data, if it is here."""

import logging
import os
import socket
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
# Made before Pelican, where a test builds, gives every later logger a filter that swallows repeated lines.
logging.getLogger("mingfa")
# How long one example takes is the machine's matter, and no fault of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
# A law library that somebody has imported into this folder is theirs: tests know the laws that they bring.
os.environ["MINGFA_LAWS"] = str(ROOT / "build" / "no-laws")
# Vectors take a second to load and as long for each few hundred texts: one module of tests wants them.
os.environ["MINGFA_SEARCH_MEANING"] = "off"


def pytest_xdist_auto_num_workers() -> int:
    """Give what `-n auto` means: half as many again as there are cores, for a third of the time is waiting."""
    return max(2, len(os.sched_getaffinity(0)) * 3 // 2)


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real law texts, cases and questions; without it the test is skipped loudly."""
    if not SHARED.is_dir():
        absent(f"the real data is not here: {SHARED}")
    return SHARED


def absent(what: str) -> None:
    """Skip a test for want of something, in a line nobody overlooks; in CI fail instead."""
    if os.environ.get("MINGFA_CI"):
        pytest.fail(f"CI may not skip: {what}")
    pytest.skip(what, allow_module_level=True)
