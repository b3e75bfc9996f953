"""The addresses of pages: which page, and the state beside it: region, year, language, release, look."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from data.errors import NotFound

# Every page there is: its name, and the pattern of its path.
PAGES = {
    "overview": "/",
    "theme": "/themes/{id}",
    "indicator": "/indicators/{id}",
    "figure": "/figures/{id}",
    "chart": "/charts/{id}",
    "document": "/documents/{id}",
    "documents": "/documents",
    "all": "/all",
    "search": "/search",
    "compare": "/compare",
    "report": "/report",
    "regions": "/regions",
    "region": "/regions/{id}",
    "releases": "/releases",
    "release": "/releases/{id}",
    "corrections": "/corrections",
    "accessibility": "/accessibility",
    "proof": "/v/{id}",
    "proofread": "/proofread",
}
HISTORIES = ("figure", "releases", "release", "corrections", "proof")  # that speak of earlier releases
# The pages of lists without an end.
IN_PARTS = ("theme", "indicator", "document", "documents", "region", "releases", "release", "corrections")
PART = 500  # rows of such a list on a page
LONGEST = 900
MOST_PERIODS = 99  # the latest of a chart, that an address may ask for
MOST_COMPARED = 40  # regions that an address of a comparison may name, or themes one of a briefing
TYPES = ("large", "larger", "largest")  # the sizes of the large-type edition (长者版)
COLORS = ("light", "dark", "high")  # whatever the reader's system asks for
ID = r"[A-Za-z0-9_-]{1,80}"
# A figure's id is its key: region, indicator (of a breakdown), period (and status), document.
IDS = {"figure": f"{ID}/{ID}(?:@{ID})?/{ID}(?:@{ID})?(?:/{ID})?", "proof": r"[0-9A-Z]{1,120}"}
_PATTERNS = {
    page: re.compile(pattern.replace("{id}", f"(?P<id>{IDS.get(page, ID)})") + "/?" * (pattern != "/"))
    for page, pattern in PAGES.items()
}
# QR codes hold it in capitals, and people type what they see.
_PATTERNS["proof"] = re.compile(r"/v/(?P<id>[0-9A-Z-]{1,150})/?", re.IGNORECASE)
# What only the addresses of a page say; of regions and themes there may be several.
OWN = {"search": ("q",), "compare": ("indicator", "regions"), "report": ("themes",), "chart": ("last",)}
LISTS = ("regions", "themes")
NOT_TAKEN_ALONG = ("part", *(key for keys in OWN.values() for key in keys))  # from page to page
_LIST = re.compile(rf"{ID}(?:,{ID}){{0,{MOST_COMPARED - 1}}}")
_VALUES = {
    "q": re.compile(r"[^\x00-\x1f\x7f]{1,60}"),
    "indicator": re.compile(ID),
    **dict.fromkeys(LISTS, _LIST),
    "region": re.compile(ID),
    "period": re.compile(r"[0-9]{4}"),
    "lang": re.compile(r"[A-Za-z-]{2,10}"),
    "release": re.compile(r"[1-9][0-9]{0,8}"),
    "part": re.compile(r"[1-9][0-9]{0,5}"),
    "last": re.compile(f"[1-9][0-9]{{0,{len(str(MOST_PERIODS)) - 1}}}"),
    "type": re.compile("|".join(TYPES)),
    "color": re.compile("|".join(COLORS)),
}
# The pages whose figures are files too, at the same address with an ending, and what narrows each down.
FILED: dict[str, tuple[str, ...]] = {
    "chart": ("region", "period", "last"),
    "theme": ("region", "period"),
    "indicator": (),
    "document": (),
    "figure": (),
    "region": (),
    "all": (),
}
LOOK = ("type", "color")  # what changes nothing of what a page says


# Hundreds of links of a page share the state that they take along, so that it is read and written at once.
_KEPT = tuple(key for key in _VALUES if key not in NOT_TAKEN_ALONG)
_STATE, _TAKEN_ALONG = attrgetter(*_VALUES), attrgetter(*_KEPT)


@lru_cache(maxsize=1024)
def _query(values: tuple[str, ...]) -> str:
    pairs = zip(_VALUES, values, strict=True)
    query = "&".join(f"{key}={quote_plus(value, safe=',')}" for key, value in pairs if value)
    return query and f"?{query}"


@dataclass(frozen=True, slots=True)
class Address:
    """A page and its state; an empty part means the default."""

    page: str
    id: str = ""
    q: str = ""
    indicator: str = ""
    regions: str = ""
    themes: str = ""
    region: str = ""
    period: str = ""
    lang: str = ""
    release: str = ""
    part: str = ""
    last: str = ""
    type: str = ""
    color: str = ""

    def __str__(self) -> str:
        """The canonical address: defaults left out, the parts in a fixed order."""
        return PAGES[self.page].format(id=quote(self.id, safe="/@")) + _query(_STATE(self))

    def to(self, page: str, id: str = "", **state: str) -> Address:
        """Return the address of another page in the same state, or with `state` changed."""
        return Address(page, id, **{**dict(zip(_KEPT, _TAKEN_ALONG(self), strict=True)), **state})

    def but(self, **state: str) -> Address:
        """Return this page's address in another state."""
        return replace(self, **state)

    def plain(self) -> Address:
        """Return the address by which a page is known, whatever it looks like to this reader."""
        return self.but(**dict.fromkeys(LOOK, "")) if self.type or self.color else self


