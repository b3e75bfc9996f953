"""Whatever a release says, its package and its workbook say the same, and so do the files made of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.model.catalog import DOCUMENT_COLUMNS, LIST_COLUMNS
from data.package.data_package import package_files
from data.package.release_tables import content_of, tables_of
from data.store.digest import digest_content
from data.store.queries import Release
from etl.curated.contents import Curated
from etl.curated.folder import read_curated
from etl.exchange.data_package import read_package
from etl.exchange.importing import fill
from etl.exchange.release_workbook import read_workbook, write_workbook
from etl.releases.difference import contents_of
from tests.etl.admin import Admin
from tests.etl.same_tables import assert_same_tables
from tests.etl.small_curated import SmallCurated
from tests.setup.examples import examples

RELEASE = Release(1, "2024-01-01T00:00:00+00:00", "digest", "catalog", "", 1, 0, 0, 0)
# What the files may hold: neither halves of characters nor those that no text has.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r"),
    max_size=12,
)
SAID = TEXTS.filter(bool)
IDS = st.from_regex(r"[a-z0-9]{1,4}([_-][a-z0-9]{1,3})?", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,4}", fullmatch=True)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False)


def entries(
    ids: st.SearchStrategy[str], needed: Mapping[str, Any], **fields: Any
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Entries with ids of their own, by id."""
    entry = st.fixed_dictionaries({"id": ids, **needed}, optional=fields)
    found = st.lists(entry, min_size=1, max_size=3, unique_by=lambda entry: entry["id"])
    return found.map(lambda entries: sorted(entries, key=lambda entry: str(entry["id"])))


