"""A mistake in a TOML file is told in words, at its line, with what to write."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from data.errors import ContentError
from etl.curated.csv_and_toml import read_toml
from etl.curated.toml_mistakes import mistake_in

MISTAKES = [
    ("title = “供水公报”", "toml_quotes"),
    ('title = “供水公报"', "toml_quotes"),
    ('title ＝ "供水公报"', "toml_equals"),
    ('title："供水公报"', "toml_colon"),
    ('title: "供水公报"', "toml_colon"),
    ('indicators = ["a"，"b"]', "toml_comma"),
    ('indicators = 【"a", "b"】', "toml_brackets"),
    ("title = 供水公报", "toml_no_quotes"),
    ("title = 供水、用水", "toml_no_quotes"),
    ("kind = official", "toml_no_quotes"),
    ("additive = True", "toml_no_quotes"),
    ("published = 2024-2-1", "toml_date"),
    ("published = 2024年2月1日", "toml_date"),
    ("published = 2024/02/01", "toml_date"),
    ('title = "供水公报', "toml_unclosed_quote"),
    ('title = "供水"公报"', "toml_more_on_line"),
    ('title "供水公报"', "toml_no_equals"),
    ('标题 = "供水公报"', "toml_no_equals"),
    ('indicators = ["a" "b"]', "toml_unclosed_list"),
    ('title = "a"\ntitle = "b"', "toml_key_twice"),
    ("[document.a]\n[document.a]", "toml_table_twice"),
    ("[document.a", "toml_unclosed_head"),
    ('url = "C:\\年报"', "toml_backslash"),
    ("title =", "toml_value"),
    ('title = "供水公报" ＃ 标题', "toml_comment"),
]


@pytest.mark.parametrize(("text", "phrase"), MISTAKES)
def test_a_mistake_is_told_by_its_kind(text: str, phrase: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as refused:
        tomllib.loads(text)
    assert mistake_in(text.splitlines()[-1], str(refused.value)).key == f"phrase.{phrase}"


def test_a_mistake_is_told_at_its_line_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_text('id = "report"\ntitle ＝ "供水公报"\n', encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_toml(path, "documents/report.toml")
    [fault] = refused.value.faults
    assert fault.say("zh") == (
        '错误 [bad_toml] documents/report.toml › 第2行：“title ＝ "供水公报"”；'
        '用了全角的 ＝；要用英文的 =，如 title = "文件标题"'
    )
    assert "full-width" in fault.say("en")


def test_a_file_in_the_encoding_of_notepad_is_told_how_to_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "report.toml"
    path.write_bytes('id = "report"\ntitle = "供水公报"\n'.encode("gbk"))
    with pytest.raises(ContentError) as refused:
        read_toml(path, "documents/report.toml")
    [fault] = refused.value.faults
    assert fault.line == 2
    assert "像是 GBK" in fault.say("zh") and "记事本" in fault.say("zh")
