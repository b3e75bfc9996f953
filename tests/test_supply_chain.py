"""What is installed is what was locked, as it was when it was locked; whose it is stands in the notices."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supply_chain.bill_of_materials import bill_of_materials
from supply_chain.distributions import LOCK, locked, pins
from supply_chain.notices import BANNER, NOTICES
from tests.setup.publishing import client_of
from tests.setup.serving import ROOT

TESTS_LOCK = ROOT / "tests" / "requirements.lock"
PAIRS = [(ROOT / "requirements.txt", LOCK), (ROOT / "tests" / "requirements.txt", TESTS_LOCK)]
DIGEST = re.compile(r"    --hash=sha256:[0-9a-f]{64}")


def written(requirements: Path) -> list[Requirement]:
    """What a hand-written list of requirements asks for."""
    lines = (line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r ")]


@pytest.mark.parametrize(("requirements", "lock"), PAIRS)
def test_a_lock_pins_what_is_asked_for_in_the_version_asked_for(requirements: Path, lock: Path) -> None:
    found = pins(lock)
    for wanted in written(requirements):
        version, marker = found.get(canonicalize_name(wanted.name), ("nothing", ""))
        assert wanted.specifier.contains(version) and not marker, (
            f"{wanted}, but locked: {version}; `make lock`"
        )


def test_tests_run_with_the_versions_that_readers_are_served_by() -> None:
    tested = pins(TESTS_LOCK)
    assert {name: tested[name] for name in pins()} == pins()


@pytest.mark.parametrize("lock", [LOCK, TESTS_LOCK])
def test_whatever_a_locked_distribution_needs_is_locked(lock: Path) -> None:
    found = list(locked(lock))
    names = {each.name for each in found}
    assert {each.name: each.needs - names for each in found if each.needs - names} == {}


@pytest.mark.parametrize("lock", [LOCK, TESTS_LOCK])
def test_a_lock_says_what_and_with_which_digests_and_not_where_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    for part in text.split("\n    # via")[:-1]:
        assert DIGEST.search(part.rpartition("==")[2]), part
    assert "://" not in text and "--index" not in text


def test_everything_is_installed_by_its_digest_and_nothing_is_built() -> None:
    recipes = re.findall(r"-m pip install .*", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipes
    assert all("--require-hashes --only-binary :all: -r" in recipe for recipe in recipes)


@pytest.mark.parametrize("integrity", ["as it is", "another"])
def test_plotly_js_is_used_only_if_it_is_the_package_whose_digest_is_written_down(
    tmp_path: Path, integrity: str
) -> None:
    """With a package of our own making: what an `npm` gives that was led elsewhere."""
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "plotly-basic.min.js").write_text("alert(1)")
    archive = tmp_path / "given.tgz"
    subprocess.run(["tar", "-czf", archive, "-C", tmp_path, "package"], check=True)
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\ncp {archive} . && echo {archive.name}\n")
    npm.chmod(0o755)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    if integrity == "as it is":
        digest = subprocess.run(["sha512sum", archive], capture_output=True, text=True, check=True).stdout[
            :128
        ]
        given = base64.b64encode(bytes.fromhex(digest)).decode()
        makefile = re.sub("(?<=plotly_integrity := sha512-).*", given, makefile)
    (tmp_path / "Makefile").write_text(makefile)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    done = subprocess.run(
        ["make", "-o", ".venv/running", "plotly"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (tmp_path / "instance/vendor/plotly-basic.min.js").exists() is (integrity == "as it is")
    assert ("it is not used" in done.stderr) is (integrity == "another")
    assert not list((tmp_path / "instance").rglob("*.tgz"))


def test_the_notices_name_every_distribution_and_hold_its_licence() -> None:
    text = NOTICES.read_text(encoding="utf-8")
    for found in locked():
        assert f"\n{found.name} {found.version} · " in text, f"{found.name} {found.version}: `make notices`"
        assert found.licence_named and found.notices, found.name
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text and "plotly.js (basic" in text


def test_a_reader_finds_the_notices_that_a_script_refers_to(store_url: str) -> None:
    with client_of(store_url) as client:
        address = re.search(r"dash_renderer-\w+\.js", client.get("/").text)
        assert address
        script = client.get(f"/scripts/{address[0]}").text
        referred = {path for banner in BANNER.findall(script) for path in re.findall(r"\S+\.txt", banner)}
        assert referred == {f"/assets/{NOTICES.name}"}
        with client.get(f"/assets/{NOTICES.name}") as notices:
            assert notices.get_data() == NOTICES.read_bytes()


def test_the_bill_of_materials_lists_what_is_locked_and_what_needs_what() -> None:
    bill = bill_of_materials()
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    listed = {component["bom-ref"] for component in bill["components"]}
    assert {found.purl for found in locked()} <= listed
    assert all(component["licenses"] for component in bill["components"])
    refs = {bill["metadata"]["component"]["bom-ref"], *listed}
    for dependency in bill["dependencies"]:
        assert {dependency["ref"], *dependency["dependsOn"]} <= refs
    assert json.dumps(bill) == json.dumps(bill_of_materials())
