"""A whole release as one archive: what is published and nothing else, proved by digests, always the same."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from dashboard.downloads import archive
from data.store.queries import open_release
from data.store.tables import open_store
from etl.__main__ import main
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

SITE = "https://data.example.cn"
ARTICLE = "anci-livelihood-2023-02-01"
NAME = "张三（test）"
WAIVER = (
    "code,document,indicator,region,period,breakdown,status,reason,by,until\n"
    f"magnitude,{ARTICLE},job_fairs,131002,2022,,,核对过,{NAME},2099-01-01\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two releases, the second of which corrects a figure; somebody answers for a warning."""
    folder = tmp_path_factory.mktemp("archive")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    (curated / "waivers.csv").write_text(WAIVER, encoding="utf-8")
    refresh(curated, url)
    replace_text(curated / "documents" / f"{ARTICLE}.csv", "5830个", "5838个")
    refresh(curated, url, "误录")
    return url


@pytest.fixture(scope="module")
def client(store: str) -> Iterator[FlaskClient]:
    with client_of(store, SITE) as client:
        yield client


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive, by name."""
    with ZipFile(io.BytesIO(content)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def written(store: str, release: int = 2) -> bytes:
    engine = open_store(store, read_only=True)
    try:
        file = io.BytesIO()
        archive.write_archive(open_release(engine, release), SITE, file)
        return file.getvalue()
    finally:
        engine.dispose()


def test_an_archive_is_the_same_each_time_however_many_figures_are_held_at_once(
    client: FlaskClient, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/all.zip")
    assert answer.mimetype == "application/zip"
    monkeypatch.setattr(archive, "STEP", 7)
    assert written(store) == answer.data == client.get("/all.zip?release=2").data
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/all.zip", headers=known).status_code == 304


def test_every_file_of_an_archive_has_its_digest(client: FlaskClient) -> None:
    files = unpacked(client.get("/all.zip").data)
    told = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {
        "README.zh.txt",
        "README.en.txt",
        "datapackage.json",
        "figures.csv",
        "livelihood.db",
    } <= files.keys()
    for language, words in (("zh", ("第2版", "安次区")), ("en", ("Release 2", "Anci District"))):
        said = files[f"README.{language}.txt"].decode()
        assert all(word in said for word in (*words, f"{SITE}/all?release=2"))


def test_the_package_in_it_is_the_one_that_an_operator_exports_and_imports(
    client: FlaskClient, store: str, tmp_path: Path
) -> None:
    files = unpacked(client.get("/all.zip").data)
    assert main(["export", str(tmp_path / "out"), "--database", store]) == 0
    exported = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    differing = {name for name, content in exported.items() if files[name] != content}
    assert differing == {"waivers.csv", "datapackage.json"}  # of waivers, the public gets none


def test_nobody_who_answers_for_a_warning_is_named_in_it(client: FlaskClient) -> None:
    files = unpacked(client.get("/all.zip").data)
    assert not [name for name, content in files.items() if NAME.encode() in content]


def test_an_archive_knows_its_own_release_alone(client: FlaskClient) -> None:
    first, second = (unpacked(client.get(f"/all.zip?release={n}").data) for n in (1, 2))
    for name in ("figures.csv", "livelihood.db"):
        assert "5830个".encode() in first[name] and "5838个".encode() not in first[name]
        assert "5838个".encode() in second[name] and "5830个".encode() not in second[name]


def test_its_database_has_every_figure_with_its_value(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(unpacked(client.get("/all.zip").data)["livelihood.db"])
    found = sqlite3.connect(tmp_path / "a.db")
    try:
        figures = dict(found.execute("SELECT printed, value FROM figures WHERE indicator = 'new_urban_jobs'"))
        assert figures["5838个"] == 5838
        [(count,)] = found.execute("SELECT count(*) FROM figures f JOIN documents d ON d.id = f.document")
        [(all_of_them,)] = found.execute("SELECT count(*) FROM figures")
        assert count == all_of_them > 300
    finally:
        found.close()


def test_who_comes_while_a_long_one_is_made_is_told_when_to_come_again(
    store: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("dashboard.downloads.kept_archives.PATIENCE", 0)
    monkeypatch.setattr("dashboard.downloads.kept_archives.FOLDER", tmp_path)
    with client_of(store) as client:
        busy = client.get("/all.zip")
        assert busy.status_code == 503 and busy.headers["Retry-After"]
        monkeypatch.setattr("dashboard.downloads.kept_archives.PATIENCE", 60)
        assert client.get("/all.zip").status_code == 200


@pytest.mark.parametrize("query", ["?release=9999", "?release=x", "?region=131000", "?lang=tlh"])
def test_there_is_no_other_archive(client: FlaskClient, query: str) -> None:
    assert client.get(f"/all.zip{query}").status_code == 404
