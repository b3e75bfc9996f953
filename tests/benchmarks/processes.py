"""Starts the peers' servers, waits for them, weighs them, and ends them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.setup.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds until a server that hasn't answered is given up


@dataclass(frozen=True)
class Server:
    """A server at work."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Memory of its processes, what they share counted once, in MB (10⁶ bytes)."""
        return sum(map(_proportional, _family(self.pid))) / 1e6


@contextmanager
def running(command: Sequence[str], folder: Path, settings: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Run a server in `folder` until the block ends.

    {port} in its command and settings is a free one, as is its PORT. Raises RuntimeError with its log where
    it never answers.
    """
    port = free_port()
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=folder,
            env={**os.environ, "PORT": str(port), **{k: v.format(port=port) for k, v in settings.items()}},
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/", process, log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def fetch(address: str) -> bytes:
    """Return what stands at an address, uncompressed."""
    with urlopen(Request(address, headers={"Accept-Encoding": "identity"}), timeout=PATIENCE) as answer:
        return bytes(answer.read())


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            fetch(address)
            return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{address} never answered:\n{log.read_text(errors='replace')[-4000:]}")


def _family(pid: int) -> Iterator[int]:
    """A process and those it started."""
    yield pid
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from _family(int(child))


def _proportional(pid: int) -> int:
    """What Linux calls the proportional set size of a process, in bytes."""
    parts = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = next(part.split()[1] for part in parts if part.startswith("Pss:"))
    return int(kilobytes) * 1024
