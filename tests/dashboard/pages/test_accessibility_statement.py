"""The statement of accessibility says what the tests test, claims no more, and says whom to tell."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from dashboard.pages.accessibility import TESTED, UNTESTED
from dashboard.serving.site import Site, read_site
from data.errors import ProfileIncomplete, SettingUnusable
from data.messages import INSTALLED
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of
from tests.setup.serving import ROOT

SETTINGS = {
    "ISSUER": "安次区人民政府办公室",
    "CONTACT": "tel:+86-316-1234567",
    "ICP_NUMBER": "冀ICP备12345678号-1",
    "POLICE_NUMBER": "冀公网安备13100202000001号",
}


@pytest.mark.parametrize("test", [test for one in TESTED for test in one.tests])
def test_what_is_said_to_be_tested_is_tested(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("language", INSTALLED.codes)
def test_the_page_says_all_that_is_tested_and_all_that_is_not(store_url: str, language: str) -> None:
    with client_of(store_url) as client:
        root = read_html(
            client.get(f"/accessibility?lang={language}" if language != "zh" else "/accessibility").text
        )
    tested, untested = (len([*box]) for box in having(root, "plain"))
    assert (tested, untested) == (len(TESTED), len(UNTESTED))
    said = text_of(the(root, "main"))
    assert "360" in said and "1440" in said and "axe" in said
    assert not any(claim in said for claim in ("符合国家标准", "WCAG", "GB/T", "conforms", "compliant"))


def test_readers_are_told_who_publishes_the_site_and_where_it_is_registered(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client_of(store_url) as client:
        assert having(read_html(client.get("/").text), "publisher") == []
    for name, text in SETTINGS.items():
        monkeypatch.setenv(name, text)
    with client_of(store_url) as client:
        (publisher,) = having(read_html(client.get("/").text), "publisher")
        statement = text_of(the(read_html(client.get("/accessibility").text), "main"))
    links = [a.get("href") for a in publisher.iter("a")]
    assert SETTINGS["CONTACT"] in links and links[-1].endswith("code=13100202000001")
    assert all(SETTINGS[name] in text_of(publisher) for name in ("ISSUER", "ICP_NUMBER", "POLICE_NUMBER"))
    assert "安次区人民政府办公室" in statement and "+86-316-1234567" in statement


def test_a_governments_site_does_not_start_until_each_setting_is_there() -> None:
    assert read_site({"PROFILE": "government", **SETTINGS}).icp_number == SETTINGS["ICP_NUMBER"]
    for name in SETTINGS:
        with pytest.raises(ProfileIncomplete) as refused:
            read_site({"PROFILE": "government", **SETTINGS, name: " "})
        assert [other for other in SETTINGS if other in str(refused.value)] == [name]
    assert read_site({}) == Site()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PROFILE", "goverment"),
        ("CONTACT", "0316-1234567"),
        ("ICP_NUMBER", "12345678"),
        ("POLICE_NUMBER", "冀公网安备123号"),
        ("ISSUER", "<b>"),
    ],
)
def test_a_setting_that_says_what_cannot_be_is_refused_with_an_example(name: str, text: str) -> None:
    with pytest.raises(SettingUnusable, match=f"(?s){name}.*{text}"):
        read_site({name: text})


def test_the_server_says_in_a_sentence_what_is_missing_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard"],
        cwd=ROOT,
        env={"PROFILE": "government", "ISSUER": SETTINGS["ISSUER"]},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert all(name in done.stderr for name in ("CONTACT", "ICP_NUMBER", "POLICE_NUMBER", "公安备案号"))
    assert "ISSUER" not in done.stderr
