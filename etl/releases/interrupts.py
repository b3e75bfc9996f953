"""Interrupts that wait until what is being written is whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


class _Deferred:
    """The handler of interrupts that wait until they are obeyed."""

    arrived = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.arrived = True

    def obey(self) -> None:
        """Raise KeyboardInterrupt where one has arrived."""
        if self.arrived:
            raise KeyboardInterrupt


@contextmanager
def interrupts_deferred() -> Iterator[Callable[[], None]]:
    """Defer interrupts, which drivers don't bear in the midst of a statement; give what obeys them.

    Nested blocks are no-ops: an interrupt is delivered when the outermost block ends, so a command is stopped
    before it writes or not at all.
    """
    if threading.current_thread() is not threading.main_thread():
        yield _Deferred().obey  # interrupts only ever reach the main one
        return
    around = signal.getsignal(INTERRUPTS[0])
    if isinstance(around, _Deferred):
        yield around.obey
        return
    deferred = _Deferred()
    before = {number: signal.signal(number, deferred) for number in INTERRUPTS}
    try:
        yield deferred.obey
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
