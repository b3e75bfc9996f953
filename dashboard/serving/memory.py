"""What a process does with its memory: how seldom Python looks for garbage, and how many heaps there are."""

from __future__ import annotations

import ctypes
import gc

COLLECTED = 50_000  # objects, about those of a page, after which Python looks for those that hold each other
HEAPS = 2
_M_ARENA_MAX = -8  # as malloc.h of the GNU C library has it


def settle() -> None:
    """Take what there is now for what stays: to look through it over and over took a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED)


def share_heaps() -> None:
    """Have threads share few heaps: the GNU C library gives eight a processor, which never shrink."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other libraries have none, and one heap
    if mallopt:
        mallopt(_M_ARENA_MAX, HEAPS)
