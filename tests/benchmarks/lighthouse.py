"""What Lighthouse says of a page: scores of 100, and how long a reader can't act (total blocking time)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.processes import ROOT
from tests.setup.serving import browser_path

VERSION = "12.8.2"
FOLDER = ROOT / "instance" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES = {"desktop": ["--preset=desktop"], "slow phone": []}  # a phone is its default
PATIENCE = 180  # s


def install() -> None:
    """Install the pinned Lighthouse from npm where it isn't yet. Raises CalledProcessError."""
    package = PROGRAM.parents[1] / "package.json"
    if package.exists() and json.loads(package.read_text(encoding="utf-8"))["version"] == VERSION:
        return
    print(f"npm install lighthouse@{VERSION}  (into {FOLDER.relative_to(ROOT)})", file=sys.stderr)
    FOLDER.mkdir(parents=True, exist_ok=True)
    options = ["--no-audit", "--no-fund", "--ignore-scripts"]
    command = ["npm", "install", "--prefix", str(FOLDER), *options, f"lighthouse@{VERSION}"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def audit(address: str, device: str, folder: Path) -> dict[str, float]:
    """Return the scores of a page on a device of DEVICES, and "lighthouse blocking" in seconds."""
    report = folder / f"lighthouse-{device.replace(' ', '-')}.json"
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    output = ["--output=json", f"--output-path={report}", "--quiet", f"--chrome-flags={flags}"]
    only = f"--only-categories={','.join(CATEGORIES)}"
    subprocess.run(
        ["node", str(PROGRAM), address, *DEVICES[device], only, *output],
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
        env={**os.environ, "CHROME_PATH": browser_path()},
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return scores | {"lighthouse blocking": found["audits"]["total-blocking-time"]["numericValue"] / 1000}
