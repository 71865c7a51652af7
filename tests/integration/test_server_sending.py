"""Who sends an answer: the thread that made it, and what it cannot send the thread that polls, never both at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from socket import socketpair

import pytest
from flask import Flask
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]  # ships no types

from forms_api.server import A_CONNECTION, Channel, listen, make_server

LONG = 4 * 1024 * 1024  # bytes: more than the system takes at once


@pytest.fixture
def channel() -> Iterator[Channel]:
    """A connection with a citizen who reads nothing yet."""
    server = make_server(Flask("none"), listen("127.0.0.1", 0), "127.0.0.1", 0)
    ours, theirs = socketpair()
    ours.setblocking(False)
    with ours, theirs:
        made = Channel(server, ours, ("", 0), server.adj, map={})
        made.reader = theirs
        yield made
    server.task_dispatcher.shutdown()
    server.close()


def test_the_server_uses_it(channel: Channel) -> None:
    assert channel.server.channel_class is Channel


def test_while_a_thread_sends_nobody_asks_whether_there_is_room(channel: Channel) -> None:
    channel.total_outbufs_len = 1
    assert channel.writable()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(channel.outbuf_lock.acquire).result()
        assert not channel.writable()
        assert HTTPChannel.writable(channel), "the negative control: waitress' own asks"
        thread.submit(channel.outbuf_lock.release).result()
    assert channel.writable()


def test_what_the_thread_could_not_send_follows(channel: Channel) -> None:
    channel.write_soon(b"x" * LONG)
    assert channel.total_outbufs_len, "the system took all at once"
    read = 0
    while channel.writable():
        read += len(channel.reader.recv(LONG))
        channel.handle_write()
    channel.handle_close()
    while more := channel.reader.recv(LONG):
        read += len(more)
    assert read == LONG


def test_a_connection_ends_after_many_answers_so_that_an_idle_process_takes_the_next(channel: Channel) -> None:
    channel.server.add_task = lambda _channel: None  # no other thread: answered right here
    said = []
    for _ in range(A_CONNECTION):
        channel.received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        channel.service()
        channel._flush_some()
        said.append(b"Connection: close" in channel.reader.recv(LONG))
    assert said == [False] * (A_CONNECTION - 1) + [True]
    assert channel.close_when_flushed
