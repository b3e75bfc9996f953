"""An observation: one figure as it was published, where and by whom, or one derived from such figures."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from data.model.period import Period, parse_period
from data.model.quantity import Quantity, parse_quantity

# The statuses that tell how things are, the most certain first; any other tells how they are meant to be.
RESULTS = ("actual", "derived", "estimate")
# The fields that make it the same figure in another release, and those that are published, value included.
KEY = ("region", "indicator", "period", "breakdown", "status", "document")
PUBLISHED = (*KEY, "printed", "value", "locator", "note")
BESIDE = "；"  # between the bounds of a derived figure and what else is noted of it
# How a note says what its figure counts, where that is something else than its indicator says.
DEFINED = re.compile(r"\s*(?:口径|definition)\s*[：:](.*\w.*)", re.IGNORECASE | re.DOTALL)
# What in any other note says that something else is counted, or otherwise: 不含开发区, 按可比价格计算.
SCOPED = re.compile(
    r"[不未]?含(?!义)|[不未]?包括|剔除|扣除|户籍|名义|现价|当年价|可比价|不变价|\b(?:in|ex)clud|\bnominal\b",
    re.IGNORECASE,
)
# What says that there is a definition, and not which: 同上, 见原文, 另行说明, x.
EMPTY = re.compile(
    r"(?:[同如](?:上|前|左)|同|详?[见参]见?(?:原文|正文|上[表文]?|下[表文]?|备注|说明|附?注|文件|附?表\d*)"
    r"|另(?:行说明|有说明|算|计)|略|无|有|其[他它]|(?:口径|定义)?(?:不同|不一致|有所不同|有.?(?:差异|不同|区别))"
    r"|待(?:定|查|核实|补充?)|不详|不明|see\b.{0,20}|different|same|other|n/?a|\w)[。.]?",
    re.IGNORECASE,
)

# What the API says of a figure, as JSON and CSV, and a frame of a release: each column and what it holds.
API_COLUMNS = {
    "indicator": "The indicator's id",
    "indicator_name": "Its name, in the language asked for",
    "region": "The region's code",
    "region_name": "Its name, in the language asked for",
    "period": "The period's id: 2022, 2019-Q1, 2020-10, 2022-01-01/2023-02-01",
    "breakdown": "The group or project of which the figure is, by name; empty for the whole",
    "printed": "The figure as it was published; of a derived one, what it comes to",
    "value": "The number as printed, in the printed unit; empty for a stage",
    "unit": "The printed unit, with its 万 or 亿; empty for a stage",
    "qualifier": "exact, about, more_than, at_least, less_than, at_most or range, as printed",
    "status": "actual, or what else the figure is: plan, target, estimate, derived …",
    "document": "The id of the document that prints it; empty for a derived one",
    "locator": "Where in the document; of a derived figure, its formula",
    "release": "The number of the release",
}


# A page asks a hundred times what a figure says.
_parsed = lru_cache(16_384)(parse_quantity)


@lru_cache(4096)
def _order(period: str) -> tuple[date, date]:
    return parse_period(period).order


class Observation(NamedTuple):
    """One value of one indicator. `printed` is the truth; `value` is the same in the indicator's unit.

    The row of a file, of the store and of the API alike; a stage has no value. A derived observation has
    status "derived", no document, its formula as locator and its bounds as note, after which stands how its
    figures are defined where that is otherwise; its `printed` is what we work out, never what a source says.
    `position` is its place in its document, counted from 0.
    """

    region: str
    indicator: str
    period: str
    breakdown: str
    status: str
    document: str
    printed: str
    value: float | None
    locator: str
    note: str
    position: int = 0
    first_release: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same figure in another release: the fields of KEY."""
        return self[:6]

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is a figure for: of several documents one is believed on it."""
        return self[:5]

    @property
    def published(self) -> tuple[object, ...]:
        """What readers are told of it: the fields of PUBLISHED."""
        return self[:10]

    @property
    def derived(self) -> bool:
        """Whether we worked it out from published figures (推算)."""
        return self.status == "derived"

    @property
    def result(self) -> bool:
        """Whether it tells how things are, not how they are planned to be."""
        return self.status in RESULTS

    @property
    def quantity(self) -> Quantity:
        """The printed figure, parsed; raises QuantityError for a stage."""
        return _parsed(self.printed)

    @property
    def qualifier(self) -> str:
        """What the figure is printed with: exact, about, more_than …; a stage is exact."""
        return "exact" if self.value is None else self.quantity.qualifier

    @property
    def bounds(self) -> str:
        """Between which amounts a derived figure lies, as its note says: 1.41–1.43亿元."""
        return self.note.partition(BESIDE)[0] if self.derived else ""

    @property
    def remark(self) -> str:
        """What is noted of it; of a derived one, beside its bounds."""
        return self.note.partition(BESIDE)[2] if self.derived else self.note

    @property
    def definition(self) -> str:
        """What it counts by its note; figures that are defined otherwise don't compare with it."""
        remark = self.remark
        if not remark:
            return ""  # as of most
        return self.stated_definition or (remark.strip().casefold() if SCOPED.search(remark) else "")

    @property
    def stated_definition(self) -> str:
        """The same where its note says that this is its definition: nothing less settles a contradiction."""
        match = DEFINED.fullmatch(self.remark)
        definition = match[1].strip().casefold() if match else ""
        return "" if EMPTY.fullmatch(definition) else definition

    @property
    def when(self) -> Period:
        """The period, parsed."""
        return parse_period(self.period)

    @property
    def order(self) -> tuple[date, date]:
        """Sort key of its period: by end, then by start."""
        return _order(self.period)

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What makes observations of several periods one series."""
        return (self.region, self.indicator, self.breakdown, self.status)
