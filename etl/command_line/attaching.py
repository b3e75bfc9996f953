"""attach: the text of a document, kept outside of the repository, for its pages to show a sentence of."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from rich.text import Text

from data.errors import ContentError, FileUnusable, NotFound, reason_of_system
from data.messages import Message
from data.model.catalog import build_catalog
from data.prose.places import account
from data.prose.report import propose
from data.store.texts import digest_of, keep_text
from etl.command_line.exit_codes import DONE
from etl.command_line.terminal import SHOWN, Terminal
from etl.curated.folder import languages_beside, read_curated
from etl.curated.readings import observations
from etl.curated.toml_editing import with_values
from etl.reports.files import read_report


def attach(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Keep a report's text, record its digest with a document, and say which figures it prints.

    Raises ContentError, FileUnusable, NotFound.
    """
    id = arguments.document
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    catalog, figures = build_catalog(curated.content()), observations(curated).get(id, [])
    if id not in catalog.documents:
        raise NotFound(id)
    document, text = catalog.documents[id], read_report(arguments.report).text
    found = account(propose(text, catalog, document.published, document.region), figures, catalog)
    placed = sum(place is not None for place in found.places)
    keep(terminal, text)
    record(arguments.curated / "documents" / f"{id}.toml", {"text_digest": digest_of(text)})
    terminal.line(
        "attached", "bold green", document=id, numbers=found.numbers, figures=len(figures), placed=placed
    )
    for row, place in [*zip(figures, found.places, strict=True)][: SHOWN if placed < len(figures) else 0]:
        if place is None:
            terminal.out.print(Text(f"  {row.printed} · {row.indicator} · {row.locator}", "yellow"))
    return DONE


def keep(terminal: Terminal, text: str) -> None:
    """Keep a text, and say where. Raises FileUnusable."""
    try:
        file = keep_text(text)
    except OSError as error:
        raise FileUnusable(str(error.filename or ""), why=reason_of_system(error)) from error
    terminal.line("text_kept", path=file)


def record(path: Path, facts: Mapping[str, str]) -> None:
    """Put facts into a document's TOML file, which keeps its comments. Raises FileUnusable."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(with_values(text, (), facts), encoding="utf-8")
    except OSError as error:
        raise FileUnusable(str(path), why=reason_of_system(error)) from error
    except ValueError as error:
        written = "; ".join(f'{name} = "{value}"' for name, value in facts.items())
        raise FileUnusable(str(path), why=Message("phrase.to_write_by_hand", {"text": written})) from error
