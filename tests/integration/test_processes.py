"""Several processes on one port: one journal, no receipt lost with one of them, none left when the first is gone."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from forms_api.config import Settings
from forms_api.store.db import open_store
from forms_api.store.journal import Head
from forms_api.store.matter import Consultation
from forms_api.store.sqlite import Turn
from forms_api.store.store import StoreUnavailable
from tests.conftest import ROOT, free_port
from tests.integration.databases import database_url as database_url
from tests.integration.served import Crowd, receipt_of

PROCESSES = 2


def environment_of(settings: Settings) -> dict[str, str]:
    """Say the settings as the operator would."""
    return {
        **os.environ,
        "MINGFA_CONTENT": str(settings.content),
        "MINGFA_BUILD": str(settings.build),
        "MINGFA_DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "MINGFA_LIMIT_FACTOR": "1000",
        "MINGFA_PROXIES": "1",
    }


@contextmanager
def serving(settings: Settings) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Run the front door's own command, and end it."""
    port = free_port()
    command = [sys.executable, "mingfa.py", "serve", "--processes", str(PROCESSES), "--port", str(port)]
    service = subprocess.Popen(command, cwd=ROOT, env=environment_of(settings), stdout=subprocess.PIPE, text=True)
    try:
        assert service.stdout
        assert "明法已启动" in service.stdout.readline()
        yield service, port
    finally:
        service.terminate()
        service.communicate(timeout=20)


def children(service: "subprocess.Popen[str]") -> set[int]:
    """List the processes that serve."""
    listed = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text(encoding="ascii")
    return {int(pid) for pid in listed.split()}


def gone(pids: set[int], within: float = 10.0) -> bool:
    """Wait until processes have ended."""
    for pid in pids:
        try:
            watched = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        readable, _, _ = select.select([watched], [], [], within)  # readable once it has ended
        os.close(watched)
        if not readable:
            return False
    return True


def test_two_processes_write_one_journal(portal_settings: Settings) -> None:
    with serving(portal_settings) as (service, port):
        assert len(children(service)) == PROCESSES
        with Crowd(port) as crowd:
            cookies = crowd.wait_for(40)
        numbers = [receipt_of(port, cookie) for cookie in cookies]
        assert None not in numbers
        assert len(set(numbers)) == 40
    store = open_store(portal_settings)
    assert isinstance(store.upkeep.verify(), Head)
    store.engine.dispose()


def test_one_that_is_killed_loses_no_receipt_and_is_replaced(portal_settings: Settings) -> None:
    with serving(portal_settings) as (service, port):
        first = children(service)
        with Crowd(port) as crowd:
            cookies = crowd.wait_for(20)
            os.kill(min(first), signal.SIGKILL)
            cookies += crowd.wait_for(20)
            for _ in range(5000):  # the other one goes on meanwhile; the pause before a new one is half a second
                if children(service) - first:
                    break
                crowd.wait_for(1)
        assert None not in [receipt_of(port, cookie) for cookie in cookies]
        now = children(service)
        assert min(first) not in now
        assert len(now) == PROCESSES


def test_when_the_first_is_killed_none_stays(portal_settings: Settings) -> None:
    with serving(portal_settings) as (service, port):
        others = children(service)
        service.kill()
        assert gone(others)
        with closing(socket.socket()) as anew:
            anew.bind(("127.0.0.1", port))


def test_told_to_stop_all_stop(portal_settings: Settings) -> None:
    with serving(portal_settings) as (service, _port):
        others = children(service)
        service.terminate()
        assert service.wait(timeout=20) == 0
        assert gone(others)


def test_a_port_that_is_taken_is_said_before_any_process_starts(portal_settings: Settings) -> None:
    with serving(portal_settings) as (service, port):
        command = [sys.executable, "mingfa.py", "serve", "--processes", "2", "--port", str(port)]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment_of(portal_settings),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr == "没有启动：端口已被别的程序占用。请用 --port 换一个，如 --port 8080。\n"
        assert len(children(service)) == PROCESSES


def test_a_process_that_stands_still_with_its_turn_is_not_waited_for_long(tmp_path: Path) -> None:
    store = open_store(Settings(data=tmp_path, busy_timeout=0.3))
    held = Turn(tmp_path / "mingfa.db", 1)
    with held, pytest.raises(StoreUnavailable):
        store.intake.submit(Consultation(name="张女士", content="老板拖欠工资"), "key")
    assert store.intake.submit(Consultation(name="张女士", content="老板拖欠工资"), "key").receipt  # the control
    store.engine.dispose()
