"""Where an export or a template is written: whole or not at all, and over nothing that isn't one of ours."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import FileUnusable
from data.messages import Message
from data.package import DESCRIPTOR
from etl.releases.transactions import writable


def is_package(path: Path) -> bool:
    """Whether a path is a package's folder, or its descriptor."""
    return (path / DESCRIPTOR).is_file() or path.name == DESCRIPTOR


@contextmanager
def put_in_place(target: Path, replace: bool) -> Iterator[Path]:
    """A place beside the target to write to, which takes the target's place once all is written.

    A target that says the same stays. Raises FileUnusable for one that says something else, unless it may be
    replaced, and for a folder that is no package.
    """
    if target.is_dir() and not is_package(target):
        raise FileUnusable(str(target), why=Message("phrase.folder_of_others"))
    with writable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            part = Path(folder) / target.name
            yield part
            if target.exists() and _same(part, target):
                return
            if target.exists() and not replace:
                raise FileUnusable(str(target), why=Message("phrase.file_there"))
            if target.is_dir():
                shutil.move(target, Path(folder) / "old")
            os.replace(part, target)


def _same(part: Path, target: Path) -> bool:
    """Whether a file, or all files of a folder, are there already as they are."""
    if part.is_dir() != target.is_dir():
        return False
    if part.is_file():
        return filecmp.cmp(part, target, shallow=False)
    names = [path.name for path in part.iterdir()]
    present = {path.name for path in target.iterdir()}
    return present == {*names} and filecmp.cmpfiles(part, target, names, shallow=False)[0] == names
