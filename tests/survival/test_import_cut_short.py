"""An import cut short leaves what was there, or what came, or a pair that no check takes for a whole one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.__main__ import main
from tests.etl.corpus.making import book, items, row
from tests.etl.small_curated import SmallCurated, write_small_curated
from tests.survival import strace
from tests.survival.scene import shortened

PAIR = ("report.csv", "report.toml")
DONE, FAULTS, WRONG = 0, 1, 2
Pair = tuple[str, ...]


@pytest.fixture
def curated(tmp_path: Path) -> SmallCurated:
    """A curated folder with a document that is about to be replaced by a workbook."""
    return write_small_curated(tmp_path)


@pytest.fixture
def replacing(curated: SmallCurated, tmp_path: Path) -> list[str]:
    """What replaces the document: other figures, and another title."""
    rows = row(region="甲区", printed="96.5%"), row(region="甲区", period="2022", printed="97.5%")
    made = book(*rows, particulars=items(编号="report", 标题="供水公报", 可信度="中"))(tmp_path)
    return ["import", str(made), "--replace", "--yes", "--curated", str(curated.folder), "--lang", "en"]


def pair(curated: SmallCurated) -> Pair:
    """What the two files of the document say; nothing for one that isn't there."""
    paths = (curated.folder / "documents" / name for name in PAIR)
    return tuple(path.read_text(encoding="utf-8") if path.exists() else "" for path in paths)


def each_attempt(
    curated: SmallCurated, arguments: list[str], most: int, judge: Callable[[str, int, Pair, Pair], str]
) -> list[str]:
    """Let `judge` attempt the import at each of its writes, over the files as they were."""
    folder, kept = curated.root, curated.root / "kept"
    documents = curated.folder / "documents"
    shutil.copytree(documents, kept)
    old = pair(curated)
    calls = strace.writes(arguments, folder)
    assert {call for call, _ in calls} >= {"write", "fsync", "unlink", "rename"}
    new = pair(curated)
    assert "" not in new and not {*old} & {*new}
    failures = []
    for call, n in strace.sampled(calls, most):
        shutil.rmtree(documents)
        shutil.copytree(kept, documents)
        failures += [f"{call} {n}: {said}" for said in [judge(call, n, old, new)] if said]
        if main(arguments) != DONE or pair(curated) != new:
            failures.append(f"{call} {n}: the same import again doesn't mend it")
    assert {path.name for path in documents.iterdir()} == {*PAIR}
    return failures


def complaint(curated: SmallCurated, old: Pair, new: Pair) -> str:
    """What is wrong with files that an import left: a pair of two times that a check would let through."""
    sound = main(["check", "--curated", str(curated.folder)]) == DONE
    return "" if pair(curated) in (old, new) or not sound else f"half of it is let through: {pair(curated)}"


@pytest.mark.parametrize("most", [6, pytest.param(9999, marks=pytest.mark.soak)])
def test_an_import_killed_at_any_write_leaves_no_pair_of_two_times(
    curated: SmallCurated, replacing: list[str], most: int
) -> None:
    left = set()

    def judge(call: str, n: int, old: Pair, new: Pair) -> str:
        strace.run(replacing, curated.root, *strace.going_wrong(call, f"signal=SIGKILL:when={n}"))
        left.add(pair(curated))
        return complaint(curated, old, new)

    assert not (failures := each_attempt(curated, replacing, most, judge)), shortened(failures)
    assert len(left) >= 3, "the old pair, the new one, and others that lack their particulars"


@pytest.mark.parametrize("most", [3, pytest.param(9999, marks=pytest.mark.soak)])
@pytest.mark.parametrize("fault", ["error=ENOSPC:when={}+", "error=EIO:when={}"])
def test_a_fault_of_the_disk_at_any_write_of_an_import_is_told(
    curated: SmallCurated, replacing: list[str], fault: str, most: int
) -> None:
    """All but the calls that also speak to whoever sits there."""

    def judge(call: str, n: int, old: Pair, new: Pair) -> str:
        if call == "write":
            return ""
        wrong = strace.going_wrong(call, fault.format(n))
        done = strace.run(replacing, curated.root, *wrong)
        told = done.code == WRONG and "can't be used" in done.said
        if "Traceback" in done.said or not (told or (done.code == DONE and pair(curated) == new)):
            return f"left with {done.code}: {done.said}"
        return complaint(curated, old, new)

    assert not (failures := each_attempt(curated, replacing, most, judge)), shortened(failures)


def test_a_whole_release_whose_import_was_cut_after_its_languages_is_imported_by_the_next(
    curated: SmallCurated, tmp_path: Path
) -> None:
    url, package, new = f"sqlite:///{tmp_path}/store.db", tmp_path / "package", tmp_path / "new"
    assert main(["refresh", "--yes", "--curated", str(curated.folder), "--database", url]) == DONE
    assert main(["export", str(package), "--database", url]) == DONE
    given = ["import", str(package), "--curated", str(new / "curated"), "--lang", "en"]
    cut = strace.run(given, tmp_path, *strace.going_wrong("rename", "signal=SIGKILL:when=2"))
    assert cut.code < 0 and (new / "languages").is_dir() and not (new / "curated").exists()
    assert main(given) == DONE
    shutil.rmtree(new / "curated")
    (new / "languages" / "zh.toml").write_text("")
    assert main(given) == FAULTS, "the languages of somebody else are not taken for ours"
