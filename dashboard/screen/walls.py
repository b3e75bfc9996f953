"""The walls there are, and how something is to be shown on one: size, seconds a scene, which scene first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from data.errors import NotFound

HEIGHT = 1080  # units, of every wall: a unit is so many of its pixels


@dataclass(frozen=True, slots=True)
class Shape:
    """A wall's shape: its width in units, and how many findings stand beside each other."""

    width: int
    columns: int


AUTO = "auto"
# By its size; `auto` has one for each sort of window, of which the browser shows the nearest.
SHAPES: dict[str, tuple[Shape, ...]] = {
    AUTO: (Shape(1440, 1), Shape(1920, 1), Shape(2560, 2), Shape(3840, 3)),
    "1920x1080": (Shape(1920, 1),),
    "3840x2160": (Shape(1920, 1),),
    "3840x1080": (Shape(3840, 3),),
    "6656x1792": (Shape(4011, 4),),
}
TURN = 20  # s that a scene is shown by default; 0: until somebody turns it
_NUMBERS = {"turn": re.compile(r"0|[5-9]|[1-9]\d|[1-5]\d\d|600"), "scene": re.compile(r"[1-9]\d?")}


@dataclass(frozen=True, slots=True)
class Showing:
    """How an address wants the wall."""

    size: str = AUTO
    turn: int = TURN
    scene: int = 1

    def query(self) -> str:
        """Return what the address says of it: defaults left out."""
        given = {"size": self.size, "turn": self.turn, "scene": self.scene}
        usual = {"size": AUTO, "turn": TURN, "scene": 1}
        return urlencode({key: value for key, value in given.items() if value != usual[key]})

    def at(self, scene: int) -> Showing:
        """Return the same from another scene on."""
        return replace(self, scene=scene)


def read_showing(given: Mapping[str, str]) -> Showing:
    """Read it out of an address's parameters; raises NotFound for a value that can't be."""
    if (size := given.get("size") or AUTO) not in SHAPES:
        raise NotFound(f"size={size[:40]}")
    numbers = {}
    for key, pattern in _NUMBERS.items():
        if value := given.get(key):
            if not pattern.fullmatch(value):
                raise NotFound(f"{key}={value[:40]}")
            numbers[key] = int(value)
    return Showing(size, **numbers)
