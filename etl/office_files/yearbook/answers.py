"""What options say of a table: --unit 万元 of all that says nothing else, --unit 人口=万人 of one heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import PeriodError
from data.model.period import parse_period
from data.model.period_forms import period_of
from etl.faults.catalogue import Place, fault
from etl.office_files.columns import SPACE
from etl.office_files.findings import Findings
from etl.office_files.labels import Labels
from etl.office_files.units import Units

KINDS = ("indicator", "region", "period", "unit", "status", "sign")
WAYS = {"+": "+", "-": "-", "－": "-"}


@dataclass
class Answers:
    """The answers given, by kind and heading; `whole` are those for all that nothing else is said of."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    used: set[tuple[str, str]] = field(default_factory=set)

    def of(self, kind: str, *headings: str) -> str:
        """Return the answer for the first of these headings that has one; nothing where none has."""
        for heading in headings:
            if (kind, heading) in self.given:
                self.used.add((kind, heading))
                return self.given[kind, heading]
        return ""

    def for_all(self, kind: str) -> str:
        """Return the answer for what nothing else is said of."""
        if kind in self.whole:
            self.used.add((kind, ""))
        return self.whole.get(kind, "")

    def ignores(self, *headings: str) -> bool:
        """Whether a heading is said to say nothing."""
        told = next((heading for heading in headings if heading in self.ignored), None)
        if told is not None:
            self.used.add(("ignore", told))
        return told is not None

    def unused(self) -> list[str]:
        """Return the options that no heading of the table bears."""
        asked = {
            **{key: f"--{key[0]} {key[1]}={value}" for key, value in self.given.items()},
            **{(kind, ""): f"--{kind} {value}" for kind, value in self.whole.items()},
            **{("ignore", heading): f"--ignore {heading}" for heading in self.ignored},
        }
        return [option for key, option in asked.items() if key not in self.used]


def read_answers(
    options: Mapping[str, Sequence[str]], labels: Labels, units: Units, findings: Findings
) -> Answers:
    """Return what options say, as ids; one that means nothing is a fault. Values are [HEADING=]VALUE."""
    answers = Answers(ignored=frozenset(SPACE.sub("", text) for text in options.get("ignore", ())))
    for kind in KINDS:
        for option in options.get(kind, ()):
            heading, _, answer = option.rpartition("=")
            heading, value = _plain(heading, kind), _value(kind, answer.strip(), labels, units)
            if not value or (kind == "sign" and not heading):
                near = labels.names.get(kind, {})
                findings.extend([fault("bad_answer", Place(f"--{kind}"), option, near)])
            elif heading:
                answers.given[kind, heading] = value
            elif answers.whole.setdefault(kind, value) != value:
                findings.extend([fault("bad_answer", Place(f"--{kind}"), option)])
    return answers


def _plain(heading: str, kind: str) -> str:
    """A heading as it is looked for; several under one another may be told as a fault tells them, a › b."""
    plain = re.sub("[›×]", "", SPACE.sub("", heading))
    return plain.translate(str.maketrans("（）", "()")) if kind == "sign" else plain


def _value(kind: str, value: str, labels: Labels, units: Units) -> str:
    """What an option means, as it is kept; nothing where it means nothing."""
    if kind == "period":
        return _period(value)
    if kind == "unit":
        return value if units.may_be(value) else ""
    if kind == "sign":
        return WAYS.get(value, "")
    name, at, breakdown = value.partition("@") if kind == "indicator" else (value, "", "")
    ids = [labels.find(each, text)[0] for each, text in ((kind, name), ("breakdown", breakdown)) if text]
    known = ids and ids[0] in labels.names[kind] and (not at or ids[-1] in labels.names["breakdown"])
    return at.join(ids) if known else ""


def _period(value: str) -> str:
    try:
        return parse_period(value).shortest
    except PeriodError:
        return period_of(value) or ""
