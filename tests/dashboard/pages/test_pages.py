"""Every page is whole: its figures, its sources, its place among the others, as of one release."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, tostring
from zlib import crc32

import pytest
from flask.testing import FlaskClient

from dashboard.pages.phrases import dotted
from dashboard.request.html import render
from dashboard.request.links import figure_id
from data.model.catalog import build_catalog
from data.model.period import parse_period
from data.model.words import Words
from data.store.figure_versions import read_keys
from data.store.queries import open_release
from data.store.tables import open_store
from tests.setup.content import measured, measured_themes, read_content
from tests.setup.markup import by_id, figure_rows, having, links, page, read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated, drop_paragraph, refresh

ARTICLE = "anci-livelihood-2023-02-01"
CATALOG = build_catalog(read_content())
Site = dict[str, Element]
MOST_ELEMENTS = 2500  # of the overview, in any language
PUBLIC = "https://data.example.cn"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SAMPLED = 27  # one page of so many like ones is looked at


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url, PUBLIC) as client:
        yield client


def pages_linked_from(root: Element) -> set[str]:
    """The pages of ours that a page leads to, in the state it is in; regions and years are others' tests."""
    here = {link.partition("#")[0] for link in links(root)} - {"/api/v1"}
    return {a for a in here if re.match(r"/(?!api/|v/|charts/.*\.|.*\.atom)[^?]*(\?lang=\w+)?$", a)}


def crawl(client: FlaskClient, *starts: str) -> Site:
    """Follow every link to a page of ours; of pages of figures, which are most, read a few."""
    found: Site = {}
    ahead = list(starts)
    while ahead:
        path = ahead.pop()
        found[path] = page(client, path)
        new = pages_linked_from(found[path]) - {*found, *ahead}
        ahead += [a for a in sorted(new) if not a.startswith("/figures/") or crc32(a.encode()) % SAMPLED == 0]
    return found


@pytest.fixture(scope="module")
def site(client: FlaskClient) -> Site:
    return crawl(client, "/", "/?lang=en")


# ---- the site as a whole ----------------------------------------------------------------------


def test_every_page_is_reached_by_links_in_every_language(site: Site, store_url: str) -> None:
    reader = open_release(open_store(store_url, read_only=True))
    derived = {row.key for row in reader.observations() if row.derived}
    figures = {id for ids in measured().values() for id in ids}
    indicators = [i.id for i in CATALOG.indicators.values() if i.id in figures or i.formula]
    themes = {CATALOG.indicators[id].theme for id in indicators}
    kinds = {"themes": themes, "indicators": indicators, "documents": CATALOG.documents}
    paths = {f"/{kind}/{id}" for kind, listed in kinds.items() for id in listed}
    paths |= {
        "/",
        "/search",
        "/proofread",
        "/compare",
        "/report",
        "/regions",
        "/documents",
        "/all",
        "/releases",
        "/releases/1",
        "/corrections",
        "/accessibility",
    }
    paths |= {f"/regions/{id}" for id in reader.covered(CATALOG.regions)}
    paths |= {f"/figures/{figure_id(*key)}" for key in (*read_keys(reader, 1000), *derived)}
    cards = (having(root, "card") for path, root in site.items() if path.startswith("/themes/"))
    charts = {card.get("id", "") for found in cards for card in found if card.tag == "article"}
    paths |= {f"/charts/{id.removeprefix('chart-')}" for id in charts}
    reached = {*site}.union(*map(pages_linked_from, site.values()))
    assert reached == {f"{path}{query}" for path in paths for query in ("", "?lang=en")}


def test_the_sitemap_lists_every_page_that_links_lead_to_and_each_answers(
    client: FlaskClient, site: Site
) -> None:
    answer = client.get("/sitemap.xml", headers={"Host": "evil.example"})
    assert answer.mimetype == "application/xml"
    sitemap = ElementTree.fromstring(answer.data)
    listed = [loc.text or "" for loc in sitemap.iter(f"{SITEMAP}loc")]
    assert len(set(listed)) == len(listed)
    # What is derived is reached from the figures of its formula: no page of its own to be searched for.
    reached = {a for a in {*site}.union(*map(pages_linked_from, site.values())) if not a.endswith("@derived")}
    assert {address.removeprefix(PUBLIC) for address in listed} == {a for a in reached if "?" not in a}
    there = [link.get("href", "") for link in sitemap.iter(f"{XHTML}link")]
    assert len(there) == 2 * len(listed)
    assert all(address.startswith(f"{PUBLIC}/") for address in there)
    for address in sorted({*there} - {*listed})[::25]:
        assert client.get(address.removeprefix(PUBLIC)).status_code == 200, address


