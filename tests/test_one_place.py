"""A theme, an indicator, a document, a chart, a region or a language is added by files alone.

The page, the picture, the API and its export then show them, and no code knows of any. A kind of chart is an
entry of one table and a module.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.model.catalog import build_catalog
from tests.setup.content import read_content
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text
from tests.setup.serving import ROOT

THEME = """
id = "water"
name = "饮水安全"
order = 9
color = "#22577a"
headline = "piped_households"
headline_note = "其中{wells_drilled@north_well}为北井"

[[indicator]]
id = "piped_households"
name = "通自来水户数"
unit = "万户"
definition = "年末通自来水的农户。"

[[indicator]]
id = "wells_drilled"
name = "新打机井"
unit = "个"
additive = true

[[chart]]
id = "wells_by_place"
kind = "ranked_bars"
name = "各处新打机井"
indicators = ["wells_drilled"]
finding = "{wells_drilled@top}最多，打井{wells_drilled@north_well}"

[[chart]]
id = "piped_over_years"
kind = "line"
name = "通自来水户数的变化"
indicators = ["piped_households"]
finding = "通自来水的农户达{piped_households}"
"""
DOCUMENT = """
id = "gy-water-2024-03-05"
title = "2024年新兴区饮水安全工作报告"
publisher = "新兴区水务局"
kind = "official"
confidence = "high"
region = "131099"
published = "2024-03-05"
url = "https://example.org/water"
"""
FIGURES = """indicator,region,period,breakdown,printed,status,locator,note
piped_households,131099,2023,,3.25万户,,第1段,
piped_households,131099,2022,,约3万户,,第1段,
wells_drilled,131099,2023,north_well,40余个,,第2段,
wells_drilled,131099,2023,south_well,12个,,第2段,原文作“机井”
"""
FRENCH = """
[theme.water]
name = "Eau potable"

[indicator.wells_drilled]
name = "Puits forés"
unit = "puits"

[breakdown]
north_well = "Puits nord"
south_well = "Puits sud"
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("one_place")
    curated, languages = copy_curated(folder), folder / "languages"
    add_water(curated)
    (languages / "fr.toml").write_text(french(languages / "en.toml"), encoding="utf-8")
    url = f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url) as client:
        yield client


def add_water(curated: Path) -> None:
    """Add the theme, its document, and the region and breakdowns that it speaks of."""
    documents = curated / "documents"
    (curated / "themes" / "water.toml").write_text(THEME, encoding="utf-8")
    (documents / "gy-water-2024-03-05.toml").write_text(DOCUMENT, encoding="utf-8")
    (documents / "gy-water-2024-03-05.csv").write_text(FIGURES, encoding="utf-8")
    append(curated / "regions.csv", "131099,新兴区,131000,district,,,,,")
    append(curated / "breakdowns.csv", "north_well,北井,project,,", "south_well,南井,project,,")


def french(english: Path) -> str:
    """A language file of its own, out of the English one: other names, the same grammar."""
    text = english.read_text(encoding="utf-8")
    text = text.replace('name = "English"', 'name = "Français"').replace('locale = "en"', 'locale = "fr"')
    text = text.replace("[breakdown]\n", "[breakdown]\n" + FRENCH.partition("[breakdown]\n")[2])
    text = text.replace('overview = "Overview"', 'overview = "Vue d’ensemble"')
    return text + FRENCH.partition("[breakdown]")[0]


def themes_offered(client: FlaskClient, path: str) -> list[tuple[str, str | None]]:
    links = the(the(read_html(client.get(path).text), "header"), "nav")
    return [(text_of(a), a.get("href")) for a in links if "/themes/" in a.get("href", "")]


def test_the_theme_is_offered_in_its_place_where_it_has_figures(client: FlaskClient) -> None:
    assert themes_offered(client, "/?region=131099") == [("饮水安全", "/themes/water?region=131099")]
    home = themes_offered(client, "/")
    assert home and "/themes/water" not in dict(home).values()
    asked = themes_offered(client, "/themes/water")
    assert [theme for theme in asked if theme not in home] == [("饮水安全", "/themes/water")]
    assert asked.index(("饮水安全", "/themes/water")) == 6
    assert ".theme-water{--accent:var(--light,#22577a)" in client.get("/").text


def test_its_figures_its_charts_and_its_findings_are_on_the_page(client: FlaskClient) -> None:
    root = read_html(client.get("/themes/water?region=131099").text)
    bars, line = by_id(root, "chart-wells_by_place"), by_id(root, "chart-piped_over_years")
    assert text_of(bars[0]) == "北井最多，打井40余个"
    assert text_of(line[0]) == "通自来水的农户达3.25万户"
    rows = [[text_of(cell) for cell in row] for row in the(the(having(root, "figures")[0], "table"), "tbody")]
    assert [(row[1], row[2]) for row in rows] == [
        ("3.25万户", "2023年"),
        ("40余个", "2023年"),
        ("12个", "2023年"),
        ("约3万户", "2022年"),
    ]
    assert all("新兴区水务局 · 2024-03-05 · 第" in row[3] for row in rows)


def test_it_has_its_headline_on_the_overview(client: FlaskClient) -> None:
    root = read_html(client.get("/?region=131099").text)
    (cell,) = having(root, "theme-water")[:1]
    assert text_of(having(cell, "figure")[0]) == "3.25万户"
    assert text_of(having(cell, "beside")[0]).startswith("其中40余个为北井2023年 · 距本版")