def drawn_state(state: Address, **more: str) -> str:
    """Return what addresses of a chart's drawings say of a state."""
    return str(state.plain().to("overview", last=state.last, **more)).partition("?")[2]


def chart_address(
    chart: str, kind: str, state: Address, width: int, drawn: str = "", excerpt: str = ""
) -> str:
    """Return the canonical address of a chart in some state: `kind` is json or svg, `drawn` its version.

    One put together of regions is of those that the address compares; `excerpt` says what of it is drawn.
    """
    query = drawn_state(state, regions=state.regions)
    parts = (query, f"width={width}", f"drawn={drawn}" if drawn else "", excerpt)
    return f"/charts/{chart}.{kind}?{'&'.join(filter(None, parts))}"


def picture_address(page: Address, kind: str, size: str, scale: int = 1, form: str = "") -> str:
    """Return the canonical address of a page's picture: `kind` is svg, png or pdf, `form` one of several."""
    path, _, query = str(page.plain()).partition("?")
    parts = (query, form and f"form={form}", f"size={size}", f"scale={scale}" if scale != 1 else "")
    return f"{path}.{kind}?{'&'.join(filter(None, parts))}"


def feed_address(theme: str, lang: str) -> str:
    """Return the address of the feed of a theme."""
    return f"/themes/{theme}.atom{lang and f'?lang={lang}'}"


def paper_address(page: Address) -> str:
    """Return the address of a page of a briefing as a PDF."""
    return str(page.plain()).replace("?", ".pdf?", 1)


def file_address(page: str, id: str, kind: str, state: Address) -> str:
    """Return the canonical address of the figures of a page as a file of a kind: /themes/jobs.csv.

    Of `state` there is what such a page of figures goes by (FILED), with release and language.
    """
    asked = {key: getattr(state, key) for key in (*FILED[page], "lang", "release")}
    path = str(Address(page, id))
    query = urlencode({key: asked[key] for key in _VALUES if asked.get(key)})
    return f"{path}.{kind}{query and f'?{query}'}"


def parse_address(path: str, query: str) -> Address:
    """Read a path and a query string; unknown keys are dropped. Raises NotFound for what can't be."""
    if len(path) + len(query) > LONGEST:
        raise NotFound(path[:40])
    for page, pattern in _PATTERNS.items():
        if match := pattern.fullmatch(path):
            address = Address(page, **match.groupdict(), **parse_state(query))
            strange = {key: "" for owner, keys in OWN.items() if owner != page for key in keys}
            if page not in IN_PARTS or address.part == "1":
                strange["part"] = ""
            if page == "proof":
                strange["id"] = address.id.replace("-", "").upper()
            return address.but(**strange)
    raise NotFound(path[:80])


def parse_state(query: str) -> dict[str, str]:
    """Read the state out of a query string; raises NotFound for a value that can't be."""
    state: dict[str, str] = {}
    try:
        pairs = parse_qsl(query, max_num_fields=2 * MOST_COMPARED)
    except ValueError:
        raise NotFound(query[:40]) from None
    given = dict(pairs)
    for name in LISTS:
        if values := [value for key, value in pairs if key == name]:
            given[name] = ",".join(dict.fromkeys(",".join(values).split(",")))  # a form gives each by itself
    for key, pattern in _VALUES.items():
        if value := given.get(key):
            if not pattern.fullmatch(value):
                raise NotFound(f"{key}={value[:40]}")
            state[key] = value
    return state
