"""TOML that we write reads back as what was meant."""

from __future__ import annotations

import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from etl.curated.toml_writer import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
VALUES = PLAIN | st.lists(PLAIN)
TABLES = st.recursive(
    st.dictionaries(TEXTS, VALUES),
    lambda inner: st.dictionaries(TEXTS, VALUES | inner | st.lists(inner, min_size=1)),
    max_leaves=12,
)


@given(TABLES)
def test_what_is_written_is_what_is_read_in_its_order(facts: dict[str, object]) -> None:
    again = tomllib.loads(toml_text(facts))
    assert again == facts
    assert json.dumps(again) == json.dumps(facts)


def test_keys_and_entries_keep_their_order() -> None:
    facts = {"b": 1, "a": [2, 0.5], "区": {"公里/百平方公里": "x", "%": "y"}, "c": [{"d": True}, {}]}
    assert json.dumps(tomllib.loads(toml_text(facts))) == json.dumps(facts)
