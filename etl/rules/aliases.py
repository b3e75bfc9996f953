"""A rule for the other names of indicators, themes and regions: each stands for one of them only."""

from __future__ import annotations

from collections.abc import Iterator

from data.errors import Fault
from etl.curated.contents import Curated
from etl.faults.catalogue import fault


def aliases(curated: Curated) -> Iterator[Fault]:
    """An alias says something, and is neither a name nor an alias of another thing of its kind."""
    for kind, entries in curated.aliases.items():
        owners = {_joined(name): id for id, name in curated.names[kind].items()}
        for alias, id, place in entries:
            if not _joined(alias):
                yield fault("missing_field", place)
            elif owners.setdefault(_joined(alias), id) != id:
                yield fault("duplicate_alias", place, alias, other=owners[_joined(alias)])


def _joined(text: str) -> str:
    return "".join(text.split())
