"""The peers: how each is built and served, all by as many workers."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.serving.scripts import plotly_source
from tests.benchmarks.load import press, request
from tests.benchmarks.peers import bare_page, plotly_page
from tests.benchmarks.processes import ROOT, Server, fetch, running
from tests.setup.serving import SERVER

PEERS = Path(__file__).parent / "peers"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
VENV = ROOT / "instance" / "bench-venv"
GRANIAN = [
    *("-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"),
    *("--port", "{port}", "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "2"),
]
GUNICORN = [
    *("-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--no-control-socket"),
    *("--workers", "2", "--threads", "4", "--graceful-timeout", "2"),
]
STREAMLIT = ["-m", "streamlit", "run", "streamlit_page.py", "--server.port", "{port}"]
QUIETLY = [
    "--server.address",
    "127.0.0.1",
    "--server.headless",
    "true",
    "--browser.gatherUsageStats",
    "false",
]


@dataclass(frozen=True)
class Peer:
    """A page to compare; `alive`: its charts become interactive, `devices`: which of them visit it."""

    name: str
    server: Server
    alive: bool = True
    devices: tuple[str, ...] = ("desktop", "slow phone")


Peers = dict[str, Peer]


def install() -> None:
    """Install the peers where they aren't yet, apart from what the application runs on."""
    done = VENV / "installed"
    if done.exists() and done.read_bytes() == REQUIREMENTS.read_bytes():
        return
    print(
        f"pip install -r {REQUIREMENTS.relative_to(ROOT)}  (into {VENV.relative_to(ROOT)})", file=sys.stderr
    )
    venv.create(VENV, with_pip=True, clear=True)
    command = [
        _python(),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "-r",
        str(REQUIREMENTS),
    ]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    done.write_bytes(REQUIREMENTS.read_bytes())


@contextmanager
def serving(store_url: str, sections: list[dict[str, Any]], folder: Path) -> Iterator[Peers]:
    """Serve every peer at once: what isn't asked takes no time. `folder` takes their files and logs."""
    shown = folder / "exhibit.json"
    shown.write_text(json.dumps(sections, ensure_ascii=False), encoding="utf-8")
    exhibit = {"BENCH_EXHIBIT": str(shown)}
    with ExitStack() as servers:

        def start(name: str, command: list[str], settings: dict[str, str], where: Path = PEERS) -> Server:
            log = folder / f"{name}.log"
            return servers.enter_context(running(command, where, settings, log))

        settings = {"DATABASE_URL": store_url, "PUBLIC_URL": "http://127.0.0.1:{port}"}
        ours = start("ours", [sys.executable, *SERVER], settings, ROOT)
        bare_page.build(folder / "bare", fetch(ours.address).decode())
        plotly_page.build(folder / "plotly", sections, plotly_source().read_bytes())
        stock = [_python(), *GUNICORN, "stock_dash:server"]
        lean = exhibit | {"BENCH_FIGURES": "ours"}
        static = [sys.executable, *GRANIAN, "static_site:server"]
        peers = [
            Peer("ours", ours),
            Peer("bare page", start("bare", static, {"BENCH_SITE": str(folder / "bare")}), alive=False),
            Peer("plotly.js", start("plotly", static, {"BENCH_SITE": str(folder / "plotly")})),
            Peer("Dash", start("dash", stock, exhibit)),
            Peer(
                "Dash on granian",
                start("dash-granian", [_python(), *GRANIAN, "stock_dash:server"], exhibit),
                devices=(),
            ),
            Peer("Dash, our figures", start("lean", stock, lean), devices=("desktop",)),
            Peer("Streamlit", start("streamlit", [_python(), *STREAMLIT, *QUIETLY], exhibit)),
            Peer("Vizro", start("vizro", [_python(), *GUNICORN, "vizro_page:server"], exhibit)),
        ]
        for peer in peers:  # Dash's workers answer for their scripts only after a first page
            press(peer.server.port, [request(peer.server.port, "/")], 16, 1.0)
        yield {peer.name: peer for peer in peers}


def each(peers: Peers, turn: int, measure: Callable[[Peer], None]) -> None:
    """Measure every peer once, beginning with another one each turn."""
    names = [*peers]
    for name in names[turn % len(names) :] + names[: turn % len(names)]:
        measure(peers[name])


def _python() -> str:
    return str(VENV / "bin" / "python")