def like(path: str) -> int:
    """How many links lead to pages much like one: in other states, of other figures, as pictures."""
    if "?" in path:
        return SAMPLED * (8 if re.search(r"\.(png|pdf)\?", path) else 4)
    return 8 if path.startswith("/figures/") else 1


@pytest.mark.parametrize("times", [1, pytest.param(8, marks=pytest.mark.soak)])
def test_every_link_leads_to_a_page_and_every_hash_to_a_place_on_it(
    client: FlaskClient, site: Site, times: int
) -> None:
    known = dict(site)
    seen: set[str] = set()
    for root in site.values():
        for link in links(root):
            path, _, place = link.partition("#")
            if not path or not path.startswith("/") or link in seen:
                continue
            seen.add(link)
            if path not in known and crc32(path.encode()) % max(like(path) // times, 1):
                continue
            if place:
                known[path] = known[path] if path in known else page(client, path)
                by_id(known[path], unquote(place))
            elif path not in known:
                assert client.head(path).status_code == 200, path


def test_a_link_out_of_the_site_is_to_a_document_we_cite(site: Site) -> None:
    found = {link for root in site.values() for link in links(root)}
    outside = {link.partition("#:~:")[0] for link in found if not link.startswith(("/", "#"))}
    assert outside == {document.url for document in CATALOG.documents.values() if document.url}


def test_every_page_says_what_it_is_once_in_its_own_language(site: Site) -> None:
    titles: dict[str, str] = {}
    for path, root in site.items():
        language = "en" if "lang=en" in path else "zh"
        assert the(root, "html").get("lang") == language, path
        heading = text_of(the(root, "h1"))
        assert text_of(the(the(root, "head"), "title")).startswith(heading), path
        described = {m.get("name") or m.get("property"): m.get("content") for m in root.iter("meta")}
        assert described["description"] and described["og:title"] == text_of(the(the(root, "head"), "title"))
        assert titles.setdefault(text_of(the(the(root, "head"), "title")), path) == path


def test_a_page_names_its_one_address_and_itself_in_the_other_languages(site: Site) -> None:
    for path, root in site.items():
        rels = [(a.get("rel"), a.get("hreflang"), a.get("href", "")) for a in root.iter("link")]
        plain = path.partition("?")[0]
        assert ("canonical", None, f"{PUBLIC}{path}") in rels
        assert ("alternate", "zh", f"{PUBLIC}{plain}") in rels
        assert ("alternate", "en", f"{PUBLIC}{plain}?lang=en") in rels


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for path, root in site.items():
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert sorted({*ids}) == sorted(ids), path


def test_no_heading_skips_a_level(site: Site) -> None:
    for path, root in site.items():
        levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_every_table_has_a_caption_and_heads_for_its_columns_and_rows(site: Site) -> None:
    for path, root in site.items():
        for table in root.iter("table"):
            assert text_of(the(table, "caption")), path
            heads = [th.get("scope") for th in the(table, "thead").iter("th")]
            assert set(heads) == {"col"}
            for row in the(table, "tbody"):
                assert len(row) == len(heads)
                assert [th.get("scope") for th in row.iter("th")] == ["row"], path


def test_what_dash_shows_says_the_same_as_the_first_response(client: FlaskClient, site: Site) -> None:
    for path in ("/", "/?lang=en", "/themes/roads", f"/documents/{ARTICLE}?lang=en", "/releases"):
        body = {
            "output": "page.children",
            "outputs": {"id": "page", "property": "children"},
            "inputs": [{"id": "address", "property": "data-href", "value": path}],
        }
        answer = client.post("/_dash-update-component", json=body).get_json()
        page = dict(answer["response"]["page"]["children"]["props"])
        (first,) = by_id(site[path], "first")
        shown = read_html(page.pop("data-html"))
        assert [tostring(part) for part in shown] == [tostring(part) for part in first], path
        assert (page.pop("data-asked"), page.pop("className"), page.pop("children")) == (path, "page", None)
        assert page == {name: value for name, value in first.attrib.items() if name != "class"}


# ---- regions and years ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figures(client: FlaskClient) -> list[dict[str, str]]:
    return list(json.loads(client.get("/api/v1/observations").text)["observations"])


def years_of(figures: list[dict[str, str]], region: str) -> set[str]:
    choice = re.compile(r"\d{4}")
    return {year for row in figures if row["region"] == region for year in choice.findall(row["period"])}


@pytest.mark.parametrize("region", measured())
def test_a_region_can_be_seen_in_every_year_it_has_figures_of(
    client: FlaskClient, figures: list[dict[str, str]], region: str
) -> None:
    root = page(client, f"/?region={region}")
    (controls,) = having(root, "controls")
    chosen = [a for a in controls.iter("a") if a.get("aria-current") == "true"]
    assert [text_of(a) for a in chosen] == [CATALOG.regions[region].name, "最新"]
    offered = {
        text_of(a): a.get("href", "") for nav in having(controls, "choices")[1:] for a in nav.iter("a")
    }
    years = set(offered) - {"最新"}
    assert years and years <= years_of(figures, region)
    for year in years:
        shown = page(client, offered[year])
        assert parse_qs(urlsplit(offered[year]).query)["period"] == [year]
        assert figure_rows(shown) or having(shown, "headlines") or having(shown, "nothing")
        for row in figure_rows(shown):
            assert year in text_of(having(row, "period")[0]), (region, year)


def states(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Regions with years they have figures of, and the latest, as queries: a fifth of all."""
    found = [
        (region, urlsplit(a.get("href", "")).query)
        for region in measured()
        for a in having(page(client, f"/?region={region}"), "choices")[1].iter("a")
    ]
    yield from found[::5]


def test_wherever_a_theme_has_figures_the_overview_shows_some_and_leads_to_all(client: FlaskClient) -> None:
    themes = measured_themes(CATALOG)
    for region, query in states(client):
        root = page(client, f"/?{query}")
        pages = {theme: page(client, f"/themes/{theme}?{query}") for theme in themes[region]}
        full = [theme for theme, shown in pages.items() if not having(shown, "nothing")]
        cards = [card for run in having(root, "run") for card in run]
        told = {theme for cell in having(root, "cell") for theme in links_of_themes(cell)}
        named = [theme for card in cards for theme in CATALOG.themes if theme in links_of_themes(card)]
        assert {*named, *told} == {*full} != set() and len(named) == len(cards), query
        assert [*dict.fromkeys(named)] == [theme for theme in full if theme in named], query
        assert not having(root, "nothing"), query
        for card, theme in zip(cards, named, strict=True):
            assert figure_rows(card), (query, theme)
            assert (card.tag == "article") == bool(list(pages[theme].iter("article"))), (query, theme)


def links_of_themes(card: Element) -> set[str]:
    """The themes whose pages a card leads to."""
    return {m[1] for a in links(card) if (m := re.match(r"/themes/(\w+)", a))}


def test_a_theme_without_a_chart_here_has_its_figures_as_a_table_on_the_overview(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    chart = "road_network"
    drop_paragraph(curated / "themes" / "roads.toml", f'[[chart]]\nid = "{chart}"')
    drop_paragraph(tmp_path / "languages" / "en.toml", f"[chart.{chart}]")
    refresh(curated, url)
    with client_of(url) as client:
        root = page(client, "/?region=131026")
        (section,) = (card for card in root.iter("section") if "figures" in card.get("class", ""))
        assert not list(section.iter("article"))
        theme = page(client, "/themes/roads?region=131026")
        assert not list(theme.iter("article"))
        whole = [text_of(row) for row in figure_rows(theme)]
        assert [text_of(row) for row in figure_rows(section)] == whole != []


def told(table: Element) -> Iterator[tuple[str, ...]]:
    """What a table of figures says of each: measure, place where it is said, figure, status, document."""
    for row in the(table, "tbody"):
        printed = having(row, "printed")[0]
        nature = [text_of(e) for e in having(printed, "nature")]
        document = [a.partition("#")[0].partition("?")[0] for a in links(having(row, "source")[0])]
        yield (
            text_of(the(row, "th")),
            "".join(text_of(e) for e in having(row, "region")),
            "".join(e.text or "" for e in printed.iter("a") if e.get("lang") == "zh"),
            *(nature or [""]),
            text_of(having(row, "period")[0]),
            *(document or [""]),
        )


def given(
    rows: list[dict[str, str]], language: str, regions: bool, rooted: bool
) -> Iterator[tuple[str, ...]]:
    """The same of what a download holds."""
    words = Words(CATALOG, language)
    for row in rows:
        named = " · ".join(filter(None, (row["indicator_name"], row["breakdown"])))
        status = "" if row["status"] == "actual" else words.term("status", row["status"])
        document = f"/documents/{row['document']}" if row["document"] and not rooted else ""
        yield (
            named,
            row["region_name"] if regions else "",
            row["printed"],
            status,
            words.period(parse_period(row["period"])),
            document,
        )


def test_what_can_be_downloaded_beside_a_table_is_what_the_table_says(
    client: FlaskClient, site: Site
) -> None:
    pages = dict(site)
    for path in ("/themes/population", "/themes/roads"):
        for _, query in states(client):
            pages |= {
                f"{path}?{query}{lang}": page(client, f"{path}?{query}{lang}") for lang in ("", "&lang=en")
            }
    followed = 0
    for path, root in pages.items():
        if path.startswith("/indicators/") and crc32(path.encode()) % 3:
            continue  # a third of so many like ones
        if path.startswith("/compare"):
            continue  # its table is of one period, and says how the API is asked for the figures of all
        language = "en" if "lang=en" in path else "zh"
        for section in having(root, "figures"):
            for address in (a for a in links(section) if a.startswith("/api/")):
                text = client.get(address).data.decode("utf-8-sig")
                table = csv.DictReader(io.StringIO(text)) if ".csv?" in address else None
                rows = list(table) if table else json.loads(text)["observations"]
                regions = bool(having(section, "region"))
                held = given(rows, language, regions, path.startswith("/documents/"))
                assert sorted(held) == sorted(told(section)), (path, address)
                followed += 1
    assert followed > 60


def test_a_theme_of_a_region_without_figures_says_so(client: FlaskClient) -> None:
    root = page(client, "/themes/culture?region=130000")
    assert text_of(having(root, "nothing")[0]).startswith("本站没有收录河北省")
    assert not having(root, "lead")  # no count of nothing
    assert not figure_rows(root) and not list(root.iter("article"))


def test_a_theme_in_a_year_shows_only_its_figures(client: FlaskClient) -> None:
    root = page(client, "/themes/population?period=2010")
    assert figure_rows(root)
    assert {text_of(having(row, "period")[0]) for row in figure_rows(root)} == {"2010年11月1日"}


def test_the_state_goes_along_to_other_themes_and_languages(client: FlaskClient) -> None:
    root = page(client, "/?region=131000&period=2022&release=1")
    state = "region=131000&period=2022"
    assert f"/themes/spending?{state}&release=1" in links(root)
    assert f"/?{state}&lang=en&release=1" in links(root)


# ---- charts and headlines ---------------------------------------------------------------------


def test_every_headline_is_a_published_result_with_its_period(client: FlaskClient) -> None:
    rows = json.loads(client.get("/api/v1/observations?region=131002").text)["observations"]
    results = {row["printed"] for row in rows if row["status"] in ("actual", "estimate")}
    cells = having(page(client, "/"), "cell")
    headlined = [t for t in measured_themes(CATALOG)["131002"] if CATALOG.themes[t].headline]
    assert len(cells) == len(headlined) - 1  # the newest population is known from a mirror alone
    for cell in cells:
        assert text_of(having(cell, "figure")[0]).replace(" ", "") in results
        assert re.search(r"\d{4}年", text_of(having(cell, "beside")[0]))


def test_no_headline_is_known_from_an_anonymous_copy_alone(client: FlaskClient) -> None:
    for region in measured():
        rows = json.loads(client.get(f"/api/v1/observations?region={region}").text)["observations"]
        tiers = {
            row["printed"]: int(CATALOG.source_kinds[CATALOG.documents[row["document"]].kind]["tier"])
            for row in rows
            if row["document"]
        }
        for cell in having(page(client, f"/?region={region}"), "cell"):
            tier = tiers[text_of(having(cell, "figure")[0]).replace(" ", "")]
            kind = text_of(having(cell, "beside")[0]).split(" · ")
            copies = {k.name for k in CATALOG.source_kinds.values() if int(k["tier"]) == 3}
            assert tier <= 2 or (tier == 3 and copies & {*kind}), (region, kind)


def test_a_figure_is_read_with_a_space_before_its_unit_in_english(client: FlaskClient) -> None:
    figures = [text_of(cell) for cell in having(page(client, "/?lang=en"), "figure")]
    assert {"2.668 billion yuan", "5,830 jobs", "95.88%"} <= {*figures}
    assert "26.68亿元" in [text_of(cell) for cell in having(page(client, "/"), "figure")]


def test_every_chart_leads_to_its_sources_and_has_its_figures_as_a_table(site: Site) -> None:
    for path, root in site.items():
        for card in root.iter("article"):
            assert [a for a in links(card) if a.startswith("/documents/") and "#" in a], path
            assert figure_rows(card), path
            assert len(having(card, "drawing")) == len(having(card, "points")) >= 2
            assert text_of(by_id(root, card.get("aria-labelledby", "")))


# ---- words ------------------------------------------------------------------------------------


def test_a_page_in_english_says_nothing_in_chinese_but_what_is_quoted(
    site: Site, client: FlaskClient
) -> None:
    rows = json.loads(client.get("/api/v1/observations?lang=en").text)["observations"]
    quoted = {row["printed"] for row in rows} | {row["locator"] for row in rows if row["status"] == "derived"}
    for path, root in site.items():
        if "lang=en" in path:
            shown = deepcopy(by_id(root, "first"))
            for element in shown.iter():
                if element.get("lang") == "zh":
                    element.clear()
            left = text_of(shown)
            for text in sorted(quoted, key=len, reverse=True):
                left = left.replace(text, "")
            assert re.findall(r"[一-鿿]+", left) == [], path


def test_the_bounds_of_a_derived_figure_are_said_in_the_readers_magnitudes(client: FlaskClient) -> None:
    said = {
        language: [text_of(e) for e in having(page(client, f"/themes/spending?lang={language}"), "aside")]
        for language in CATALOG.languages
    }
    assert any("32.552–32.569亿元" in text for text in said["zh"])
    assert any("3.2552–3.2569 billion yuan" in text for text in said["en"])
    assert any("18.055–18.065%" in text for text in said["en"])


def test_an_id_is_never_shown(site: Site) -> None:
    ids = {*CATALOG.indicators, *CATALOG.charts, *CATALOG.breakdowns, *CATALOG.stages}
    for path, root in site.items():
        shown = deepcopy(by_id(root, "first"))
        for code in shown.iter("code"):  # addresses and references
            code.clear()
        words = set(re.findall(r"[a-z]+(?:_[a-z0-9]+)+", text_of(shown)))
        assert not words & ids, path


def test_a_figure_that_is_quoted_in_english_is_marked_as_chinese(site: Site) -> None:
    for row in figure_rows(site[f"/documents/{ARTICLE}?lang=en"]):
        assert having(row, "printed")[0].find(".//a").get("lang") == "zh"  # type: ignore[union-attr]


def test_the_words_of_a_page_come_from_the_language_files(site: Site) -> None:
    for code, query in (("zh", ""), ("en", "?lang=en")):
        words = Words(CATALOG, code)
        shown = [text_of(a) for a in the(the(site[f"/{query}"], "header"), "nav")]
        themes = [CATALOG.themes[id] for id in measured_themes(CATALOG)[CATALOG.home_region]]
        assert shown == [words("overview"), *map(words.text, themes)]


def test_a_note_of_a_figure_is_in_the_language_of_its_page(client: FlaskClient) -> None:
    for lang, said in (("zh", "口径：按2010年区划"), ("en", "Definition: boundaries of 2010")):
        root = page(client, f"/indicators/family_households?lang={lang}")
        note = next(span for span in root.iter("span") if text_of(span).startswith(said))
        assert note.get("lang") == lang


def test_an_overview_is_light_enough_for_a_slow_phone(client: FlaskClient) -> None:
    for language in CATALOG.languages:
        elements = sum(1 for _ in page(client, f"/?lang={language}").iter())
        assert elements <= MOST_ELEMENTS, language


def test_of_several_sources_each_begins_anew_and_no_dot_stands_before_it() -> None:
    line = render(dotted("来源：甲 · 2018-03-07 · 第1段；乙 · 2019-01-02 · 第2版"))
    spans = re.findall(r'<span( class="anew")?>(.*?)</span>(?= <span|$)', line)
    texts = [(re.sub("<.*?>", "", text), bool(anew)) for anew, text in spans]
    assert texts == [
        *(("来源：甲", False), ("· 2018-03-07", False), ("· 第1段；", False)),
        *(("乙", True), ("· 2019-01-02", False), ("· 第2版", False)),
    ]
