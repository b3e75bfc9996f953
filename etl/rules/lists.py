"""Rules for the closed lists: regions, units, breakdowns, stages, statuses, source kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.errors import Fault
from data.model.catalog import STAGE_FILLS, split
from etl.curated.contents import Curated
from etl.curated.source import Table
from etl.faults.catalogue import fault
from etl.rules.fields import bad_id
from etl.rules.known import unknown

REFERENCES = (("regions", "parent", "region"), ("breakdowns", "part_of", "breakdown"))
LISTED_REFERENCES = (("regions", "replaced_by", "region"), ("peer_groups", "members", "region"))
AS_PRINTED = ("units",)  # their ids are the units as figures print them: 公里, %
NUMBERS = (("stages", "rank"), ("source_kinds", "tier"))


def ids_and_names(curated: Curated) -> Iterator[Fault]:
    """Every entry has an id of its own, and a name; the list of regions isn't empty."""
    for name, table in curated.lists.items():
        yield from _ids(table, plain=name not in AS_PRINTED)
        for row, text in enumerate(table["name"]):
            if not text.strip():
                yield fault("missing_field", table.at(row, "name"))
        if name == "regions" and not table.lines:
            yield fault("empty_file", table.top())


def circles(curated: Curated) -> Iterator[Fault]:
    """Nothing is above itself, be it through others."""
    for name, column, _ in REFERENCES:
        table = curated.lists.get(name)
        above = dict(zip(table["id"], table[column], strict=False)) if table else {}
        for row, id in enumerate(table["id"] if table else ()):
            if table and id and id in _above(id, above):
                yield fault("circle", table.at(row, column), above[id], id=id)


def _above(id: str, above: Mapping[str, str]) -> set[str]:
    """What stands above an entry, itself included where that leads back to it."""
    ancestors: set[str] = set()
    while (id := above.get(id, "")) and id not in ancestors:
        ancestors.add(id)
    return ancestors


def references(curated: Curated) -> Iterator[Fault]:
    """A region's parent and the whole that a part belongs to are in the same list."""
    for name, column, kind in REFERENCES:
        table = curated.lists.get(name)
        for row, id in enumerate(table[column] if table else ()):
            if table and id:
                yield from unknown(curated, kind, id, table.at(row, column))
    for name, column, kind in LISTED_REFERENCES:
        table = curated.lists.get(name)
        for row, ids in enumerate(table[column] if table else ()):
            for id in split(ids) if table else ():
                yield from unknown(curated, kind, id, table.at(row, column)) if table else ()


def whole_numbers(curated: Curated) -> Iterator[Fault]:
    """The rank of a stage and the tier of a source are whole numbers."""
    for name, column in NUMBERS:
        table = curated.lists.get(name)
        for row, text in enumerate(table[column] if table else ()):
            if table and not (text.isascii() and text.isdigit()):
                yield fault("bad_number", table.at(row, column), text)


def stage_fills(curated: Curated) -> Iterator[Fault]:
    """A stage says how its projects are drawn."""
    table = curated.lists.get("stages")
    for row, fill in enumerate(table["fill"] if table else ()):
        if table and fill not in STAGE_FILLS:
            yield fault("unknown_choice", table.at(row, "fill"), fill, choices="、".join(STAGE_FILLS))


def stage_forms(curated: Curated) -> Iterator[Fault]:
    """A printed form stands for one stage only."""
    table = curated.lists.get("stages")
    owner: dict[str, str] = {}
    for row, (id, forms) in enumerate(zip(table["id"], table["printed"], strict=False) if table else ()):
        for form in forms.split("|"):
            if table and form and owner.setdefault(form, id) != id:
                yield fault("duplicate_stage_form", table.at(row, "printed"), form, stage=owner[form])


def _ids(table: Table, plain: bool) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row, id in enumerate(table["id"]):
        place = table.at(row, "id")
        if plain or not id:
            yield from bad_id(id, place)
        if id and first.setdefault(id, row) != row:
            yield fault("duplicate_id", place, id, first=f"{table.file}:{table.lines[first[id]]}")
