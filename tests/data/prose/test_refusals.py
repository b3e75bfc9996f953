"""Every rule for what is no figure fits the number in the sentence that stands beside it."""

from __future__ import annotations

import pytest

from data.prose.numbers import Rule, numbers_of, refusals
from data.prose.view import view


@pytest.mark.parametrize("rule", refusals(), ids=lambda rule: f"{rule.reason} {rule.test}")
def test_a_refusal_fits_the_number_in_its_sentence_whole(rule: Rule) -> None:
    start, end = rule.test.index("【"), rule.test.index("】") - 1
    text = rule.test.replace("【", "").replace("】", "")
    [number] = [
        number for number in numbers_of(text, view(text)) if number.start < end and start < number.end
    ]
    assert (number.start, number.end, number.reason, number.verdict) == (
        start,
        end,
        rule.reason,
        rule.verdict,
    )
