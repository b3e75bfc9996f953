"""Of two refreshes at once one is published, and the other says which one is at work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from data.store.queries import read_release
from data.store.tables import open_store, release_table
from etl.releases.transactions import opened, writing
from tests.setup.serving import ROOT
from tests.survival.scene import BASE, Scene, grow, state_of

BUSY = 4


def together(commands: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Run commands at the same time; return their exit codes and what they said of errors."""
    started = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    return [(process.wait(60), process.communicate()[1]) for process in started]


@pytest.mark.parametrize("count", [2, pytest.param(6, marks=pytest.mark.soak)])
def test_of_refreshes_at_once_one_is_published(scene: Scene, count: int) -> None:
    grow(scene.curated)
    with scene.copy() as url:
        done = together([scene.program("refresh", url)] * count)
        assert {code for code, _ in done} <= {0, BUSY}
        assert 0 in {code for code, _ in done}
        assert all("another refresh is under way" in said for code, said in done if code == BUSY)
        assert state_of(url)[0] == BASE + 1
        assert scene.run("refresh", url) == 0
        assert state_of(url)[0] == BASE + 1


def test_whoever_comes_second_is_told_which_process_holds_the_store(scene: Scene) -> None:
    holder = "import sys, time; from etl.releases.transactions import opened, writing\n"
    holder += "with opened(sys.argv[1]) as store, writing(store): print(flush=True); sys.stdin.read()"
    with scene.copy() as url:
        command = [sys.executable, "-c", holder, url]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as first:
            assert first.stdout and first.stdin
            first.stdout.readline()
            [(code, said)] = together([scene.program("refresh", url)])
            first.stdin.close()
        assert (code, f"pid {first.pid}" in said) == (BUSY, True)
        assert state_of(url)[0] == BASE
        assert scene.run("refresh", url) == 0


def test_a_clock_that_was_set_back_makes_no_release_older_than_the_one_before(scene: Scene) -> None:
    with scene.copy() as url:
        with opened(url) as store, writing(store) as connection:
            later = release_table.update().where(release_table.c.id == BASE)
            connection.execute(later.values(created_at=sa.literal("2999-12-31T23:59:59+00:00")))
        assert scene.run("refresh", url) == 0
        engine = open_store(url, read_only=True)
        assert read_release(engine).created_at == "2999-12-31T23:59:59+00:00"
        assert read_release(engine).id == BASE + 1
        engine.dispose()
