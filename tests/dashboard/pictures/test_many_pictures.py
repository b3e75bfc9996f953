"""A thousand different pictures leave a server as large as two hundred did, and its pages as quick."""

from __future__ import annotations

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.pictures.sizes import SIZES
from tests.setup.markup import read_html
from tests.setup.serving import Site, site

MANY, WARM = 1000, 300  # pictures
FLAT = 40.0  # MB that a worker may be larger by after the rest
QUICK = 0.3  # s in which other pages are answered meanwhile
AT_ONCE = 2  # readers who ask for pictures, one after the other


def get(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        return bytes(answer.read())


def memory(served: Site) -> float:
    """How large the largest worker is, in MB."""
    lines = (Path(f"/proc/{pid}/status").read_text() for pid in served.workers())
    return max(int(text.partition("VmRSS:")[2].split()[0]) for text in lines) / 1000


def addresses(served: Site) -> list[str]:
    """So many different pictures: of figures, in each size, kind and language, at two scales."""
    listed = json.loads(get(f"{served.address}/api/v1/observations?region=131002"))["observations"]
    pages = {
        a.get("href", "").partition("?")[0]
        for document in dict.fromkeys(row["document"] for row in listed if row["document"])
        for a in read_html(get(f"{served.address}/documents/{document}").decode()).iter("a")
        if a.get("href", "").startswith("/figures/")
    }
    forms = product(SIZES, ("png", "pdf"), ("", "&lang=en"), sorted(pages))
    found = [f"{served.address}{page}.{kind}?size={size}{lang}" for size, kind, lang, page in forms]
    assert len(found) > MANY
    return [*islice(found, MANY)]


@pytest.mark.soak
def test_a_thousand_pictures_take_no_more_memory_and_leave_pages_quick(
    store_url: str, tmp_path: Path
) -> None:
    anew = {"PUBLIC_URL": f"https://{time.time_ns()}.example.cn"}  # so that none has been kept
    with site(store_url, tmp_path, settings=anew) as served:
        asked = addresses(served)
        others = [f"{served.address}{path}" for path in ("/", "/themes/roads", "/corrections", "/regions")]
        for page in others * 4:  # made once by either worker
            get(page)
        took: list[float] = []
        with ThreadPoolExecutor(AT_ONCE) as readers:
            before = 0.0
            for part in (asked[:WARM], asked[WARM:]):
                made = [readers.submit(get, address) for address in part]
                while not all(one.done() for one in made):
                    for page in others:
                        began = time.monotonic()
                        get(page)
                        took.append(time.monotonic() - began)
                    time.sleep(0.1)
                assert all(one.result()[:4] in (b"\x89PNG", b"%PDF") for one in made)
                before = before or memory(served)
        grown = memory(served) - before
        print(f"median {statistics.median(took):.3f} s, most {max(took):.3f} s, {grown:+.0f} MB")
        assert grown < FLAT
        assert statistics.quantiles(took, n=100)[98] < QUICK
