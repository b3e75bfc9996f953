"""An excerpt of a chart has the periods and series asked for, each figure as in the whole, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.setup.publishing import client_of, copy_curated, drop_lines, refresh

JOBS = "/charts/new_employment_over_time.json?region=100000&width=560"
INCOMES = "/charts/incomes_over_time.json?region=150702&width=560"
COMPARED = "/charts/compare-lines-urban_new_employment.json?regions=100000,150702&width=560"


NOTHING = r'<p class="note nothing" role="status">(.*?)</p>'


@pytest.fixture(scope="module")
def late_line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Where the second of two lines has no figure of the first two periods."""
    folder = tmp_path_factory.mktemp("late")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    for day in ("2012-02-29", "2014-02-19"):
        drop_lines(curated / "documents" / f"hailar-work-report-{day}.csv", "rural_net_income")
    refresh(curated, url)
    with client_of(url) as client:
        yield client


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def figure(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return json.loads(answer.text)


def marks(drawn: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """By figure, the number of its period and what is said of it."""
    traces = [trace for trace in drawn["data"] if "ids" in trace]
    said = ((re.sub("<br>|[ \u2060]", "", text) for text in trace["customdata"]) for trace in traces)
    return {
        id: (time, text)
        for trace, texts in zip(traces, said, strict=True)
        for id, time, text in zip(trace["ids"], trace["meta"], texts, strict=True)
    }


def colors(drawn: dict[str, Any]) -> set[str]:
    return {trace["marker"]["line"]["color"] for trace in drawn["data"] if trace.get("mode") == "markers"}


@pytest.mark.parametrize("address", [JOBS, INCOMES, COMPARED])
def test_an_excerpt_has_the_figures_of_its_periods_as_the_whole_has_them(
    client: FlaskClient, address: str
) -> None:
    whole = marks(figure(client, address))
    last = max(time for time, _ in whole.values())
    assert "drawing" not in figure(client, address)
    for first, end in ((1, last - 1), (2, last), (1, 2), (last - 1, last)):
        drawn = figure(client, f"{address}&from={first}&to={end}")
        assert marks(drawn) == {id: one for id, one in whole.items() if first <= one[0] <= end}
        assert drawn["drawing"].count("<a href") == len(marks(drawn)) == drawn["drawing"].count("<p>")


def test_a_series_picked_keeps_its_figures_its_name_and_its_colour(client: FlaskClient) -> None:
    whole = figure(client, INCOMES)
    picked = [figure(client, f"{INCOMES}&series={n}") for n in (0, 1)]
    assert [len(colors(one)) for one in picked] == [1, 1]
    assert colors(picked[0]) | colors(picked[1]) == colors(whole)
    assert marks(picked[0]) | marks(picked[1]) == marks(whole)
    texts = ["".join(text for trace in one["data"] for text in trace.get("text", ())) for one in picked]
    assert texts[0] != texts[1] and all(re.search(r"[\u4e00-\u9fff]{2}", text) for text in texts)


@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_lines_without_a_figure_in_an_excerpt_are_said_to_have_none(
    late_line: FlaskClient, lang: str
) -> None:
    both = figure(late_line, f"{INCOMES}{lang}&from=1&to=2")
    assert len(marks(both)) == 2
    assert not re.findall(NOTHING, figure(late_line, f"{INCOMES}{lang}&from=3&to=4")["drawing"])
    [line] = re.findall(NOTHING, both["drawing"])
    assert re.fullmatch("[^:,]*: [^,]* rural [^,]*[.]" if lang else "所选时段.*：农村[^、]*。", line)
    late = figure(late_line, f"{INCOMES}{lang}&from=1&to=2&series=1")
    assert [*late] == ["drawing"] and "<svg" not in late["drawing"]
    [line] = re.findall(NOTHING, late["drawing"])
    assert ("“Show all”" if lang else "“显示全部”") in line
    assert late_line.get(f"{INCOMES}&from=1&to=2&series=1".replace(".json", ".svg")).status_code == 404


@pytest.mark.parametrize(
    "asked", ["from=0", "from=x", "from=1&to=1", "from=9&to=3", "to=99", "from=15", "series=4", "series=a"]
)
def test_what_a_chart_has_not_is_no_excerpt_of_it(client: FlaskClient, asked: str) -> None:
    assert client.get(f"{JOBS}&{asked}").status_code == 404
    assert client.get(f"/charts/spending_share.json?width=560&{asked}").status_code == 404
