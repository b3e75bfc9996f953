"""The ETL under strace: how often it writes, and what becomes of it when one of these calls goes wrong."""

from __future__ import annotations

import ctypes
import math
import multiprocessing
import os
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import etl.command_line.commands  # noqa: F401  # so that no run has to import it

# Every call by which a process writes to a disk or to a server, wherever the processor has it (“?”).
WRITES = (
    *("write", "writev", "pwrite64", "pwritev", "pwritev2", "fsync", "fdatasync", "ftruncate", "fallocate"),
    *("truncate", "sendfile", "copy_file_range", "splice", "chmod", "fchmod", "fchmodat", "fchmodat2"),
    *("chown", "fchown", "fchownat", "utimensat", "sync_file_range", "syncfs", "msync"),
    *("unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir"),
    *("link", "linkat", "symlink", "symlinkat", "sendto", "sendmsg", "sendmmsg"),
)
PATIENCE = 60.0  # seconds
PR_SET_PTRACER, ANYBODY = 0x59616D61, ctypes.c_ulong(-1)

# Each run is a process of its own, forked from one that has imported everything, which strace needn't see.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.survival.strace"])


@dataclass(frozen=True)
class Run:
    """How a command ended: its exit code (minus the signal that killed it), what it said, and its calls."""

    code: int
    said: str
    calls: str


def run(arguments: Sequence[str], folder: Path, *options: str, files: Sequence[Path] = ()) -> Run:
    """Run an ETL command with strace attached, which looks only at `files` where any are given."""
    said, calls = folder / "said", folder / "calls"
    process = processes.Process(target=_attempt, args=(list(arguments), said))
    process.start()
    only = [part for file in files for part in ("-P", str(file))]
    watched = ["-f", "-qq", "-o", str(calls), "-p", str(process.pid), *only, *options]
    done = subprocess.run(
        [_strace(), *watched], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE
    )
    process.join(PATIENCE)
    if process.exitcode is None or (done.returncode and process.exitcode >= 0):
        process.kill()
        raise RuntimeError(f"strace left with {done.returncode}: {done.stderr.decode()}")
    return Run(process.exitcode, said.read_text(errors="replace"), calls.read_text())


def started(arguments: Sequence[str], folder: Path) -> multiprocessing.process.BaseProcess:
    """Return an ETL command that has just been started, with nobody watching."""
    process = processes.Process(target=_command, args=(list(arguments), folder / "said"))
    process.start()
    return process


def writes(arguments: Sequence[str], folder: Path, files: Sequence[Path] = ()) -> list[tuple[str, int]]:
    """Run a command to its end; return each of its writes as (call, the how manieth of that call)."""
    done = run(arguments, folder, "-e", f"trace={','.join(f'?{call}' for call in WRITES)}", files=files)
    assert done.code == 0, done.said
    counts = Counter(re.findall(r"^\d+ +(\w+)\(", done.calls, re.MULTILINE))
    return [(call, n) for call, count in sorted(counts.items()) for n in range(1, count + 1)]


@contextmanager
def watching(server: int, folder: Path, *options: str) -> Iterator[Path]:
    """Attach strace to a server, and to each process that it starts meanwhile; give what it writes to."""
    calls = folder / "calls"
    command = [_strace(), "-f", "-qq", "-o", str(calls), "-p", str(server), *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as watcher:
        while "TracerPid:\t0\n" in Path(f"/proc/{server}/status").read_text():
            assert watcher.poll() is None, watcher.communicate()[1].decode()
            time.sleep(0.005)
        try:
            yield calls
        finally:
            watcher.terminate()


def sampled(calls: Sequence[tuple[str, int]], most: int) -> Sequence[tuple[str, int]]:
    """Return at most so many of the calls, evenly spread, the last among them."""
    return calls[:: -max(1, math.ceil(len(calls) / most))][::-1]


def going_wrong(call: str, fault: str) -> list[str]:
    """Return the options that make a call go wrong: `signal=SIGKILL:when=3`, `error=EIO:when=3+`."""
    return ["-e", f"trace={call}", "-e", f"inject={call}:{fault}"]


def _strace() -> str:
    found = shutil.which("strace")
    if found is None:
        raise RuntimeError("strace is missing: sudo apt-get install strace")
    return found


def _attempt(arguments: list[str], said: Path) -> None:
    """Wait until strace has attached, then run a command."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
    until = time.monotonic() + PATIENCE
    while "TracerPid:\t0\n" in Path("/proc/self/status").read_text():
        assert time.monotonic() < until, "strace never attached"
        time.sleep(0.005)
    _command(arguments, said)


def _command(arguments: list[str], said: Path) -> None:
    """Run a command, with all it says in a file."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(said, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), stream.fileno())
    sys.argv[1:], tempfile.tempdir = arguments, str(said.parent)
    runpy.run_module("etl", run_name="__main__", alter_sys=True)
