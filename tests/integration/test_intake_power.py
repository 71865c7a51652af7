"""A power cut: the receipt leaves only after the disk has the submission, as the kernel saw it (strace).

In the negative control SQLite does not wait for the disk (synchronous = NORMAL), and nothing else differs.
"""

import re
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from forms_api.config import Settings
from forms_api.store.store import Store
from tests.conftest import absent
from tests.integration import served

CALLS = "pwrite64,pwritev,write,writev,fsync,fdatasync,sendto,sendmsg"
LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)")
RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)")
ANSWER = '"HTTP/1.1 303'


def seen_by_the_kernel(settings: Settings, trace: Path, kind: str) -> list[str]:
    """Hand one consultation in and give the system calls of the service, in the order in which they ended."""
    strace = shutil.which("strace")
    if strace is None:
        absent("no strace: apt-get install strace")
    # -D: the tracer is a grandchild, so that signals reach the service itself; -y: files by their names.
    watched = [str(strace), "-D", "-f", "-y", "-s", "40", "-o", str(trace), "-e", f"trace={CALLS}"]
    with served.start(settings, __name__, kind, before=watched) as service:
        assert served.submit(service.port)[0] == 303
        assert served.submit(service.port)[0] == 303  # the first one also makes the files
    return ended(trace.read_text(encoding="utf-8", errors="replace").splitlines())


def ended(lines: list[str]) -> list[str]:
    """Put the halves of a call that another thread interrupted together, where the second half stands."""
    calls: list[str] = []
    begun: dict[str, str] = {}
    for line in lines:
        resumed, whole = RESUMED.match(line), LINE.match(line)
        if resumed:
            calls.append(begun.pop(resumed["thread"], "") + resumed["rest"])
        elif whole and line.endswith("<unfinished ...>"):
            begun[whole["thread"]] = f"{whole['call']}({whole['rest']}".removesuffix("<unfinished ...>")
        elif whole:
            calls.append(f"{whole['call']}({whole['rest']}")
    return calls


def waited_for_the_disk(calls: list[str]) -> list[bool]:
    """Say of each answer whether the journal was synced after the last write to it; every answer must have a write."""
    verdicts = []
    written = synced = False
    for call in calls:
        if re.match(r"p?write\w*\(\d+<[^>]*-wal>", call):
            written, synced = True, False
        elif re.match(r"f(data)?sync\(\d+<[^>]*-wal>\) += 0", call):
            synced = True
        elif ANSWER in call:
            assert written, "a receipt without a write"
            verdicts.append(synced)
            written = False
    return verdicts


def test_the_receipt_leaves_after_the_disk_has_the_submission(portal_settings: Settings, tmp_path: Path) -> None:
    calls = seen_by_the_kernel(portal_settings, tmp_path / "trace", "honest")
    assert waited_for_the_disk(calls) == [True, True]


def test_a_service_that_does_not_wait_for_the_disk_is_found_out(portal_settings: Settings, tmp_path: Path) -> None:
    calls = seen_by_the_kernel(portal_settings, tmp_path / "trace", "hasty")
    assert waited_for_the_disk(calls)[1] is False


@pytest.mark.parametrize(
    ("calls", "verdicts"),
    [
        (["pwrite64(7</d/m.db-wal>, ...) = 9", "fdatasync(7</d/m.db-wal>) = 0", 'sendto(9<s>, "HTTP/1.1 303'], [True]),
        (["pwrite64(7</d/m.db-wal>, ...) = 9", 'sendto(9<s>, "HTTP/1.1 303', "fdatasync(7</d/m.db-wal>) = 0"], [False]),
        (
            ["fdatasync(7</d/m.db-wal>) = 0", "pwrite64(7</d/m.db-wal>, ...) = 9", 'sendto(9<s>, "HTTP/1.1 303'],
            [False],
        ),
        (
            [
                "pwrite64(7</d/m.db-wal>, ...) = 9",
                "fdatasync(7</d/m.db-wal>) = -1 EIO (Input/output error)",
                'sendto(9<s>, "HTTP/1.1 303',
            ],
            [False],
        ),
    ],
)
def test_the_order_of_calls_is_judged(calls: list[str], verdicts: list[bool]) -> None:
    assert waited_for_the_disk(calls) == verdicts


def test_an_interrupted_call_counts_where_it_ends() -> None:
    lines = ["11 fdatasync(7</d/m.db-wal> <unfinished ...>", "12 write(3<p>, 1) = 1", "11 <... fdatasync resumed>) = 0"]
    assert ended(lines) == ["write(3<p>, 1) = 1", "fdatasync(7</d/m.db-wal> ) = 0"]


def make_hasty(store: Store) -> None:
    """For the negative control only."""
    event.listen(store.engine, "checkout", lambda connection, *rest: connection.execute("PRAGMA synchronous = NORMAL"))


if __name__ == "__main__":
    served.run({"honest": None, "hasty": make_hasty}[sys.argv[1]], *sys.argv[2:])
