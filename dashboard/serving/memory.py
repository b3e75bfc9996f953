"""How often Python looks for objects that only hold each other: seldom, and never among those that stay."""

from __future__ import annotations

import gc

COLLECTED = 50_000  # objects, about those of a page, after which it looks


def settle() -> None:
    """Take what there is now for what stays: to look through it over and over took a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED)
