"""How a published figure, and a change of one, is said in a line."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Catalog
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.words import Words
from data.statements.rewordings import Rewording, subject_of
from etl.curated.source import ACTUAL
from etl.releases.difference import Change, Changes

# What can differ between two readings of one figure, in the order in which it is told.
READ = ("printed", "locator", "note", "value")


class Lines:
    """Says figures with the names of a catalogue, in one of its languages; an id it lacks stands as it is."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.catalog = catalog
        self.words = Words(catalog, language if language in catalog.languages else SOURCE_LANGUAGE)

    def figure(self, row: Observation) -> str:
        """Return a figure with what it measures, where, when, and its source."""
        return f"{self.subject(row)} · {row.printed}  ({row.document} › {row.locator})"

    def change(self, change: Change) -> str:
        """Return what a figure was and is: the figure itself, or else what else differs."""
        after = change.after
        differs, was, now = self.readings(change)
        figure = "" if differs == "printed" else f"{after.printed} · "
        return f"{self.subject(after)} · {figure}{was} → {now}  ({after.document} › {after.locator})"

    def readings(self, change: Change) -> tuple[str, str, str]:
        """Return what differs (the figure, or else its place, note or value), what it was, and what it is."""
        before, after = change.before, change.after
        differs = next((name for name in READ if getattr(before, name) != getattr(after, name)), "printed")
        was, now = (str(getattr(row, differs)) or "—" for row in (before, after))
        return differs, was, now

    def rewording(self, edit: Rewording, figures: int) -> str:
        """Return what says something else now, what it said, and how many figures are called by it."""
        line = f"{subject_of(edit, self.words)} · {edit.before or '—'} → {edit.after or '—'}"
        return f"{line}  ({self.words('reworded_figures', count=figures)})" if figures else line

    def theme(self, id: str) -> str:
        """Return the id of the theme that an indicator belongs to; its own where it is unknown."""
        indicator = self.catalog.indicators.get(id)
        return indicator.theme if indicator else id

    def by_theme(self, changes: Changes) -> dict[str, tuple[int, int, int]]:
        """Return how many figures were added, changed and withdrawn, by the theme's name, in their order."""
        sorts = (changes.added, [change.after for change in changes.changed], changes.withdrawn)
        counts = [self._by_theme(Counter(map(attrgetter("indicator"), rows))) for rows in sorts]
        touched = {theme for count in counts for theme in count}
        known = {id: self.words.text(theme) for id, theme in self.catalog.themes.items() if id in touched}
        named = known | {id: id for id in sorted(touched - known.keys())}
        return {name: (counts[0][id], counts[1][id], counts[2][id]) for id, name in named.items()}

    def _by_theme(self, indicators: Counter[str]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for id, count in indicators.items():
            counts[self.theme(id)] += count
        return counts

    def subject(self, row: Observation) -> str:
        """Return what a figure measures, where, when, of which part, and whether it is a plan."""
        indicator = self.catalog.indicators.get(row.indicator)
        parts = [
            self.words.text(indicator) if indicator else row.indicator,
            self.words.term("region", row.region),
            self.words.period(parse_period(row.period)),
            self.words.term("breakdown", row.breakdown) if row.breakdown else "",
            self.words.term("status", row.status) if row.status != ACTUAL else "",
        ]
        return " · ".join(part for part in parts if part)
