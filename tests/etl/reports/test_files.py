"""A report gives the same figures in whichever file it comes; what can't be read is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import resources
from pathlib import Path

import pytest
import typst
from docx import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from data.errors import FileUnusable
from data.model.catalog import CURATED, Catalog, build_catalog
from data.prose.report import propose
from etl.curated.folder import languages_beside, read_curated
from etl.reports.files import Report, read_report
from tests.setup.serving import ROOT

TEXT = (Path(__file__).parent / "report.txt").read_text("utf-8")


def as_text(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())


def as_gb18030(path: Path) -> None:
    path.write_text(TEXT, encoding="gb18030")


def as_traditional(path: Path) -> None:
    table = resources.files("opencc").joinpath("dictionary/STCharacters.txt").read_text("utf-8")
    pairs = (line.split() for line in table.splitlines() if line)
    path.write_text(TEXT.translate({ord(p[0]): p[1] for p in pairs if len(p[0]) == 1}), "utf-8")


def as_html(path: Path) -> None:
    paragraphs = "".join(f"<p>　　{escape(line)}</p>" for line in TEXT.splitlines())
    page = f"""<html><head><meta charset="gb2312"><title>报告</title>
      <script>var n = 12345;</script></head><body>
      <div class="nav"><a href="/">首页</a><a href="/a">政务公开</a></div><div id="content" class="article">
      <h1>政府工作报告</h1>{paragraphs}</div><div class="footer">某ICP备12345678号</div></body></html>"""
    path.write_bytes(page.encode("gb18030"))


def as_docx(path: Path) -> None:
    document = Document()
    lines = TEXT.splitlines()
    for line in lines[:4]:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = lines[4]
    for line in lines[5:]:
        document.add_paragraph(line)
    document.save(str(path))


def as_pdf(path: Path, text: str = TEXT) -> None:
    source = '#set text(font: "Noto Serif CJK SC", size: 15pt)\n#set page(numbering: "1")\n'
    body = "\n\n".join(line.replace("（", "（").replace("#", "\\#") for line in text.splitlines())
    folder = path.parent / "typst"
    folder.mkdir()
    (folder / "main.typ").write_text(source + body, encoding="utf-8")
    path.write_bytes(typst.compile(str(folder / "main.typ"), format="pdf"))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_curated(CURATED, languages_beside(CURATED)).content())


def figures(text: str, catalog: Catalog) -> list[tuple[str, ...]]:
    rows = propose(text, catalog, "2023-01-12", "131002").of_verdict("used")
    return [
        (row.number, row.scale, row.unit, row.qualifier, row.kind, row.status, row.period, row.indicator)
        for row in rows
    ]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("report.txt", as_text),
        ("报告.txt", as_gb18030),
        ("traditional.txt", as_traditional),
        ("page.html", as_html),
        ("report.docx", as_docx),
        ("report.pdf", as_pdf),
    ],
)
def test_a_report_gives_the_same_figures_whatever_file_it_comes_in(
    name: str, write: Callable[[Path], None], tmp_path: Path, catalog: Catalog
) -> None:
    path = tmp_path / name
    write(path)
    expected = figures(TEXT, catalog)
    assert len(expected) == 25
    report = read_report(path)
    assert figures(report.text, catalog) == expected


def test_the_numbers_that_stand_outside_the_main_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    as_html(path)
    assert "12345678" in read_report(path).left_out
    assert "12345" not in read_report(path).left_out  # of a script, which nobody sees


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00\x01", "TXT"),
        (b"\xe4\xb8\xad\xe6\x96\x87\xff\xff", "7"),
        (b"", "文字"),
        ("增长5%。".encode() * 400_001, "2000005"),
        (b"PK\x03\x04 no archive", "DOCX"),
        (b"%PDF-1.7 broken", "PDF"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_reason(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(content)
    with pytest.raises(FileUnusable) as refused:
        read_report(path)
    assert reason in refused.value.say("zh")


def test_no_library_for_files_is_loaded_before_a_file_needs_it() -> None:
    import subprocess
    import sys

    names = ("trafilatura", "docx", "pypdfium2", "lxml")
    code = f"import sys, etl.__main__; print([name for name in {names} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_paragraph_of_a_printed_page_goes_on_wherever_its_lines_break(tmp_path: Path) -> None:
    paragraphs = [f"{'甲' * n}；{'乙' * 9}。{'丙' * 15}。" for n in range(18, 30)]
    as_pdf(tmp_path / "report.pdf", "\n".join(paragraphs))
    assert read_report(tmp_path / "report.pdf").text.split("\n") == paragraphs


def as_word(path: Path, *runs: str) -> None:
    """A Word document with one paragraph of those runs, as Word itself writes them."""
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph._p.append(parse_xml(run.replace(">", f" {nsdecls('w')}>", 1)))
    document.save(str(path))


def word(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


def test_a_raised_digit_is_no_digit_of_the_figure_before_it(tmp_path: Path) -> None:
    as_word(tmp_path / "report.docx", word("常住人口48.3"), word("1", RAISED), word("万人。"))
    page = f"<p>{'全区经济社会发展情况。' * 9}</p><p>常住人口48.3<sup>1</sup>万人。</p>"
    (tmp_path / "report.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    (tmp_path / "report.typ").write_text("常住人口48.3#super(typographic: false)[1]万人。", encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(typst.compile(str(tmp_path / "report.typ"), format="pdf"))
    for kind in ("docx", "html", "pdf"):
        assert read_report(tmp_path / f"report.{kind}").text.endswith("常住人口48.3¹万人。"), kind


def test_a_number_that_word_keeps_in_a_part_of_its_own_is_read_where_it_stands(tmp_path: Path) -> None:
    around = (
        f'<w:smartTag w:element="chmetcnv">{word("52.85公里")}</w:smartTag>',
        f"<w:sdt><w:sdtContent>{word('17场')}</w:sdtContent></w:sdt>",
        f'<w:fldSimple w:instr="=1+1">{word("2个")}</w:fldSimple>',
    )
    runs = (word("修路"), around[0], word("，办"), around[1], word("，建"), around[2])
    as_word(tmp_path / "report.docx", *runs, word("99", "<w:vanish/>"), word("。"))
    assert read_report(tmp_path / "report.docx") == Report("修路52.85公里，办17场，建2个。", "docx", ("99",))


@pytest.mark.parametrize(
    "run",
    [
        f'<w:ins w:id="1" w:author="">{word("830")}</w:ins>',
        '<w:del w:id="1" w:author=""><w:r><w:delText>830</w:delText></w:r></w:del>',
        word("830", "<w:strike/>"),
    ],
)
def test_a_number_that_may_count_or_not_is_refused(run: str, tmp_path: Path) -> None:
    as_word(tmp_path / "report.docx", word("新增就业5"), run, word("个。"))
    with pytest.raises(FileUnusable) as refused:
        read_report(tmp_path / "report.docx")
    assert "“830”" in refused.value.say("zh")


def test_a_number_struck_out_on_a_web_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<p>新增就业<del>5830</del>6000个。</p>", encoding="utf-8")
    with pytest.raises(FileUnusable, match="5830"):
        read_report(tmp_path / "report.html")
