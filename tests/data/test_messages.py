"""What the program says is in every language the same sentence, and can always be said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from string import Formatter

import pytest

from data import errors
from data.errors import LivelihoodError, NoRelease, NotFound, SettingUnusable
from data.messages import FALLBACKS, INSTALLED, LANGUAGES, MESSAGES, Joined, Languages, Message
from etl.faults.catalogue import KINDS
from tests.setup.content import read_content
from tests.setup.serving import ROOT

ERRORS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, LivelihoodError)
}
TEXTS = {
    path: path.read_text(encoding="utf-8")
    for room in ("data", "etl", "dashboard")
    for path in sorted((ROOT / room).rglob("*.py"))
}
SOURCES = "\n".join(TEXTS.values())


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", INSTALLED.codes)
def test_every_language_says_every_sentence_with_the_same_facts(language: str) -> None:
    source = {key: placeholders(text) for key, text in INSTALLED.sentences("zh").items()}
    assert {key: placeholders(text) for key, text in INSTALLED.sentences(language).items()} == source


def test_a_fault_takes_the_facts_that_its_sentence_is_filled_with() -> None:
    said = {
        key.removeprefix("fault."): placeholders(text)
        for key, text in INSTALLED.sentences("zh").items()
        if key.startswith("fault.")
    }
    assert said == {code: kind.facts for code, kind in KINDS.items()}


def test_every_error_that_is_raised_has_a_sentence_and_every_sentence_an_error() -> None:
    kinds = {"LivelihoodError", "InputError", "HonestyError", "StoreError"}  # never raised, only caught
    assert {f"error.{name}" for name in ERRORS.keys() - kinds} == {
        key for key in INSTALLED.sentences("zh") if key.startswith("error.")
    }


def test_the_tree_at_the_head_of_the_errors_is_that_of_the_classes() -> None:
    drawn = re.findall(r"^((?:[│ ] {3})*)(?:[├└]── )?(\w+)(?:  .*)?$", errors.__doc__ or "", re.MULTILINE)
    path: list[str] = []
    bases = {}
    for indent, name in drawn:
        if name == "LivelihoodError" or path:
            depth = len(indent) // 4 + (name != "LivelihoodError")
            path[depth:] = [name]
            bases[name] = path[depth - 1] if depth else "Exception"
    assert bases == {name: kind.__base__.__name__ for name, kind in ERRORS.items()}


@pytest.mark.parametrize("table", [table for table in MESSAGES if table not in ("error", "fault")])
def test_every_sentence_is_said_somewhere(table: str) -> None:
    """Its key stands in the code, whole or as what an f-string makes of it."""
    of_rows = r"(?:column|found|qualifier|kind|status|relation|reason|verdict|hide|check)_\w*"
    of_rows += r"|report_without_text_\w+|withheld_\w+|fate_\w+|earlier_(?:kept|changed|foreseen|new)"
    of_rows += r"|decision_\w+|no_(?:region|period|indicator|theme|lang|part)|http_\d+"
    of_rows += r"|review_(?:foreseen|sentence|unnamed|choice_\w+)"
    of_rows += r"|review_(?:why_\w+|indicator|region|period|breakdown|status)|unknown_\w+"
    made = re.compile(rf"broken_\w+|\w+_rate|count_\w+|E[A-Z]+|SQLITE_[A-Z]+|{of_rows}")
    keys = [key.partition(".")[2] for key in INSTALLED.sentences("zh") if key.startswith(f"{table}.")]
    idle = [key for key in keys if not re.search(rf"""["'.]{key}["']""", SOURCES) and not made.fullmatch(key)]
    assert idle == []


def test_every_sentence_that_the_code_names_is_there() -> None:
    named = re.findall(rf"""["']((?:{"|".join(MESSAGES)})\.\w+)["']""", SOURCES)
    commands = "".join(
        source for path, source in TEXTS.items() if {"command_line", "__main__.py"} & {*path.parts}
    )
    spoken = re.findall(r"""\b(?:say|line|refuse|ask)\("(\w+)[",]""", commands)
    assert len(named) > 20 and len(spoken) > 50
    spoken = {f"command_line.{key}" for key in spoken if key not in ("zh", "en")}
    assert {*named, *spoken} <= INSTALLED.sentences("zh").keys()


def test_no_release_holds_what_the_program_says() -> None:
    for file in read_content()["languages"].values():
        assert "interface" in file and not file.keys() & {*MESSAGES}


@pytest.mark.parametrize("language", ["xx", "zh-TW", "", "../languages/zh"])
def test_a_language_that_is_not_installed_is_said_in_english(language: str) -> None:
    assert NotFound("p").say(language) == "there is no “p” here"
    assert INSTALLED.file(language) == {}


def test_a_message_within_a_message_is_said_in_the_same_language() -> None:
    told = Message("refusal.no_figures")
    assert "不能这样画：没有数字" in errors.ChartRefused("x", why=told).say("zh")
    assert str(errors.ChartRefused("x", why=told)).endswith("can't be drawn so: no figures")
    assert [Joined("phrase.or", ("a", "b")).say(language) for language in FALLBACKS] == ["a or b", "a、b"]


def test_an_error_is_shown_in_english_where_nobody_asks_for_a_language() -> None:
    assert str(SettingUnusable("x", name="PORT", example="80")) == SettingUnusable(
        "x", name="PORT", example="80"
    ).say("en")


def copied(folder: Path) -> Languages:
    """The installed language files in a folder where they may be spoilt."""
    return Languages(Path(shutil.copytree(LANGUAGES, folder / "languages")))


def test_what_a_language_lacks_is_said_in_english_and_what_that_lacks_in_chinese(tmp_path: Path) -> None:
    there = copied(tmp_path)
    (there.folder / "fr.toml").write_text('[error]\nNoRelease = "rien"\n', encoding="utf-8")
    english = (there.folder / "en.toml").read_text(encoding="utf-8")
    (there.folder / "en.toml").write_text(re.sub("(?m)^stopped = .*$", "", english), encoding="utf-8")
    keys = ("error.NoRelease", "refusal.no_figures", "command_line.stopped")
    assert [there.say("fr", Message(key)) for key in keys] == ["rien", "no figures", "已停止，什么都没有写入"]


def test_what_a_language_can_t_fill_is_said_in_english(tmp_path: Path) -> None:
    there = copied(tmp_path)
    for n, wrong in enumerate(("{txt}", "{text", "{0}", "{text.x}", "{text[x]}", "{text:d}")):
        (there.folder / f"x{n}.toml").write_text(f'[error]\nNotFound = "{wrong}"\n', encoding="utf-8")
        assert there.say(f"x{n}", Message("error.NotFound", {"text": "p"})) == "there is no “p” here"


@pytest.mark.parametrize("spoilt", [b"=", b"\xff", b"error = 1", b"[error]\nNoRelease = 1"])
def test_a_spoilt_file_keeps_nobody_from_being_told_so(
    tmp_path: Path, spoilt: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    there = copied(tmp_path)
    (there.folder / "zh.toml").write_bytes(spoilt)
    assert there.say("zh", Message("error.NoRelease")) == NoRelease().say("en")
    assert ("zh.toml" in caplog.text) == (spoilt in (b"=", b"\xff"))


def test_without_any_file_a_message_is_its_key_and_its_facts(tmp_path: Path) -> None:
    told = Languages(tmp_path).say("zh", Message("error.FileUnusable", {"text": "a.csv", "why": "full"}))
    assert told == "error.FileUnusable text=a.csv why=full"
