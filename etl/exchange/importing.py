"""What was handed in, or exported, as curated files: the pair of a document, or a whole folder."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import ContentError, Fault, FileUnusable
from data.messages import Message
from data.model.catalog import LISTS
from data.package.release_tables import Tables, content_of
from etl.curated.contents import WAIVERS, Curated
from etl.curated.folder import document_stems, languages_beside, read_curated
from etl.curated.source import ACTUAL
from etl.curated.toml_writer import toml_text
from etl.exchange.catalogue_files import added_to, changed_files, with_words
from etl.exchange.curated_files import write_files, write_folder, write_pairs, write_text
from etl.exchange.data_package import broken, read_package
from etl.exchange.destination import is_package
from etl.exchange.release_workbook import is_release_workbook, read_workbook
from etl.exchange.replaced import Replaced, aside, keep_pair, replaced_by
from etl.faults.catalogue import Place
from etl.office_files.findings import Findings
from etl.office_files.inputs import add_inputs
from etl.office_files.kinds import Content, sort_of
from etl.releases.transactions import writable
from etl.rules.checking import check

RESULT = ("status", ACTUAL)  # what a row says that says nothing of it


@dataclass(frozen=True)
class Import:
    """What a file holds, found sound: the documents, the notes, and what it takes the place of.

    Nothing is written before `write`, which returns where what was replaced is kept, if anything was.
    """

    documents: list[str]
    notes: list[Fault]
    replaced: list[Replaced]
    write: Callable[[], Path | None]
    added: Sequence[str] = ()  # regions and indicators that come into the catalogue


@contextmanager
def opened_import(path: Path, curated: Path, replace: bool = False) -> Iterator[Import]:
    """Read what is to become curated files, together with those that are, and check it as a whole.

    A workbook or CSV becomes the pair of each of its documents in the folder `curated`; a whole release, as
    exported, becomes that folder. What is there is replaced only if asked for. Raises ContentError for what
    isn't sound, FileUnusable for a folder that is taken.
    """
    if is_whole(path):
        with writable(curated), _beside(curated) as part:
            yield _read_whole(path, curated, part, replace)
        return
    before = read_curated(curated, languages_beside(curated))
    after = add_inputs(before, [path], replace=replace)
    faults = _sound(after)
    changed = changed_files(before, after, curated, languages_beside(curated))
    come = [document for document in after.documents if document not in before.documents]
    there = [document.stem for document in come if document.stem in document_stems(curated)]

    def write() -> Path | None:
        folder = aside(curated)
        with writable(curated):
            for id in there:
                keep_pair(curated, id, folder)
        write_files(changed)
        write_pairs(curated / "documents", come, after)
        return folder if there else None

    known = {fault.say("en") for fault in check(before)}
    notes = [fault for fault in faults if fault.say("en") not in known]
    replaced = [*replaced_by(before, after, there)]
    yield Import([document.stem for document in come], notes, replaced, write, added_to(before, after))


def _sound(curated: Curated) -> list[Fault]:
    """The warnings and notes of curated files. Raises ContentError where there are faults."""
    faults = check(curated)
    if any(fault.severity == "error" for fault in faults):
        raise ContentError(faults)
    return faults


def _read_whole(path: Path, curated: Path, part: Path, replace: bool) -> Import:
    """Read a release as it was exported into a folder `part`, which then takes the place of the curated one.

    The languages go first: the same ones that an import left there when it was cut short may stay.
    """
    if curated.exists() and not replace:
        raise FileUnusable(str(curated), why=Message("phrase.curated_there"))
    book = path.is_file() and not is_package(path)
    tables = read_workbook(path) if book else read_package(path.parent if path.is_file() else path)
    languages = curated.resolve().parent / "languages"
    try:
        content = content_of(tables)
        fill(tables, content, part, curated, languages)
    except (KeyError, ValueError) as error:
        raise broken(Place(path.name), path.name, error) from error
    if not replace and languages.exists() and _differing(part / "languages", languages):
        raise FileUnusable(str(languages), why=Message("phrase.languages_there"))
    after = read_curated(part / "curated", part / "languages")
    _sound(after)
    before = read_curated(curated, languages_beside(curated)) if curated.exists() else Curated()

    def write() -> Path | None:
        folder = aside(curated) if curated.exists() else None
        os.sync()
        _put_languages(part / "languages", languages, folder)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            os.replace(curated, folder / "curated")
        os.replace(part / "curated", curated)
        return folder

    replaced = [each for each in replaced_by(before, after, document_stems(curated)) if each.loses]
    return Import([*tables["documents"]["id"]], [], replaced, write)


def fill(tables: Tables, content: Mapping[str, Any], part: Path, curated: Path, languages: Path) -> None:
    """Write a release into a folder; a file that says the same already keeps its comments and its order."""
    write_folder(tables, content, part / "curated")
    for path in sorted(curated.rglob("*")):
        new = part / "curated" / path.relative_to(curated)
        if path.is_file() and (not _is_ours(path.relative_to(curated)) or _says_the_same(path, new)):
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new)
    for language, words in content["languages"].items():
        there = languages / f"{language}.toml"
        text = with_words(there.read_text(encoding="utf-8"), words) if there.is_file() else toml_text(words)
        write_text(part / "languages" / there.name, text)


def _is_ours(path: Path) -> bool:
    """Whether a file of a curated folder, by its path within, is one that a release can hold."""
    kind = path.parts[0] if len(path.parts) == 2 else ""
    lists = [f"{name}.csv" for name in LISTS]
    return path.name in (*lists, WAIVERS) if not kind else kind in ("themes", "documents")


def _says_the_same(path: Path, other: Path) -> bool:
    """Whether two curated files say the same, however they are laid out."""
    if path.name == WAIVERS and not other.exists():
        return len(path.read_text(encoding="utf-8-sig").splitlines()) == 1
    if not other.is_file():
        return False
    try:
        texts = [each.read_text(encoding="utf-8-sig") for each in (path, other)]
        if path.suffix == ".toml":
            one, two = map(tomllib.loads, texts)
            return one == two
        first, second = map(_rows, texts)
    except ValueError:
        return False
    return first == second


def _rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text, without what is empty or goes without saying."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: cell for name, cell in row.items() if cell and (name, cell) != RESULT} for row in rows]


def _differing(new: Path, there: Path) -> list[Path]:
    """The language files that aren't in a folder as they are in a new one."""
    paths = ((path, there / path.name) for path in sorted(new.iterdir()))
    return [path for path, old in paths if not (old.is_file() and old.read_bytes() == path.read_bytes())]


def _put_languages(new: Path, there: Path, folder: Path | None) -> None:
    """Put language files in their place, where they differ; those that were there are kept in a folder."""
    if not there.exists():
        os.replace(new, there)
        return
    for path in _differing(new, there):
        if (old := there / path.name).is_file() and folder:
            (folder / "languages").mkdir(parents=True, exist_ok=True)
            shutil.copy2(old, folder / "languages" / path.name)
        os.replace(path, old)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder beside another, to write to, that is gone in the end."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True
    ) as part:
        yield Path(part)


def is_whole(path: Path) -> bool:
    """Whether a path holds a whole release as it was exported. Raises ContentError."""
    if is_package(path):
        return True
    if path.is_dir():
        return False
    return sort_of(path, path.name, Findings()) is Content.BOOK and is_release_workbook(path)
