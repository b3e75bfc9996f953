"""Closes connections whose readers take an answer more slowly than anybody can read it.

The server itself waits for as long as a reader takes a byte now and then. What a reader has taken is what
its system has acknowledged; only Linux tells (tcp_info).
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISSOCK
from threading import Thread

PAUSE = 5.0  # s between two looks
PATIENCE = 30.0  # s, over which a reader's speed is taken
SLOWEST = 500  # bytes a second: a page in half a minute
WAITING = 0x5411  # SIOCOUTQ: how many bytes the system holds that haven't been acknowledged
ACKNOWLEDGED = struct.Struct("120xQ")  # tcpi_bytes_acked, of struct tcp_info
FILES = Path("/proc/self/fd")
NETWORKS = (socket.AF_INET, socket.AF_INET6)


@dataclass
class Reading:
    """How far a reader had come at a time."""

    began: float
    taken: int


class SlowReaders:
    """The readers of a port for whom an answer waits, by what the system calls their connections."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.readings: dict[int, Reading] = {}

    def close(self, now: float) -> int:
        """Close the connections of this process that were too slow by now; return how many."""
        before, self.readings = self.readings, {}
        return sum(self._close(int(file), before, now) for file in os.listdir(FILES))

    def _close(self, file: int, before: dict[int, Reading], now: float) -> bool:
        with suppress(OSError):  # it has been closed, or is no connection
            if not S_ISSOCK(os.fstat(file).st_mode) or not _waiting(file):
                return False
            # By a number of our own, as the server may close its connection and give the number to another.
            with socket.socket(fileno=os.dup(file)) as connection:
                if connection.family not in NETWORKS or connection.getsockname()[1] != self.port:
                    return False
                identity, taken = os.fstat(connection.fileno()).st_ino, _taken(connection)
                reading = before.get(identity) or Reading(now, taken)
                seconds = now - reading.began
                if seconds >= PATIENCE and taken - reading.taken < SLOWEST * seconds:
                    connection.shutdown(socket.SHUT_RDWR)
                    return True
                self.readings[identity] = reading if seconds < PATIENCE else Reading(now, taken)
        return False


def keep_closing(port: int) -> None:
    """Close the connections of a port's slow readers, in the background, for as long as this process runs."""
    if hasattr(socket, "TCP_INFO") and FILES.is_dir():
        Thread(target=_watch, args=(SlowReaders(port),), name="slow-readers", daemon=True).start()


def _watch(readers: SlowReaders) -> None:
    while True:
        time.sleep(PAUSE)
        readers.close(time.monotonic())


def _waiting(file: int) -> int:
    return int(struct.unpack("i", fcntl.ioctl(file, WAITING, b"\0" * 4))[0])


def _taken(connection: socket.socket) -> int:
    information = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, ACKNOWLEDGED.size)
    return int(ACKNOWLEDGED.unpack(information)[0])
