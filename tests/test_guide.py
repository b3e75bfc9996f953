"""The guide works when followed to the letter: its files are written, its commands run in order."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from etl.__main__ import main
from etl.command_line.arguments import COMMANDS
from etl.command_line.exit_codes import DONE
from tests.setup.serving import ROOT

GUIDE = ROOT / "docs" / "admin-guide.md"
BLOCK = re.compile(r"([^\n]*)\n\n```(\w*)\n(.*?)```\n", re.DOTALL)
ETL = ".venv/bin/python -m etl "
WRITTEN = re.compile(r"`(data/curated/\S+?)`")  # how the line before a block says which file it is
# What asks for root, a server, another machine or the network, and isn't tried here.
ELSEWHERE = re.compile(r"sudo |cd |git |make |export |podman |curl |[A-Z_]+=")
NIGHTLY = re.compile(r"livelihood-12-\w+\.db")


class Keyboard(io.StringIO):
    """Somebody who reads what is asked last and answers it."""

    def __init__(self, screen: io.StringIO) -> None:
        super().__init__()
        self.screen = screen

    def isatty(self) -> bool:
        """Say that somebody is there."""
        return True

    def readline(self, size: int | None = -1, /) -> str:
        """Return yes, the number that is to be typed, or a reason."""
        asked = self.screen.getvalue().splitlines()[-1]
        number = re.search(r"请输入 (\d+)：", asked)
        return f"{number[1] if number else 'y' if '[y/N]' in asked else '手册里的例子'}\n"


class Screen(io.StringIO):
    """A terminal that shows what is said."""

    def isatty(self) -> bool:
        """Say that somebody is there."""
        return True


@dataclass(frozen=True)
class Project:
    """A copy of what the guide is about, and whoever follows it."""

    root: Path
    patch: pytest.MonkeyPatch

    def write(self, name: str, text: str) -> None:
        """Write a file of the project as the guide shows it."""
        (self.root / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file as the guide says in words."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{name}: {text}"
        self.write(name, text.replace(old, new))

    def run(self, line: str) -> None:
        """Run a line of a block, or fail."""
        if line.startswith(ETL):
            self.etl(shlex.split(line.removeprefix(ETL), comments=True))
        elif not ELSEWHERE.match(line):
            subprocess.run(line, shell=True, cwd=self.root, check=True, capture_output=True)

    def etl(self, words: list[str]) -> None:
        """Run a command of ours, with somebody at the terminal."""
        command, *given = words
        where = {
            "--curated": str(self.root / "data" / "curated"),
            "--database": f"sqlite:///{self.root}/live.db",
        }
        options = [
            part for name, value in where.items() if name in COMMANDS[command] for part in (name, value)
        ]
        screen = Screen()
        with self.patch.context() as patch:
            patch.setattr("sys.stdout", screen)
            patch.setattr("sys.stderr", screen)
            patch.setattr("sys.stdin", Keyboard(screen))
            code = main([command, *given, *options])
        assert code == DONE, f"{command} {given}: {screen.getvalue()}"


def fill_in(project: Project) -> None:
    """Fill in the empty workbook as its notes say."""
    path = project.root / "录入.xlsx"
    book = openpyxl.load_workbook(path)
    about = {"编号": "anci-bulletin-2024", "标题": "公报", "发布机构": "统计局", "发布日期": "2024-03-01"}
    about |= {"地区": "安次区 [131002]", "来源类型": "官方发布", "可信度": "高", "英文标题": "Bulletin"}
    for cells in book["资料"].iter_rows(min_row=2):
        cells[1].value = about.get(str(cells[0].value).strip("*"))
    figure = ("专项招聘活动", "安次区", "2022年", None, "17场", None, "第2段")
    for column, text in enumerate(figure, start=1):
        book["数字"].cell(2, column).value = text
    book.save(path)


def correct(project: Project) -> None:
    """Correct the workbook that holds a curated document."""
    path = project.root / "更正.xlsx"
    book = openpyxl.load_workbook(path)
    assert book["数字"]["E2"].value == "12场"
    book["数字"]["E2"].value = "13场"
    book.save(path)


def write_document(path: Path, *paragraphs: str) -> None:
    """Write a Word file."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))


def have_the_text(project: Project) -> None:
    """Have the document's text as a file."""
    write_document(project.root / "原文.docx", "2023年，全区举办招聘会12场。")


def have_the_report(project: Project) -> None:
    """Have a report."""
    write_document(project.root / "报告.docx", "2023年工作报告", "2023年，全区失业人员再就业702人。")


def have_the_next_report(project: Project) -> None:
    """Have the report of the year after."""
    write_document(project.root / "报告2024.docx", "2024年工作报告", "2024年，全区失业人员再就业715人。")


