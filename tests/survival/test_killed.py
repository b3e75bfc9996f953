"""A refresh or a rollback killed at any moment leaves the old state or the new one, and nothing to repair."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.setup.postgres import Cluster
from tests.setup.publishing import client_of
from tests.setup.serving import ROOT
from tests.survival import strace
from tests.survival.scene import (
    BASE,
    COMMANDS,
    Scene,
    as_nobody,
    complaint,
    grow,
    left_of,
    outcomes,
    shortened,
    state_of,
)

READ = ("/healthz", "/", "/api/v1/observations.json")
SILENT: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)


@pytest.mark.parametrize("most", [4, pytest.param(9999, marks=pytest.mark.soak)])
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_call_that_writes_it_leaves_the_old_state_or_the_new(
    scene: Scene, command: str, most: int
) -> None:
    states = outcomes(scene, command)
    with scene.copy() as url:
        writes = strace.writes(scene.arguments(command, url), scene.folder)
    calls = strace.sampled(writes, most)
    failures, left, killed = [], set(), 0
    for call, n in calls:
        with scene.copy() as url:
            kill = strace.going_wrong(call, f"signal=SIGKILL:when={n}")
            done = strace.run(scene.arguments(command, url), scene.folder, *kill)
            assert done.code in (-signal.SIGKILL, 0), done
            killed += done.code == -signal.SIGKILL
            left.add(state_of(url))
            failures += [f"{call} {n}: {said}" for said in [complaint(scene, command, url, states)] if said]
    assert not failures, shortened(failures)
    assert killed >= len(calls) - 3, "a server may take in one go what it took in two before"
    assert left == set(states), "some kills come before the commit, and some after it"
    print(f"\nkilled at each of {killed} calls")


@pytest.mark.parametrize("most", [4, pytest.param(9999, marks=pytest.mark.soak)])
@pytest.mark.parametrize("command", COMMANDS)
def test_whoever_may_only_read_serves_on_after_a_kill_at_any_call_that_writes(
    on_sqlite: Scene, command: str, most: int
) -> None:
    scene, failures, served = on_sqlite, [], set[str]()
    with scene.copy() as url:
        with client_of(url) as client:  # nobody needn't be able to read the program, once it is loaded
            assert [client.get(path).status_code for path in READ] == [200] * len(READ)
        writes = strace.writes(scene.arguments(command, url), scene.folder)
    disk = [(call, n) for call, n in writes if call in ("pwrite64", "fsync", "rename", "unlink", "chmod")]
    for call, n in strace.sampled(disk, most):
        with scene.copy() as url:
            kill = strace.going_wrong(call, f"signal=SIGKILL:when={n}")
            strace.run(scene.arguments(command, url), scene.folder, *kill)
            store = Path(url.removeprefix("sqlite:///"))
            with for_readers(store) as left, client_of(left) as client, as_nobody():
                answers = [client.get(path) for path in READ]
            served.add(str((answers[0].get_json() or {}).get("release")))
            failures += [f"{call} {n}: {answer.text}" for answer in answers if answer.status_code != 200]
    assert not failures, shortened(failures)
    assert str(BASE) in served


def test_what_killed_writers_left_is_gone_after_the_next(on_sqlite: Scene) -> None:
    with on_sqlite.copy() as url:
        store = Path(url.removeprefix("sqlite:///"))
        kill = strace.going_wrong("rename", "signal=SIGKILL:when=1")
        strace.run(on_sqlite.arguments("refresh", url), on_sqlite.folder, *kill)
        assert len(left_of(store)) == 2
        store.chmod(0o640)
        assert on_sqlite.run("refresh", url) == 0
        assert left_of(store) == [store]
        assert store.stat().st_mode & 0o777 == 0o640, "whoever might read it still may"


@contextmanager
def for_readers(store: Path) -> Iterator[str]:
    """Give the address of a copy of what a killed process left, in a folder that may only be read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in left_of(store):
            Path(shutil.copy(file, folder)).chmod(0o444)
        folder.chmod(0o555)
        try:
            yield f"sqlite:///{folder / store.name}"
        finally:
            folder.chmod(0o700)


def killed_after(scene: Scene, command: str, url: str, seconds: float) -> tuple[bool, float]:
    """Kill a command after a time; return whether that was before its end, and the time that it had."""
    began = time.monotonic()
    process = strace.started(scene.arguments(command, url), scene.folder)
    process.join(seconds)
    took = time.monotonic() - began
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0, took


def killed_at_random(scene: Scene, command: str, moments: Iterable[float]) -> int:
    """Kill a command after parts of the time that it takes; return how many times it was in time."""
    states, failures, killed, seconds = outcomes(scene, command), [], 0, strace.PATIENCE
    for _ in range(2):  # the first one may take longer
        with scene.copy() as url:
            seconds = min(seconds, killed_after(scene, command, url, seconds + 1)[1])
    for moment in moments:
        with scene.copy() as url:
            in_time, took = killed_after(scene, command, url, moment * seconds)
            killed += in_time
            # How long it takes depends on what else the machine does: whatever comes to its end says it anew.
            seconds = seconds if in_time else min(seconds, took)
            failures += [f"{moment:.3f}: {said}" for said in [complaint(scene, command, url, states)] if said]
    assert not failures, shortened(failures)
    return killed


def seconds_of(scene: Scene, command: str) -> float:
    """How long a command takes here."""
    with scene.copy() as url:
        began = time.monotonic()
        subprocess.run(scene.program(command, url), cwd=ROOT, check=True, capture_output=True)
        return time.monotonic() - began


@pytest.mark.parametrize(
    ("command", "kills"),
    [("refresh", 3), *(pytest.param(command, 50, marks=pytest.mark.soak) for command in COMMANDS)],
)
def test_killed_at_random_moments_it_leaves_the_old_state_or_the_new(
    scene: Scene, command: str, kills: int
) -> None:
    """Of three commands on two engines: at 300 moments of a soak."""
    chance = random.Random(f"{command} {kills}")
    killed = killed_at_random(scene, command, [chance.uniform(0.05, 0.9) for _ in range(kills)])
    assert killed >= kills / 2, "most are killed before their end"
    print(f"\n{command}: killed at {killed} of {kills} moments")


@pytest.mark.parametrize("crashes", [1, pytest.param(30, marks=pytest.mark.soak)])
def test_a_server_that_crashes_comes_back_with_the_old_state_or_the_new(
    on_postgresql: Scene, postgres: Cluster, crashes: int
) -> None:
    scene, failures, codes = on_postgresql, [], set()
    grow(scene.curated, regions=150 if crashes == 1 else 500)
    states, seconds = outcomes(scene, "refresh"), seconds_of(scene, "refresh")
    moments = random.Random(crashes)
    for moment in (moments.uniform(0.6, 0.95) for _ in range(crashes)):
        with scene.copy() as url:
            process = subprocess.Popen(scene.program("refresh", url), cwd=ROOT, **SILENT)
            time.sleep(moment * seconds)
            postgres.stop(signal.SIGQUIT)
            codes.add(process.wait(60))
            postgres.start()
            failures += [said for said in [complaint(scene, "refresh", url, states)] if said]
    assert not failures, shortened(failures)
    assert codes <= {0, 3}
