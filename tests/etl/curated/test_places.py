"""The line of each key of a TOML text, for messages that name it."""

from __future__ import annotations

import tomllib

from etl.curated.source import Toml, find_keys

TEXT = '''\
# id = "no key"
id = "water"
note = """
id = "in a text"
[[indicator]]
"""
[[indicator]]
id = "a"
list = [
  "x = 1",
]
[[indicator]]
"id" = "b"

[theme.water]
name = "Water"
[ locator ]
'第(\\\\d+)段' = 'para.'
'''


def test_each_key_has_the_line_on_which_it_stands() -> None:
    toml = Toml("x.toml", tomllib.loads(TEXT), find_keys(TEXT))
    places = [("", "id"), ("", "note"), ("indicator.0", "id"), ("indicator.0", "list"), ("indicator.1", "id")]
    assert [toml.at(*place).line for place in places] == [2, 3, 8, 9, 13]
    assert toml.at("theme.water", "name").line == 16
    assert toml.at("locator", "第(\\\\d+)段").line == 18


def test_a_key_that_isnt_there_has_the_line_of_its_table() -> None:
    toml = Toml("x.toml", {}, find_keys(TEXT))
    assert toml.at("indicator.1", "name").line == 12
    assert toml.at("theme.water", "note").line == 15


def test_every_table_and_key_that_the_parser_finds_is_located() -> None:
    lines = find_keys(TEXT)
    parsed = tomllib.loads(TEXT)
    for n, indicator in enumerate(parsed["indicator"]):
        assert all((f"indicator.{n}", key) in lines for key in indicator)
    assert all(("locator", pattern) in lines for pattern in parsed["locator"])
