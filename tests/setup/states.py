"""Pages in every state in which readers find them: by what was asked, of which figures, of what store."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import FilePayload, Page

from data.store.texts import digest_of
from tests.setup.kinds import ASKED, CATALOG, FIGURE, code_of_picture, kinds_of
from tests.setup.publishing import add_document, append, copy_curated, drop_lines, refresh, replace_text
from tests.setup.serving import serving

DOCUMENT = FIGURE.rpartition("/")[2]
WITHDRAWN = f"131002/cultural_events/2021/{DOCUMENT}"
TEXT = """某某区2023年民生情况
2023年，全区城镇新增就业6120人，失业人员再就业702人。兜底保障逐步提高，各镇街新设服务网点。
举办招聘会21场，完成居家适老化改造52户；再完成24户。
"""
ROWS = (
    "urban_new_employment,131002,2023,,6120人,,第2段,",
    "unemployed_reemployed,131002,2023,,702人,,第2段,",
    "job_fairs,131002,2023,,21场,,第3段,",
    "urban_new_employment,131002,2024,,6500人,target,第2段,",
)
# A bulletin of more figures of an indicator than a page lists, and of more regions than stand in one plot.
MONTHS = [f"{year}-{month:02}" for year in range(1980, 2023) for month in range(1, 13)]
COUNTIES = ("131003", "131023", "131024", "131025", "131028")
FIGURES_OF_BULLETIN = (
    *(f"job_fairs,130000,{month},,20场,,第1段," for month in MONTHS),
    *(
        f"urban_new_employment,{id},{year},,{year - 1000}人,,第2段,"
        for id in COUNTIES
        for year in (2020, 2021)
    ),
)
FIGURES = {
    "corrected": FIGURE,
    "withdrawn": WITHDRAWN,
    "quoted": "131002/unemployed_reemployed/2023/anci-2023",
    "target": "131002/urban_new_employment/2024@target/anci-2023",
    "plan": "131000/old_estates_rebuilt/2019@plan/langfang-estates-2019-09-19",
    "estimate": "131000/urbanisation_rate/2022@estimate/langfang-plan-2022",
    "derived": "131002/total_budget_expenditure/2022@derived",
}


# As far as is read of a file: a picture of the wide size, but not ours.
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1200, 675) + bytes(8)
STATUS = {"missing": 404, "refused": 404, "proof-unknown": 404, "proofread-refused": 400, "unavailable": 503}
# What is filled in and sent on a page, to have it in its state: a text, or a file.
FILLED: dict[str, tuple[str, str | FilePayload]] = {
    "proofread-found": ("textarea", TEXT),
    "proofread-refused": ("textarea", " "),
    "proof-verdict": ("[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG}),
}


def publish_twice(folder: Path) -> str:
    """Publish what is curated and a document whose text is kept; then correct a figure and withdraw one.

    Return the store's address; the text stands in the folder `texts`.
    """
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    article = curated / "documents" / f"{DOCUMENT}.csv"
    add_document(curated, "anci-2023", "2023年民生情况", "安次区统计局", "131002", *ROWS, text=TEXT)
    add_document(curated, "bulletin", "各地月报", "河北省统计局", "130000", *FIGURES_OF_BULLETIN)
    (folder / "texts").mkdir()
    (folder / "texts" / f"{digest_of(TEXT)}.txt").write_text(TEXT, encoding="utf-8")
    replace_text(article, "5830个", "5380个")
    append(article, "cultural_events,131002,2021,,60场,,第5段,")
    refresh(curated, url)
    replace_text(article, "5380个", "5830个")
    drop_lines(article, "cultural_events,131002,2021")
    refresh(curated, url, "按原文更正", withdraw=f"{DOCUMENT}=1")
    return url


@contextmanager
def serving_states(folder: Path) -> Iterator[dict[str, str]]:
    """Serve pages in every state; give their addresses by name."""
    told, empty = folder / "told", folder / "empty"
    told.mkdir()
    empty.mkdir()
    with ExitStack() as stack:
        texts = {"TEXTS_FOLDER": str(told / "texts")}
        server = stack.enter_context(serving(publish_twice(told), told, settings=texts))
        none = stack.enter_context(
            serving(f"sqlite:///{empty / 'none.db'}", empty, healthy=HTTPStatus.SERVICE_UNAVAILABLE)
        )
        yield {
            **{name: f"{server}{path}" for name, path in states_of(server).items()},
            "unavailable": f"{none}/",
        }


def visit(page: Page, state: str, address: str) -> int:
    """Go to a page in a state, sending what makes it so; return the status of the answer."""
    answer = page.goto(address)
    if state in FILLED:
        field, content = FILLED[state]
        box = page.locator(f".kit form {field}")
        if isinstance(content, str):
            box.fill(content)
        else:
            box.set_input_files(content)
        with page.expect_navigation() as sent:
            page.locator(".kit form button").last.click()
        answer = sent.value
    assert answer
    return answer.status


def states_of(server: str) -> dict[str, str]:
    """Return the path of pages in every state that a store of two releases has."""
    return {
        **kinds_of(server),
        **ASKED,
        **{f"theme-{id}": f"/themes/{id}" for id in CATALOG.themes},
        **{f"figure-{state}": f"/figures/{id}" for state, id in FIGURES.items()},
        **{f"region-{id}": f"/?region={id}" for id in ("131000", "131003", "150702")},
        "figure-corrected-then": f"/figures/{FIGURE}?release=1",
        "earlier": "/?release=1",
        "nothing": "/themes/roads?region=131000",
        "series": "/themes/income?region=150702",
        "chart-last": "/charts/incomes_over_time?region=150702&last=2",
        "document-text": "/documents/anci-2023",
        "compare-many": "/compare?indicator=resident_population&regions=131000,130000,150702",
        "compare-panels": f"/compare?indicator=urban_new_employment&regions={','.join(COUNTIES)}",
        "releases-first": "/releases?release=1",
        "release-second": "/releases/2",
        "proof-old": f"/v/{code_of_picture(server, '?release=1')}",
        "proof-unknown": "/v/ZZZZZZZZ",
        "document-part": "/documents/bulletin?part=2",
        "theme-part": "/themes/jobs?region=130000&part=2",
        "indicator-part": "/indicators/job_fairs?region=130000&part=2",
        "proof-verdict": f"/v/{code_of_picture(server)}",
        "proofread-found": "/proofread",
        "proofread-refused": "/proofread",
        "refused": f"/?{'x=1&' * 300}",
    }
