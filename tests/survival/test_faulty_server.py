"""A PostgreSQL whose disk fails, is full, or may only be read: the old state or the new, none to repair."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup.postgres import Cluster, cluster
from tests.survival import strace
from tests.survival.scene import (
    BASE,
    COMMANDS,
    Scene,
    complaint,
    outcomes,
    shortened,
    state_of,
    write_history,
)

FAULTS = ("error=ENOSPC:when={}+", "error=EIO:when={}")
TALKING = ("write", "sendto", "sendmsg", "sendmmsg")  # to its log, and to whoever asked
ON_DISK = [call for call in strace.WRITES if call not in TALKING]
DONE, UNUSABLE = 0, 3
SETTINGS = {"fsync": "on", "autovacuum": "off"}


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A server that waits for its disk, as a real one does."""
    with cluster(**SETTINGS) as made:
        yield made


@pytest.fixture
def scene(server: Cluster, tmp_path: Path) -> Iterator[Scene]:
    """A store on it."""
    with server.database() as store:
        curated = write_history(tmp_path, store)
        yield Scene(tmp_path, curated, lambda: server.database(template=store.rpartition("/")[2]))


def writes(server: Cluster, scene: Scene, command: str) -> list[tuple[str, int]]:
    """Every write to the disk by whatever serves a command, as (call, the how manieth of that call)."""
    traced = f"trace={','.join(f'?{call}' for call in ON_DISK)}"
    with scene.copy() as url:
        with strace.watching(pid_of(server), scene.folder, "-e", traced) as calls:
            assert scene.run(command, url) == DONE
        made = Counter(re.findall(r"^(\d+) +(\w+)\(", calls.read_text(), re.MULTILINE))
    most = {call: max(made[key] for key in made if key[1] == call) for _, call in made}
    return [(call, n) for call, count in sorted(most.items()) for n in range(1, count + 1)]


def pid_of(server: Cluster) -> int:
    """The process that starts all others."""
    assert server.process
    return server.process.pid


def crash(server: Cluster) -> None:
    """End a server as a power cut would, and start it again: it recovers what it said it had kept."""
    server.stop(signal.SIGQUIT)
    server.start(**SETTINGS)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("command", "most"),
    [
        *(("refresh", 3), ("restore", 3)),
        *(pytest.param(command, 25, marks=pytest.mark.soak) for command in COMMANDS),
    ],
)
def test_a_fault_at_any_write_of_the_server_leaves_the_old_state_or_the_new(
    server: Cluster, scene: Scene, command: str, fault: str, most: int
) -> None:
    """Where the log of changes fails the server stops and recovers: whether it kept them, it says then."""
    states = _, new = outcomes(scene, command)
    found = writes(server, scene, command)
    assert {call for call, _ in found} >= {"pwrite64", "fdatasync"}
    failures, codes = [], Counter[int]()
    for call, n in strace.sampled(found, most):
        with scene.copy() as url:
            wrong = strace.going_wrong(call, fault.format(n))
            with strace.watching(pid_of(server), scene.folder, *wrong) as calls:
                code = scene.run(command, url)
            crash(server)
            assert "INJECTED" in calls.read_text(), f"{call} {n}"
            codes[code] += 1
            if code not in (DONE, UNUSABLE) or (code == DONE and state_of(url) != new):
                failures.append(f"{call} {n}: left with {code}")
            failures += [f"{call} {n}: {said}" for said in [complaint(scene, command, url, states)] if said]
    assert not failures, shortened(failures)
    assert codes[UNUSABLE], "some faults can't be borne"
    print(f"\n{fault}: {command} left with {dict(codes)}")


def test_files_that_may_only_be_read_leave_the_old_state_and_are_told(
    server: Cluster, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    with scene.copy() as url:
        server.ask("CHECKPOINT")
        [(oid,)] = server.ask(f"SELECT oid FROM pg_database WHERE datname = '{url.rpartition('/')[2]}'")
        files = [*(server.folder / "data" / "base" / str(oid)).iterdir()]
        for file in files:
            file.chmod(0o400)
        assert scene.run("refresh", url) == UNUSABLE
        assert "ermission denied" in capsys.readouterr().err
        for file in files:
            file.chmod(0o600)
        assert state_of(url)[0] == BASE
        assert (scene.run("refresh", url), state_of(url)[0]) == (DONE, BASE + 1)
