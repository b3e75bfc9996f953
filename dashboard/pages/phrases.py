"""Texts as they are set in a page: where their lines may break and where not, and what is only heard."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from dashboard.charts.figures.typesetting import NO_START, UNBROKEN
from dashboard.request import html
from dashboard.request.html import Markup

DOT = " · "
CLOSING = ("）", "》", "」", "』", "】")
_AFTER_BRACKET = re.compile(f"(?<=[{''.join(CLOSING)}]){DOT}")
_ADDRESS = re.compile(r"(?<!\w)(?:https?:/)?/[\w./?&=,%#:@-]+")
_END_OF_STEP = re.compile(r"(?<=[^:/][/?&,])(?=.)")
_SEMICOLON = re.compile("(?<=；)|(?<=;) ")


def whole(text: str, *, phrases: bool = False) -> list[html.Element | str]:
    """A text in which no line breaks between a figure and its unit, or inside a date.

    Of a heading, which breaks between `phrases` alone, one begins and ends at each figure.
    """
    parts: list[html.Element | str] = []
    end = 0
    for match in UNBROKEN.finditer(text):
        before, after = text[end : match.start()], text[match.end() : match.end() + 1]
        seam = [html.Wbr()] if phrases else []
        parts += [
            before,
            *seam,
            html.Span(match[0], className="whole"),
            *(seam if after not in NO_START else []),
        ]
        end = match.end()
    return [*parts, text[end:]]


@lru_cache(maxsize=4096)  # a page says the same sources again and again
def dotted(text: str) -> Markup:
    """A line of parts, such as sources: it breaks between them, and no line begins or ends with a dot.

    After a semicolon the next source begins, without a dot.
    """
    parts: list[str] = []
    for source in _SEMICOLON.split(text):
        escaped = UNBROKEN.sub(r'<span class="whole">\g<0></span>', escape(source, quote=False))
        first, *others = escaped.split(DOT)
        parts.append(_part(first, "anew" if parts else ""))
        parts += [_part(part, dot="<i>· </i>") for part in others]
    return Markup(" ".join(parts))


def _part(text: str, name: str = "", *, dot: str = "") -> str:
    """A part of a line; after a full-width bracket, of which half is blank, no gap comes."""
    names = " ".join(filter(None, (name, "closed" if text.endswith(CLOSING) else "")))
    return f'<span class="{names}">{dot}{text}</span>' if names else f"<span>{dot}{text}</span>"


def closed_up(text: str) -> str:
    """Parts as a text that is copied: after a full-width bracket the dot stands without a space before it."""
    return _AFTER_BRACKET.sub(DOT.lstrip(), text)


def parted(text: str) -> html.Element:
    """The same within a cell or a link."""
    return html.Span(dotted(text), className="parts")


def stepped(text: str) -> list[html.Element | str]:
    """A text in which the lines of an address break after its steps."""
    parts: list[html.Element | str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        steps = _END_OF_STEP.split(match[0])
        parts += [*whole(text[end : match.start()]), steps[0]]
        parts += [piece for step in steps[1:] for piece in (html.Wbr(), step)]
        end = match.end()
    return [part for part in (*parts, *whole(text[end:])) if part != ""]


def unseen(text: str) -> html.Element:
    """What those are told who don't see the page around it."""
    return html.Span(text, className="unseen")
