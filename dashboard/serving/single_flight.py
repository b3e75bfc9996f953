"""Makes a thing once for all who ask for it at the same time, and keeps the last of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class SingleFlightCache(Generic[Made]):
    """The last `most` things made, by key; the one not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[str, Made] = OrderedDict()
        self._flights: dict[str, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """Return the thing under `key`, making it first where there is none.

        One request makes it while the others who ask for it wait: after a release they all come at once.
        """
        with self._lock:
            if thing := self._things.get(key):
                self._things.move_to_end(key)
                return thing
            flight = self._flights.setdefault(key, Lock())
        with flight:
            if thing := self._things.get(key):
                return thing
            try:
                return self._keep(key, make())
            finally:
                self._flights.pop(key, None)

    def _keep(self, key: str, thing: Made) -> Made:
        with self._lock:
            self._things[key] = thing
            while len(self._things) > self.most:
                self._things.popitem(last=False)
        return thing
