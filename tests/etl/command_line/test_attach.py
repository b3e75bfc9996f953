"""attach keeps a report's text outside of what is curated, and its digest with the document."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from data.store.texts import digest_of, read_text
from etl.__main__ import main
from etl.command_line.exit_codes import DONE, WRONG
from tests.setup.publishing import copy_curated

DOCUMENT = "hebei-employment-2009-07-17"


@pytest.fixture
def curated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEXTS_FOLDER", str(tmp_path / "texts"))
    return copy_curated(tmp_path)


def attach(report: Path, curated: Path, document: str = DOCUMENT) -> int:
    return main(["attach", str(report), document, "--curated", str(curated), "--lang", "en"])


def test_a_text_is_kept_and_its_digest_recorded_beside_what_the_file_said(
    curated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = curated / "documents" / f"{DOCUMENT}.toml"
    before, commented = tomllib.loads(file.read_text("utf-8")), "# 校对过\n" + file.read_text("utf-8")
    file.write_text(commented, "utf-8")
    printed = "28.1万人"
    assert printed in file.with_suffix(".csv").read_text("utf-8")
    text = f"全省情况\n今年{printed}。\n"
    report = tmp_path / "report.txt"
    report.write_text(text, "utf-8")
    for _ in range(2):
        assert attach(report, curated) == DONE
    after = file.read_text("utf-8")
    assert tomllib.loads(after) == before | {"text_digest": digest_of(text)}
    assert after.startswith("# 校对过\n") and read_text(digest_of(text)) == ("kept", text)
    assert [path.name for path in (tmp_path / "texts").iterdir()] == [f"{digest_of(text)}.txt"]
    assert printed not in capsys.readouterr().out  # only what isn't found is listed
    report.write_text("全省情况\n", "utf-8")
    assert attach(report, curated) == DONE
    assert printed in capsys.readouterr().out


def test_a_text_without_a_document_is_not_kept(curated: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("情况\n", "utf-8")
    assert attach(report, curated, "no-such-document") == WRONG
    assert attach(tmp_path / "none.txt", curated) == WRONG
    assert not (tmp_path / "texts").exists()
