"""What differs between two catalogues: what figures are called, and which of them read otherwise for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from data.model.catalog import LISTS, forms_of, singular
from data.model.observation import Observation
from data.model.words import Words

Content = Mapping[str, Any]  # a catalogue as a release keeps it
# What of an entry readers see with its figures; a change of anything else changes no figure's meaning.
READ = {
    "theme": ("name", "headline_note"),
    "indicator": (
        *("name", "unit", "definition", "measure", "formula", "additive", "theme"),
        *("polarity", "replaces"),  # by which its figures are judged and compared
    ),
    "chart": ("name", "kind", "indicators", "amounts", "count", "finding", "note"),
    "document": (
        *("title", "publisher", "kind", "confidence", "region", "published", "url", "note"),
        *("supervisor", "reprinted_by"),
    ),
    "region": ("name", "parent", "since", "until"),  # beside which, and with which of its own, it is compared
    "unit": ("name",),
    "breakdown": ("name", "kind", "part_of"),
    "stage": ("name", "rank", "printed", "fill"),
    "status": ("name",),
    "source_kind": ("name", "tier"),
}
INSIDE = ("indicator", "chart", "identity")  # of a theme
# The tables of a language file by which every figure is said.
SAID_OF_ALL = ("name", "locale", "period", "qualifier", "magnitude", "singular", "locator", "note")
# Of the words of pages those that say what a figure is; the others are no part of one.
SAID_OF_FIGURES = (
    *("derived", "derived_figure", "figure_of_status", "bounds", "as_printed", "withdrawn"),
    *("actual", "plan", "target", "estimate", "outcome"),
)
ALL = "*"
Reads = tuple[str, frozenset[str]]
NONE: Reads = ("", frozenset())


class Rewording(NamedTuple):
    """A field of an entry that says something else now; `language` is that of a translation.

    The figures that read otherwise are those whose `column` has one of the `values`; ALL for every one, and
    nothing where no figure does. An entry that came or went has the field "".
    """

    kind: str
    id: str
    field: str
    language: str
    before: str
    after: str
    column: str = ""
    values: frozenset[str] = frozenset()

    def concerns(self, row: Observation) -> bool:
        """Whether a figure reads otherwise by it."""
        if self.column in ("", ALL):
            return self.column == ALL
        stage = self.column != "printed" or row.value is None
        return stage and getattr(row, self.column) in self.values


def rewordings(before: Content, after: Content) -> list[Rewording]:
    """Return what differs between two catalogues, in the order of the files."""
    return [*_of_entries(before, after), *_of_languages(before, after)]


def subject_of(one: Rewording, words: Words, name: str = "") -> str:
    """Return what says something else: the kind of entry, its id or name, the language, and the field."""
    kind = words.known(f"kind_{one.kind}") or one.kind
    field = words.known(f"field_{one.field}") or one.field
    return " · ".join(filter(None, (f"{kind} {name or one.id}", one.language, field)))


def _of_entries(before: Content, after: Content) -> Iterator[Rewording]:
    old, new = dict(_entries(before)), dict(_entries(after))
    for kind, id in dict.fromkeys((*old, *new)):
        was, now = old.get((kind, id)), new.get((kind, id))
        if was is None or now is None:
            yield Rewording(kind, id, "", "", _name(was, id), _name(now, id))
            continue
        for field in dict.fromkeys((*was, *now)):
            if _text(was.get(field)) != _text(now.get(field)):
                reads = _reads(kind, id, (before, after)) if field in READ.get(kind, ()) else NONE
                yield Rewording(kind, id, field, "", _text(was.get(field)), _text(now.get(field)), *reads)


def _entries(content: Content) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """Everything that is declared, by kind and id, each with its own fields."""
    for theme in content.get("themes", ()):
        id = str(theme.get("id", ""))
        yield ("theme", id), {name: value for name, value in theme.items() if name not in INSIDE}
        for kind in INSIDE:
            for entry in theme.get(kind, ()):
                yield (kind, str(entry.get("id", ""))), {**entry, "theme": id}
    for document in content.get("documents", ()):
        yield ("document", str(document.get("id", ""))), document
    for name in LISTS:
        for row in content.get(name, ()):
            yield (singular(name), row.get("id", "")), row
    for waiver in content.get("waivers", ()):
        yield ("waiver", "/".join(filter(None, list(waiver.values())[:7]))), waiver


def _of_languages(before: Content, after: Content) -> Iterator[Rewording]:
    old, new = before.get("languages", {}), after.get("languages", {})
    for code in dict.fromkeys((*old, *new)):
        if code not in old or code not in new:
            names = _name(old.get(code), code), _name(new.get(code), code)
            yield Rewording("language", code, "", code, *names, ALL if code in old else "")
            continue
        was, now = dict(_leaves(old[code])), dict(_leaves(new[code]))
        for path in dict.fromkeys((*was, *now)):
            if was.get(path) != now.get(path):
                yield _of_word(code, path, was.get(path, ""), now.get(path, ""), (before, after))


def _of_word(
    code: str, path: tuple[str, ...], was: str, now: str, contents: tuple[Content, Content]
) -> Rewording:
    """A word that differs; one that is new in its language stood there in another one's until now."""
    kind, id, field = (*path, "", "", "")[:3]
    reads = NONE
    if was and kind in READ:
        field = field or "name"
        stays = (kind, id) in dict(_entries(contents[1]))
        reads = _reads(kind, id, contents) if stays and field in READ[kind] else NONE
    elif was and (kind in SAID_OF_ALL or (kind == "interface" and id in SAID_OF_FIGURES)):
        reads = ALL, frozenset()
    return Rewording(kind, id, field, code, was, now, *reads)


