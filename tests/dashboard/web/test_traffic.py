"""What is noted of requests: lines in a log, and counts that only this machine is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from dashboard.web.metrics import Counts, exposition
from dashboard.web.request_log import RequestLog, line_of, network_of, request_log
from dashboard.web.traffic import Traffic
from data.errors import SettingUnusable
from tests.setup.publishing import client_of
from tests.setup.serving import serving

ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/themes/roads", "REMOTE_ADDR": "203.0.113.77"}


def line(**changes: str) -> dict[str, object]:
    """What the log says of a request."""
    return dict(json.loads(line_of(ENVIRON | changes, 200, 0.0123)))


def samples(counts: list[int], release: int = 1) -> dict[str, float]:
    """What Prometheus makes of the counts, by name and labels."""
    families = text_string_to_metric_families(exposition(counts, release))
    return {"|".join((s.name, *s.labels.values())): s.value for family in families for s in family.samples}


def in_another_process(folder: Path, statuses: list[int]) -> None:
    """Count answers as another process of the same server, which then dies."""
    code = (
        "import sys, pathlib; from dashboard.web.metrics import Counts; "
        "c = Counts(pathlib.Path(sys.argv[1])); [c.add(int(s), 0.02, cached=True) for s in sys.argv[2:]]"
    )
    subprocess.run([sys.executable, "-c", code, folder, *map(str, statuses)], check=True)


# ---- the log ----------------------------------------------------------------------------------


def test_a_line_says_when_from_which_network_what_and_how_it_went() -> None:
    found = line()
    assert str(found.pop("time")).endswith("+08:00")
    assert found == {
        "network": "203.0.113.0/24",
        "method": "GET",
        "path": "/themes/roads",
        "status": 200,
        "ms": 12.3,
    }


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:12:3456::1", "2001:db8:12::/48"),
        ("[2001:db8:12:3456::1]", "2001:db8:12::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", ""),
        ("unknown", ""),
        ('"}\n{"', ""),
    ],
)
def test_of_an_address_the_log_keeps_the_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("127.0.0.1", "198.51.100.9", "198.51.100.0/24"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.9", "198.51.100.0/24"),  # what the proxy itself has seen
        ("203.0.113.77", "198.51.100.9", "203.0.113.0/24"),  # nobody but a proxy of this machine is believed
        ("127.0.0.1", "nonsense", ""),
    ],
)
def test_behind_a_proxy_of_this_machine_a_reader_is_whom_it_names(
    peer: str, forwarded: str, network: str
) -> None:
    assert line(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)["network"] == network


def test_whatever_was_asked_for_takes_one_line_of_bounded_length() -> None:
    written = line_of(
        ENVIRON | {"PATH_INFO": "/\n\x00\x1b[31m\xe5" + "年".encode().decode("latin-1") * 9999}, 404, 0
    )
    assert written.count("\n") == 1 and written.endswith("\n") and len(written) < 1000
    assert "年年" in written and "\x1b" not in written


def test_lines_reach_the_file_and_a_new_one_when_the_system_has_moved_it_away(tmp_path: Path) -> None:
    file = tmp_path / "log" / "requests.jsonl"
    log = RequestLog(file)
    log.add("first\n")
    wait_for(file, "first\n")
    assert file.stat().st_mode & 0o007 == 0  # not for everybody of the machine
    file.rename(tmp_path / "requests.jsonl.1")
    log.add("second\n")
    log.close()
    assert (tmp_path / "requests.jsonl.1").read_text() == "first\n"
    assert file.read_text() == "second\n"


def wait_for(file: Path, content: str) -> None:
    """Return once a file has what it is to have."""
    deadline = time.monotonic() + 5
    while file.read_text() != content:
        assert time.monotonic() < deadline, file.read_text()
        time.sleep(0.01)


def test_a_full_disk_costs_lines_and_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    log = RequestLog(Path("/dev/full"))
    for _ in range(3):
        log.add("line\n")
    log.close()
    assert log.lost == 3
    assert [record.message for record in caplog.records].count(
        "requests can't be logged in /dev/full: No space left on device"
    ) == 1


def test_the_log_is_where_the_setting_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUEST_LOG", "")
    assert request_log() is None
    monkeypatch.setenv("REQUEST_LOG", str(tmp_path / "requests.jsonl"))
    log = request_log()
    assert log and log.file == tmp_path / "requests.jsonl"
    log.close()
    monkeypatch.setenv("REQUEST_LOG", "/proc/nowhere/requests.jsonl")
    with pytest.raises(SettingUnusable, match=r"REQUEST_LOG.*/proc/nowhere"):
        request_log()


# ---- the counts -------------------------------------------------------------------------------


def test_prometheus_reads_what_was_counted(tmp_path: Path) -> None:
    counts = Counts(tmp_path)
    for status, seconds, kept in [
        (200, 0.0004, True),
        (200, 0.03, False),
        (304, 0.03, True),
        (503, 99.0, False),
    ]:
        counts.add(status, seconds, cached=kept, lost=7)
    found = samples(counts.total(), release=12)
    assert {key: value for key, value in found.items() if "bucket" not in key} == {
        "livelihood_requests_total|1xx": 0,
        "livelihood_requests_total|2xx": 2,
        "livelihood_requests_total|3xx": 1,
        "livelihood_requests_total|4xx": 0,
        "livelihood_requests_total|5xx": 1,
        "livelihood_kept_answers_total": 2,
        "livelihood_lost_log_lines_total": 7,
        "livelihood_release": 12,
        "livelihood_request_seconds_sum": pytest.approx(99.0604),
        "livelihood_request_seconds_count": 4,
    }
    buckets = [value for key, value in found.items() if "bucket" in key]
    assert buckets == [1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 4]


def test_processes_of_one_server_are_counted_together_even_when_one_has_died(tmp_path: Path) -> None:
    in_another_process(tmp_path, [200, 404])
    (left,) = tmp_path.iterdir()
    ours = Counts(tmp_path)
    # As the process that died would be called, had this one's server started it.
    left.rename(tmp_path / f"{left.name.split('.')[0]}.{ours.server}.{left.name.split('.')[-1]}")
    ours.add(200, 0.02, cached=False)
    found = samples(ours.total())
    assert (found["livelihood_requests_total|2xx"], found["livelihood_requests_total|4xx"]) == (2, 1)


def test_what_a_server_counted_that_has_ended_is_removed_and_not_added(tmp_path: Path) -> None:
    ended = subprocess.run(
        [
            "sh",
            "-c",
            f"{sys.executable} -c 'import pathlib; from dashboard.web.metrics import Counts; "
            f'Counts(pathlib.Path("{tmp_path}")).add(200, 1, cached=False)\'; true',
        ],
        check=True,
    )
    assert ended.returncode == 0 and len(list(tmp_path.iterdir())) == 1
    ours = Counts(tmp_path)
    assert sum(ours.total()) == 0
    assert [file.name.rpartition(".")[2] for file in tmp_path.iterdir()] == [str(os.getpid())]


# ---- a server ---------------------------------------------------------------------------------


def scrape(server: str) -> dict[str, float]:
    """What this machine's monitoring is told."""
    with urlopen(f"{server}/metrics") as answer:
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        families = text_string_to_metric_families(answer.read().decode())
    return {"|".join((s.name, *s.labels.values())): s.value for family in families for s in family.samples}


