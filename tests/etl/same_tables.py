"""Whether two releases say the same in every table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def assert_same_tables(found: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> None:
    """Compare tables by name, cell by cell."""
    assert found.keys() == tables.keys()
    for name, table in tables.items():
        pd.testing.assert_frame_equal(found[name], table, obj=name)
