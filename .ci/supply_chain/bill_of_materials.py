"""The software bill of materials: CycloneDX 1.6, of what is installed on this machine to run the program.

`make sbom` writes it. The same installation always gives the same bytes.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

from plotly.offline import get_plotlyjs_version

from dashboard.serving.scripts import PARTIAL_PLOTLY, plotly_source
from supply_chain.distributions import ROOT, Locked, locked


def bill_of_materials() -> dict[str, Any]:
    """Return the bill: the program, what it needs, and what these need in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    distributions = list(locked())
    purls = {found.name: found.purl for found in distributions}
    edges = [{"ref": d.purl, "dependsOn": sorted(purls[n] for n in d.needs)} for d in distributions]
    scripts = _scripts()
    program = {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
    }
    needs = sorted([*purls.values(), *(script["bom-ref"] for script in scripts)])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": [*map(_component, distributions), *scripts],
        "dependencies": [{"ref": project["name"], "dependsOn": needs}, *edges],
    }


def _component(found: Locked) -> dict[str, Any]:
    """A distribution of Python; a licence that is no SPDX expression goes by its own name."""
    licence = {"expression": found.licence} if found.licence else {"license": {"name": found.licence_named}}
    return {
        "type": "library",
        "bom-ref": found.purl,
        "name": found.name,
        "version": found.version,
        "purl": found.purl,
        "licenses": [licence],
        "externalReferences": [{"type": "website", "url": found.home}],
    }


def _scripts() -> list[dict[str, Any]]:
    """The plotly.js that is served, where it isn't the one that plotly for Python brings."""
    if plotly_source() != PARTIAL_PLOTLY:
        return []
    name, version = "plotly.js-basic-dist-min", get_plotlyjs_version()
    purl = f"pkg:npm/{name}@{version}"
    licences = [{"expression": "MIT"}]
    return [
        {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "licenses": licences,
        }
    ]


if __name__ == "__main__":
    print(json.dumps(bill_of_materials(), ensure_ascii=False, indent=2))
