"""What the documentation names is in the code, and what the code offers is in the documentation."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from dashboard.application import create_app
from dashboard.request.address import PAGES
from data.model.observation import API_COLUMNS
from data.statements.chart_kinds import CHART_KINDS
from data.store.tables import open_store
from etl.faults.catalogue import FAULT_CODES
from tests.setup.serving import ROOT

GUIDE, README = ROOT / "docs" / "admin-guide.md", ROOT / "README.md"
ADDRESSES, FAULTS = ROOT / "docs" / "addresses.md", ROOT / "docs" / "faults.md"
SOURCES = [
    ROOT / "app.py",
    *(p for room in ("data", "etl", "dashboard") for p in (ROOT / room).rglob("*.py")),
]


def first_cells(document: str, pattern: str) -> list[str]:
    """Return what stands as code in the first cell of table rows, where it fits `pattern`."""
    return re.findall(rf"^\| `({pattern})` \|", document, re.MULTILINE)


def etl_help(*command: str) -> str:
    """Return what `python -m etl … --help` says."""
    arguments = [sys.executable, "-m", "etl", *command, "--help"]
    chinese = {**os.environ, "LIVELIHOOD_LANG": "zh"}
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True, env=chinese).stdout


def settings_in_code() -> set[str]:
    """Return the names of environment variables that the program reads."""
    read = r"""os\.(?:environ\.get\(|environ\[|getenv\()["'](\w+)["']"""
    return {name for path in SOURCES for name in re.findall(read, path.read_text(encoding="utf-8"))}


def settings_in_make() -> set[str]:
    """Return the names of environment variables that `make` and its scripts read."""
    files = (ROOT / "Makefile", ROOT / "tests" / "setup" / "browser.sh")
    return {
        name for path in files for name in re.findall(r"\$\{([A-Z_]+):-", path.read_text(encoding="utf-8"))
    }


@pytest.fixture(scope="module")
def routes(store_url: str) -> set[str]:
    """The addresses the application answers, Dash's own left out, with ID for what varies."""
    server = create_app(open_store(store_url, read_only=True)).server
    rules = {str(rule) for rule in server.url_map.iter_rules()}
    ours = {rule for rule in rules if not rule.startswith("/_") and "<path:" not in rule}
    described = server.test_client().get("/api/v1/openapi.json").get_json()["paths"]
    lists = {re.sub(r"\.(json|csv)$", "", path) if "openapi" not in path else path for path in described}
    named = {
        re.sub(r"[<{](\w+)[>}]", lambda name: name[1].upper(), a) for a in {*ours, *PAGES.values(), *lists}
    }
    return named


def test_every_address_is_documented_and_every_documented_address_exists(routes: set[str]) -> None:
    assert set(first_cells(ADDRESSES.read_text(encoding="utf-8"), "/[^`]*")) == routes


def test_every_column_of_a_figure_is_documented_in_its_place() -> None:
    columns = ADDRESSES.read_text(encoding="utf-8").partition("| column | holds |")[2].partition("\n\n")[0]
    assert first_cells(columns, "[a-z_]+") == [*API_COLUMNS]


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    documented = set(first_cells(README.read_text(encoding="utf-8"), "[A-Z_]+"))
    assert documented == settings_in_code() | settings_in_make()


def test_every_fault_code_is_documented_once_and_no_other() -> None:
    assert sorted(first_cells(FAULTS.read_text(encoding="utf-8"), "[a-z_]+")) == sorted(FAULT_CODES)


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    documented = first_cells(GUIDE.read_text(encoding="utf-8"), "[a-z]+")
    assert documented == re.findall(r"^    ([a-z]+)  ", etl_help(), re.MULTILINE)


def test_every_exit_code_is_documented_and_every_documented_exit_code_is_used() -> None:
    documented = re.findall(r"^\| (\d+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert documented == re.findall(r"(\d+) ", etl_help().partition("退出码：")[2])


def test_every_command_shown_in_the_documentation_can_be_given() -> None:
    """Each `python -m etl COMMAND --option` that a reader may copy."""
    for path in (GUIDE, README, FAULTS, ADDRESSES):
        for line in re.findall(r"-m etl ([a-z][^`\n#]*)", path.read_text(encoding="utf-8")):
            command, *options = line.split()
            known = etl_help(command)
            assert all(option in known for option in options if option.startswith("--")), line


def test_every_make_target_shown_exists_and_every_target_is_shown() -> None:
    targets = set(
        re.findall(r"^# make ([a-z-]+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    shown = set(re.findall(r"make ([a-z-]+)[`\s]", README.read_text(encoding="utf-8")))
    assert shown == targets


def test_every_kind_of_chart_is_documented() -> None:
    kinds = set(CHART_KINDS)
    assert set(first_cells(README.read_text(encoding="utf-8"), "[a-z_]+")) == kinds


def test_every_link_to_a_file_of_the_project_leads_somewhere() -> None:
    for document in (README, ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
