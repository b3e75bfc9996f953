"""A release as a frame: the API's figures, typed to calculate with; pages do without pandas."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pandas as pd
import pytest
from flask.testing import FlaskClient

from data.errors import NotFound
from data.model.observation import API_COLUMNS
from data.store.frame import frame
from tests.setup.publishing import client_of
from tests.setup.serving import ROOT

TYPED = {
    **dict.fromkeys(API_COLUMNS, "category"),
    **{"printed": "str", "value": "Float64", "locator": "str", "release": "int64", "note": "str"},
    **{"start": "datetime64[s]", "end": "datetime64[s]", "exact": "bool", "derived": "bool"},
    **{"indicator_value": "Float64", "indicator_unit": "category"},
}


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


@pytest.fixture(scope="module")
def figures(store_url: str) -> pd.DataFrame:
    return frame(store=store_url)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_frame_holds_what_the_api_lists(client: FlaskClient, store_url: str, language: str) -> None:
    listed = json.loads(client.get(f"/api/v1/observations?lang={language}").text)["observations"]
    rows = frame(language=language, store=store_url)[list(API_COLUMNS)].to_dict("records")
    assert [{**row, "value": None} for row in rows] == [{**row, "value": None} for row in listed] != []
    numbers = [None if row["value"] == "" else float(row["value"]) for row in listed]
    assert [None if pd.isna(row["value"]) else row["value"] for row in rows] == numbers


@pytest.mark.parametrize("indicators", [None, ["job_fairs"], ["culture_centre_status"], []])
def test_the_columns_have_the_same_types_whatever_a_frame_holds(
    store_url: str, indicators: list[str] | None
) -> None:
    found = frame(store=store_url, indicators=indicators)
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == TYPED
    assert list(found) == list(TYPED)


def test_the_days_of_a_period_are_dates(figures: pd.DataFrame) -> None:
    days = figures[["period", "start", "end"]].astype(str).drop_duplicates().set_index("period")
    assert [*days.loc["2022"]] == ["2022-01-01", "2022-12-31"]
    assert [*days.loc["2022-01-01/2023-02-01"]] == ["2022-01-01", "2023-02-01"]
    assert [*days.loc["2020-11-01"]] == ["2020-11-01", "2020-11-01"]


def test_what_was_printed_with_a_qualifier_is_not_exact_and_what_we_worked_out_is_derived(
    figures: pd.DataFrame,
) -> None:
    told = figures.set_index("printed")
    assert not told.loc["8000余个", "exact"]
    assert told.loc["26.68亿元", "exact"]
    assert {*figures[figures["derived"]]["document"]} == {""}
    assert (figures["derived"] == figures["note"].str.contains("–")).all()


def test_figures_in_several_units_are_ordered_in_that_of_the_indicator(figures: pd.DataFrame) -> None:
    people = figures[figures["indicator"] == "resident_population"].set_index("printed")
    assert people.loc["71854210人", ["value", "indicator_value", "indicator_unit"]].tolist() == [
        *(71854210.0, 7185.421, "万人"),
    ]


def test_a_release_that_never_was_is_not_found(store_url: str) -> None:
    with pytest.raises(NotFound):
        frame(2, store=store_url)


def test_the_example_in_the_readme_runs(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [example] = re.findall(
        r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    monkeypatch.setenv("DATABASE_URL", store_url)
    *lines, last = filter(None, example.split("\n"))
    known: dict[str, object] = {}
    exec("\n".join(lines), known)
    shown = eval(last, known)
    assert [*shown["printed"]] == ["71854210人", "4358839人", "652042人", "622975人", "500967人"]


LAZY = """
import sys
from etl.__main__ import main
assert main(["check"]) == 0
from dashboard.application import create_app
from data.store.tables import open_store
client = create_app(open_store(read_only=True)).server.test_client()
for page in ("/", "/themes/jobs", "/indicators/job_fairs", "/charts/people_reemployed.svg?width=560"):
    assert client.get(page).status_code == 200, page
assert "pandas" not in sys.modules
assert client.get("/api/v1/observations.csv").status_code == 200
assert "pandas" in sys.modules
"""


def test_a_check_and_the_pages_do_without_pandas(store_url: str) -> None:
    known = os.environ | {"DATABASE_URL": store_url}
    done = subprocess.run([sys.executable, "-c", LAZY], cwd=ROOT, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
