"""proofread holds a text against what is published, and says by its exit code whether to look again."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.command_line.exit_codes import DONE, FAULTS, WRONG


def test_a_text_is_proofread_from_a_file_or_the_standard_input(
    store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = "2022年，民生支出26.68亿元。", "2022年，民生支出26.86亿元。"
    (tmp_path / "text.txt").write_text(right, "utf-8")
    assert main(["proofread", str(tmp_path / "text.txt"), "--database", store_url]) == DONE
    assert "26.68亿元  一致" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(wrong.encode("gb18030"))))
    assert main(["proofread", "-", "--database", store_url, "--lang", "en"]) == FAULTS
    assert "26.86亿元  contradicts" in capsys.readouterr().out
    assert main(["proofread", "-", "--database", store_url, "--region", "999999"]) == WRONG
