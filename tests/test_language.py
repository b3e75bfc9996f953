"""A language is one file: at the command line, in faults, on pages and where one fails; no code knows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from data.messages import LANGUAGES
from etl.curated.toml_writer import toml_text
from tests.setup.markup import read_html, text_of, the
from tests.setup.publishing import replace_text
from tests.setup.serving import ROOT

CODE, MARK = "qx", "¤"
ASK = """
import sys
from dashboard.application import create_app
from data.store.tables import open_store
client = create_app(open_store(sys.argv[1], read_only=True)).server.test_client()
answer = client.get(sys.argv[2])
print(answer.status_code, answer.text)
"""


class Installation:
    """The software in a folder of its own, with one more language: English, each sentence of it marked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for room in ("data", "etl", "dashboard", "assets"):
            shutil.copytree(ROOT / room, folder / room)
        shutil.copy(ROOT / "requirements.txt", folder)
        (folder / "instance").mkdir()
        for built in ("scripts", "vendor"):
            (folder / "instance" / built).symlink_to(ROOT / "instance" / built)
        english = tomllib.loads((LANGUAGES / "en.toml").read_text(encoding="utf-8"))
        marked = {
            table: words if table in ("locale", "locator", "magnitude", "period", "claim") else _marked(words)
            for table, words in english.items()
        }
        (folder / "data" / "languages" / f"{CODE}.toml").write_text(toml_text(marked), encoding="utf-8")

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'livelihood.db'}"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run its own Python, with the language set as an administrator would."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "LIVELIHOOD_LANG": CODE, "DATABASE_URL": self.url},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def ask(self, address: str) -> tuple[int, str]:
        """Return the status and the text of an answer of its website."""
        status, _, text = self.run("-c", ASK, self.url, address).stdout.partition(" ")
        return int(status), text


def _marked(words: Any) -> Any:
    """Words with a mark before each; lists of them say what titles claim, and aren't shown."""
    if isinstance(words, dict):
        return {key: _marked(word) for key, word in words.items()}
    return MARK + words if isinstance(words, str) else words


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("installation"))


def test_the_command_line_speaks_it(installation: Installation) -> None:
    help = installation.run("-m", "etl", "refresh", "--help").stdout
    assert f",{CODE}}}" in help.partition("--lang ")[2].split()[0] and help.count(MARK) > 10
    assert f"{MARK}nothing has been published yet" in installation.run("-m", "etl", "history").stderr
    published = installation.run("-m", "etl", "refresh", "--yes")
    assert published.returncode == 0 and f"{MARK}Release 1 is published" in published.stdout
    assert "版" not in installation.run("-m", "etl", "show", "1").stdout.splitlines()[0]
    assert installation.run("-m", "etl", "history", "--lang", "zh").stdout.lstrip().startswith("版本")


def test_faults_are_told_in_it(installation: Installation, tmp_path: Path) -> None:
    shutil.copytree(installation.folder / "data" / "curated", tmp_path / "curated")
    shutil.copytree(installation.folder / "data" / "languages", tmp_path / "languages")
    replace_text(tmp_path / "curated" / "regions.csv", "安次区", "")
    replace_text(
        tmp_path / "languages" / f"{CODE}.toml", f'stopped = "{MARK}Stopped; nothing was written"\n', ""
    )
    told = installation.run("-m", "etl", "check", "--curated", str(tmp_path / "curated"))
    assert told.returncode == 1 and "with faults or warnings nothing is written" in told.stderr
    assert f"fault [missing_field] regions.csv › {MARK}line 2 › name: nothing; {MARK}expected" in told.stdout
    assert (
        f"command_line: “stopped”; {MARK}not said in {MARK}English yet; {MARK}English is shown" in told.stdout
    )


def test_pages_and_failures_speak_it(installation: Installation) -> None:
    missing = installation.ask(f"/no-such-page?lang={CODE}")
    assert missing[0] == 404 and f"{MARK}there is no “/no-such-page” here" in missing[1]
    installation.run("-m", "etl", "refresh", "--yes")
    status, page = installation.ask(f"/?lang={CODE}")
    root = read_html(page)
    assert status == 200
    assert text_of(the(the(root, "header"), "nav")[0]) == f"{MARK}Overview"
    status, page = installation.ask(f"/themes/none?lang={CODE}")
    failed = read_html(page)
    assert (status, the(failed, "html").get("lang")) == (404, CODE)
    assert text_of(the(failed, "h1")) == f"{MARK}No such page"
    assert text_of(next(the(failed, "main").iter("a"))) == f"{MARK}Back to the overview"
    assert text_of(the(the(failed, "header"), "nav")[0]) == f"{MARK}Overview"


def test_what_is_wrong_with_a_language_is_told_in_another(installation: Installation) -> None:
    file = installation.folder / "data" / "languages" / "zh.toml"
    sound = file.read_bytes()
    try:
        replace_text(file, 'name = "中文"', "name = 中文")
        told = installation.run("-m", "etl", "check", "--lang", "zh")
    finally:
        file.write_bytes(sound)
    assert told.returncode == 1 and "faults: 1; with faults or warnings nothing is written" in told.stderr
    assert "[bad_toml] languages/zh.toml › line 1: “name = 中文”; the text after" in told.stdout
