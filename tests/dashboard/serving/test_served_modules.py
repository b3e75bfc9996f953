"""What a server of many threads needs of others' software is there before the first request."""

from __future__ import annotations

import subprocess
import sys

from tests.setup.serving import ROOT


def test_no_thread_finds_numpy_half_imported_by_another() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, app; print('numpy' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "True", done.stderr
