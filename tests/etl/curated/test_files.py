"""A file is read as it is written, or is refused with its name and the place of what can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import ContentError, Fault
from etl.curated.csv_and_toml import read_table, read_text, read_toml
from etl.curated.source import Table

COLUMNS = ("id", "name")


def table_of(tmp_path: Path, content: bytes) -> Table:
    """A CSV file's table; it has no fault."""
    (tmp_path / "list.csv").write_bytes(content)
    table, faults = read_table(tmp_path / "list.csv", "list.csv", COLUMNS)
    assert faults == []
    return table


def refusal(path: Path) -> Fault:
    """The one fault for which a file is refused."""
    with pytest.raises(ContentError) as caught:
        read_text(path, path.name)
    [fault] = caught.value.faults
    return fault


@pytest.mark.parametrize("text", ["013100", "NA", "null", "1e309", "1_000", " 甲 ", "=1+1", "١٢٣", "True"])
def test_a_cell_is_the_text_that_is_written(tmp_path: Path, text: str) -> None:
    assert table_of(tmp_path, f"id,name\n1,{text}\n".encode())["name"] == (text,)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_either_line_end_are_read(tmp_path: Path, mark: bytes, end: str) -> None:
    table = table_of(tmp_path, mark + f"id,name{end}1,甲{end}2,乙{end}".encode())
    assert (table["id"], table["name"], list(table.lines)) == (("1", "2"), ("甲", "乙"), [2, 3])


def test_a_row_is_known_by_the_line_on_which_it_starts(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'id,name\n\n1,"甲\n乙"\n2,丙\n'.encode())
    assert (table["name"], list(table.lines)) == (("甲\n乙", "丙"), [3, 5])


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    assert table_of(tmp_path, b"name,id\nA,1\n").rows() == [{"name": "A", "id": "1"}]


def test_a_file_of_a_header_only_has_its_columns_and_no_row(tmp_path: Path) -> None:
    table = table_of(tmp_path, b"id,name\n")
    assert (table["id"], table.rows()) == ((), [])


@pytest.mark.parametrize(
    ("content", "byte", "line", "at"),
    [
        ("id,name\n1,安次区\n".encode("gb18030"), "0xB0", 2, 10),
        (b"\xef\xbb\xbf" + b"id\n\xff", "0xFF", 2, 6),
        ("id,name\n".encode("utf-16"), "0xFF", 1, 0),
    ],
)
def test_a_file_in_another_encoding_is_refused_by_its_first_wrong_byte(
    tmp_path: Path, content: bytes, byte: str, line: int, at: int
) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    fault = refusal(tmp_path / "list.csv")
    assert (fault.code, fault.file, fault.line, fault.found) == ("bad_encoding", "list.csv", line, byte)
    assert f"byte {at} " in fault.say("en")


def test_a_file_that_isnt_there_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "list.csv").code == "missing_file"


def test_a_folder_in_the_place_of_a_file_cant_be_read(tmp_path: Path) -> None:
    (tmp_path / "list.csv").mkdir()
    assert refusal(tmp_path / "list.csv").code == "unreadable_file"


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = [\n", 2), ("a = 1\nb = 2\na = 3\n", 3), ("\n\nx", 3)]
)
def test_a_toml_file_that_cant_be_parsed_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_toml(tmp_path / "x.toml", "themes/x.toml")
    [fault] = caught.value.faults
    assert (fault.code, fault.file, fault.line) == ("bad_toml", "themes/x.toml", line)


@pytest.mark.parametrize("text", [r'a = "\u0007"', r'a = { b = ["\u0000"] }', r'"\u001b" = 1', r'a = "\b"'])
def test_no_escape_brings_a_control_character_into_a_toml_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(ContentError) as caught:
        read_toml(tmp_path / "a.toml", "a.toml")
    assert [fault.code for fault in caught.value.faults] == ["bad_character"]
    (tmp_path / "a.toml").write_text(r'a = "\\u0007\t\n"')
    assert read_toml(tmp_path / "a.toml", "a.toml").facts == {"a": "\\u0007\t\n"}
