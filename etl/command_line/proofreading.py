"""proofread: the figures of a text held against what is published."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from rich.text import Text

from data.errors import NotFound
from data.model.words import Words
from data.prose.finding_sentences import name_verdict, say_finding
from data.prose.proofreading import AMISS
from data.prose.proofreading import proofread as proofread_text
from data.store.known_figures import read_known
from data.store.queries import open_release
from etl.command_line.exit_codes import DONE, FAULTS
from etl.command_line.proposing import day_of
from etl.command_line.terminal import Terminal
from etl.releases.transactions import opened
from etl.reports.files import decoded, read_report

STYLES = {"agrees": "green", "rounded": "green", "implied_agrees": "green", "no_figure": "dim"}


def proofread(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Say of each number of a text what is known of it; leave with FAULTS where something is amiss.

    Raises FileUnusable, NotFound, NoRelease, StoreUnusable.
    """
    published = day_of(arguments.published)
    if str(arguments.text) == "-":
        text = decoded(sys.stdin.buffer.read(), arguments.text)
    else:
        text = read_report(arguments.text).text
    with opened(arguments.database, read_only=True) as engine:
        reader = open_release(engine)
        region = arguments.region or reader.catalog.home_region
        if region not in reader.catalog.regions:
            raise NotFound(region)
        words = Words(reader.catalog, terminal.say.language)
        found = proofread_text(text, reader.catalog, partial(read_known, reader), region, published)
    for finding in found.findings:
        style = "red" if finding.verdict in AMISS else STYLES.get(finding.verdict, "yellow")
        line = f"{finding.row.printed}  {name_verdict(finding, words)}  {say_finding(finding, words)}"
        terminal.out.print(Text(line, style))
    terminal.line("proofread_counts", numbers=len(found.findings), amiss=len(found.amiss))
    return FAULTS if found.amiss else DONE
