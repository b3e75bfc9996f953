"""Whatever is published meanwhile, readers get whole pages of one release, and soon."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.etl.small_curated import SmallCurated, write_small_curated
from tests.setup.serving import ROOT, serving
from tests.survival.readers import READERS, reading, speak_of
from tests.survival.scene import shortened

SETTLED = 2.0  # seconds
SLOWER = 0.3  # seconds that a refresh may add to the 99th percentile


def publish(curated: SmallCurated, url: str, release: int) -> None:
    """Publish, by the command, a state that speaks of its release."""
    speak_of(curated, release)
    arguments = ("refresh", "--curated", str(curated.folder), "--database", url, "--yes", "--reason", "更正")
    subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("refreshes", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_readers_see_one_release_a_page_while_releases_come(
    database: str, tmp_path: Path, refreshes: int
) -> None:
    curated = write_small_curated(tmp_path)
    publish(curated, database, 1)
    with serving(database, tmp_path) as address:
        with reading(address):  # until everything that is made once is made
            time.sleep(SETTLED)
        with reading(address) as undisturbed:
            time.sleep(refreshes * 0.4)
        with reading(address) as readers:
            for release in range(2, refreshes + 2):
                publish(curated, database, release)
            time.sleep(SETTLED)
    assert not undisturbed.complaints + readers.complaints, shortened(readers.complaints)
    assert readers.releases == set(range(1, refreshes + 2))
    before, after = undisturbed.p99(), readers.p99()
    print(
        f"\n{refreshes} refreshes under {READERS} readers: {len(readers.seconds)} answers, "
        f"99 of 100 within {after * 1000:.0f} ms ({before * 1000:.0f} ms while nothing was published)"
    )
    if refreshes == 50:  # a machine that runs other tests at the same time says little
        assert after - before < SLOWER
