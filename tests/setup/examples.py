"""How many examples a property is tried with: few while tests run, many times as many in the soak."""

from __future__ import annotations

import os


def examples(few: int) -> int:
    """Return `few`, times what EXAMPLES says."""
    return few * int(os.environ.get("EXAMPLES", "1"))
