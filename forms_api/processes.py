"""Several processes on one port, each the whole service, so that a second core has work.

In: how many, and what each does. Out: nothing until it is stopped; a process that ends is replaced.
`forms_api.serve` imports this; it needs fork, so it is for Linux and its kin.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import NoReturn

PAUSE = 0.5  # seconds before a process that ended is replaced: one that cannot live must not eat the machine


def run_processes(count: int, work: Callable[[], object], started: Callable[[], None]) -> None:
    """Do `work` in `count` processes until this one is told to stop (SIGTERM, SIGINT); then they end, too.

    They end as well when this one is killed: each holds the reading end of a pipe that only this one could write to.
    """
    lifeline, held = os.pipe()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children: set[int] = set()
    try:
        for _ in range(count):
            children.add(_fork(work, lifeline, held))
        started()
        while True:
            ended, _status = os.wait()
            children.discard(ended)
            time.sleep(PAUSE)
            children.add(_fork(work, lifeline, held))
    finally:
        os.close(held)
        for child in children:
            os.waitpid(child, 0)


def _fork(work: Callable[[], object], lifeline: int, held: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.close(held)  # else the pipe would stay open without its holder
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all; the holder tells the others
        Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        work()
    finally:
        os._exit(1)


def _end_with(lifeline: int) -> NoReturn:
    """Wait until the holder is gone. What is at hand was not acknowledged yet; its sender will try again."""
    os.read(lifeline, 1)
    os._exit(0)
