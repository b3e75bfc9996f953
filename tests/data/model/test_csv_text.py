"""A spreadsheet that opens our CSV shows every figure as printed, and works nothing out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.errors import QuantityError
from data.model.csv_text import MARK, escape, unescape, write_csv
from data.model.quantity import parse_quantity
from tests.etl.corpus.cases_of_formulas import FORMULAS_AS_TEXT

SIGNS = "-－−+＋"
# What formulas are made of; a number alone is none, with its sign neither.
OPERANDS = st.sampled_from(
    ["1", "5%", "1,000", "A1", "$B$2", "SUM(A1:B9)", "cmd|'/C calc'!A0", '"x"', "名称"]
)
OPERATORS = st.sampled_from([*"+-*/^&=<>:,; ", "<>", "%+"])


@pytest.mark.parametrize(
    "text",
    [
        *("-5", "−5", "－５", "+3.2%", "＋3.2％", "-0.5‰", "-1,234.5万元", "+8"),
        *("-5℃", "-5°C", "-2.1个百分点", "+5元", "-200元/人", "-3.2亿元以上", "-5余万元", "-12㎡"),
        *("-5至3℃", "-5~-3℃", "-5℃—-3℃", "-5-3℃", "-5℃-3℃"),
        *("-", "--", "−", "—", "–5", "'", "'quoted'", "'-5", "约50公里", "a=b", "3+4", "", " -5"),
    ],
)
def test_a_figure_and_a_plain_text_stay_as_printed(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1+1", "-1+cmd", "@SUM(1)", "=", "@", "+", "-A1", "+A1", "-名称", "-(1)", "+-5", "--1"),
        *("-2+3+cmd|' /C calc'!A0", "-5|'/C calc'!A0", "-5元|'/C calc'!A0", "+86 10 6123", "-5 3"),
        *("-5-3", "-10%-15%", "-5-3-1", "-5/2", "-5%/A1", "-5E3/A1", "-5^2", "+5:A1", "-5*3", "-5&3"),
        *("＝1+1", "＋1+1", "－A1", "＠SUM(1)", "﹦1", "−A1", "'=1+1", "''@A1"),
        *("\t=1", "\r=1", "\n=1", "\0=1", "\tfigure", "-5\n", "-5\r\n=1", "\t-5"),
    ],
)
def test_what_might_be_worked_out_is_text_after_an_apostrophe(text: str) -> None:
    assert escape(text) == f"'{text}"


@pytest.mark.parametrize(
    "unseen", [" ", "\u3000", "\xa0", "\u200b", "\ufeff", "\u202e", "\xad", "\x01", " \u2060"]
)
def test_no_character_that_is_not_seen_hides_a_formula(unseen: str) -> None:
    for formula in ("=1", "＝1", "+1+1", "-A1", "@A1"):
        assert escape(f"{unseen}{formula}") == f"'{unseen}{formula}"


@given(st.sampled_from("=+-@＝＋－＠"), st.lists(st.tuples(OPERANDS, OPERATORS), min_size=1), OPERANDS)
def test_every_formula_is_escaped(sign: str, terms: list[tuple[str, str]], last: str) -> None:
    formula = sign + "".join(operand + operator for operand, operator in terms) + last
    thousands = all(operator == "," and operand.isdecimal() for operand, operator in terms) and last == "1"
    assert thousands or escape(formula) == f"'{formula}"


@pytest.mark.parametrize("text", FORMULAS_AS_TEXT)
def test_what_is_refused_of_an_office_as_a_formula_is_escaped(text: str) -> None:
    assert escape(text) == f"'{text}"


FIGURES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(SIGNS),
        st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3})?(\.[0-9]{1,2})?", fullmatch=True),
        st.sampled_from(["", "~", "至", "—", "-", "%-", "万元-"]),
        st.from_regex(r"-?[1-9][0-9]{4}", fullmatch=True) | st.just(""),
        st.sampled_from(["", "余"]),
        st.sampled_from(["", "万", "亿"]),
        st.sampled_from(["", "%", "％", "元", "个百分点", "℃", "公里/百平方公里", "㎡", "吨·公里", "‰"]),
        st.sampled_from(["", "左右", "以上"]),
    ),
)


@given(FIGURES)
def test_every_figure_with_a_sign_stays_as_printed_unless_it_is_a_difference(text: str) -> None:
    try:
        figure = parse_quantity(text)
    except QuantityError:
        return
    words = "".join(c for c in text if c.isalpha() or c in "℃㎡")
    assert (escape(text) == text) == (figure.connector != "-" or bool(words))


@given(st.text() | st.text(st.sampled_from("'=+-@＝－\t\r\n\u200b 1.,%/万a至~")))
@example("'=")
@example("''-5-3")
def test_what_is_escaped_is_put_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_a_table_comes_back_out_of_its_csv(rows: list[list[str]]) -> None:
    text = write_csv(["a", "b"], rows)
    assert text.startswith(f"{MARK}a,b\r\n")
    _, *lines = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True)
    assert [[*map(unescape, line)] for line in lines] == rows


def test_a_number_that_is_no_text_is_written_as_it_is() -> None:
    assert write_csv(["n"], [[-5]]) == f"{MARK}n\r\n-5\r\n"
