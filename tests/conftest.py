"""What the whole suite shares: a store filled by the real ETL, and a real server over it."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from dashboard.serving.memory import COLLECTED
from tests.setup.postgres import Cluster, cluster
from tests.setup.publishing import copy_curated, refresh, trust_copies
from tests.setup.serving import publish, serving

os.environ["LIVELIHOOD_LOG"] = ""  # what tests run is no part of the office's log
os.environ["OPENPYXL_LXML"] = "False"  # so that a workbook is the same bytes whether lxml is there or not

gc.disable()  # until all is imported and collected, of which nothing is garbage

# Of what a hundred processes import each would compile all anew, where the machine forbids to keep it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A hundred thousand files come and go, which a disk takes a quarter of all the time for. There must be room,
# and programs of a cluster's own may have to be run there, which a container may forbid.
MEMORY, ROOM = "/dev/shm", 4 << 30
if (
    os.access(MEMORY, os.W_OK)
    and shutil.disk_usage(MEMORY).free > ROOM
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
):
    tempfile.tempdir = os.environ.setdefault("TMPDIR", MEMORY)

# Two workers share two cores: how long an example takes says nothing about the code.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Take what was imported and collected for what stays, as servers do: nobody looks through it again."""
    gc.freeze()
    gc.set_threshold(COLLECTED)
    gc.enable()


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store that holds the curated files as one release. Not to be written to."""
    return publish(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def drawn_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same of a store in which what is known from anonymous copies alone is a newspaper's, and drawn."""
    folder = tmp_path_factory.mktemp("drawn")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    trust_copies(curated)
    refresh(curated, url)
    return url


@pytest.fixture(scope="session")
def server(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the application, served over `store_url`."""
    with serving(store_url, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A real PostgreSQL server of this session's own."""
    with cluster() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it: a file that isn't there yet, and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'livelihood.db'}"
    else:
        server: Cluster = request.getfixturevalue("postgres")
        with server.emptied() as url:
            yield url
