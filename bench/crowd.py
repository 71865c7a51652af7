"""A crowd that ties a web server up: connections that say a byte now and then and are never done.

In: ports and numbers, as `python -m bench.crowd …`. Out: how many are held, a line for each line that comes in.
`bench.slow_clients` and the tests start it as a process of its own, so that it takes no time from those who measure.
"""

import asyncio
import contextlib
import resource
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
BEAT = 3.0  # seconds between two bytes; a server that waits 10 s between two reads never sees the end
PER_ADDRESS = 200  # connections from one of this machine's own addresses 127.1.x.y
AT_ONCE = 50  # connections being opened
HOST = "sf.example.gov.cn"
HELLO = b"\x16\x03\x01\x02\x00"  # the start of a TLS record that never comes
HEADER = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode()
BODY = (
    f"POST /forms/consultation HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9000\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\nname="
).encode()


@dataclass
class Crowd:
    """Slow clients of three kinds, each opening anew when it is cut off; `held` are open now."""

    plain: int
    encrypted: int
    context: ssl.SSLContext
    enough: int
    held: int = 0
    cut: int = 0
    door: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    complete: asyncio.Event = field(default_factory=asyncio.Event)

    async def hold(self, number: int, kind: str) -> None:
        """Be one slow client for ever."""
        beginning = {"hello": HELLO, "header": HEADER, "body": BODY}[kind]
        while True:
            with contextlib.suppress(OSError):
                await self._hold_once(number, kind, beginning)
            await asyncio.sleep(0.1)

    async def _hold_once(self, number: int, kind: str, beginning: bytes) -> None:
        turn = number // PER_ADDRESS
        source = f"127.1.{turn // 250}.{turn % 250 + 1}"
        tls = {"ssl": self.context, "server_hostname": HOST} if kind == "body" else {}
        port = self.plain if kind == "header" else self.encrypted
        async with self.door:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0), **tls)  # type: ignore[arg-type]  # TLS or not
        self._count(1)
        try:
            writer.write(beginning)
            while not await self._answered(reader):
                writer.write(b"a")
        finally:
            self._count(-1)
            self.cut += 1
            writer.transport.abort()

    def _count(self, change: int) -> None:
        self.held += change
        if self.held >= self.enough:
            self.complete.set()

    @staticmethod
    async def _answered(reader: asyncio.StreamReader) -> bool:
        """Wait one beat; say whether the server answered or hung up."""
        try:
            await asyncio.wait_for(reader.read(1), BEAT)
        except TimeoutError:
            return False
        return True

    async def report(self) -> None:
        """Say "complete" when enough are held at the same time, then "held cut" for each line that comes in."""
        await self.complete.wait()
        print("complete", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(self.held, self.cut, flush=True)


@dataclass(frozen=True)
class RunningCrowd:
    """The crowd as those see it who started it."""

    questions: IO[str]
    answers: IO[str]

    def wait_until_complete(self) -> None:
        """Wait until enough are held; raises SystemExit when the crowd is gone."""
        if self.answers.readline() != "complete\n":
            raise SystemExit("the crowd did not come together")

    def count(self) -> tuple[int, int]:
        """Give how many are held now, and how often one was cut off."""
        self.questions.write("\n")
        self.questions.flush()
        held, cut = self.answers.readline().split()
        return int(held), int(cut)


@contextmanager
def running_crowd(plain: int, encrypted: int, trusted: Path, enough: int, **kinds: int) -> Iterator[RunningCrowd]:
    """Start a crowd against two ports; `kinds`: how many of hello, header, body; `enough` make it complete."""
    numbers = [f"{kind}={number}" for kind, number in kinds.items()]
    ports = [str(plain), str(encrypted)]
    command = [sys.executable, "-m", "bench.crowd", *ports, str(trusted), str(enough), *numbers]
    process = subprocess.Popen(  # noqa: S603  # our own
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdin and process.stdout:
            yield RunningCrowd(process.stdin, process.stdout)
    finally:
        process.kill()
        process.communicate()


async def main(plain: str, encrypted: str, trusted: str, enough: str, *numbers: str) -> None:
    """Be a crowd until the one who asks is gone."""
    kinds = [kind for number in numbers for kind in [number.partition("=")[0]] * int(number.partition("=")[2])]
    limit = max(resource.getrlimit(resource.RLIMIT_NOFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    crowd = Crowd(int(plain), int(encrypted), ssl.create_default_context(cafile=trusted), int(enough))
    slow = [asyncio.create_task(crowd.hold(number, kind)) for number, kind in enumerate(kinds)]
    await crowd.report()
    for one in slow:
        one.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
