"""Whether an id is declared anywhere: the question that most rules ask."""

from __future__ import annotations

from collections.abc import Iterator

from data.errors import Fault
from etl.curated.contents import Curated
from etl.faults.catalogue import Place, fault


def unknown(curated: Curated, kind: str, id: str, place: Place) -> Iterator[Fault]:
    """Yield a fault for an id of a kind (“indicator”, “region” …) that nothing declares.

    None while a file that might declare it can't be read: that file's own fault says enough.
    """
    if id not in curated.names[kind] and curated.whole(kind):
        yield fault(f"unknown_{kind}", place, id, curated.names[kind])
