"""Stopped by Ctrl+C or by the system, a command says that nothing was written, or has done its work."""

from __future__ import annotations

import pytest

from tests.survival import strace
from tests.survival.scene import COMMANDS, Scene, complaint, outcomes, shortened, state_of

INTERRUPTED = 130


@pytest.mark.parametrize(
    ("command", "signal", "most"),
    [
        *((command, "SIGINT", 3) for command in COMMANDS),
        ("refresh", "SIGTERM", 2),
        *(pytest.param(command, "SIGTERM", 4, marks=pytest.mark.soak) for command in COMMANDS),
        *(pytest.param(command, "SIGINT", 9999, marks=pytest.mark.soak) for command in COMMANDS),
    ],
)
def test_stopped_at_any_write_it_tells_whether_anything_was_written(
    scene: Scene, command: str, signal: str, most: int
) -> None:
    states = old, new = outcomes(scene, command)
    with scene.copy() as url:
        writes = strace.writes(scene.arguments(command, url), scene.folder)
    calls = strace.sampled(writes, most)
    failures, left = [], set()
    for call, n in calls:
        with scene.copy() as url:
            stop = strace.going_wrong(call, f"signal={signal}:when={n}")
            done = strace.run(scene.arguments(command, url), scene.folder, *stop)
            state = state_of(url)
            left.add(state)
            stopped = (done.code, "nothing was written" in done.said) == (INTERRUPTED, True)
            if not ((stopped and state == old) or (done.code == 0 and state == new)):
                failures.append(f"{call} {n}: left with {done.code}, release {state[0]}: {done.said}")
            if "Traceback" in done.said:
                failures.append(f"{call} {n}: {done.said}")
            failures += [f"{call} {n}: {said}" for said in [complaint(scene, command, url, states)] if said]
    assert not failures, shortened(failures)
    assert left == {old, new}
    print(f"\n{signal} at each of {len(calls)} calls")
