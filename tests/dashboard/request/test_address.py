"""An address says which page and in which state; one state has one address."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.request.address import (
    COLORS,
    IDS,
    IN_PARTS,
    LONGEST,
    PAGES,
    TYPES,
    Address,
    chart_address,
    parse_address,
)
from data.errors import NotFound

ids = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)
figures = st.from_regex(IDS["figure"].replace("80", "20"), fullmatch=True)
codes = st.from_regex(IDS["proof"].replace("80", "20"), fullmatch=True)
states = st.fixed_dictionaries(
    {},
    optional={
        "region": ids,
        "period": st.from_regex(r"[0-9]{4}", fullmatch=True),
        "lang": st.sampled_from(["zh", "en", "zh-Hant"]),
        "release": st.integers(1, 999_999_999).map(str),
        "type": st.sampled_from(TYPES),
        "color": st.sampled_from(COLORS),
    },
)
addresses = st.builds(
    lambda page, id, figure, code, state, part: Address(
        page,
        {"figure": figure, "proof": code}.get(page, id) if "{id}" in PAGES[page] else "",
        **state,
        part=part if page in IN_PARTS else "",
    ),
    st.sampled_from(sorted(PAGES)),
    ids,
    figures,
    codes,
    states,
    st.integers(2, 999_999).map(str) | st.just(""),
)


def read(address: str) -> Address:
    parts = urlsplit(address)
    return parse_address(parts.path, parts.query)


@given(addresses)
def test_an_address_that_is_written_and_read_is_the_same(address: Address) -> None:
    assert read(str(address)) == address


@given(addresses, st.randoms())
def test_the_order_of_its_parameters_makes_no_other_address(address: Address, random: object) -> None:
    path, _, query = str(address).partition("?")
    parameters = query.split("&")
    random.shuffle(parameters)  # type: ignore[attr-defined]
    assert str(parse_address(path, "&".join(parameters))) == str(address)


@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_is_asked_is_an_address_or_is_not_found(path: str, query: str) -> None:
    try:
        address = parse_address(path, query)
    except NotFound:
        return
    assert read(str(address)) == address


def test_what_an_address_does_not_know_is_dropped_from_it() -> None:
    assert str(parse_address("/themes/any/", "utm_source=x&lang=en&region=")) == "/themes/any?lang=en"


@pytest.mark.parametrize(
    "query",
    [
        "period=22",
        "period=2022-01",
        "period=２０２２",  # another way to write 2022 would be another address of the same page
        "period=٢٠٢٢",
        "release=0",
        "release=-1",
        "release=1٢",
        "release=9999999999",
        "lang=e",
        "lang=../en",
        "region=131002'--",
        "type=huge",
        "color=pink",
        "&".join(f"a{n}=1" for n in range(81)),
    ],
)
def test_a_value_that_cannot_be_is_not_found(query: str) -> None:
    with pytest.raises(NotFound):
        parse_address("/", query)


@pytest.mark.parametrize(
    "path", ["", "/themes", "/themes/", "/themes/a/b", "/themes/a%20b", "//", "/x", "/\n"]
)
def test_a_path_that_is_no_page_is_not_found(path: str) -> None:
    with pytest.raises(NotFound):
        parse_address(path, "")


def test_an_address_longer_than_any_of_ours_is_not_found() -> None:
    with pytest.raises(NotFound):
        parse_address("/", "a=" + "x" * LONGEST)


def test_the_way_to_another_page_keeps_the_state() -> None:
    here = Address("overview", region="131000", period="2022", lang="en", release="3")
    assert str(here.to("theme", "any")) == "/themes/any?region=131000&period=2022&lang=en&release=3"
    assert str(here.but(period="", lang="")) == "/?region=131000&release=3"


def test_the_way_to_another_page_keeps_the_look_which_no_page_is_known_by() -> None:
    there = Address("overview", lang="en", type="large", color="dark").to("theme", "any")
    assert str(there) == "/themes/any?lang=en&type=large&color=dark"
    assert str(there.plain()) == "/themes/any?lang=en"
    assert chart_address("any", "svg", there, 566) == "/charts/any.svg?lang=en&width=566"
