"""Output that nobody reads any more, as in `… | head`: the work is done, and its exit code says how."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.etl.admin import PATIENCE, PROJECT, Admin, add_regions

REPORT = "curated/documents/report.csv"


def unread(admin: Admin, *arguments: str, errors: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command whose output nobody reads any more: its end of the pipe is closed."""
    reading, writing = os.pipe()
    os.close(reading)
    streams = {"stdout": writing, "stderr": writing if errors else subprocess.PIPE}
    try:
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            admin.command(*arguments),
            **streams,
            cwd=PROJECT,
            env=admin.environment,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize("errors", [False, True])
def test_a_refresh_that_nobody_reads_any_more_publishes_and_is_logged(
    admin: Admin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errors: bool
) -> None:
    log = tmp_path / "log.jsonl"
    monkeypatch.setenv("LIVELIHOOD_LOG", str(log))
    done = unread(admin, "refresh", "--yes", errors=errors)
    assert (done.returncode, done.stderr or "", admin.releases()) == (0, "", 1)
    [run] = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    assert (run["outcome"], run["release"], run["published"]) == ("done", 1, True)


def test_a_refresh_into_a_pipe_that_reads_three_lines_publishes_all_the_rest(admin: Admin) -> None:
    add_regions(admin, count=20)  # more than a pipe holds
    refresh = shlex.join(admin.command("refresh", "--yes", "--all"))
    shell = ["bash", "-c", f"{refresh} | head -3; exit ${{PIPESTATUS[0]}}"]
    done = subprocess.run(
        shell, cwd=PROJECT, env=admin.environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (0, 3, "")
    assert len(admin.served()) > 60


def test_what_nobody_reads_any_more_ends_quietly_with_its_own_code(admin: Admin) -> None:
    admin.publish()
    for command in (("check",), ("diff",), ("history",), ("show", "1"), ("verify",), ("--help",)):
        done = unread(admin, *command)
        assert (command, done.returncode, done.stderr) == (command, 0, "")
    assert unread(admin, "refresh", "--yes").returncode == 0
    admin.curated.edit(REPORT, "\nsupply", "\nsuply")
    for command in ("check", "diff", "refresh"):
        assert unread(admin, command, errors=True).returncode == 1
