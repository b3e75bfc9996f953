"""The wall's page: all scenes of a turn in one answer, one of them shown, the next due in so many seconds."""

from __future__ import annotations

from html import escape

from dashboard.request.address import Address
from dashboard.request.context import Context
from dashboard.screen.scenes import Scene, scenes
from dashboard.screen.walls import AUTO, SHAPES, Showing
from dashboard.serving.fingerprint import fingerprint
from dashboard.serving.scripts import ROOT, scripts

PATH = "/screen"
# A wall of each shape, from so wide for its height on.
_RATIOS = {1440: "", 1920: "3/2", 2560: "2/1", 3840: "3/1"}
DOCUMENT = """<!DOCTYPE html>
<html lang="{lang}" data-drawn="{drawn}" data-turn="{turn}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{refresh}<link rel="canonical" href="{canonical}">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<style>{style}</style>
</head>
<body>
<main>
<h1 class="unseen">{title}</h1>
<div id="walls">{walls}</div>
<p id="since" role="status" hidden data-text="{since}"></p>
</main>
<nav id="keys" hidden aria-label="{keys}">
<button id="pause" data-pause="{pause}" data-go="{go}">{pause}</button>
<button id="full">{full}</button>
</nav>
<script async src="{script}"></script>
</body>
</html>
"""


def screen_address(address: Address, showing: Showing) -> str:
    """Return the canonical address of the wall in some state."""
    state = str(address.plain().to("overview")).partition("?")[2]
    query = "&".join(filter(None, (state, showing.query())))
    return f"{PATH}?{query}" if query else PATH


def write_screen(context: Context, showing: Showing, root: str) -> tuple[str, str]:
    """Return the wall as an HTML document, and its style sheet.

    `root` is the site's address, "" where it isn't known.
    """
    words = context.words
    site = words("site", region=words.term("region", context.reader.catalog.home_region))
    walls = {shape.width: scenes(context, shape) for shape in SHAPES[showing.size]}
    among = max(map(len, walls.values()), default=0)
    following = screen_address(context.address, showing.at(showing.scene % among + 1 if among else 1))
    refresh = (
        f'<noscript><meta http-equiv="refresh" content="{showing.turn};url={escape(following)}"></noscript>\n'
    )
    style = screen_style(showing.size)
    document = DOCUMENT.format(
        lang=words.locale.language,
        drawn=fingerprint(context.reader.release),
        turn=showing.turn,
        title=escape(words("screen_title", site=site)),
        refresh=refresh if showing.turn and among > 1 else "",
        canonical=escape(root + screen_address(context.address, Showing())),
        style=style,
        walls="".join(_wall(width, shown, showing.scene) for width, shown in walls.items()),
        since=escape(words("screen_since", release=context.release_name(), time="{time}")),
        keys=escape(words("screen_keys")),
        pause=escape(words("screen_pause")),
        go=escape(words("screen_go")),
        full=escape(words("screen_full")),
        script=scripts()["screen"].path,
    )
    return document, style


def screen_style(size: str) -> str:
    """Return the wall's style sheet; for `auto`, with the wall of each sort of window."""
    style = " ".join((ROOT / "assets" / "screen.css").read_text(encoding="utf-8").split())
    if size != AUTO:
        return style
    rules = [".wall{display:none}"]
    widths = [*_RATIOS]
    for width, following in zip(widths, [*widths[1:], 0], strict=True):
        least = f"(min-aspect-ratio:{_RATIOS[width]})" if _RATIOS[width] else ""
        most = f"not (min-aspect-ratio:{_RATIOS[following]})" if following else ""
        condition = " and ".join(filter(None, (least, f"({most})" if most else "")))
        rules.append(f"@media {condition}{{.wall-{width}{{display:block}}}}")
    return style + "".join(rules)


def _wall(width: int, shown: list[Scene], scene: int) -> str:
    sections = "".join(
        f'<section aria-label="{escape("；".join(one.headlines))}"'
        f"{'' if number == (scene - 1) % len(shown) else ' hidden'}>{one.svg}</section>"
        for number, one in enumerate(shown)
    )
    return f'<div class="wall wall-{width}">{sections}</div>'
