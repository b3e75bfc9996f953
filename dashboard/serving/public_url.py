"""Under which address the public knows the site."""

from __future__ import annotations

import re

from data.errors import SettingUnusable

# Our links begin at the root of a host, so that is all there may be.
ADDRESS = re.compile(r"https?://(?:[a-z0-9.-]+|\[[a-f0-9:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)


def public_url(written: str) -> str:
    """Return what PUBLIC_URL says without a slash at its end, "" where it says nothing.

    Raises SettingUnusable for what is no address of a whole host.
    """
    address = written.strip().removesuffix("/")
    if address and not ADDRESS.fullmatch(address):
        raise SettingUnusable(written, name="PUBLIC_URL", example="https://data.example.cn")
    return address
