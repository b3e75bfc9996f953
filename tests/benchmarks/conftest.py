"""Tests of the benchmark fill stores that are small enough to wait for."""

from __future__ import annotations

import os

os.environ["BENCH_REGIONS"] = "24"  # before scale/content.py is read
