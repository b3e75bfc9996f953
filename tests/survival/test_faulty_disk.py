"""A disk that is full, fails, or may only be read: the refresh says so, and the old state stays."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.setup.postgres import cluster
from tests.survival import strace
from tests.survival.scene import (
    BASE,
    COMMANDS,
    Scene,
    complaint,
    grow,
    outcomes,
    shortened,
    state_of,
    write_history,
)

FAULTS = ("error=ENOSPC:when={}+", "error=EIO:when={}", "error=EIO:when={}+")
WRONG, UNUSABLE = 2, 3
TERMINAL = "write"  # the call that only speaks to whoever sits there: SQLite writes by pwrite64
TWO_MEGABYTES = str(2 << 11)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("command", "most"),
    [
        *(("refresh", 3), ("restore", 3)),
        *(pytest.param(command, 9999, marks=pytest.mark.soak) for command in COMMANDS),
    ],
)
def test_a_fault_at_any_write_to_a_disk_leaves_the_store_whole_and_is_told(
    on_sqlite: Scene, command: str, fault: str, most: int
) -> None:
    scene, failures = on_sqlite, list[str]()
    states = old, new = outcomes(scene, command)
    with scene.copy() as url:
        writes = strace.writes(scene.arguments(command, url), scene.folder)
    assert {call for call, _ in writes} >= {"pwrite64", "chmod", "fsync", "rename"}
    calls = strace.sampled([(call, n) for call, n in writes if call != TERMINAL], most)
    for call, n in calls:
        with scene.copy() as url:
            wrong = strace.going_wrong(call, fault.format(n))
            done = strace.run(scene.arguments(command, url), scene.folder, *wrong)
            assert "INJECTED" in done.calls
            state = state_of(url)
            told = done.code in (UNUSABLE, WRONG) and "can't be used" in done.said
            if not ((told and state == old) or (done.code == 0 and state == new)):
                failures.append(f"{call} {n}: left with {done.code}, release {state[0]}: {done.said}")
            if "Traceback" in done.said:
                failures.append(f"{call} {n}: {done.said}")
            failures += [f"{call} {n}: {said}" for said in [complaint(scene, command, url, states)] if said]
    assert not failures, shortened(failures)
    print(f"\n{fault}: at each of {len(calls)} calls")


def test_a_full_disk_under_postgresql_leaves_the_old_state_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster(largest_file=TWO_MEGABYTES) as server, server.database() as url:
        scene = Scene(tmp_path, write_history(tmp_path, url), lambda: nullcontext(url))
        grow(scene.curated, years=40)
        assert scene.run("refresh", url) == UNUSABLE
        assert "File too large" in capsys.readouterr().err
        assert state_of(url)[0] == BASE
        server.stop()
        server.start()
        assert (scene.run("refresh", url), state_of(url)[0]) == (0, BASE + 1)


def test_a_disk_that_may_only_be_read_leaves_the_old_state_and_is_told(on_sqlite: Scene) -> None:
    scene = on_sqlite
    with scene.copy() as url:
        read_only = strace.going_wrong("fchmod,chmod,?rename,?renameat,?renameat2", "error=EROFS")
        done = strace.run(scene.arguments("refresh", url), scene.folder, *read_only)
        assert (done.code, "can't be used" in done.said) == (UNUSABLE, True)
        assert state_of(url)[0] == BASE
        assert scene.run("refresh", url) == 0


def test_a_folder_that_cannot_be_made_is_told(on_sqlite: Scene) -> None:
    scene = on_sqlite
    read_only = strace.going_wrong("?mkdir,?mkdirat", "error=EROFS")
    url = f"sqlite:///{scene.folder / 'new' / 'livelihood.db'}"
    done = strace.run(scene.arguments("refresh", url), scene.folder, *read_only)
    assert (done.code, "this place can't be written to" in done.said) == (UNUSABLE, True)
