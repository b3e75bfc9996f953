"""The log of runs: what was done, by whom, with what result; and the units that run it by the clock."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.etl.admin import PROJECT, Admin, terminal_of

CSV = "curated/documents/report.csv"
UNITS = PROJECT / "docs" / "systemd"


@dataclass(frozen=True)
class Logging(Admin):
    """An admin whose runs are logged."""

    @property
    def log(self) -> Path:
        """The log."""
        return self.curated.root / "log" / "etl.jsonl"

    @property
    def environment(self) -> dict[str, str]:
        """What the command finds around it."""
        return super().environment | {"LIVELIHOOD_LOG": str(self.log)}

    def runs(self) -> list[dict[str, Any]]:
        """What the log says, oldest first."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def logging(admin: Admin) -> Logging:
    """An admin whose runs are logged."""
    return Logging(admin.curated)


def test_a_run_is_a_line_that_says_what_was_done_by_whom_and_how_it_went(logging: Logging) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    logging.spawn("refresh", "--yes")
    logging.curated.edit(CSV, "1234.5", "1234.6")
    logging.refresh("--reason", "来源更正")
    first, second = logging.runs()
    assert before <= datetime.fromisoformat(first["time"]) <= datetime.now(UTC)
    assert first["user"] and first["pid"] != os.getpid() and 0 < first["seconds"] < 60
    assert (first["command"], first["outcome"], first["exit_code"]) == ("refresh", "done", 0)
    assert (first["release"], first["added"], first["changed"], first["withdrawn"]) == (1, 7, 0, 0)
    assert (second["release"], second["changed"], second["reason"]) == (2, 1, "来源更正")


def test_every_outcome_is_logged(logging: Logging) -> None:
    logging.refresh()
    logging.curated.edit(CSV, "1234.5", "1234.6")
    logging.refresh()
    logging.curated.edit(CSV, "95.5%", "95.5公里")
    logging.run("check")
    logging.run("show", "9")
    with terminal_of(logging, "refresh") as screen:
        screen.end()
    logging.database.write_bytes(b"not a database" * 100)
    logging.run("verify")
    runs = logging.runs()
    assert [run["outcome"] for run in runs] == [
        *("done", "not_confirmed", "faults", "wrong_command", "faults", "database_unusable"),
    ]
    assert [run["exit_code"] for run in runs] == [0, 5, 1, 2, 1, 3]
    assert runs[2]["faults"] == 1
    assert "release 9" in runs[3]["error"]


def test_a_refresh_that_finds_nothing_new_is_logged_with_the_release_that_stands(logging: Logging) -> None:
    logging.refresh()
    logging.refresh()
    assert (logging.runs()[1]["release"], logging.runs()[1]["added"]) == (1, 0)


def test_a_log_that_cannot_be_written_stops_nothing_and_is_told(logging: Logging) -> None:
    logging.log.mkdir(parents=True)
    done = logging.run("refresh", "--yes")
    assert (done.returncode, logging.releases()) == (0, 1)
    assert "写不了" in done.stderr and "Traceback" not in done.stderr


def test_no_password_is_logged(logging: Logging) -> None:
    address = "postgresql://somebody:secret@127.0.0.1:1/none"
    logging.run("refresh", "--yes", "--database", address)
    assert logging.runs()[0]["outcome"] == "database_unusable"
    assert "secret" not in logging.log.read_text(encoding="utf-8")


def test_with_the_setting_empty_nothing_is_logged(admin: Admin) -> None:
    assert admin.environment["LIVELIHOOD_LOG"] == ""
    admin.refresh()
    assert not (admin.curated.root / "log").exists()


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="this machine has no systemd-analyze, which alone can say whether the sample units are sound",
)
def test_the_sample_units_are_sound(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    (tmp_path / "python").symlink_to(sys.executable)  # whose own path may have a space in it
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace("/usr/bin/make", "/bin/sh")
        here = text.replace("/srv/livelihood/.venv/bin/python", str(tmp_path / "python"))
        (tmp_path / "units" / unit.name).write_text(here, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted((tmp_path / "units").iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_sample_units_give_commands_that_there_are(admin: Admin) -> None:
    for unit in UNITS.glob("*.service"):
        for command in re.findall(r"-m etl (.+)", unit.read_text(encoding="utf-8")):
            assert admin.run(*command.split(), "--help").returncode == 0


def test_every_timer_has_its_service() -> None:
    for timer in UNITS.glob("*.timer"):
        assert timer.with_suffix(".service").exists()
