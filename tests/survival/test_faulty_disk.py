"""A disk that is full, fails, or may only be read: the refresh says so, and the old state stays."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.setup.postgres import cluster
from tests.survival import strace
from tests.survival.scene import BASE, Scene, grow, shortened, state_of, write_history

FAULTS = ("error=ENOSPC:when={}+", "error=EIO:when={}", "error=EIO:when={}+")
UNUSABLE = 3
FOUR_MEGABYTES = str(4 << 11)


def store_files(scene: Scene) -> list[Path]:
    """The files of an SQLite copy that a refresh writes."""
    copy = scene.folder / "livelihood.db"
    return [copy, Path(f"{copy}-journal"), scene.folder]


@pytest.mark.parametrize("most", [12, pytest.param(9999, marks=pytest.mark.soak)])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_write_to_the_store_leaves_it_whole_and_is_told(
    on_sqlite: Scene, fault: str, most: int
) -> None:
    scene, files, failures = on_sqlite, store_files(on_sqlite), []
    with scene.copy() as url:
        writes = strace.writes(scene.arguments("refresh", url), scene.folder, files)
    calls = strace.sampled(writes, most)
    assert {call for call, _ in writes} >= {"pwrite64", "fdatasync", "unlink"}
    for call, n in calls:
        with scene.copy() as url:
            wrong = strace.going_wrong(call, fault.format(n))
            done = strace.run(scene.arguments("refresh", url), scene.folder, *wrong, files=files)
            assert "INJECTED" in done.calls
            release = state_of(url)[0]
            told = done.code == UNUSABLE and "can't be used" in done.said
            if not ((told and release == BASE) or (done.code == 0 and release == BASE + 1)):
                failures.append(f"{call} {n}: left with {done.code}, release {release}: {done.said}")
            if "Traceback" in done.said:
                failures.append(f"{call} {n}: {done.said}")
            if (scene.run("refresh", url), state_of(url)[0]) != (0, BASE + 1):
                failures.append(f"{call} {n}: the next one needs help")
    assert not failures, shortened(failures)
    print(f"\n{fault}: at each of {len(calls)} calls")


def test_a_full_disk_under_postgresql_leaves_the_old_state_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with cluster(largest_file=FOUR_MEGABYTES) as server, server.database() as url:
        scene = Scene(tmp_path, write_history(tmp_path, url), lambda: nullcontext(url))
        grow(scene.curated, regions=1000, years=40)
        assert scene.run("refresh", url) == UNUSABLE
        assert "File too large" in capsys.readouterr().err
        assert state_of(url)[0] == BASE
        server.stop()
        server.start()
        assert (scene.run("refresh", url), state_of(url)[0]) == (0, BASE + 1)


def test_a_disk_that_may_only_be_read_leaves_the_old_state_and_is_told(on_sqlite: Scene) -> None:
    scene = on_sqlite
    with scene.copy() as url:
        read_only = strace.going_wrong("openat", "error=EROFS")
        journal = store_files(scene)[1]
        done = strace.run(scene.arguments("refresh", url), scene.folder, *read_only, files=[journal])
        assert (done.code, "can't be used" in done.said) == (UNUSABLE, True)
        assert state_of(url)[0] == BASE
        assert scene.run("refresh", url) == 0


def test_a_folder_that_cannot_be_made_is_told(on_sqlite: Scene) -> None:
    scene = on_sqlite
    read_only = strace.going_wrong("?mkdir,?mkdirat", "error=EROFS")
    url = f"sqlite:///{scene.folder / 'new' / 'livelihood.db'}"
    done = strace.run(scene.arguments("refresh", url), scene.folder, *read_only)
    assert (done.code, "Read-only file system" in done.said) == (UNUSABLE, True)
