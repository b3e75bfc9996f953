"""The sizes that pictures come in, and the sizes of type in each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height, its margins and its type, in pixels at scale 1.

    `text` are the sizes a drawing's text may have, the largest that fits being taken.
    """

    name: str
    width: int
    height: int
    margin: int
    title: int
    subtitle: int
    foot: int
    text: tuple[int, ...]

    @property
    def room(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin


SIZES = {
    size.name: size
    for size in (
        Size("wide", 1200, 675, 56, 38, 22, 18, (28, 26, 24, 22, 21, 20, 19, 18, 17, 16, 15, 14)),
        Size("square", 1080, 1080, 72, 48, 27, 23, (40, 37, 34, 31, 29, 27, 25, 23, 21, 19, 17, 15)),
        Size("portrait", 1080, 1440, 72, 55, 30, 26, (46, 42, 39, 36, 33, 31, 29, 27, 25, 23, 21, 19, 17)),
        Size("story", 1080, 1920, 72, 60, 32, 27, (52, 48, 44, 40, 37, 34, 31, 29, 27, 25, 23, 21)),
    )
}
SCALES = (1, 2, 3, 4)
KINDS = ("svg", "png", "pdf")
