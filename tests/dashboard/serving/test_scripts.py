"""Which plotly.js is served: the small bundle where it speaks the language of plotly for Python."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.serving.scripts import WHOLE_PLOTLY, plotly_source, say_plotly

HEAD = "/**\n* plotly.js (basic - minified) v{}\n* Copyright\n*/\n"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return tmp_path / "plotly-basic.min.js"


def said(caplog: pytest.LogCaptureFixture, bundle: Path) -> tuple[int, str]:
    """What the log says at start, and how urgently."""
    with caplog.at_level(logging.INFO):
        say_plotly(bundle)
    (record,) = caplog.records
    return record.levelno, record.getMessage()


def test_the_small_bundle_is_served_and_named_at_start(
    bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bundle.write_text(HEAD.format(get_plotlyjs_version()))
    assert plotly_source(bundle) == bundle
    assert said(caplog, bundle) == (logging.INFO, f"plotly.js {get_plotlyjs_version()}: {bundle.name}")


@pytest.mark.parametrize("version", ["3.0.0", "4.1.10", ""])
def test_a_bundle_of_another_version_is_left_and_that_is_said_at_start(
    bundle: Path, caplog: pytest.LogCaptureFixture, version: str
) -> None:
    bundle.write_text(HEAD.format(version))
    assert plotly_source(bundle) == WHOLE_PLOTLY
    level, message = said(caplog, bundle)
    assert level == logging.WARNING
    assert f"{bundle.name} is of {version}" in message and get_plotlyjs_version() in message


def test_without_the_small_bundle_dashs_own_is_served_and_that_is_said_at_start(
    bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert plotly_source(bundle) == WHOLE_PLOTLY
    level, message = said(caplog, bundle)
    assert level == logging.WARNING
    assert f"there is no {bundle.name}" in message


def test_an_admin_reads_at_start_which_bundle_is_served(
    server: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log = max(tmp_path_factory.getbasetemp().glob("server*/server.log")).read_text()
    assert f"plotly.js {get_plotlyjs_version()}: " in log
