"""Whatever happens to a file on its way, it is read or refused: no damage is anything but a fault."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from etl.office_files.inputs import add_inputs
from etl.rules.checking import check
from tests.etl.corpus import (
    cases_of_cells,
    cases_of_documents,
    cases_of_formulas,
    cases_of_tables,
    cases_of_text,
    cases_of_units,
)
from tests.etl.small_curated import SmallCurated

CASES = [
    case
    for table in (
        *(cases_of_cells, cases_of_formulas, cases_of_documents),
        *(cases_of_tables, cases_of_units, cases_of_text),
    )
    for case in table.CASES
]
PIECES = [
    b"<",
    b">",
    b"&",
    b"\0",
    b"\xff",
    b'"',
    b"1e999",
    b"-1",
    b"99999999999",
    b"NaN",
    b't="s" ',
    b'r="A0" ',
]
FILES = 40  # damaged in each of the tests below


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Bytes with a few of them changed, lost, doubled or put in."""
    out = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        damage = chance.randrange(4)
        if damage == 0:
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif damage == 1:
            del out[at : at + chance.randint(1, 20)]
        elif damage == 2:
            out[at:at] = out[at : at + chance.randint(1, 30)]
        else:
            out[at:at] = chance.choice(PIECES)
    return bytes(out)


def damage_within(path: Path, chance: random.Random) -> None:
    """Damage one part of a package, which stays a sound package; or the file itself where it is none."""
    if not zipfile.is_zipfile(path):
        path.write_bytes(damaged(path.read_bytes(), chance))
        return
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    hit = chance.choice([*parts])
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, damaged(content, chance) if name == hit else content)


@pytest.mark.parametrize("seed", range(5))
def test_no_damage_is_anything_but_a_fault(seed: int, curated: SmallCurated, tmp_path: Path) -> None:
    chance, read = random.Random(seed), curated.read()
    for n in range(FILES):
        folder = tmp_path / str(n)
        folder.mkdir()
        path = chance.choice(CASES).make(folder)
        if path.is_file():
            damage_within(path, chance)
            faults = check(add_inputs(read, [path]))
            assert all(fault.say("zh") and fault.say("en") for fault in faults)