def _reads(kind: str, id: str, contents: tuple[Content, Content]) -> Reads:
    """The figures that are called by an entry: a column, and the values that it has in them."""
    match kind:
        case "theme":
            return "indicator", _indicators_of(contents, lambda theme, entry: theme == id)
        case "unit":
            return "indicator", _indicators_of(contents, lambda theme, entry: _ends_in(entry, id))
        case "chart":
            return "indicator", _drawn(id, contents)
        case "stage":
            forms = (forms_of(_stages(content)) for content in contents)
            known = (pair for found in forms for pair in found.items())
            return "printed", frozenset(form for form, stage in known if stage == id)
        case "source_kind":
            documents = (document for content in contents for document in content.get("documents", ()))
            return "document", frozenset(one["id"] for one in documents if one.get("kind") == id)
    return kind, frozenset({id})


def _indicators_of(contents: Iterable[Content], wanted: Any) -> frozenset[str]:
    return frozenset(
        entry["id"]
        for content in contents
        for theme in content.get("themes", ())
        for entry in theme.get("indicator", ())
        if wanted(theme["id"], entry)
    )


def _ends_in(entry: Mapping[str, Any], unit: str) -> bool:
    """Whether an indicator's unit is this one, be it with a magnitude before it."""
    return str(entry.get("unit", "")).endswith(unit)


def _drawn(chart: str, contents: Iterable[Content]) -> frozenset[str]:
    entries = (e for content in contents for t in content.get("themes", ()) for e in t.get("chart", ()))
    shown = [entry for entry in entries if entry["id"] == chart]
    fields = ("indicators", "amounts")
    return frozenset(id for entry in shown for field in fields for id in entry.get(field, ()))


def _stages(content: Content) -> Iterator[tuple[str, str, str]]:
    return ((row["id"], row["name"], row["printed"]) for row in content.get("stages", ()))


def _name(entry: Mapping[str, Any] | None, id: str) -> str:
    return str(entry.get("name") or entry.get("title") or id) if entry is not None else ""


def _leaves(table: Mapping[str, Any], *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, *path, key)
        else:
            yield (*path, key), _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(_text, value))
    return "" if value is None else str(value)
