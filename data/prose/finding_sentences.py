"""What a proofreader's findings say, in a reader's language: the table [proofread] of its file."""

from __future__ import annotations

from data.messages import Message
from data.model.observation import Observation
from data.model.words import Words
from data.prose.proofreading import Finding


def name_verdict(finding: Finding, words: Words) -> str:
    """Return the verdict in a word or two: 一致, 旧数."""
    return _say(f"verdict_{finding.verdict}", words)


def say_finding(finding: Finding, words: Words) -> str:
    """Return what is known of a figure: the published one that decided, the arithmetic, or why none did."""
    verdict, known = finding.verdict, finding.known
    if finding.check is not None:
        arithmetic = Message(f"proposal.check_{finding.check.kind}", _facts(finding, words))
        return _say(verdict, words, arithmetic=arithmetic)
    if known is None:
        if verdict == "no_figure":
            key = finding.row.verdict
            return _say(key, words, reason=Message(f"proposal.reason_{finding.reason}"))
        return _say(f"unknown_{finding.reason}" if finding.reason else "unknown", words)
    figure = _figure(known, words)
    if finding.replacement is not None:
        after, day = finding.replacement.after, finding.replacement.day
        if after is None:
            return _say("withdrawn", words, figure=figure, day=day)
        return _say("superseded", words, figure=figure, day=day, after=_figure(after, words))
    key = verdict if verdict != "alike" else "undated" if finding.row.indicator else "unnamed"
    told = _say(key, words, figure=figure)
    if finding.instead is None or verdict in ("agrees", "rounded"):
        return told
    return told + _say("instead", words, figure=_figure(finding.instead, words))


def _facts(finding: Finding, words: Words) -> dict[str, object]:
    check = finding.check
    assert check is not None
    document = words.catalog.documents.get(check.document)
    title = words.text(document, "title") if document else check.document
    return {
        "formula": check.formula,
        "comes_to": check.comes_to,
        "printed": check.printed,
        "document": title,
    }


def _figure(row: Observation, words: Words) -> str:
    """A published figure, with what it is of and who published it when."""
    document = words.catalog.documents[row.document]
    name = words.text(words.catalog.indicators[row.indicator])
    parts = [name, words.term("breakdown", row.breakdown) if row.breakdown else "", row.definition]
    status = words.term("status", row.status)
    return _say(
        "figure",
        words,
        region=words.term("region", row.region),
        period=words.period(row.when),
        name=" · ".join(filter(None, parts)),
        status="" if row.status == "actual" else _say("of_status", words, status=status),
        printed=words.figure(row),
        publisher=words.text(document, "publisher"),
        day=document.published,
    )


def _say(key: str, words: Words, **facts: object) -> str:
    return Message(f"proofread.{key}", facts).say(words.language)
