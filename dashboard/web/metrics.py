"""What a server counts, in Prometheus' text form: of all its processes together, for this machine alone.

Each process counts in a file of its own, in memory; whichever is asked adds up all of them. The counts of a
process that has died stay until the server ends, so that no sum ever falls.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from threading import Lock

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
# Where each count stands: classes of status, cached answers, times up to each bound and beyond, their sum,
# lost lines.
CACHED = len(CLASSES)
TIMES = CACHED + 1
MICROSECONDS = TIMES + len(BOUNDS) + 1
LOST = MICROSECONDS + 1
SLOTS = LOST + 1
SIZE = 8 * SLOTS
PREFIX = "livelihood-metrics"
MEMORY = Path("/dev/shm")


class Counts:
    """The counts of this process, beside those of the others that the same server has started."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or (MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir()))
        self.server = _identity(os.getppid())
        self._lock = Lock()
        _tidy(self.folder)
        file = self.folder / f"{PREFIX}.{self.server}.{os.getpid()}"
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        os.ftruncate(opened, SIZE)  # of a process that died and had this number: its counts go on
        self._slots = memoryview(mmap.mmap(opened, SIZE)).cast("Q")
        os.close(opened)

    def add(self, status: int, seconds: float, *, cached: bool, lost: int = 0) -> None:
        """Count an answer: how long it took, whether it was cached; `lost` is how many lines are by now."""
        with self._lock:
            self._slots[min(max(status // 100, 1), len(CLASSES)) - 1] += 1
            self._slots[CACHED] += cached
            self._slots[TIMES + bisect_left(BOUNDS, seconds)] += 1
            self._slots[MICROSECONDS] += int(seconds * 1e6)
            self._slots[LOST] = lost

    def total(self) -> list[int]:
        """Return the counts of all processes of this server, those that have died included."""
        counts = [file.read_bytes() for file in _files(self.folder, self.server)]
        whole = [memoryview(content).cast("Q") for content in counts if len(content) == SIZE]
        return [sum(slot) for slot in zip(*whole, strict=True)]


def exposition(counts: list[int], release: int) -> str:
    """Return what Prometheus reads; `release` is the number of the newest, 0 for none."""
    by_class = [(f'status="{name}"', count) for name, count in zip(CLASSES, counts, strict=False)]
    bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
    times = list(accumulate(counts[TIMES:MICROSECONDS]))
    name = "livelihood_request_seconds"
    families = [
        _family("livelihood_requests_total", "counter", "Requests answered, by class of status.", by_class),
        _family(
            "livelihood_kept_answers_total", "counter", "Answers that were kept.", [("", counts[CACHED])]
        ),
        _family("livelihood_lost_log_lines_total", "counter", "Requests not logged.", [("", counts[LOST])]),
        _family("livelihood_release", "gauge", "Number of the release served; 0: none.", [("", release)]),
        f"# HELP {name} Time until an answer was sent.\n# TYPE {name} histogram\n",
        *(f'{name}_bucket{{le="{at}"}} {n}\n' for at, n in zip(bounds, times, strict=True)),
        f"{name}_sum {counts[MICROSECONDS] / 1e6}\n{name}_count {times[-1]}\n",
    ]
    return "".join(families)


def _family(name: str, kind: str, help: str, samples: Iterable[tuple[str, int]]) -> str:
    lines = (f"{name}{{{labels}}} {count}\n" if labels else f"{name} {count}\n" for labels, count in samples)
    return f"# HELP {name} {help}\n# TYPE {name} {kind}\n{''.join(lines)}"


def _files(folder: Path, server: str) -> Iterator[Path]:
    """The files of a server's processes, as far as they are this user's."""
    for file in folder.glob(f"{PREFIX}.{server}.*"):
        with suppress(OSError):
            if file.lstat().st_uid == os.getuid():
                yield file


def _tidy(folder: Path) -> None:
    """Remove what servers have left that run no more; not those of another container, which can't be seen."""
    ours = _identity(os.getpid()).partition(".")[0]
    for file in _files(folder, f"{ours}.*"):
        _, _, process, _, _ = file.name.split(".")
        if not file.name.startswith(f"{PREFIX}.{_identity(int(process))}."):
            file.unlink(missing_ok=True)


def _identity(process: int) -> str:
    """What no other process has ever been called: where it is numbered, its number, when it began."""
    with suppress(OSError):
        began = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
        return f"{os.stat('/proc/self/ns/pid').st_ino}.{process}.{began}"
    return f"0.{process}.0"
