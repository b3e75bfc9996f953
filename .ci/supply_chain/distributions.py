"""The distributions that the lock pins for this machine, as they are installed beside the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / ".ci" / "requirements.lock"
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))? \\$", re.MULTILINE)
LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)


@dataclass(frozen=True)
class Locked:
    """A distribution of the lock, and where it is installed."""

    name: str
    version: str
    installed: Distribution

    @property
    def purl(self) -> str:
        """Its address in the language of package URLs, which also names it in a bill of materials."""
        return f"pkg:pypi/{self.name}@{self.version}"

    @property
    def licence(self) -> str:
        """Its licence as an SPDX expression, "" where it doesn't give one."""
        return self._field("License-Expression")

    @property
    def licence_named(self) -> str:
        """Its licence in its own words."""
        named = self.installed.metadata.get_all("Classifier", [])
        classified = [c.rpartition(" :: ")[2] for c in named if c.startswith("License ::")]
        return self.licence or ", ".join(classified) or self._field("License").partition("\n")[0]

    @property
    def home(self) -> str:
        """Where its source is, or a page about it."""
        links = [link.split(", ", 1) for link in self.installed.metadata.get_all("Project-URL", [])]
        by_name = {name.lower(): link for name, link in links}
        named = ("source", "source code", "repository", "homepage", "github")
        linked = next((by_name[name] for name in named if name in by_name), "")
        return linked or self._field("Home-page") or f"https://pypi.org/project/{self.name}/"

    @property
    def notices(self) -> list[str]:
        """The texts of its licences and notices, as it brings them."""
        parts = [part for part in self.installed.files or () if ".dist-info" in str(part)]
        texts = [part for part in sorted(parts) if LICENCE_FILE.search(part.name) or "licenses" in part.parts]
        files = [Path(str(part.locate())) for part in texts]
        return [file.read_text(encoding="utf-8", errors="replace").strip() for file in files]

    @property
    def needs(self) -> set[str]:
        """The names of the distributions that it needs here, without its extras."""
        required = map(Requirement, self.installed.requires or ())
        return {
            canonicalize_name(r.name)
            for r in required
            if r.marker is None or r.marker.evaluate({"extra": ""})
        }

    def _field(self, name: str) -> str:
        return next(iter(self.installed.metadata.get_all(name, [])), "")


def pins(lock: Path = LOCK) -> dict[str, tuple[str, str]]:
    """Return what a lock pins: version and marker ("" for always) by name."""
    found = PIN.finditer(lock.read_text(encoding="utf-8"))
    return {pin["name"]: (pin["version"], pin["marker"] or "") for pin in found}


def locked(lock: Path = LOCK) -> Iterator[Locked]:
    """Give the distributions that a lock pins for this machine, by name.

    Raises PackageNotFoundError for one that isn't installed, and ValueError for one of another version.
    """
    for name, (version, marker) in sorted(pins(lock).items()):
        if marker and not Requirement(f"{name} ; {marker}").marker.evaluate():  # type: ignore[union-attr]
            continue
        installed = distribution(name)
        if installed.version != version:
            raise ValueError(f"{name} {installed.version} is installed, and {version} is locked: run `make`")
        yield Locked(name, version, installed)
