"""Somebody at a command line: real files, real databases; a process or a terminal where it matters."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from data.store.queries import open_release, read_releases
from data.store.tables import open_store
from etl.__main__ import main
from etl.command_line.run_log import log_file
from tests.etl.small_curated import SmallCurated

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds that a step may take before a test gives up
READERS = ("check", "diff", "refresh")  # the commands that take a curated folder


@dataclass(frozen=True)
class Admin:
    """Somebody with a curated folder and a database, at a command line."""

    curated: SmallCurated
    language: str = ""
    url: str = ""

    @property
    def database(self) -> Path:
        """The file of the database, where it is none of a server."""
        return self.curated.root / "instance" / "livelihood.db"

    @property
    def environment(self) -> dict[str, str]:
        """What the command finds around it."""
        return os.environ | {"LIVELIHOOD_LANG": self.language, "DATABASE_URL": self.address}

    @property
    def address(self) -> str:
        """The address of the database."""
        return self.url or f"sqlite:///{self.database}"

    def arguments(self, *arguments: str) -> list[str]:
        """A command on the curated folder."""
        takes_folder = not {*READERS}.isdisjoint(arguments)
        return [*arguments, *(("--curated", str(self.curated.folder)) if takes_folder else ())]

    def command(self, *arguments: str) -> list[str]:
        """The same as a process of its own."""
        return [sys.executable, "-W", "error", "-m", "etl", *self.arguments(*arguments)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command with nobody at the terminal; in this process, which spares a second."""
        given = self.arguments(*arguments)
        surroundings = patch.dict(os.environ, self.environment)
        with surroundings, redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            try:
                code = main(given, log_file())
            except SystemExit as end:  # help, and what argparse doesn't understand
                code = int(end.code or 0)
        return subprocess.CompletedProcess(given, code, out.getvalue(), err.getvalue())

    call = run

    def spawn(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own, with nobody at the terminal."""
        return subprocess.run(
            self.command(*arguments),
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )

    def refresh(self, *arguments: str) -> int:
        """Publish without asking, and return the exit code."""
        return self.run("refresh", "--yes", *arguments).returncode

    def publish(self, *arguments: str) -> None:
        """Publish in this process, or fail."""
        done = self.run("refresh", "--yes", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def served(self) -> set[str]:
        """The printed figures of the newest release."""
        engine = open_store(self.address, read_only=True)
        try:
            return {o.printed for o in open_release(engine).observations(derived=False)}
        finally:
            engine.dispose()

    def releases(self) -> int:
        """How many releases there are."""
        engine = open_store(self.address, read_only=True)
        try:
            return len(read_releases(engine))
        finally:
            engine.dispose()


def add_regions(admin: Admin, count: int) -> None:
    """Add regions with sixty figures each."""
    regions = [f"{200000 + n},区{n},,district\n" for n in range(count)]
    rows = [
        f"supply,{region[:6]},{1950 + n},,{n + 1}立方米,,第1段,\n" for region in regions for n in range(60)
    ]
    admin.curated.edit("curated/regions.csv", "", "".join(regions))
    admin.curated.edit("curated/documents/report.csv", "", "".join(rows))


@dataclass
class Screen:
    """A terminal with a command running in it."""

    process: subprocess.Popen[bytes]
    terminal: int
    shown: str = ""

    def wait_for(self, text: str) -> None:
        """Read until a text is on the screen."""
        until = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < until, self.shown
            assert self.read(), self.shown

    def read(self) -> bool:
        """Read what there is; False once the command has closed its terminal."""
        if not select.select([self.terminal], [], [], 0.2)[0]:
            return True
        try:
            more = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.shown += more.decode(errors="replace")
        return bool(more)

    def answer(self, text: str) -> None:
        """Type an answer."""
        os.write(self.terminal, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until it is heard: just before a question is put, Python may miss one."""
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and "已停止" not in self.shown:
            assert time.monotonic() < until, self.shown
            self.process.send_signal(signal.SIGINT)
            self.read()

    def end(self) -> int:
        """Read to the end and return the exit code."""
        until = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < until, self.shown
        return self.process.wait(PATIENCE)


def _hear_interrupts() -> None:
    """Let Ctrl-C do what it does in a terminal, though whoever runs the tests may do without it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def terminal_of(admin: Admin, *arguments: str) -> Iterator[Screen]:
    """Run a command in a terminal of its own."""
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    environment = admin.environment | {"TERM": "xterm", "COLUMNS": "200"}
    process = subprocess.Popen(  # type: ignore[call-overload]
        admin.command(*arguments),
        cwd=PROJECT,
        env=environment,
        preexec_fn=_hear_interrupts,
        **streams,
    )
    os.close(theirs)
    try:
        yield Screen(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
