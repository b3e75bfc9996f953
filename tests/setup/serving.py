"""How tests and pictures run the product: real ETL, real server, on a store and a port of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
SERVER = ["-m", "dashboard"]
PATIENCE = 60.0  # seconds until a server that hasn't answered is given up


def publish(folder: Path) -> str:
    """Run the ETL over the curated files into a new SQLite store in `folder`; return the store's URL."""
    url = f"sqlite:///{folder / 'livelihood.db'}"
    command = [sys.executable, "-m", "etl", "refresh", "--database", url, "--yes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"python -m etl refresh left with {done.returncode}:\n{done.stdout}{done.stderr}")
    return url


@dataclass
class Site:
    """A server at work."""

    address: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        pid = self.process.pid
        return [int(id) for id in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def serving(
    store_url: str,
    folder: Path,
    read_url: str = "",
    settings: Mapping[str, str] | None = None,
    healthy: int = HTTPStatus.OK,
) -> Iterator[str]:
    """Serve as `site` does; give the address alone."""
    with site(store_url, folder, read_url, settings, healthy) as served:
        yield served.address


@contextmanager
def site(
    store_url: str,
    folder: Path,
    read_url: str = "",
    settings: Mapping[str, str] | None = None,
    healthy: int = HTTPStatus.OK,
) -> Iterator[Site]:
    """Serve `store_url`, or copies of it at `read_url`, once its health is answered as `healthy` says.

    The server's log stands in `folder`.
    """
    log, port = folder / "server.log", free_port()
    stores = {"DATABASE_URL": store_url, "READ_DATABASE_URL": read_url}
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, *SERVER],
            cwd=ROOT,
            env={**os.environ, **stores, "PORT": str(port), **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process, log, healthy)
            yield Site(address, process)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def browser_path() -> str:
    """Return the Chromium that `make test` found; raise, with its sentence, where there is none."""
    done = subprocess.run(
        ["sh", "tests/setup/browser.sh"], cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip()


# What keeps Chromium to our own pages: no sandbox (tests may run as root), no calls home, no other host.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def _wait(address: str, process: subprocess.Popen[bytes], log: Path, healthy: int) -> None:
    """Return once /healthz answers so; raise with the server's log when it has left or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except HTTPError as error:
            if error.code == healthy:
                return
            time.sleep(0.1)
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{address}/healthz never answered {healthy:d}:\n{log.read_text(errors='replace')}")
