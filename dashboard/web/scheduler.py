"""Where granian's workers hand requests over: what is cached is answered there, the rest in the event loop.

The way to the loop and back costs as much as the answer itself. This stands in for a class of granian's own,
of the version that requirements.txt names.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from granian._granian import CallbackScheduler
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope
from granian.server import mp

# Answers a request without waiting for anything, or returns False.
AnswerAtOnce = Callable[[Scope, HTTPProtocol], bool]
# Makes of a request what the loop is to run.
Callback = Callable[[Any], Coroutine[Any, Any, None]]

_workers: Any = mp  # whose typing doesn't tell of what is private


def answer_first(answer: AnswerAtOnce) -> None:
    """Have the worker that this process becomes ask `answer` before its loop."""
    _workers._new_cbscheduler = partial(Scheduler, answer)


class Scheduler(CallbackScheduler):
    """Asks `answer` first, in the thread that took the request."""

    _schedule_fn: Callable[[Any], None]

    def __new__(cls, _: AnswerAtOnce, loop: asyncio.AbstractEventLoop, callback: Callback, **__: Any) -> Any:
        return super().__new__(cls, loop, callback, None, None, None)  # type: ignore[call-arg]

    def __init__(
        self, answer: AnswerAtOnce, loop: asyncio.AbstractEventLoop, callback: Callback, **_: Any
    ) -> None:
        super().__init__()
        self.answer, self.loop, self.callback = answer, loop, callback
        self.context = self._ctx
        self._schedule_fn = self.schedule

    def schedule(self, request: Any) -> None:
        """Have a request answered."""
        try:
            answered = self.answer(request.scope, request.proto)
        except Exception:  # it would end this thread: the loop meets it again, and granian logs it
            answered = False
        if answered:
            request.done()
        else:
            coroutine = self.callback(request)
            self.loop.call_soon_threadsafe(self._begin, coroutine, request, context=self.context)

    def _begin(self, coroutine: Coroutine[Any, Any, None], request: Any) -> None:
        request.taskref(self.loop.create_task(coroutine))