def ask(server: str, path: str, **headers: str) -> int:
    """The status of an answer."""
    try:
        with urlopen(
            Request(server + path, headers={n.replace("_", "-"): v for n, v in headers.items()})
        ) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_all_processes_of_a_server_are_counted_whichever_is_asked(server: str) -> None:
    ask(server, "/releases")
    before = scrape(server)
    for _ in range(20):
        assert ask(server, "/releases") == 200
    assert ask(server, "/nowhere") == 404
    after = scrape(server)
    assert after["livelihood_release"] == 1
    assert after["livelihood_requests_total|2xx"] - before["livelihood_requests_total|2xx"] >= 20
    assert after["livelihood_requests_total|4xx"] > before["livelihood_requests_total|4xx"]
    assert after["livelihood_kept_answers_total"] - before["livelihood_kept_answers_total"] >= 10
    assert after["livelihood_request_seconds_count"] - before["livelihood_request_seconds_count"] >= 21


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "Via"])
def test_whoever_comes_through_a_proxy_finds_no_metrics(server: str, header: str) -> None:
    assert ask(server, "/metrics") == 200
    assert ask(server, "/metrics", **{header: "127.0.0.1"}) == 404


@pytest.mark.parametrize("address", ["203.0.113.77", "10.0.0.1", "", "127.0.0.1.evil"])
def test_another_machine_finds_no_metrics(store_url: str, address: str, tmp_path: Path) -> None:
    with client_of(store_url) as client:
        client.application.extensions["traffic"] = Traffic(None, Counts(tmp_path))
        asked = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
        ours = client.get("/metrics", environ_overrides={"REMOTE_ADDR": "::1"})
    assert (asked.status_code, ours.status_code) == (404, 200)


def test_without_a_release_the_metrics_say_none(tmp_path: Path) -> None:
    with client_of(f"sqlite:///{tmp_path / 'none.db'}") as client:
        client.application.extensions["traffic"] = Traffic(None, Counts(tmp_path))
        assert "\nlivelihood_release 0\n" in client.get("/metrics").text


def test_a_server_logs_each_request_once_whatever_becomes_of_it(store_url: str, tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    with serving(store_url, tmp_path, settings={"REQUEST_LOG": str(file)}) as address:
        asked = ["/", "/", "/?region=131000", "/nowhere", "/healthz", "/api/v1/observations.csv"]
        statuses = [ask(address, path, X_Forwarded_For="198.51.100.9") for path in asked]
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [(found["path"], found["status"]) for found in lines if found["network"] == "198.51.100.0/24"]
    assert sorted(found) == sorted(zip((path.partition("?")[0] for path in asked), statuses, strict=True))