IN_A_THEME = {
    "indicator": entries(
        WORDS,
        {"name": SAID},
        unit=SAID,
        definition=SAID,
        additive=st.booleans(),
        aliases=st.lists(SAID | st.text(st.sampled_from("|\\a\n"), min_size=1), min_size=1),
        range=st.lists(NUMBERS, min_size=2, max_size=2),
    ),
    "chart": entries(
        WORDS, {"kind": SAID, "indicators": st.lists(IDS, min_size=1)}, finding=SAID, overview=st.booleans()
    ),
    "identity": entries(WORDS, {"name": SAID, "holds": SAID}, years=st.integers(1, 9)),
}
THEMES = entries(WORDS, {"name": SAID, "order": st.integers(-99, 99), "color": SAID}, **IN_A_THEME)
DOCUMENTS = entries(
    IDS,
    {"title": SAID, "published": SAID},
    note=SAID,
    supervisor=SAID,
    supersedes=st.lists(IDS, min_size=1),
)
COUNTING = st.recursive(
    TEXTS | NUMBERS | st.booleans() | st.lists(TEXTS | NUMBERS, max_size=3),
    lambda inner: st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
LANGUAGES = st.dictionaries(
    WORDS,
    st.fixed_dictionaries(
        {"name": TEXTS},
        optional={
            "magnitude": COUNTING,
            "interface": st.dictionaries(TEXTS, TEXTS),
            "document": st.dictionaries(IDS, st.dictionaries(TEXTS, TEXTS)),
        },
    ),
    min_size=1,
    max_size=2,
)


@st.composite
def states(draw: st.DrawFn) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """A catalogue, and figures by document."""
    lists = {
        name: [dict(zip(columns, draw(st.tuples(IDS, *(TEXTS for _ in columns[1:]))), strict=True))]
        for name, columns in LIST_COLUMNS.items()
    }
    content = {
        "themes": draw(THEMES),
        "documents": draw(DOCUMENTS),
        "languages": dict(sorted(draw(LANGUAGES).items())),
        "waivers": [],
        **lists,
    }
    there = {document["id"] for document in content["documents"]}
    for words in content["languages"].values():  # of documents that aren't there no release says anything
        if isinstance(words.get("document"), dict):
            words["document"] = {id: said for id, said in words["document"].items() if id in there}
    # Ids, with a name beside them in a workbook or, where nothing is declared by them, without one.
    named = {
        "indicator": [entry["id"] for theme in content["themes"] for entry in theme.get("indicator", ())],
        **{name: [content[f"{name}s"][0]["id"]] for name in ("region", "breakdown")},
        "status": [content["statuses"][0]["id"], ""],
    }
    cells = {column: TEXTS for column in DOCUMENT_COLUMNS}
    cells |= {column: IDS | st.sampled_from(["", *ids]) for column, ids in named.items()}
    rows = st.lists(st.tuples(*cells.values()), max_size=3)
    figures = [(document["id"], *row) for document in content["documents"] for row in draw(rows)]
    return content, figures


def figures_of(curated: Curated) -> list[tuple[str, ...]]:
    """Every row of every document, in order."""
    tables = {document: table for document, table in curated.figures.items()}
    return [
        (document, *(row[column] for column in DOCUMENT_COLUMNS))
        for document in sorted(tables)
        for row in tables[document].rows()
    ]


@given(states())
@settings(max_examples=examples(8), deadline=None, phases=[Phase.generate])
def test_export_and_import_are_the_identity(state: tuple[dict[str, Any], list[tuple[str, ...]]]) -> None:
    content, figures = state
    columns = ("document", *DOCUMENT_COLUMNS)
    tables = tables_of(content, pd.DataFrame(figures, columns=columns, dtype="str"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, written in package_files(tables, RELEASE).items():
            (folder / file).write_bytes(written)
        write_workbook(tables, RELEASE, folder / "book.xlsx")
        for n, read in enumerate((read_package(folder), read_workbook(folder / "book.xlsx"))):
            assert_same_tables(read, tables)
            there, languages = folder / "no curated", folder / "no languages"
            fill(read, content_of(read), folder / str(n), there, languages)
            again = read_curated(folder / str(n) / "curated", folder / str(n) / "languages")
            assert not again.faults
            assert digest_content(again.content()) == digest_content(content)
            assert figures_of(again) == figures


TOML, WATER, EN = "curated/documents/report.toml", "curated/themes/water.toml", "languages/en.toml"
EDITS = {
    "a list and a text that say nothing": [(TOML, "url =", 'supersedes = []\nsupervisor = ""\nurl =')],
    "a chart without amounts": [(WATER, "[[chart]]\n", "[[chart]]\namounts = []\n")],
    "a table among numbers": [(EN, "[magnitude]\n", "[magnitude]\nx = { a = 1 }\n")],
    "an alias with a bar": [(WATER, 'id = "supply"\n', 'id = "supply"\naliases = ["甲|乙", "丙\\\\"]\n')],
    "a name of two lines": [("curated/regions.csv", "甲区", '"甲\n区"')],
    "a table without content": [(EN, "[magnitude]\n", "[magnitude]\nx = {}\n")],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("target", ["package", "all.xlsx"])
def test_what_a_release_does_not_say_is_not_said_after_a_round_trip(
    admin: Admin, tmp_path: Path, edits: list[tuple[str, str, str]], target: str
) -> None:
    for edit in edits:
        admin.curated.edit(*edit)
    assert_nothing_changes(admin, tmp_path, target)


@pytest.mark.parametrize("target", ["package", "all.xlsx"])
def test_an_id_that_looks_like_a_number_stays_an_id(admin: Admin, tmp_path: Path, target: str) -> None:
    curated = admin.curated
    older = curated.text(TOML).replace('"report"', '"2021"').replace("2023-02", "2022-02")
    curated.write("curated/documents/2021.toml", older)
    rows = f"{','.join(DOCUMENT_COLUMNS)}\nsupply,110101,2021,,约1200万立方米,,第1段,\n"
    curated.write("curated/documents/2021.csv", rows)
    curated.edit(TOML, "url =", 'supersedes = ["2021"]\nurl =')
    assert_nothing_changes(admin, tmp_path, target)


def test_themes_come_back_whatever_their_files_are_called(admin: Admin, tmp_path: Path) -> None:
    curated = admin.curated
    curated.write("curated/themes/zz.toml", 'id = "air"\nname = "空气"\norder = 9\ncolor = "#336699"\n')
    assert_nothing_changes(admin, tmp_path, "package")


def assert_nothing_changes(admin: Admin, folder: Path, target: str) -> None:
    """Publish, export, import, and see that nothing would be published again."""
    admin.publish()
    assert admin.call("export", str(folder / target)).returncode == 0
    new = replace(admin, curated=SmallCurated(folder / "new"), url=admin.address)
    done = admin.run("import", str(folder / target), "--curated", str(new.curated.folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents_of(new.curated.read()) == contents_of(admin.curated.read())
    done = new.call("diff")
    assert "没有变动" in done.stdout, done.stdout + done.stderr
