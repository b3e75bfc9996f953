"""What offices write for an id: the id itself, its exact Chinese name or an alias, or both as 名称 [id]."""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.curated.contents import Curated

LABEL = re.compile(r"(.*?)\s*[\[［]([^\[\]［］]+)[\]］]", re.DOTALL)
KINDS = ("indicator", "region", "breakdown", "status", "source_kind", "confidence")
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}


class Labels:
    """Finds the ids of a catalogue by what is written for them."""

    def __init__(self, curated: Curated) -> None:
        known = {**curated.names, "confidence": CONFIDENCE}
        self.names: dict[str, Mapping[str, str]] = {kind: known[kind] for kind in KINDS}
        self._ids: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
        for kind in KINDS:
            for id, name in known[kind].items():
                self._ids[kind].setdefault(_joined(name), []).append(id)
        for kind in ("indicator", "region"):
            for alias, id, _ in curated.aliases[kind]:
                self._ids[kind].setdefault(_joined(alias), []).append(id)

        regions = curated.lists.get("regions")
        self._parents = dict(zip(regions["id"], regions["parent"], strict=False)) if regions else {}

    def around(self, region: str) -> set[str]:
        """Return a region and all in which it lies."""
        found = set[str]()
        while region and region not in found:
            found.add(region)
            region = self._parents.get(region, "")
        return found

    def regions_in(self, text: str) -> set[str]:
        """Return the regions that a text without blanks speaks of: of 廊坊市安次区 the inner one."""
        found: list[tuple[int, int, str]] = []
        for name, ids in sorted(self._ids["region"].items(), key=lambda pair: -len(pair[0])):
            at = text.find(name) if len(name) > 1 and len(ids) == 1 else -1
            if at >= 0 and not any(start <= at < end for start, end, _ in found):
                found.append((at, at + len(name), ids[0]))
        starts = {start: region for start, _, region in found}
        return {
            region
            for _, end, region in found
            if end not in starts or region not in self.around(starts[end]) - {starts[end]}
        }

    def find(self, kind: str, text: str) -> tuple[str, str, dict[str, str]]:
        """Return the id that is meant and, where it isn't certain, the code and facts of the fault.

        What nothing declares comes back as it is: the rules say so, and what may have been meant.
        """
        if not text or text in self.names[kind]:
            return text, "", {}
        named = self._ids[kind].get(_joined(text), [])
        if len(named) > 1:
            return text, "ambiguous_name", {"ids": "、".join(named)}
        if named:
            return named[0], "", {}
        return self._labelled(kind, text)

    def _labelled(self, kind: str, text: str) -> tuple[str, str, dict[str, str]]:
        match = LABEL.fullmatch(text)
        id = match[2].strip() if match else ""
        if match is None or id not in self.names[kind]:
            return text, "", {}
        name = self.names[kind][id]
        if match[1] and _joined(match[1]) != _joined(name):
            return text, "name_unlike_id", {"id": id, "name": name}
        return id, "", {}


def id_in(text: str) -> str:
    """Return the id of a label, or the text itself."""
    match = LABEL.fullmatch(text)
    return match[2] if match else text


def _joined(text: str) -> str:
    return "".join(text.split())
