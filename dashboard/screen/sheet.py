"""Sheet: what is drawn of a scene so far, as SVG in the units of the wall, in the wall's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.charts.figures.typesetting import measure, split_numeral, wrap

# Each at least 7 : 1 on the ground, but for lines and what is empty.
GROUND, LINE, EMPTY = "#0f1214", "#3a4148", "#2a3036"
INK, MUTED, MARK = "#f4f1ea", "#c3c9d0", "#98a0a8"
SMALL, TEXT, FIGURE, UNIT, NUMERAL = (
    28,
    32,
    56,
    56,
    112,
)  # units; no figure is under a twentieth of the height
_CENTRE = 0.36  # em, from a baseline to the middle of its characters


@dataclass(frozen=True, slots=True)
class Paint:
    """How an area is filled: whole, striped (約), outlined (a plan), or both of these."""

    color: str
    striped: bool = False
    hollow: bool = False


class Sheet:
    """Parts of an SVG, and the patterns that they need."""

    def __init__(self, id: str, compact: bool = False) -> None:
        self.id = id
        self.compact = compact  # whether figures are no larger than they must be
        self.parts: list[str] = []
        self.patterns: dict[str, str] = {}
        self.broken = False  # whether a figure had to be broken into lines

    def inner(self) -> Sheet:
        """Return an empty sheet to be placed on this one."""
        return Sheet(self.id, self.compact)

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        *,
        color: str = INK,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write a line of text."""
        weight = ' font-weight="700"' if bold else ""
        side = "" if anchor == "start" else f' text-anchor="{anchor}"'
        place = f'x="{_n(x)}" y="{_n(baseline)}" font-size="{_n(size)}"'
        self.parts.append(f'<text {place} fill="{color}"{weight}{side}>{escape(text, quote=False)}</text>')

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: float,
        *,
        color: str = INK,
        bold: bool = False,
        anchor: str = "start",
    ) -> float:
        """Write lines under each other from `top`; return their height."""
        leading = leading_of(size)
        for i, line in enumerate(lines):
            middle = top + (i + 0.5) * leading
            self.text(x, middle + _CENTRE * size, line, size, color=color, bold=bold, anchor=anchor)
        return leading * len(lines)

    def block(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        width: float,
        *,
        color: str = INK,
        bold: bool = False,
    ) -> float:
        """Write a text within a width; return its height."""
        return self.lines(x, top, wrap(text, size, width, bold), size, color=color, bold=bold)

    def area(self, x: float, y: float, width: float, height: float, paint: Paint) -> None:
        """Fill a rectangle; its outline lies inside it."""
        inset = 2 if paint.striped or paint.hollow else 0
        box = (x + inset, y + inset, max(width - 2 * inset, 1), height - 2 * inset)
        fill = (
            f"url(#{self._stripes(paint.color)})"
            if paint.striped
            else "none"
            if paint.hollow
            else paint.color
        )
        stroke = f' stroke="{paint.color}" stroke-width="4"' if inset else ""
        at = 'x="{}" y="{}" width="{}" height="{}"'.format(*map(_n, box))
        self.parts.append(f'<rect {at} rx="3" fill="{fill}"{stroke}/>')

    def path(self, d: str, fill: str = "none", stroke: str = "", width: float = 0, *, dash: str = "") -> None:
        """Draw an outline, filled, as a line, or both."""
        line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
        dashed = f' stroke-dasharray="{dash}" stroke-linecap="round"' if dash else ""
        self.parts.append(f'<path d="{d}" fill="{fill}"{line}{dashed}/>')

    def line(self, x: float, y: float, width: float, color: str = LINE) -> None:
        """Draw a hairline across."""
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="2" fill="{color}"/>')

    def numeral(self, x: float, top: float, figure: str, size: float, color: str = INK) -> float:
        """Write a figure, its digits large; return its width."""
        before, digits, after = split_numeral(figure)
        baseline, at = top + size * 0.86, x
        for text, height, bold in ((before, UNIT, False), (digits, size, True), (after, UNIT, False)):
            if text:
                self.text(at, baseline, text, height, color=color, bold=bold)
                at += measure(text, height, bold) + 12
        return at - x - 12

    def bar(self, x: float, y: float, height: float) -> None:
        """Draw a hairline down."""
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="2" height="{_n(height)}" fill="{LINE}"/>')

    def tick(self, x: float, y: float, width: float, color: str) -> None:
        """Draw one of the marks that tell which scene this is."""
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="8" fill="{color}"/>')

    def place(self, other: Sheet, x: float, y: float, scale: float = 1) -> None:
        """Take over what another sheet holds, moved there and made larger."""
        larger = f" scale({scale:g})" if scale != 1 else ""
        self.parts.append(f'<g transform="translate({_n(x)} {_n(y)}){larger}">{"".join(other.parts)}</g>')
        self.patterns |= other.patterns
        self.broken = self.broken or other.broken

    def svg(self, width: int, height: int) -> str:
        """Return the whole."""
        patterns = "".join(self.patterns.values())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            f"{f'<defs>{patterns}</defs>' if patterns else ''}{''.join(self.parts)}</svg>"
        )

    def _stripes(self, color: str) -> str:
        id = f"{self.id}-{color[1:]}"
        self.patterns[color] = (
            f'<pattern id="{id}" width="16" height="16" patternUnits="userSpaceOnUse">'
            f'<path d="M-4 4l8-8M0 16L16 0M12 20l8-8" stroke="{color}" stroke-width="5"/></pattern>'
        )
        return id


def leading_of(size: float) -> float:
    """Return from one baseline to the next."""
    return round(size * 1.3)


def numeral_width(figure: str, size: float) -> float:
    """Return how wide `Sheet.numeral` will write a figure."""
    before, digits, after = split_numeral(figure)
    small = sum(measure(part, UNIT) + 12 for part in (before, after) if part)
    return small + measure(digits, size, True)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
