"""What is tested of the pages for everybody's use, and what isn't: one list for tests and statement."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.pages.fact_lists import list_facts
from dashboard.request import html
from dashboard.request.address import PAGES
from dashboard.request.context import Context
from dashboard.request.links import dashed
from dashboard.serving.site import Site, read_site
from data.messages import SOURCE_LANGUAGE
from data.model.words import Words

# What axe looks at: every kind of page in every language, in each of these, at each of these widths in px.
EDITIONS = ("light", "dark", "high", "forced", "large")
WIDTHS = (360, 1440)


@dataclass(frozen=True, slots=True)
class Tested:
    """A property of the pages, said by `tested_ID` of the languages, and the tests that hold it."""

    id: str
    tests: tuple[str, ...]


_BROWSER = "tests/browser/"
_POINTS = f"{_BROWSER}test_points.py"
TESTED = (
    Tested(
        "barriers",
        (
            f"{_BROWSER}test_accessibility.py::test_pages_have_no_barrier_that_axe_knows_of",
            f"{_BROWSER}test_accessibility.py::test_no_page_in_any_state_has_a_barrier_that_axe_knows_of",
        ),
    ),
    Tested("contrast", (f"{_BROWSER}test_editions.py::test_every_text_stands_out_from_what_is_under_it",)),
    Tested(
        "reach",
        (
            f"{_BROWSER}test_reach.py::test_pages_can_be_zoomed_spaced_and_pressed",
            f"{_BROWSER}test_reach.py::test_every_page_in_every_state_can_be_zoomed_spaced_and_pressed",
        ),
    ),
    Tested(
        "points",
        (
            f"{_POINTS}::test_a_chart_is_one_tab_stop_and_the_arrows_go_through_its_points",
            f"{_POINTS}::test_who_hears_a_chart_is_told_its_name_its_sentence_and_each_point_as_a_link",
        ),
    ),
    Tested(
        "large_type",
        (f"{_BROWSER}test_editions.py::test_in_large_type_nothing_is_small_to_read_or_to_press",),
    ),
    Tested(
        "read_aloud",
        (f"{_BROWSER}test_editions.py::test_a_card_is_read_aloud_when_its_button_is_pressed_and_no_sooner",),
    ),
    Tested("same_content", ("tests/dashboard/pages/test_looks.py::test_a_page_says_the_same_in_every_look",)),
    Tested("current", (f"{_BROWSER}test_editions.py::test_the_current_theme_region_and_year_can_be_told",)),
    Tested(
        "larger_text",
        (f"{_BROWSER}test_layout.py::test_a_larger_default_text_of_the_browser_enlarges_every_text",),
    ),
    Tested("wall", ("tests/browser/test_wall.py::test_a_wall_is_filled_and_nothing_is_stretched_or_cut",)),
    Tested("paper", (f"{_BROWSER}test_paper.py::test_a_page_is_printed_alike_and_whole_from_every_window",)),
)
# Said by `untested_ID` of the languages.
UNTESTED = ("people", "readers_of_screens", "documents", "standard")


def statement(context: Context) -> list[html.Element]:
    """What is tested and how, what isn't, and how to report a barrier."""
    words, site = context.words, read_site()
    comma, languages = words("list_comma"), context.reader.catalog.languages
    in_order = sorted(languages, key=lambda code: (code != SOURCE_LANGUAGE, code))
    facts = {
        "pages": len(PAGES),
        "languages": comma.join(words.language_name(code) for code in in_order),
        "editions": comma.join(words(edition) for edition in EDITIONS),
        "widths": comma.join(map(str, WIDTHS)),
    }
    return [
        _card(context, "tested", [words(f"tested_{one.id}", **facts) for one in TESTED], words("tested_how")),
        _card(context, "untested", [words(f"untested_{id}") for id in UNTESTED]),
        _card(context, "report_barrier", [], words("report_barrier_how"), _contacts(context, site)),
    ]


def _card(
    context: Context, name: str, items: list[str], lead: str = "", content: html.Element | None = None
) -> html.Element:
    id = f"{name}-title"
    return html.Section(
        [
            html.H2(context.words(name), id=id),
            *([html.P(lead, className="note")] if lead else []),
            *([html.Ul([html.Li(item) for item in items], className="plain")] if items else []),
            *([content] if content else []),
        ],
        className="card",
        **dashed(aria_labelledby=id),
    )


def _contacts(context: Context, site: Site) -> html.Element:
    facts = [(context.words("issuer"), site.issuer), (context.words("contact"), contact_link(site))]
    return list_facts(facts, "facts") if site.issuer or site.contact else html.P(context.words("no_contact"))


def contact_link(site: Site) -> html.Element | str:
    """The contact as a link, named by what it leads to; "" where none is set."""
    shown = site.contact.removeprefix("mailto:").removeprefix("tel:")
    return html.A(shown, href=site.contact) if site.contact else ""


def publisher_facts(words: Words, site: Site) -> list[html.Element]:
    """Who publishes the site, as far as it is known, and each register that it is in."""
    facts: list[html.Element] = []
    if site.issuer:
        facts.append(html.Span(words("issued_by", issuer=site.issuer)))
    if site.contact:
        facts.append(html.Span([words("contact"), " ", contact_link(site)]))
    police = "".join(c for c in site.police_number if c.isdigit())
    registers = (
        (site.icp_number, "https://beian.miit.gov.cn/"),
        (site.police_number, f"https://beian.mps.gov.cn/#/query/webSearch?code={police}"),
    )
    return [*facts, *(html.A(number, href=register) for number, register in registers if number)]
