"""A real nginx with the configuration of the guide, on ports and in folders of a test's own."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.setup.serving import ROOT, free_port

CONFIGURATION = ROOT / "docs" / "nginx" / "livelihood.conf"
UNPACKED = ROOT / "instance" / "nginx" / "usr" / "sbin" / "nginx"
HOST = "data.example.cn"


@dataclass(frozen=True)
class Proxy:
    """Where nginx listens, whom it can be known by, and what it logs."""

    http: int
    https: int
    certificate: Path
    log: Path


def nginx_path() -> str:
    """Return the nginx that `make test` found or unpacked; skip where there is no apt to have it from."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin") or str(UNPACKED)
    if not Path(found).exists():
        if not shutil.which("apt-get"):
            pytest.skip("no nginx on this machine, and no apt-get that it could be had from")
        raise RuntimeError("nginx is missing: make nginx")
    return found


@contextmanager
def proxied(upstream: int, folder: Path) -> Iterator[Proxy]:
    """Run nginx in front of a port of this machine."""
    proxy = Proxy(free_port(), free_port(), folder / "certificate.pem", folder / "livelihood.jsonl")
    key = folder / "key.pem"
    _certify(proxy.certificate, key)
    ours = folder / "livelihood.conf"
    ours.write_text(_configuration(proxy, key, upstream, folder), encoding="utf-8")
    places = "".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; user {getpass.getuser()}; pid {folder / 'nginx.pid'};\n"
        f"events {{ }} http {{ {places} include {ours}; }}\n"
    )
    with (folder / "error.log").open("wb") as errors:
        process = subprocess.Popen([nginx_path(), "-e", "stderr", "-p", folder, "-c", whole], stderr=errors)
        try:
            _wait(proxy.https, process, folder / "error.log")
            yield proxy
        finally:
            process.terminate()
            process.wait(timeout=10)


def _configuration(proxy: Proxy, key: Path, upstream: int, folder: Path) -> str:
    """The guide's configuration, but for where it listens and what it reads and writes."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    edits = {
        r"listen \[::\]:.*": "",  # there may be no IPv6
        r"listen 80\b": f"listen 127.0.0.1:{proxy.http}",
        r"listen 443\b": f"listen 127.0.0.1:{proxy.https}",
        r"127\.0\.0\.1:8050\b": f"127.0.0.1:{upstream}",
        r"/etc/ssl/\S+\.pem": str(proxy.certificate),
        r"/etc/ssl/\S+\.key": str(key),
        r"/var/cache/nginx-livelihood\b": str(folder / "cache"),
        r"/var/log/nginx/livelihood\.jsonl": str(proxy.log),
    }
    for pattern, ours in edits.items():
        text, count = re.subn(pattern, ours, text)
        assert count, f"{CONFIGURATION.name} has no {pattern}"
    return text


def _certify(certificate: Path, key: Path) -> None:
    """Make a certificate for the guide's host."""
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    made = ["openssl", "req", *options, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nginx doesn't listen:\n{log.read_text(errors='replace')}")
