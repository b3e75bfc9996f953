"""What the documentation names is in the code, and what the code offers is in the documentation."""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections import defaultdict
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path

import pytest

from dashboard.application import create_app
from dashboard.request.address import PAGES
from dashboard.serving.site import SETTINGS
from data.model.observation import API_COLUMNS
from data.statements.chart_kinds import CHART_KINDS
from data.store.tables import open_store
from etl.command_line.arguments import build_parser
from etl.command_line.messages import Messages
from etl.faults.catalogue import FAULT_CODES
from tests.setup.serving import ROOT

GUIDE, README = ROOT / "docs" / "admin-guide.md", ROOT / "README.md"
ADDRESSES, FAULTS = ROOT / "docs" / "addresses.md", ROOT / "docs" / "faults.md"
HOUSE, CONTRIBUTING = ROOT / "docs" / "architecture.md", ROOT / "CONTRIBUTING.md"
SOURCES = [
    ROOT / "app.py",
    *(p for room in ("data", "etl", "dashboard") for p in (ROOT / room).rglob("*.py")),
]


FOLDERS = ("app.py", "assets", "dashboard", "data", "docs", "etl", ".ci", "tests")
OF_ALL_ROOMS = {"errors", "messages"}  # which every room may import


def part_of(document: Path, heading: str) -> str:
    """Return what stands under a heading of a document."""
    return document.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def code_in(text: str) -> list[str]:
    """Return what stands as code in a text."""
    return re.findall(r"`([^`\n]+)`", text)


def is_path(code: str) -> bool:
    """Whether a piece of code is the path of something in the project."""
    return code.partition("/")[0] in FOLDERS or code.endswith((".md", ".toml"))


def text_under(path: Path) -> str:
    """Return the text of a file, or of every file of a folder that people write."""
    files = [*path.rglob("*.py"), *path.rglob("*.toml")] if path.is_dir() else [path]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def rooms_in_code() -> dict[str, set[str]]:
    """Return each room, `data/model` or `data/errors.py`, with the names of the rooms that it imports."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES[1:]:
        folder, *rest = path.relative_to(ROOT).parts
        if rest == ["__init__.py"]:
            continue
        imported = (
            (node.module or "").split(".")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        )
        names = {name[1] for name in imported if name[0] in FOLDERS and len(name) > 1}
        rooms[f"{folder}/{rest[0]}"] |= names - {rest[0].removesuffix(".py")} - OF_ALL_ROOMS
    return rooms


def first_cells(document: str, pattern: str) -> list[str]:
    """Return what stands as code in the first cell of table rows, where it fits `pattern`."""
    return re.findall(rf"^\| `({pattern})` \|", document, re.MULTILINE)


@cache
def etl_help(*command: str) -> str:
    """Return what `python -m etl … --help` says in Chinese."""
    said = io.StringIO()
    with redirect_stdout(said), suppress(SystemExit):
        build_parser(Messages("zh")).parse_args([*command, "--help"])
    return said.getvalue()


def settings_in_code() -> set[str]:
    """Return the names of environment variables that the program reads."""
    read = r"""(?:os\.(?:environ\.get\(|environ\[|getenv\()|settings\.get\()["'](\w+)["']"""
    return {*SETTINGS} | {
        name for path in SOURCES for name in re.findall(read, path.read_text(encoding="utf-8"))
    }


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
    for path in (GUIDE, README, FAULTS, ADDRESSES, HOUSE, CONTRIBUTING):
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
    for document in (README, CONTRIBUTING, ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


# ---- the house --------------------------------------------------------------------------------


def test_every_room_is_described_with_what_it_imports() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|(.*)\|$", part_of(HOUSE, "The rooms"), re.MULTILINE)
    described = {room: {*filter(None, imports.strip().split(", "))} for room, _, imports in rows}
    assert described == rooms_in_code()


def test_a_package_inside_a_room_is_named_with_it() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|.*\|$", part_of(HOUSE, "The rooms"), re.MULTILINE))
    inner = [path.parent.relative_to(ROOT) for path in SOURCES if path.name == "__init__.py"]
    for package in (package for package in inner if len(package.parts) > 2):
        assert package.name in code_in(rows["/".join(package.parts[:2])]), package


def test_the_house_is_drawn_as_the_contracts_build_it() -> None:
    drawing = part_of(HOUSE, "One way through it").split("```")[1].splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    for layers in (contract["layers"] for contract in contracts if "containers" in contract):
        rooms = [re.split(r" \| ", layer) for layer in layers]
        floors = [
            [n for n, line in enumerate(drawing) if all(re.search(rf"\b{r}\b", line) for r in names)]
            for names in rooms
        ]
        assert all(floors), layers
        lines = [floor[0] for floor in floors]
        assert lines == sorted({*lines}), layers


def test_every_file_that_the_documentation_of_developers_names_exists() -> None:
    for document in (HOUSE, CONTRIBUTING):
        words = " ".join(code_in(document.read_text(encoding="utf-8"))).split()
        for code in filter(is_path, words):
            assert (ROOT / code).exists(), f"{document.name}: {code}"


@pytest.mark.parametrize("heading", ["To find …", "To add …"])
def test_every_name_in_how_something_is_found_or_added_is_in_a_file_beside_it(heading: str) -> None:
    ways = part_of(HOUSE, heading).split("\n- ")[1:]
    assert len(ways) > 6
    for way in ways:
        files = [ROOT / code for code in code_in(way) if is_path(code)]
        texts = "\n".join(map(text_under, files))
        assert files, way
        for name in (code.partition("(")[0] for code in code_in(way) if not is_path(code)):
            assert name in texts, f"{name}: {way}"


def test_every_word_of_the_glossary_is_in_the_code_where_it_says_and_in_the_interface() -> None:
    rows = re.findall(r"^\| (.+) \| .+ \| `(\w+)`, `(.+)` \|$", part_of(HOUSE, "Words"), re.MULTILINE)
    interface = (ROOT / "data" / "languages" / "zh.toml").read_text(encoding="utf-8")
    assert len(rows) == len(part_of(HOUSE, "Words").split("\n| ")) - 2  # but for head and rule
    for word, name, file in rows:
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8")), word
        assert all(chinese in interface for chinese in re.findall(r"[一-鿿]+", word)), word
