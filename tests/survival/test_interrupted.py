"""Stopped by Ctrl+C or by the system, a refresh either says that nothing was written, or has published."""

from __future__ import annotations

import pytest

from tests.survival import strace
from tests.survival.scene import BASE, Scene, shortened, state_of

INTERRUPTED = 130


@pytest.mark.parametrize("most", [12, pytest.param(9999, marks=pytest.mark.soak)])
@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM"])
def test_stopped_at_any_write_it_tells_whether_anything_was_written(
    scene: Scene, signal: str, most: int
) -> None:
    with scene.copy() as url:
        writes = strace.writes(scene.arguments("refresh", url), scene.folder)
    calls = strace.sampled(writes, most)
    failures, releases = [], set()
    for call, n in calls:
        with scene.copy() as url:
            stop = strace.going_wrong(call, f"signal={signal}:when={n}")
            done = strace.run(scene.arguments("refresh", url), scene.folder, *stop)
            release = state_of(url)[0]
            releases.add(release)
            stopped = (done.code, "nothing was written" in done.said) == (INTERRUPTED, True)
            if not ((stopped and release == BASE) or (done.code == 0 and release == BASE + 1)):
                failures.append(f"{call} {n}: left with {done.code}, release {release}: {done.said}")
            if "Traceback" in done.said:
                failures.append(f"{call} {n}: {done.said}")
            if (scene.run("refresh", url), state_of(url)[0]) != (0, BASE + 1):
                failures.append(f"{call} {n}: the next one needs help")
    assert not failures, shortened(failures)
    assert releases == {BASE, BASE + 1}
    print(f"\n{signal} at each of {len(calls)} calls")
