"""A few threads, and those who wait for one: each network in its turn, so that none waits behind a crowd."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from dashboard.serving.page_cache import Environ, Response
from dashboard.web.request_log import network_of, reader
from data.errors import ServerBusy

QUEUE_SECONDS = 10  # after which whoever waits for a thread has gone, or may ask again
Turn = asyncio.Future[None]


class Queue:
    """So many threads, and room for so many requests that wait. For one event loop."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._free, self._room = threads, waiting
        self._turns: OrderedDict[str, deque[Turn]] = OrderedDict()  # of each network, the next one's first

    async def run(self, work: Callable[[Environ], Response], environ: Environ) -> Response:
        """Return what `work` makes of a request.

        Raises ServerBusy for one that waited too long, and where there is no room: then the last of the
        network that has most requests waiting gives way.
        """
        if self._free:
            self._free -= 1
        else:
            await self._wait(network_of(reader(environ)))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, environ)
        finally:
            self._pass_on()

    async def _wait(self, network: str) -> None:
        if sum(map(len, self._turns.values())) >= self._room:
            self._make_room(network)
        loop = asyncio.get_running_loop()
        turn: Turn = loop.create_future()
        self._turns.setdefault(network, deque()).append(turn)
        late = loop.call_later(QUEUE_SECONDS, _refuse, turn)
        try:
            await turn
        except ServerBusy:
            self._forget(network, turn)
            raise
        finally:
            late.cancel()

    def _make_room(self, network: str) -> None:
        """Have the last request of the largest crowd give way; raise ServerBusy where that is one's own."""
        waiting = {one: len(turns) for one, turns in self._turns.items()}
        most = max(waiting, key=waiting.__getitem__, default=network)
        if waiting.get(most, 0) <= waiting.get(network, 0) + 1:
            raise ServerBusy
        last = self._turns[most][-1]
        _refuse(last)
        self._forget(most, last)

    def _pass_on(self) -> None:
        """Give the thread that became free to the network whose turn it is."""
        while self._turns:
            network, turns = self._turns.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._turns[network] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _forget(self, network: str, turn: Turn) -> None:
        turns = self._turns.get(network, deque())
        if turn in turns:
            turns.remove(turn)
        if not turns:
            self._turns.pop(network, None)


def _refuse(turn: Turn) -> None:
    if not turn.done():
        turn.set_exception(ServerBusy())
