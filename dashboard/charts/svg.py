"""draw: a plotly Figure of ours as SVG, without a browser, just as plotly.js draws it.

Only what charts/figures uses is understood: horizontal bars and scatter traces on axes whose unit is the
pixel. Anything else raises, for a picture that silently leaves something out would not be the same chart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import groupby
from math import sqrt
from typing import Any

from plotly import graph_objects as go

from dashboard.charts.figures.spec import Plain
from data.errors import ChartRefused

_NUMBER = (int, float)
_CLEAR = "rgba(0,0,0,0)"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BASELINE = 0.25  # plotly.js puts the baseline of “middle” texts so many ems under their point
_STRIPE, _SOLIDITY = 8, 0.3  # plotly.js's own measures of a pattern
_ANCHORS = {"middle right": "", "middle left": "end", "middle center": "middle"}

# What is understood: a type, or the values that are. What only the pointer meets isn't drawn: `object`.
_LAYOUT: dict[str, Any] = {
    "template": ({},),
    "meta": str,
    "width": _NUMBER,
    "height": _NUMBER,
    **{f"margin.{side}": (0,) for side in "lrtb"},
    **{f"{axis}.range": list for axis in ("xaxis", "yaxis")},
    **{f"{axis}.visible": (False,) for axis in ("xaxis", "yaxis")},
    **{f"{axis}.fixedrange": (True,) for axis in ("xaxis", "yaxis")},
    "paper_bgcolor": (_CLEAR,),
    "plot_bgcolor": (_CLEAR,),
    "font.family": str,
    "barmode": ("overlay",),
    "barcornerradius": _NUMBER,
    "showlegend": (False,),
    "dragmode": object,
    "hovermode": object,
    "hoverlabel": object,
}
_ANY = {"type": str, "x": list, "y": list, "hoverinfo": object, "hovertemplate": object}
_ANY |= {"ids": object, "customdata": object, "meta": object}
_TRACES: dict[str, dict[str, Any]] = {
    "bar": _ANY
    | {
        "orientation": ("h",),
        "base": list,
        "width": list,
        "marker.color": str,
        "marker.line.width": _NUMBER,
        "marker.line.color": str,
        "marker.pattern.shape": ("/",),
        "marker.pattern.fgcolor": str,
        "marker.pattern.bgcolor": str,
    },
    "lines": _ANY
    | {
        "mode": str,
        "line.color": str,
        "line.width": _NUMBER,
        "line.dash": ("dot",),
        "fill": ("toself",),
        "fillcolor": str,
    },
    "markers": _ANY
    | {
        "mode": str,
        "marker.symbol": ("circle",),
        "marker.size": _NUMBER,
        "marker.color": str,
        "marker.line.color": str,
        "marker.line.width": _NUMBER,
    },
    "text": _ANY
    | {
        "mode": str,
        "text": list,
        "textposition": tuple(_ANCHORS),
        "textfont.size": _NUMBER,
        "textfont.color": str,
        "textfont.weight": (700,),
    },
}


def _understands(wanted: Any) -> Callable[[Any], bool]:
    """Whether a value is of a type, or one of those listed."""
    if isinstance(wanted, tuple) and not all(isinstance(one, type) for one in wanted):
        return wanted.__contains__
    return lambda value: isinstance(value, wanted)


_KNOWN_LAYOUT = {path: _understands(wanted) for path, wanted in _LAYOUT.items()}
_KNOWN_TRACES = {
    kind: {path: _understands(wanted) for path, wanted in known.items()} for kind, known in _TRACES.items()
}


def draw(figure: go.Figure | Plain, *, title: str = "", description: str = "") -> str:
    """Return the Figure as SVG text of its own size. Raises ChartRefused naming what isn't understood.

    Without a title it is a part of a page that says the same otherwise, and hidden from those who can't see.
    Ids are made of the chart's id and width, so several charts can stand in one page.
    """
    plain = figure if isinstance(figure, dict) else figure.to_plotly_json()
    layout, traces = plain["layout"], plain["data"]
    chart = str(layout.get("meta", "chart"))
    _check(chart, layout, traces)
    prefix = re.sub(r"[^\w-]", "", f"{chart}-{layout['width']}")
    # plotly.js lays scatter traces over all bars
    layers: dict[str, list[str]] = {"bar": [], "scatter": []}
    for i, trace in enumerate(traces):
        if trace.get("mode") != "text":
            layers[trace["type"]].append(_DRAW[_kind(trace)](trace, layout, f"{prefix}-{i}"))
    drawn = (*layers["bar"], *layers["scatter"], *_texts(traces))
    return _frame(layout, title, description) + "".join(drawn) + "</svg>"


def _check(chart: str, layout: Mapping[str, Any], traces: list[dict[str, Any]]) -> None:
    _compare(chart, "layout", layout, _KNOWN_LAYOUT)
    for i, trace in enumerate(traces):
        if (kind := _kind(trace)) not in _KNOWN_TRACES:
            attribute = "mode" if trace.get("type") == "scatter" else "type"
            raise ChartRefused(chart, why=f"data[{i}].{attribute} = {kind!r}")
        _compare(chart, f"data[{i}]", trace, _KNOWN_TRACES[kind])
    for axis, span in (("xaxis", [0, layout["width"]]), ("yaxis", [layout["height"], 0])):
        if list(layout[axis]["range"]) != span:
            raise ChartRefused(chart, why=f"layout.{axis}.range")


def _kind(trace: Mapping[str, Any]) -> str:
    return str(trace.get("mode", "") if trace.get("type") == "scatter" else trace.get("type", ""))


def _compare(
    chart: str, root: str, attributes: Mapping[str, Any], known: Mapping[str, Callable[[Any], bool]]
) -> None:
    for path, value in _leaves(attributes, known):
        if not (path in known and known[path](value)):
            raise ChartRefused(chart, why=f"{root}.{path} = {value!r:.40}")


def _leaves(
    attributes: Mapping[str, Any], known: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, Any]]:
    for key, value in attributes.items():
        here = f"{path}{key}"
        if isinstance(value, dict) and here not in known:  # no ABC: it is asked of everything drawn
            yield from _leaves(value, known, f"{here}.")
        else:
            yield here, list(value) if isinstance(value, tuple) else value


def _frame(layout: Mapping[str, Any], title: str, description: str) -> str:
    width, height = _n(layout["width"]), _n(layout["height"])
    desc = f"<desc>{_text(description)}</desc>" if description else ""
    named = f' role="img"><title>{_text(title)}</title>{desc}' if title else ' aria-hidden="true">'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}{named}'


def _bars(trace: Mapping[str, Any], layout: Mapping[str, Any], id_: str) -> str:
    marker = trace["marker"]
    outline, pattern = marker.get("line", {}), marker.get("pattern")
    if marker["color"] == _CLEAR and not pattern and not outline.get("width"):
        return ""  # what only answers the pointer
    paint = f' fill="{f"url(#{id_})" if pattern else _paint(marker["color"])}"'
    if outline.get("width"):
        paint += f' stroke="{outline["color"]}" stroke-width="{_n(outline["width"])}"'
    boxes = zip(trace["base"], trace["x"], trace["y"], trace["width"], strict=True)
    outlines = "".join(_outline(*box, layout["barcornerradius"]) for box in boxes)
    return (_pattern(pattern, id_) if pattern else "") + f'<path{paint} d="{outlines}"/>' if outlines else ""


def _outline(x: float, width: float, middle: float, height: float, radius: float) -> str:
    """A box with round corners, as a part of a path: boxes that look alike are one element of the page."""
    if not width:
        return ""
    radius = min(radius, width / 2, height / 2)
    r, across, down = _n(radius), _n(width - 2 * radius), _n(height - 2 * radius)
    return (
        f"M{_n(x + radius)} {_n(middle - height / 2)}h{across}q{r} 0 {r} {r}v{down}q0 {r}-{r} {r}"
        f"h-{across}q-{r} 0-{r}-{r}v-{down}q0-{r} {r}-{r}z"
    )


def _pattern(pattern: Mapping[str, Any], id_: str) -> str:
    tile = _STRIPE * sqrt(2)
    paper = pattern.get("bgcolor")
    ground = f'<path fill="{paper}" d="M0 0h12v12H0z"/>' if paper else ""
    a, b, c, d = (f"{tile * part:.2f}" for part in (0.25, 0.5, 0.75, 1.25))
    return (
        f'<pattern id="{id_}" width="{tile:.2f}" height="{tile:.2f}" patternUnits="userSpaceOnUse">{ground}'
        f'<path stroke="{pattern["fgcolor"]}" stroke-width="{_n(_STRIPE * _SOLIDITY)}"'
        f' d="M-{a} {a}l{b}-{b}M0 {tile:.2f}L{tile:.2f} 0M{c} {d}l{b}-{b}"/></pattern>'
    )


def _lines(trace: Mapping[str, Any], _layout: Mapping[str, Any], _id: str) -> str:
    line = trace["line"]
    if trace.get("fill"):
        return f'<path fill="{trace["fillcolor"]}" d="{_through(trace, "z")}"/>'
    reach = _n(max(line["width"], 3))  # how plotly.js spaces dots
    dash = f' stroke-dasharray="{reach} {reach}"' if line.get("dash") else ""
    stroke = f'stroke="{line["color"]}" stroke-width="{_n(line["width"])}"{dash}'
    return f'<path fill="none" {stroke} d="{_through(trace)}"/>'


def _through(trace: Mapping[str, Any], end: str = "") -> str:
    """A path through the points of a trace, which begins anew where one is None."""
    points = [*zip(trace["x"], trace["y"], strict=True)]
    lines = groupby(points, key=lambda point: point[0] is None)
    parts = ("L".join(f"{_n(x)} {_n(y)}" for x, y in line) for is_gap, line in lines if not is_gap)
    return "".join(f"M{part}{end}" for part in parts)


def _markers(trace: Mapping[str, Any], _layout: Mapping[str, Any], _id: str) -> str:
    marker = trace["marker"]
    line, r = marker["line"], marker["size"] / 2
    spots = zip(trace["x"], trace["y"], strict=True)
    half = f"a{_n(r)} {_n(r)} 0 0 1"
    circles = "".join(f"M{_n(x - r)} {_n(y)}{half} {_n(2 * r)} 0{half}-{_n(2 * r)} 0z" for x, y in spots)
    stroke = f'stroke="{line["color"]}" stroke-width="{_n(line["width"])}"'
    return f'<path fill="{_paint(marker["color"])}" {stroke} d="{circles}"/>'


def _texts(traces: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The texts in the order of their `meta`, in which they are read and copied, whatever each looks like."""
    written = sorted(text for trace in traces if trace.get("mode") == "text" for text in _texts_of(trace))
    for look, texts in groupby(written, key=lambda text: text[1]):
        markup = [text[2] for text in texts]
        yield f"<g {look}>{''.join(markup)}</g>" if len(markup) > 1 else f"<text {look}{markup[0][5:]}"


def _texts_of(trace: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Each text of a trace: its turn, how it looks, and its element."""
    font, anchor = trace["textfont"], _ANCHORS[trace["textposition"]]
    look = f'font-size="{_n(font["size"])}" fill="{font["color"]}"'
    look += ' font-weight="700"' if font.get("weight") else ""
    look += f' text-anchor="{anchor}"' if anchor else ""
    drop = font["size"] * _BASELINE
    for turn, x, y, text in zip(trace["meta"], trace["x"], trace["y"], trace["text"], strict=True):
        yield turn, look, f'<text x="{_n(x)}" y="{_n(y + drop)}">{_written(text)}</text>'


def _written(text: str) -> str:
    if "<" in text:  # plotly.js would take it for markup
        raise ChartRefused("", why=f"data.text = {text!r:.40}")
    return _text(unescape(text))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text), quote=False)


def _paint(color: str) -> str:
    return "none" if color == _CLEAR else color


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_DRAW = {"bar": _bars, "lines": _lines, "markers": _markers}
