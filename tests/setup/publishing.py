"""What tests publish: curated folders of their own, by the real ETL, and the application over the store."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.application import create_app
from data.messages import LANGUAGES
from data.model.catalog import CURATED
from data.store.tables import open_store
from data.store.texts import digest_of
from etl.__main__ import main


def copy_curated(folder: Path) -> Path:
    """Copy what is curated, with its languages beside it, into `folder`; return the copy to be edited."""
    shutil.copytree(LANGUAGES, folder / "languages")
    return Path(shutil.copytree(CURATED, folder / "curated"))


def refresh(curated: Path, url: str, reason: str = "a test", withdraw: str = "") -> None:
    """Publish a curated folder by the ETL's own command; raise where it finds a fault.

    `withdraw` declares figures that are to vanish, as DOCUMENT=COUNT.
    """
    meant = ["--withdraw", withdraw] if withdraw else []
    where = ["--curated", str(curated), "--database", url]
    code = main(["refresh", *where, "--reason", reason, "--yes", *meant])
    if code:
        raise RuntimeError(f"python -m etl refresh left with {code}")


def replace_text(file: Path, old: str, new: str) -> None:
    """Edit a curated file, which must hold `old`."""
    text = file.read_text(encoding="utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def publish_corrected(folder: Path, old: str = "5830个", new: str = "5838个") -> str:
    """Publish what is curated, then a figure of the first document corrected; return the store's address."""
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    replace_text(curated / "documents" / "anci-livelihood-2023-02-01.csv", old, new)
    refresh(curated, url, "原文更正")
    return url


def trust_copies(curated: Path) -> None:
    """Make documents that are known from anonymous copies alone a newspaper's."""
    for file in (curated / "documents").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'(?m)^kind = "(mirror|aggregator)"', 'kind = "major_media"', text), "utf-8")


def drop_lines(file: Path, start: str) -> None:
    """Leave out the lines of a curated file that start so; there is one."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(start)]
    assert len(left) < len(lines), (file, start)
    file.write_text("".join(left), encoding="utf-8")


def drop_paragraph(file: Path, start: str) -> None:
    """Take the lines from `start` to the next empty one out of a file."""
    text = file.read_text(encoding="utf-8")
    paragraph = text[text.index(start) :].split("\n\n")[0]
    file.write_text(text.replace(paragraph, ""), encoding="utf-8")


def append(file: Path, *lines: str) -> None:
    """Add lines to a curated file."""
    with file.open("a", encoding="utf-8") as end:
        end.writelines(f"{line}\n" for line in lines)


class Browser(FlaskClient):
    """A client that goes where it is led."""

    def open(self, *args: Any, follow_redirects: bool = True, **kwargs: Any) -> TestResponse:
        return super().open(*args, follow_redirects=follow_redirects, **kwargs)


def add_document(
    curated: Path, id: str, title: str, publisher: str, region: str, *rows: str, text: str = ""
) -> None:
    """Add an official document with its figures, and the digest of its text where there is one."""
    facts = {"id": id, "title": title, "publisher": publisher, "published": "2024-01-20", "region": region}
    facts |= {"kind": "official", "confidence": "high"} | ({"text_digest": digest_of(text)} if text else {})
    file = curated / "documents" / f"{id}.csv"
    lines = (f'{name} = "{fact}"\n' for name, fact in facts.items())
    file.with_suffix(".toml").write_text("".join(lines), encoding="utf-8")
    append(file, "indicator,region,period,breakdown,printed,status,locator,note", *rows)


@contextmanager
def client_of(url: str, public: str = "") -> Iterator[FlaskClient]:
    """Give a client of the application over a store; nothing is faked but the network."""
    engine = open_store(url, read_only=True)
    try:
        server = create_app(engine, public).server
        server.test_client_class = Browser
        yield server.test_client()
    finally:
        engine.dispose()
