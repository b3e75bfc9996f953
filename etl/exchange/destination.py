"""Where an export or a template is written: whole or not at all, and over nothing that isn't one of ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import ContentError
from etl.faults.catalogue import Place, fault
from etl.releases.transactions import writable

DESCRIPTOR = "datapackage.json"


def is_package(path: Path) -> bool:
    """Whether a path is a package's folder, or its descriptor."""
    return (path / DESCRIPTOR).is_file() or path.name == DESCRIPTOR


@contextmanager
def put_in_place(target: Path, replace: bool) -> Iterator[Path]:
    """A place beside the target to write to, which takes the target's place once all is written."""
    ours = target.is_file() or (target / DESCRIPTOR).is_file()
    if target.exists() and not (replace and ours):
        raise ContentError([fault("file_exists", Place(str(target)), target.name)])
    with writable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            part = Path(folder) / target.name
            yield part
            if target.is_dir():
                shutil.move(target, Path(folder) / "old")
            os.replace(part, target)
