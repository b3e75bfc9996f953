"""What runs the program unattended: units of systemd, the rotation of logs, the image of a container."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

import pytest

from etl.command_line.commands import COMMANDS
from tests.setup.publishing import copy_curated, replace_text
from tests.setup.serving import PATIENCE, ROOT, free_port

UNITS = ROOT / "docs" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
CONTAINERFILE = ROOT / "docs" / "container" / "Containerfile"
HALF_A_YEAR = 184  # days, at most


def settings(unit: Path) -> dict[str, list[str]]:
    """What a unit says, by name; a name may be given several times."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


# ---- systemd ----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_is_exposed_to_little(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        assert not shutil.which("apt-get"), "systemd-analyze is missing: make systemd"
        pytest.skip("no systemd on this machine, and no apt-get that it could be had from")
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    exposure = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
    assert exposure and float(exposure[1]) <= 3.0, done.stdout
    assert "Unknown" not in done.stderr, done.stderr


def test_the_website_runs_as_a_user_that_may_only_read_what_another_writes() -> None:
    site = settings(UNITS / "livelihood.service")
    writers = [settings(unit) for unit in SERVICES if unit.stem != "livelihood"]
    assert "ReadWritePaths" not in site and site["ProtectSystem"] == ["strict"]
    for writer in writers:
        assert writer["User"] != site["User"] and writer["Group"] == site["Group"]
        assert writer["UMask"] == ["0027"]  # what it writes can be read by its group
        assert any("/instance" in path for path in writer["ReadWritePaths"])
        assert writer["EnvironmentFile"] != site["EnvironmentFile"]


def test_what_the_writer_publishes_its_group_can_read_and_nobody_else(tmp_path: Path) -> None:
    """With the mask of its unit; what is published first, and what takes its place."""
    curated, store = copy_curated(tmp_path), tmp_path / "instance" / "livelihood.db"
    mask = int(settings(UNITS / "livelihood-refresh.service")["UMask"][0], 8)
    refresh = ["-m", "etl", "refresh", "--curated", curated, "--database", f"sqlite:///{store}", "--yes"]
    for edit in ("", "26.68亿元"):
        if edit:
            document = curated / "documents" / "anci-livelihood-2023-02-01.csv"
            replace_text(document, edit, "26.69亿元")
        reason = ["--reason", "更正"] if edit else []
        subprocess.run(
            [sys.executable, *refresh, *reason], cwd=ROOT, umask=mask, check=True, capture_output=True
        )
        for path in (store, store.parent):
            assert path.stat().st_mode & 0o047 == 0o040, path


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_runs_the_project_itself_and_installs_nothing(unit: Path) -> None:
    for command in settings(unit)["ExecStart"]:
        python, option, module, *arguments = shlex.split(command)
        assert (python, option) == ("/srv/livelihood/.venv/bin/python", "-m")
        assert find_spec(module)
        assert module != "etl" or arguments[0] in COMMANDS


def test_every_timer_starts_a_unit() -> None:
    for timer in UNITS.glob("*.timer"):
        assert timer.with_suffix(".service").exists()


# ---- logs -------------------------------------------------------------------------------------


def test_logs_of_requests_are_kept_for_six_months_at_least() -> None:
    text = (ROOT / "docs" / "logrotate" / "livelihood").read_text(encoding="utf-8")
    rotated = dict(re.findall(r"^(/\S+) \{(.*?)^\}", text, re.MULTILINE | re.DOTALL))
    written = {
        "/var/log/livelihood/*.jsonl": (UNITS / "livelihood.service").read_text(encoding="utf-8"),
        "/var/log/nginx/livelihood.jsonl": (ROOT / "docs/nginx/livelihood.conf").read_text(encoding="utf-8"),
    }
    for files, writer in written.items():
        assert re.search(re.escape(files).replace(r"\*", r"\w+"), writer), files
        kept = int(re.findall(r"\brotate (\d+)", rotated[files])[0])
        assert "weekly" in rotated[files] and 7 * kept >= HALF_A_YEAR
        assert "size" not in rotated[files]  # by which a crowd would shorten it


# ---- the image --------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """The lines of the Containerfile."""
    lines = CONTAINERFILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(word, rest) for word, _, rest in pairs]


def given(word: str) -> list[str]:
    """What follows a word of the Containerfile, each time it stands there."""
    return [rest for instruction, rest in instructions() if instruction == word]


def test_the_image_serves_as_a_user_without_rights_and_from_named_versions() -> None:
    assert given("USER") == ["10001:10001"] and instructions()[-1][0] == "CMD"
    for base in given("FROM"):
        name, _, tag = base.split()[0].rpartition(":")
        assert "/" in name and re.search(r"\d", tag), base


def test_what_the_image_takes_is_there_and_isnt_kept_from_it() -> None:
    admitted = {
        line[1:]
        for line in CONTAINERFILE.with_name("Containerfile.dockerignore").read_text().splitlines()
        if line[0] == "!"
    }
    copied = [source for line in given("COPY") if "--from" not in line for source in line.split()[:-1]]
    assert set(copied) == admitted
    assert all((ROOT / source).exists() for source in copied)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for target in re.findall(r"\bmake ([a-z]+)", "; ".join(given("RUN"))):
        assert target in targets


def test_what_the_image_takes_is_enough_to_publish_and_serve_and_stays_as_it_was(tmp_path: Path) -> None:
    """Its commands, run over a copy of what it takes; what its build would install is this project's."""
    root, store = tmp_path / "livelihood", tmp_path / "store"
    store.mkdir()
    for line in given("COPY"):
        *sources, target = line.split()
        for source in sources if "--from" not in line else ():
            place = root / target / (source if target == "./" else "")
            take = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            place.parent.mkdir(parents=True, exist_ok=True)
            take(ROOT / source, place)
    for built in ("scripts", "vendor"):
        shutil.copytree(ROOT / "instance" / built, root / "instance" / built)
    (root / ".venv").symlink_to(sys.prefix)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        **dict(pair.split("=", 1) for pair in given("ENV")[-1].split()),
        **{
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{store / 'livelihood.db'}",
        },
    }
    refresh = [".venv/bin/python", "-m", "etl", "refresh", "--yes"]
    subprocess.run(refresh, cwd=root, env=environment, check=True, capture_output=True)
    health = json.loads(given("HEALTHCHECK")[0].partition("CMD ")[2])
    with (tmp_path / "log").open("wb") as log:
        served = subprocess.Popen(json.loads(given("CMD")[0]), cwd=root, env=environment, stderr=log)
        try:
            deadline = time.monotonic() + PATIENCE
            while subprocess.run(health, cwd=root, env=environment, capture_output=True).returncode:
                assert served.poll() is None and time.monotonic() < deadline, (tmp_path / "log").read_text()
                time.sleep(0.1)
            with urlopen(f"http://127.0.0.1:{port}/") as page:
                assert page.status == 200
        finally:
            served.terminate()
            served.wait(timeout=20)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before
    assert '"path":"/"' in (tmp_path / "log").read_text(encoding="utf-8")  # which a container's log keeps
