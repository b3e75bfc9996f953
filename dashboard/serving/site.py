"""Who publishes the site: issuing body, contact, and the numbers under which it is registered (备案)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.errors import ProfileIncomplete, SettingUnusable
from data.messages import Joined, Message

GOVERNMENT = "government"
CONTACT = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*|tel:\+[0-9-]+)")
# Each setting, what it is to look like, and an example.
SETTINGS = {
    "ISSUER": (re.compile(r"[^\n<>]{2,60}"), "廊坊市安次区人民政府办公室"),
    "CONTACT": (CONTACT, "tel:+86-316-1234567"),
    "ICP_NUMBER": (re.compile(r"[\u4e00-\u9fff]ICP备\d{6,10}号(?:-\d{1,3})?"), "冀ICP备12345678号-1"),
    "POLICE_NUMBER": (re.compile(r"[\u4e00-\u9fff]公网安备\s?\d{14}号"), "冀公网安备13100202000001号"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """What the settings say of the site; an empty part isn't known."""

    issuer: str = ""
    contact: str = ""
    icp_number: str = ""
    police_number: str = ""


def read_site(settings: Mapping[str, str] = os.environ) -> Site:
    """Return what the settings say.

    Raises SettingUnusable for one that says what can't be; ProfileIncomplete where a government's site
    (PROFILE=government) lacks some, naming each.
    """
    values = {name: settings.get(name, "").strip() for name in SETTINGS}
    for name, (pattern, example) in SETTINGS.items():
        if values[name] and not pattern.fullmatch(values[name]):
            raise SettingUnusable(values[name], name=name, example=example)
    profile = settings.get("PROFILE", "").strip()
    if profile not in ("", GOVERNMENT):
        raise SettingUnusable(profile, name="PROFILE", example=GOVERNMENT)
    if missing := [name for name in SETTINGS if profile and not values[name]]:
        names = [Message("phrase.setting", {"name": n, "what": Message(f"phrase.{n}")}) for n in missing]
        raise ProfileIncomplete(Joined("phrase.and", names))
    return Site(**{name.lower(): text for name, text in values.items()})
