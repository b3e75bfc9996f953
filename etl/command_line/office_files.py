"""template, unpivot, import, export: from and to the files that offices and others work with.

Unpivot, import and export load pandas, so other commands do without their modules.
"""

from __future__ import annotations

import argparse

from data.errors import ContentError
from etl.command_line.arguments import ANSWERS
from etl.command_line.exit_codes import DONE
from etl.command_line.terminal import Terminal
from etl.curated.folder import languages_beside, read_curated
from etl.exchange.destination import put_in_place
from etl.office_files.template import write_template
from etl.office_files.yearbook.reading import unpivot as unpivot_file
from etl.releases.transactions import opened


def template(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write an empty workbook for one document. Raises ContentError, FileUnusable."""
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    with put_in_place(arguments.target, arguments.replace) as part:
        write_template(curated, part)
    terminal.line("template_written", path=arguments.target)
    return DONE


def unpivot(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write the figures of yearbook tables as a workbook of one figure a row. Raises ContentError."""
    curated = read_curated(arguments.curated, languages_beside(arguments.curated))
    if any(fault.severity == "error" for fault in curated.faults):
        raise ContentError(curated.faults)
    answers = {kind: getattr(arguments, kind) for kind in ANSWERS}
    found = unpivot_file(arguments.source, curated, answers)
    with put_in_place(arguments.output, arguments.replace) as part:
        write_template(curated, part, found.figures, found.particulars, found.notes)
    terminal.faults(found.notes)
    terminal.line("unpivoted", "bold green", figures=len(found.figures), path=arguments.output)
    if not found.particulars:
        terminal.line("particulars_to_fill_in", "yellow", path=arguments.output)
    return DONE


def import_(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Keep what a file holds as curated files. Raises ContentError; then nothing was written."""
    from etl.exchange.importing import import_file

    documents, notes = import_file(arguments.source, arguments.curated, arguments.replace)
    terminal.faults(notes)
    terminal.line("imported", "bold green", documents=", ".join(documents))
    return DONE


def export(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Write all of a release as a package or a workbook. Raises ContentError, NotFound, StoreUnusable."""
    from etl.exchange.exporting import export as export_release

    with opened(arguments.database, read_only=True) as engine:
        release = export_release(engine, arguments.target, arguments.release, arguments.replace)
    terminal.line("exported", "bold green", release=release.id, path=arguments.target)
    return DONE