@pytest.mark.parametrize("width", [296, 560])
def test_its_pictures_are_drawn(client: FlaskClient, width: int) -> None:
    for chart, texts in {
        "wells_by_place": ("40余个", "12个", "北井"),
        "piped_over_years": ("3.25", "约3"),
    }.items():
        svg = client.get(f"/charts/{chart}.svg?region=131099&width={width}")
        assert svg.status_code == 200
        drawn = "".join(text_of(text) for text in read_html(svg.text).iter("text"))
        assert all(text in drawn for text in (*texts, "新兴区水务局", "2024-03-05", "第1版")), drawn


def test_its_figures_are_in_the_api_and_its_export(client: FlaskClient) -> None:
    listed = json.loads(client.get("/api/v1/observations?theme=water").text)["observations"]
    table = client.get("/api/v1/observations.csv?theme=water").data.decode("utf-8-sig")
    for rows in (listed, list(csv.DictReader(io.StringIO(table)))):
        told = [(row["indicator"], row["printed"], row["qualifier"], row["unit"]) for row in rows]
        assert sorted(told) == [
            ("piped_households", "3.25万户", "exact", "万户"),
            ("piped_households", "约3万户", "about", "万户"),
            ("wells_drilled", "12个", "exact", "个"),
            ("wells_drilled", "40余个", "more_than", "个"),
        ]


def test_its_document_is_listed_and_shows_its_figures(client: FlaskClient) -> None:
    assert "2024年新兴区饮水安全工作报告" in client.get("/documents").text
    root = read_html(client.get("/documents/gy-water-2024-03-05").text)
    (row,) = [
        row for row in root.iter("tr") if row.get("id") == "131099-wells_drilled-south_well-actual-2023"
    ]
    assert "12个" in text_of(row)


def test_the_language_is_offered_and_spoken(client: FlaskClient) -> None:
    assert "Français" in [text_of(a) for a in having(read_html(client.get("/").text), "pill")]
    root = read_html(client.get("/themes/water?region=131099&lang=fr").text)
    assert the(root, "html").get("lang") == "fr"
    assert "Eau potable" in text_of(the(root, "h1"))
    assert text_of(the(the(root, "header"), "nav")[0]) == "Vue d’ensemble"
    said = text_of(having(root, "figures")[0])
    assert "Puits forés · Puits nord" in said and "more than 40 puits" in said


def test_nothing_else_changed_with_it(client: FlaskClient, store_url: str) -> None:
    with client_of(store_url) as before:
        old = json.loads(before.get("/api/v1/observations").text)["observations"]
    new = json.loads(client.get("/api/v1/observations").text)["observations"]
    assert [row for row in new if row["region"] != "131099"] == old


# ---- a kind of chart --------------------------------------------------------------------------

ENTRY = """
    "largest": ChartKind(fewest=1, most=1, refuse=checks.values_from_zero, may_refuse=lambda extent: True),
"""
MODULE = """
from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.theme import LARGE, Type


def draw(spec):
    canvas = Canvas(spec)
    largest = max(spec.marks, key=lambda mark: mark.value)
    canvas.y += canvas.lines(0, canvas.y, [f"{largest.label}: {largest.text}"], Type(LARGE))
    return canvas.figure()
"""
CHART = """
[[chart]]
id = "largest_well"
kind = "largest"
name = "各地的机井"
indicators = ["wells_drilled"]
"""
ASK = """
import sys
from pathlib import Path
from tests.setup.publishing import client_of, refresh
refresh(Path(sys.argv[1]), sys.argv[2])
with client_of(sys.argv[2]) as client:
    print(client.get("/charts/largest_well.svg?region=131099&width=560").text)
"""


def test_a_kind_of_chart_is_added_by_an_entry_and_a_module(tmp_path: Path) -> None:
    for room in ("data", "etl", "dashboard", "assets", "tests"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("output"))
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    (tmp_path / "instance").symlink_to(ROOT / "instance")
    table = tmp_path / "data" / "statements" / "chart_kinds.py"
    opening = "CHART_KINDS: Mapping[str, ChartKind] = {"
    replace_text(table, opening, opening + ENTRY)
    (tmp_path / "dashboard/charts/figures/largest.py").write_text(MODULE, encoding="utf-8")
    curated = tmp_path / "data" / "curated"
    add_water(curated)
    append(curated / "themes" / "water.toml", CHART)
    asked = [sys.executable, "-c", ASK, str(curated), f"sqlite:///{tmp_path / 'livelihood.db'}"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert "北井: 40余个" in done.stdout, done.stderr


# ---- and no code knows ------------------------------------------------------------------------

SOURCES = sorted(
    [ROOT / "app.py", *(p for room in ("data", "etl", "dashboard") for p in (ROOT / room).rglob("*.py"))]
)
CATALOG = build_catalog(read_content())
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
NAMES = {
    *(*CATALOG.themes, *CATALOG.indicators, *CATALOG.charts),
    *(*CATALOG.documents, *CATALOG.regions, *CATALOG.breakdowns),
}
WORD = re.compile(r"[A-Za-z0-9_-]+")


def words_in_code(source: Path) -> set[str]:
    """Every name and every word of a text in a module, but for what only explains it."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    explained = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)
    }
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names.union(*(WORD.findall(text) for text in texts - explained))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_knows_what_is_curated(source: Path) -> None:
    assert words_in_code(source) & NAMES == set()


def test_no_script_or_style_knows_it_either() -> None:
    for asset in (file for ending in ("js", "css", "svg") for file in (ROOT / "assets").glob(f"*.{ending}")):
        words = set(WORD.findall(asset.read_text(encoding="utf-8")))
        assert words.isdisjoint(name for name in NAMES if "_" in name or "-" in name), asset
