"""The browser's scripts: fingerprinted, precompressed, ours alone.

`python -m dashboard.serving.scripts` builds them at install; the app builds what is missing when it starts.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
import dash
import plotly
from plotly.offline import get_plotlyjs_version

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "instance" / "scripts"
PARTIAL_PLOTLY = ROOT / "instance" / "vendor" / "plotly-basic.min.js"
DASH = Path(dash.__file__).parent
WHOLE_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# What Dash needs to answer our pages, in this order. Its polyfill can't be left out (regeneratorRuntime).
DASH_PARTS = (
    "deps/polyfill@7.12.1.min.js",
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "html/dash_html_components.min.js",
    "dash-renderer/build/dash_renderer.min.js",
)

# Where its licences can be read: the file that it names itself doesn't come with it.
NOTICES = b"/assets/third-party-notices.txt"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Script:
    """A script as it is sent: its address names its content, so it may be kept for ever."""

    name: str
    fingerprint: str
    folder: Path

    @property
    def path(self) -> str:
        """Its address."""
        return f"/scripts/{self.name}-{self.fingerprint}.js"

    def read(self, encoding: str) -> bytes:
        """Its bytes, as "br", "gzip" or plain ("")."""
        return (self.folder / f"{self.name}-{self.fingerprint}.js{ENDINGS[encoding]}").read_bytes()


OWN = ("points", "page", "reading", "screen")  # of assets/
ENDINGS = {"br": ".br", "gzip": ".gz", "": ""}


@cache
def scripts() -> dict[str, Script]:
    """Return every script by name, building what isn't built yet."""
    return {name: _build(name, content) for name, content in _sources().items()}


def plotly_source(partial: Path = PARTIAL_PLOTLY) -> Path:
    """The smallest plotly.js at hand that draws our kinds and that plotly for Python speaks to."""
    return partial if partial.exists() and _version(partial) == get_plotlyjs_version() else WHOLE_PLOTLY


def say_plotly(partial: Path = PARTIAL_PLOTLY) -> None:
    """Log which plotly.js is served, and why not the smaller one."""
    source, spoken = plotly_source(partial), get_plotlyjs_version()
    if source == partial:
        log.info("plotly.js %s: %s", spoken, source.name)
        return
    reason = (
        f"{partial.name} is of {_version(partial)}" if partial.exists() else f"there is no {partial.name}"
    )
    log.warning("plotly.js %s: Dash's own, which is larger, since %s; run make scripts", spoken, reason)


def _version(bundle: Path) -> str:
    """The version that a bundle of plotly.js names in its first lines, "" for none."""
    with bundle.open("rb") as file:
        named = re.search(rb"plotly\.js \([^)]*\) v([0-9.]+)", file.read(200))
    return named[1].decode() if named else ""


def _sources() -> dict[str, bytes]:
    glued = b"\n;\n".join((DASH / part).read_bytes() for part in DASH_PARTS)
    return {
        **{name: (ROOT / "assets" / f"{name}.js").read_bytes() for name in OWN},
        "dash_renderer": _without_map(glued.replace(b"dash_renderer.min.js.LICENSE.txt", NOTICES)),
        "plotly": _without_map(plotly_source().read_bytes()),
    }


def _without_map(script: bytes) -> bytes:
    """Without the comment that would make developer tools ask for a map we don't serve."""
    return b"\n".join(line for line in script.split(b"\n") if not line.startswith(b"//# sourceMappingURL"))


def _build(name: str, content: bytes) -> Script:
    fingerprint = hashlib.sha256(content).hexdigest()[:12]
    folder = BUILT
    if not (folder / f"{name}-{fingerprint}.js").exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder, f"{name}-{fingerprint}.js", content)
        except OSError as error:
            folder = Path(tempfile.mkdtemp(prefix="livelihood-scripts-"))
            log.warning("scripts are built in %s, because %s can't be written: %s", folder, BUILT, error)
            _write(folder, f"{name}-{fingerprint}.js", content)
    return Script(name, fingerprint, folder)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write the compressed forms first: the plain file says that all are there."""
    forms = {
        ".br": brotli.compress(content, quality=11),
        ".gz": gzip.compress(content, 9, mtime=0),
        "": content,
    }
    for ending, form in forms.items():
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(form)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(folder / f"{name}{ending}")


if __name__ == "__main__":
    for script in scripts().values():
        print(script.path, len(script.read("br")), "bytes with brotli")
    print("plotly.js:", plotly_source().name)
