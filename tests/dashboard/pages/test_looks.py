"""The same page in large type, in the dark and in high contrast: by its address, with all it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of
from tests.setup.serving import ROOT

LOOKS = ["type=large", "type=largest", "color=dark", "color=high", "type=larger&color=dark"]
PATHS = ["/", "/themes/education?lang=en", "/indicators/resident_population", "/documents", "/corrections"]


SITE = "https://data.example.cn"


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url, SITE) as client:
        yield client


def ask(client: FlaskClient, path: str, look: str) -> str:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{look}")
    assert answer.status_code == 200, (path, look)
    return answer.text


def said(page: str) -> str:
    """What a page says but for its looks and the drawings, which are laid out otherwise in another type."""
    root = read_html(page)
    for parent in [*root.iter()]:
        for child in [*parent]:
            if {"switches", "looks", "drawing"} & {*child.get("class", "").split()}:
                parent.remove(child)
    return text_of(the(root, "body")[0])


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_the_same_in_every_look(client: FlaskClient, path: str) -> None:
    plain = said(client.get(path).text)
    assert plain and all(said(ask(client, path, look)) == plain for look in LOOKS)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PATHS)
def test_links_within_the_site_keep_the_look_and_its_canonical_address_does_not(
    client: FlaskClient, path: str, look: str
) -> None:
    root = read_html(ask(client, path, look))
    pages = [  # no files, which look like nothing
        a
        for a in root.iter("a")
        if re.match(r"/(\?|$|(themes|indicators|documents|releases$)[^.]*$)", _href(a))
    ]
    outside = {id(a) for part in ("switches", "looks") for box in having(root, part) for a in box.iter("a")}
    assert pages and all(look in _href(a) for a in pages if id(a) not in outside)
    links = {link.get("rel"): link.get("href") for link in root.iter("link")}
    assert links["canonical"] == f"{SITE}{path}"
    assert all("type=" not in str(href) and "color=" not in str(href) for href in links.values())
    drawn = [box.get("data-figure", "") for box in having(root, "drawing")]
    assert all("type=" not in address and "color=" not in address for address in drawn)


def _href(link: Element) -> str:
    return link.get("href", "")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_offers_every_look_and_marks_the_one_it_has(client: FlaskClient, path: str) -> None:
    root = read_html(ask(client, path, "type=larger&color=high"))
    (looks,) = having(root, "looks")
    links = [*looks.iter("a")]
    current = [text_of(a) for a in links if a.get("aria-current")]
    assert len(links) == 8 and current == (
        ["Larger", "High contrast"] if "lang=en" in path else ["更大", "高对比"]
    )


def test_a_page_that_fails_keeps_the_look_too(client: FlaskClient) -> None:
    page = client.get("/nowhere?type=large&color=dark").text
    assert (the(read_html(page), "html").get("data-type"), "/?type=large&amp;color=dark" in page) == (
        "large",
        True,
    )


def test_the_script_that_reads_aloud_comes_in_large_type_alone(client: FlaskClient) -> None:
    assert "/scripts/reading-" in ask(client, "/", "type=large")
    assert "/scripts/reading-" not in ask(client, "/", "color=dark")


# ---- what the style sheets promise of every page --------------------------------------------

SHEETS = {file.name: file.read_text("utf-8") for file in sorted((ROOT / "assets").glob("*.css"))}
GROUNDS = ("paper", "card", "tint")
COLOR = re.compile(r"--(\w+): var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\) var\(--high, (#\w{6})\)")
TOKENS = {name: colors for name, *colors in COLOR.findall(SHEETS["tokens.css"])}


def luminance(color: str) -> float:
    """The relative luminance of a colour (WCAG 2.2): #1c2127 → 0.015."""
    parts = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("edition", [0, 1, 2], ids=["light", "dark", "high"])
def test_a_ring_around_what_holds_the_focus_stands_out_from_every_ground_of_its_edition(edition: int) -> None:
    rings = re.findall(r"outline: \d+px solid ([^;]+);", SHEETS["style.css"])
    assert {*rings} - {"Highlight", "CanvasText"} == {"var(--ink)"}  # the others are the system's
    for ground in GROUNDS:
        pair = sorted(luminance(TOKENS[name][edition]) for name in ("ink", ground))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3, ground


def test_a_ring_is_taken_from_nothing_that_holds_the_focus_but_what_is_shown_by_another() -> None:
    bare = re.findall(r"^\s*([^{}\n]+) \{[^}]*outline: none", SHEETS["style.css"], re.M)
    assert bare == ["main:focus", ".cell dt a:focus-visible", ".points a"]
    for shown in (
        ".cell:has(a:focus-visible) { outline: 2px solid",
        ".points a:focus-visible path, .points .tapped path { stroke: var(--ink)",
    ):
        assert shown in SHEETS["style.css"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_moves_for_those_whom_motion_makes_ill(sheet: str) -> None:
    moving = re.findall(r"(?<![\w-])(?:animation|transition|scroll-behavior)[\w-]*: ([^;}]+)", SHEETS[sheet])
    # What is there or not, and never between.
    assert all(value.split()[0] == "display" for value in moving), moving
