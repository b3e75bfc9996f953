"""A reader takes an answer as fast as anybody reads, or is let go."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from dashboard.web.slow_readers import PATIENCE, SLOWEST, SlowReaders

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def connection(listener: socket.socket) -> Iterator[Pair]:
    """A reader, and what the server has for them: more than the system takes."""
    with socket.create_connection(listener.getsockname()) as reader:
        served, _ = listener.accept()
        with served:
            served.setblocking(False)
            fill(served)
            yield reader, served


def fill(served: socket.socket) -> None:
    with suppress(BlockingIOError):
        while True:
            served.send(b"x" * 65536)


def take(connection: Pair, size: int) -> None:
    reader, served = connection
    while size > 0:
        size -= len(reader.recv(size))
        fill(served)


def is_open(connection: Pair) -> bool:
    _, served = connection
    try:
        served.send(b"x")
    except BlockingIOError:
        return True
    except BrokenPipeError:
        return False
    return True


def readers_of(listener: socket.socket) -> SlowReaders:
    return SlowReaders(listener.getsockname()[1])


def test_a_reader_who_takes_a_byte_now_and_then_is_let_go(listener: socket.socket, connection: Pair) -> None:
    readers = readers_of(listener)
    for second in range(int(PATIENCE)):
        take(connection, 1)
        assert readers.close(second) == 0 and is_open(connection)
    assert readers.close(PATIENCE) == 1
    assert not is_open(connection)


def test_a_reader_with_a_slow_line_gets_all_of_it(listener: socket.socket, connection: Pair) -> None:
    readers = readers_of(listener)
    steps = 4 * int(PATIENCE)
    for second in range(steps):
        take(connection, 50 * SLOWEST)  # acknowledged by and by, as room comes free
        assert readers.close(second) == 0
    assert is_open(connection)


def test_whoever_has_taken_all_may_wait(listener: socket.socket) -> None:
    readers = readers_of(listener)
    with socket.create_connection(listener.getsockname()) as reader:
        served, _ = listener.accept()
        with served:
            served.send(b"answer")
            assert reader.recv(100) == b"answer"
            assert [readers.close(second) for second in (0, PATIENCE, 3 * PATIENCE)] == [0, 0, 0]


def test_connections_of_another_port_are_left_alone(listener: socket.socket, connection: Pair) -> None:
    readers = SlowReaders(port=1)
    assert [readers.close(second) for second in (0, PATIENCE, 3 * PATIENCE)] == [0, 0, 0]
    assert is_open(connection)
