"""A store of two releases, curated files that now say something else, and a command about to write it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.store.queries import open_release, read_releases
from data.store.tables import open_store
from etl.__main__ import main
from etl.releases.verification import audit
from tests.etl.small_curated import SmallCurated, write_small_curated
from tests.setup.postgres import unprivileged
from tests.setup.publishing import refresh

REPORT = "curated/documents/report.csv"
BACKUP = "first.db"
BASE = 2  # releases that the store has
COMMANDS = {"refresh": BASE + 1, "rollback": BASE + 1, "restore": 1}  # and the release that each leads to
State = tuple[int, frozenset[str]]


@dataclass(frozen=True)
class Scene:
    """`copy` gives the address of a copy of the store, for one attempt to write to it."""

    folder: Path
    curated: SmallCurated
    copy: Callable[[], AbstractContextManager[str]]

    def arguments(self, command: str, url: str) -> list[str]:
        """What the ETL is told, with nobody to ask."""
        unasked = ["--database", url, "--yes", "--lang", "en"]
        if command == "restore":
            return ["restore", str(self.folder / BACKUP), *unasked]
        if command == "rollback":
            return ["rollback", "1", "--reason", "更正", *unasked]
        declared = ("--withdraw", "report=1", "--reason", "更正")
        return ["refresh", "--curated", str(self.curated.folder), *declared, *unasked]

    def program(self, command: str, url: str) -> list[str]:
        """The same as a process of its own."""
        return [sys.executable, "-m", "etl", *self.arguments(command, url)]

    def run(self, command: str, url: str) -> int:
        """Run a command here and return its exit code."""
        return main(self.arguments(command, url))


def write_history(folder: Path, url: str) -> SmallCurated:
    """Publish two releases, back up the first, and leave files that change, add and withdraw a figure."""
    curated = write_small_curated(folder)
    refresh(curated.folder, url)
    assert main(["backup", str(folder / BACKUP), "--database", url]) == 0
    curated.edit(REPORT, "95.5%", "96.5%")
    refresh(curated.folder, url)
    curated.edit(REPORT, "96.5%", "97.5%")
    curated.edit(
        REPORT, "supply,110101,2022,", "supply,110101,2021,,999万立方米,,第1段,\nsupply,110101,2022,"
    )
    curated.edit(REPORT, "plants_started,110101,2022,,3座,,第3段,\n", "")
    return curated


def grow(curated: SmallCurated, regions: int = 500, years: int = 24) -> None:
    """Add so many figures that writing them takes a while: a region's supply in each of its years."""
    named = [(f"{200000 + n}", f"{200000 + n},区{n},,district\n") for n in range(regions)]
    curated.edit("curated/regions.csv", "", "".join(line for _, line in named))
    rows = (
        f"supply,{region},{1950 + year},,{year + 1}立方米,,第1段,\n"
        for region, _ in named
        for year in range(years)
    )
    curated.edit(REPORT, "", "".join(rows))


def state_of(url: str) -> State:
    """Return the newest release and its figures as the website reads them, having checked every row of it."""
    engine = open_store(url, read_only=True)
    try:
        reader = open_release(engine)
        figures = frozenset(o.printed for o in reader.observations(derived=False))
        found = audit(engine)
        assert found.sound, found
        assert [release.id for release in read_releases(engine)] == [*range(reader.release.id, 0, -1)]
        return reader.release.id, figures
    finally:
        engine.dispose()


def outcomes(scene: Scene, command: str) -> tuple[State, State]:
    """The state before a command, and after it."""
    with scene.copy() as url:
        old = state_of(url)
        assert scene.run(command, url) == 0
        new = state_of(url)
    assert (old[0], new[0]) == (BASE, COMMANDS[command]) and old[1] != new[1]
    return old, new


def complaint(scene: Scene, command: str, url: str, states: tuple[State, State]) -> str:
    """What is wrong after a command was killed, or nothing: then the next one has come to the new state."""
    try:
        if state_of(url) not in states:
            return f"neither the old state nor the new: {state_of(url)}"
        code, after = scene.run(command, url), state_of(url)
    except Exception as error:
        return repr(error)
    return "" if (code, after) == (0, states[1]) else f"the next one left with {code}: {after}"


def copy_file(store: Path, copy: Path) -> str:
    """Copy an SQLite store over another one and what a killed process left of it; return its address."""
    for left in left_of(copy):
        left.unlink()
    shutil.copy(store, copy)
    return f"sqlite:///{copy}"


def left_of(store: Path) -> list[Path]:
    """Return a store's file, and what a killed process left beside it."""
    return [*store.parent.glob(f"{store.name}*"), *store.parent.glob(f".{store.name}.*")]


def shortened(failures: Sequence[str]) -> str:
    """Return what failed, few enough to be read."""
    return "\n".join([f"{len(failures)} failed:", *(failure[-1000:] for failure in failures[:5])])


@contextmanager
def as_nobody() -> Iterator[None]:
    """What root is refused nothing of, another is."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(unprivileged()["user"])
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
