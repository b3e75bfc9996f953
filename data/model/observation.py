"""An observation: one figure as it was published, where and by whom, or one derived from such figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data.model.period import Period, parse_period
from data.model.quantity import Quantity, parse_quantity

# The statuses that tell how things are, the most certain first; any other tells how they are meant to be.
RESULTS = ("actual", "derived", "estimate")


@dataclass(frozen=True)
class Observation:
    """One value of one indicator. `printed` is the truth; `value` is the same in the indicator's unit.

    A derived observation has status "derived", no document, and its formula as locator; its `printed`
    is what we work out, never what a source says.
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
    def derived(self) -> bool:
        """Whether we worked it out from published figures (推算)."""
        return self.status == "derived"

    @property
    def result(self) -> bool:
        """Whether it tells how things are, not how they are planned to be."""
        return self.status in RESULTS

    @cached_property
    def quantity(self) -> Quantity:
        """The printed figure, parsed; raises QuantityError for a stage."""
        return parse_quantity(self.printed)

    @property
    def qualifier(self) -> str:
        """What the figure is printed with: exact, about, more_than …; a stage is exact."""
        return "exact" if self.value is None else self.quantity.qualifier

    @cached_property
    def when(self) -> Period:
        """The period, parsed."""
        return parse_period(self.period)

    @property
    def order(self) -> tuple[date, date]:
        """Sort key of its period: by end, then by start."""
        return self.when.order

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What makes observations of several periods one series."""
        return (self.region, self.indicator, self.breakdown, self.status)
