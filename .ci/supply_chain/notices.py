"""Whose work is installed and served, and under which licence, as a text to be passed on with it.

`make notices` writes assets/third-party-notices.txt, which the website also serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dashboard.serving.scripts import scripts
from supply_chain.distributions import ROOT, Locked, locked

NOTICES = ROOT / "assets" / "third-party-notices.txt"
# What minifiers leave standing for this purpose.
BANNER = re.compile(
    r"/\*[*!](?:(?!\*/).)*?(?:licen[cs]e|copyright)(?:(?!\*/).)*\*/", re.IGNORECASE | re.DOTALL
)
RULE = "-" * 78
HEAD = """Third-party notices of livelihood-dashboard

What the program installs from the Python Package Index, and the scripts it
sends to browsers, are other people's work, under the licences that follow.
psycopg is under the GNU Lesser General Public License 3, which refers to the
GNU General Public License 3: https://www.gnu.org/licenses/gpl-3.0.txt

Written by `make notices`.
"""


def notices() -> str:
    """Return the notices: every distribution in a line, then each text once, then what scripts say."""
    distributions = list(locked())
    lines = [f"{d.name} {d.version} · {d.licence_named} · {d.home}" for d in distributions]
    parts = [HEAD, "\n".join(lines), *_texts(distributions), *_banners()]
    return f"\n\n{RULE}\n".join(part.strip() for part in parts) + "\n"


def _texts(distributions: Iterable[Locked]) -> Iterator[str]:
    """Each text once, under the names of those who bring it."""
    whose: dict[str, list[str]] = {}
    for found in distributions:
        for text in dict.fromkeys(found.notices):
            whose.setdefault("\n".join(line.rstrip() for line in text.splitlines()), []).append(found.name)
    for text, names in whose.items():
        yield f"{', '.join(names)}\n\n{text}"


def _banners() -> Iterator[str]:
    """What the scripts say of their authors and licences."""
    for name, script in scripts().items():
        said = dict.fromkeys(BANNER.findall(script.read("").decode()))
        if said:
            yield f"The browser's script {name}\n\n" + "\n\n".join(said)


if __name__ == "__main__":
    NOTICES.write_text(notices(), encoding="utf-8")
    print(NOTICES.relative_to(ROOT), NOTICES.stat().st_size, "bytes")