def choose(project: Project) -> None:
    """Fill in the column 采纳 of the table that a report proposes."""
    path = project.root / "核对.xlsx"
    book = openpyxl.load_workbook(path)
    [printed] = [cell.column for cell in book.active[1] if cell.value == "原文数字"]
    for cells in book.active.iter_rows(min_row=2):
        cells[0].value = "采纳" if cells[printed - 1].value == "702人" else None
    book.save(path)


def complete(project: Project) -> None:
    """Fill in what the workbook of an approved report lacks."""
    path = project.root / "报告录入.xlsx"
    book = openpyxl.load_workbook(path)
    about = {"编号": "anci-work-report-2024", "标题": "2023年工作报告", "发布机构": "安次区人民政府"}
    about |= {"来源类型": "官方发布", "可信度": "高"}
    for cells in book["资料"].iter_rows(min_row=2):
        cells[1].value = about.get(str(cells[0].value).strip("*"), cells[1].value)
    book.save(path)


def tabulate(project: Project) -> None:
    """Make the workbook of the table that the guide shows."""
    shown = re.findall(
        r"^\|.*\|$", GUIDE.read_text(encoding="utf-8").partition("例如这张表")[2], re.MULTILINE
    )
    lines = [line for line in shown[:8] if not line.startswith("|---")]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "6-1"
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        sheet.append([float(cell) if re.fullmatch(r"[\d.]+", cell) else cell or None for cell in cells])
    book.save(project.root / "年鉴6-1.xlsx")


def give_the_source(project: Project) -> None:
    """Fill in where the table comes from."""
    path = project.root / "长表.xlsx"
    book = openpyxl.load_workbook(path)
    about = {"编号": "anci-yearbook-2023", "标题": "年鉴", "发布机构": "统计局", "发布日期": "2023-12-01"}
    about |= {"地区": "安次区", "来源类型": "官方发布", "可信度": "高"}
    for cells in book["资料"].iter_rows(min_row=2):
        cells[1].value = about.get(str(cells[0].value).strip("*"))
    book.save(path)


def spoil(project: Project) -> None:
    """Save a curated CSV as Excel does."""
    path = project.root / "data/curated/documents/anci-report-2024.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes("".join(f"{line},,\r\n" for line in lines).encode("gb18030"))


def correct_by_hand(project: Project) -> None:
    """Correct a figure in the curated CSV."""
    project.edit("data/curated/documents/anci-report-2024.csv", "约12.3公里", "约13.2公里")


# What the guide's words ask for before a command.
HANDS: dict[str, Callable[[Project], None]] = {
    "check 录入.xlsx": fill_in,
    "import --replace data/curated/documents/anci-report-2024.csv": spoil,
    "propose 报告.docx": have_the_report,
    "review 报告.docx": choose,
    "import 报告录入.xlsx": complete,
    "propose 报告2024.docx": have_the_next_report,
    "attach": have_the_text,
    "unpivot": tabulate,
    "import 长表.xlsx": give_the_source,
    'refresh --reason "原文更正：约12.3公里': correct_by_hand,
    "import --replace 更正.xlsx": correct,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A copy of the project's content."""
    for name in ("curated", "languages"):
        shutil.copytree(ROOT / "data" / name, tmp_path / "data" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIVELIHOOD_LANG", "zh")
    monkeypatch.setenv("TEXTS_FOLDER", str(tmp_path / "texts"))
    yield Project(tmp_path, monkeypatch)


def test_the_guide_works_when_it_is_followed_to_the_letter(project: Project) -> None:
    hands, run, backups = dict(HANDS), 0, project.root / "srv" / "backup"
    for before, kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        text = text.replace("/srv/", f"{project.root}/srv/")
        if kind in ("toml", "csv") and (name := WRITTEN.match(before)):
            project.write(name[1], text)
        for line in text.splitlines() if kind == "sh" else ():
            for command in [command for command in hands if f"etl {command}" in line]:
                hands.pop(command)(project)
            made = [path.name for path in backups.glob("*.db")]
            project.run(NIGHTLY.sub(made[0], line) if made else line)
            run += line.startswith(ETL)
    assert not hands and run >= 20
    project.run(f"{ETL}backup {backups}/")  # as the night after does
    assert len([*backups.glob("livelihood-[0-9]*.db")]) == 2


def test_the_theme_that_the_guide_shows_is_sound(project: Project) -> None:
    [theme] = [
        text
        for _, kind, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8"))
        if 'id = "heritage"' in text
    ]
    project.write("data/curated/themes/heritage.toml", theme)
    project.run(f"{ETL}check")
