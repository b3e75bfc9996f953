"""Where a document's text prints its published figures, and what the other numbers of it are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.model.catalog import Catalog
from data.model.observation import Observation
from data.prose.clauses import Sentence, sentences_of
from data.prose.decisions import printed_of
from data.prose.proposal import Proposal, Proposed
from data.prose.view import view

_PARAGRAPH = re.compile(r"第([1-9]\d*)段")


@dataclass(frozen=True, slots=True)
class Place:
    """text[start:end] is a figure as the text prints it; the other two are of the sentence it stands in."""

    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Account:
    """Every number of a text, by its fate: published, no figure (by reason), or open (by reason).

    A number that can be read as a figure and isn't published is open with the reason "". `places` are those
    of published figures, None for one whose place can't be told.
    """

    places: tuple[Place | None, ...]
    published: int
    rejected: Mapping[str, int]
    open: Mapping[str, int]

    @property
    def numbers(self) -> int:
        """How many numbers the text has."""
        return self.published + sum(self.rejected.values()) + sum(self.open.values())


def account(proposed: Proposed, figures: Sequence[Observation], catalog: Catalog) -> Account:
    """Return where a text prints the figures published of it, and what its other numbers are.

    `proposed` is what the text proposes, by the same catalogue.
    """
    finder = _Finder(proposed, catalog)
    finder.count_from(figures)
    places = tuple(finder.find(figure) for figure in figures)
    taken = {(place.start, place.end) for place in places if place}
    rest = [row for row in proposed.rows if (row.start, row.end) not in taken]
    rejected = Counter(row.reason for row in rest if row.verdict == "rejected")
    left = Counter("" if row.verdict == "used" else row.reason for row in rest if row.verdict != "rejected")
    return Account(places, len(proposed.rows) - len(rest), rejected, left)


class _Finder:
    """Finds figures in a text, by what they are printed as and what the reading of it says they are of."""

    def __init__(self, proposed: Proposed, catalog: Catalog) -> None:
        self._catalog, self._seen = catalog, view(proposed.text)
        self._sentences = [*sentences_of(self._seen)]
        self._rows: dict[str, list[Proposal]] = {}
        for row in proposed.of_verdict("used"):
            for text in {_spelled(row.printed), _spelled(printed_of(row))}:
                self._rows.setdefault(text, []).append(row)
        self._before = 0  # lines above what a document counts as its first paragraph: title, day, office
        self._paragraphs: dict[int, int] = {}  # what the lines that hold something are counted as
        for line, text in enumerate(self._seen.split("\n")):
            if text.strip():
                self._paragraphs[line] = len(self._paragraphs) + 1

    def count_from(self, figures: Sequence[Observation]) -> None:
        """Count paragraphs as the document does, by its figures that are printed once."""
        alone = ((figure, self._rows.get(_spelled(figure.printed), [])) for figure in figures if figure.value)
        shifts = Counter(
            self._paragraph_of(rows[0].start) - _paragraph(figure)
            for figure, rows in alone
            if len(rows) == 1 and _paragraph(figure) and rows[0].indicator in ("", figure.indicator)
        )
        self._before = shifts.most_common(1)[0][0] if shifts else 0

    def find(self, figure: Observation) -> Place | None:
        """Return the one place that can be meant."""
        if figure.value is None:
            return self._find_words(figure)
        rows = self._rows.get(_spelled(figure.printed), [])
        if not rows:
            return self._find_digits(figure)
        if len(rows) == 1:  # printed once: it is that, unless all that is known of it says otherwise
            return None if self._is_another(rows[0], figure) else _place(rows[0])
        rules: tuple[Callable[[Proposal], bool], ...] = (
            lambda row: row.indicator == figure.indicator,
            lambda row: row.period == figure.period,
            lambda row: (row.status or "actual") == figure.status,
            lambda row: row.breakdown == figure.breakdown,
            lambda row: self._paragraph_of(row.start) == _paragraph(figure),
        )
        for rule in rules:
            rows = [row for row in rows if rule(row)] or rows
        return _place(rows[0]) if len(rows) == 1 else None

    def _is_another(self, row: Proposal, figure: Observation) -> bool:
        elsewhere = _paragraph(figure) not in (0, self._paragraph_of(row.start))
        return elsewhere and row.indicator not in ("", figure.indicator)

    def _find_digits(self, figure: Observation) -> Place | None:
        """A figure that is printed once as it is, though it wasn't read as one."""
        printed = re.escape(view(figure.printed).strip())
        found = [*re.finditer(rf"(?<![\d.]){printed}(?!\d)", self._seen)]
        return self._placed(found[0].start(), found[0].end()) if len(found) == 1 else None

    def _find_words(self, figure: Observation) -> Place | None:
        """A stage: printed once in the paragraph that is said, or in the sentence that names the project."""
        term = self._catalog.breakdowns.get(figure.breakdown)
        name, printed, paragraph = view(term.name) if term else "", view(figure.printed), _paragraph(figure)
        within = [sentence for sentence in self._sentences_of(paragraph) if self._counts(printed, sentence)]
        named = [sentence for sentence in within if name and self._counts(name, sentence)]
        found = named or (within if paragraph else [])
        if len(found) != 1 or self._counts(printed, found[0]) != 1:
            return None
        start = self._seen.find(printed, found[0].start)
        return self._placed(start, start + len(printed))

    def _counts(self, words: str, sentence: Sentence) -> int:
        return self._seen.count(words, sentence.start, sentence.end)

    def _sentences_of(self, paragraph: int) -> Iterator[Sentence]:
        for sentence in self._sentences:
            if paragraph in (0, self._paragraph_of(sentence.start)):
                yield sentence

    def _paragraph_of(self, start: int) -> int:
        return self._paragraphs.get(self._seen.count("\n", 0, start), 0) - self._before

    def _placed(self, start: int, end: int) -> Place | None:
        for sentence in self._sentences:
            if sentence.start <= start and end <= sentence.end:
                return Place(start, end, sentence.start, sentence.end)
        return None


def _place(row: Proposal) -> Place:
    return Place(row.start, row.end, row.sentence_start, row.sentence_end)


def _paragraph(figure: Observation) -> int:
    """The number of the paragraph that a figure's locator says, 0 where it says none."""
    match = _PARAGRAPH.match(figure.locator)
    return int(match[1]) if match else 0


def _spelled(printed: str) -> str:
    """A figure as printed, in the one way that each character is seen, without sign and spaces."""
    return re.sub(r"\s", "", view(printed)).lstrip("-+")
