"""template, unpivot, import, export: from and to the files that offices and others work with.

Unpivot, import and export load pandas, so other commands do without their modules.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from data.errors import ContentError, NotFound
from data.messages import Joined
from etl.command_line.arguments import ANSWERS
from etl.command_line.exit_codes import DONE, NOT_CONFIRMED
from etl.command_line.publishing import confirmed
from etl.command_line.terminal import SHOWN, Terminal
from etl.curated.contents import Curated
from etl.curated.folder import languages_beside, read_curated
from etl.exchange.destination import put_in_place
from etl.exchange.replaced import Replaced
from etl.office_files.template import write_template
from etl.office_files.yearbook.reading import unpivot as unpivot_file
from etl.releases.transactions import opened


def template(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write a workbook for one document, empty or with what is curated. Raises ContentError, FileUnusable."""
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    figures, particulars = of_document(curated, arguments.document) if arguments.document else ([], {})
    with put_in_place(arguments.target, arguments.replace) as part:
        write_template(curated, part, figures, particulars)
    terminal.line("template_written", path=arguments.target)
    return DONE


def unpivot(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write the figures of yearbook tables as a workbook of one figure a row. Raises ContentError."""
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    answers = {kind: getattr(arguments, kind) for kind in ANSWERS}
    table = unpivot_file(arguments.source, curated, answers)
    itself = arguments.output.exists() and arguments.output.samefile(arguments.source)
    with put_in_place(arguments.output, arguments.replace and not itself) as part:
        write_template(curated, part, table.figures, table.particulars, table.notes)
    terminal.faults(table.notes)
    terminal.line("unpivoted", "bold green", figures=len(table.figures), path=arguments.output)
    if not table.particulars:
        terminal.line("particulars_to_fill_in", "yellow", path=arguments.output)
    return DONE


def import_(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Keep what a file holds as curated files, once it is said what that replaces.

    Raises ContentError, FileUnusable; then nothing was written.
    """
    from etl.exchange.importing import opened_import

    with opened_import(arguments.source, arguments.curated, arguments.replace) as imported:
        terminal.faults(imported.notes)
        say_what_is_replaced(terminal, imported.replaced)
        loses = any(each.loses for each in imported.replaced)
        if loses and not (arguments.yes or confirmed(terminal, "ask_replace")):
            terminal.refuse("not_imported")
            return NOT_CONFIRMED
        folder = imported.write()
    terminal.line("imported", "bold green", documents=", ".join(imported.documents))
    if imported.added:
        terminal.line("added_to_catalogue", "green", names=Joined("phrase.and", imported.added))
    if folder:
        terminal.line("replaced_kept", "yellow", folder=folder)
    return DONE


def of_document(curated: Curated, id: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Return a curated document's figures and particulars, with what other languages say. Raises NotFound."""
    facts = next((document.facts for document in curated.documents if document.stem == id), None)
    if facts is None:
        raise NotFound(id)
    words = {
        f"{name}.{language.stem}": text
        for language in curated.languages
        for name, text in language.texts("document", id).items()
    }
    return curated.figures[id].rows(), {**facts, **words}


def say_what_is_replaced(terminal: Terminal, replaced: Sequence[Replaced]) -> None:
    """Say of each document that is replaced how many figures it had, and which go or change."""
    for each in replaced:
        counts = {"gone": len(each.gone), "changed": len(each.changed), "added": each.added}
        terminal.line("replaces", "yellow", document=each.document, rows=each.rows, **counts)
        lines = [("-", "red", figure(row)) for row in each.gone]
        lines += [("~", "yellow", f"{figure(row)} → {figure(new)}") for row, new in each.changed]
        for sign, style, text in lines[:SHOWN]:
            terminal.out.print(Text(f"  {sign} {text}", style))
        if len(lines) > SHOWN:
            terminal.line("more_rows", count=len(lines) - SHOWN)
        if each.particulars:
            terminal.line("replaces_particulars", "yellow", fields=Joined("phrase.and", each.particulars))


def figure(row: Mapping[str, str]) -> str:
    """Return a row of a curated CSV on one line, without what is empty."""
    return " · ".join(text for text in row.values() if text)


def export(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write all of a release as a package or a workbook. Raises ContentError, NotFound, StoreUnusable."""
    from etl.exchange.exporting import export as export_release

    with opened(arguments.database, read_only=True) as engine:
        release = export_release(engine, arguments.target, arguments.release, arguments.replace)
    terminal.line("exported", "bold green", release=release.id, path=arguments.target)
    return DONE
