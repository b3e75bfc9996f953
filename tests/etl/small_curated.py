"""A curated folder small enough to be read whole, with one of everything that the rules speak of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.curated.contents import Curated
from etl.curated.folder import languages_beside, read_curated

FILES = {
    "curated/regions.csv": """\
id,name,parent,level
110101,甲区,110000,district
110000,乙市,,city
""",
    "curated/units.csv": """\
id,name
立方米,立方米
公里,公里
元,元
座,座
%,%
""",
    "curated/breakdowns.csv": """\
id,name,kind,part_of
waterworks,水厂,project,
north_plant,北厂,project,waterworks
south_plant,南厂,project,waterworks
""",
    "curated/stages.csv": """\
id,name,rank,printed,fill
completed,竣工,2,竣工|建成,full
started,开工,1,开工,quarter
""",
    "curated/statuses.csv": """\
id,name
actual,实绩
plan,计划
derived,推算
""",
    "curated/source_kinds.csv": """\
id,name,tier
official,官方发布,1
""",
    "curated/waivers.csv": """\
code,document,indicator,region,period,breakdown,status,reason,by,until
""",
    "curated/themes/water.toml": """\
id = "water"
name = "供水"
order = 1
color = "#14776a"
headline = "supply"
headline_note = "覆盖率{coverage}"

[[indicator]]
id = "supply"
name = "供水量"
unit = "万立方米"
definition = "全年供水总量。"
additive = true

[[indicator]]
id = "coverage"
name = "自来水覆盖率"
unit = "%"

[[indicator]]
id = "uncovered"
name = "未覆盖率"
unit = "%"
formula = "100% - coverage"

[[indicator]]
id = "plant_cost"
name = "水厂计划投资"
unit = "亿元"

[[indicator]]
id = "plant_stage"
name = "水厂进展"
measure = "stage"

[[indicator]]
id = "plants_started"
name = "开工的水厂"
unit = "座"
range = [0, 50]
plausible = [0, 40]

[[identity]]
id = "works_begin"
name = "有计划就有开工"
holds = "plants_started >= 1"

[[chart]]
id = "supplied"
kind = "statement"
name = "供水量"
indicators = ["supply"]
finding = "供水{supply}"

[[chart]]
id = "covered"
kind = "share_bar"
name = "覆盖率"
indicators = ["coverage", "uncovered"]

[[chart]]
id = "plants"
kind = "status_grid"
name = "水厂进展"
indicators = ["plant_stage"]
count = "started=plants_started"
note = "投资见{plant_cost@north_plant}"

[[chart]]
id = "plans"
kind = "plan_outcome"
name = "计划与进展"
indicators = ["plant_cost", "plant_stage"]
finding = "{plant_cost@period}{plant_cost@status}：{plant_cost@top}投资最多"

[[chart]]
id = "by_plant"
kind = "ranked_bars"
name = "水厂投资"
indicators = ["plant_cost"]
""",
    "curated/documents/report.toml": """\
id = "report"
title = "供水公报"
publisher = "乙市水务局"
kind = "official"
confidence = "high"
region = "110101"
published = "2023-02-01"
url = "http://example.org/report"
note = "时期：第3段“2022年”"
""",
    "curated/documents/report.csv": """\
indicator,region,period,breakdown,printed,status,locator,note
supply,110101,2022,,约1234.5万立方米,,第1段,
coverage,110101,2022,,95.5%,,第1段,
plant_cost,110101,2022,north_plant,1.2亿元,plan,第2段,
plant_cost,110101,2022,south_plant,8000万元,plan,第2段,
plant_stage,110101,2022,north_plant,建成,,第3段,
plant_stage,110101,2022,south_plant,开工,,第3段,
plants_started,110101,2022,,3座,,第3段,
""",
    "languages/zh.toml": """\
name = "中文"
locale = "zh_CN"

[period]
year = "{year}年"

[qualifier]
about = "约{n}"

[claims]
most = ["最多"]
rise = ["增长"]
unlike = ["不可比"]

[interface]
release = "第{release}版"
derived = "推算"

[command_line]
more = "另有 {count} 项"
""",
    "languages/en.toml": """\
name = "English"
locale = "en"

[period]
year = "{year}"

[qualifier]
about = "about {n}"

[claims]
most = ["most"]
rise = ["rose"]
first = ["first"]
unlike = ["not comparable"]

[magnitude]
steps = [["million", 6]]

[locator]
'第(\\d+)段' = 'para. \\1'

[interface]
release = "release {release}"
derived = "Derived"

[command_line]
more = "and {count} more"

[region]
110101 = "District A"
110000 = "City B"

[unit]
"立方米" = "m³"
"公里" = "km"
"元" = "yuan"
"座" = "plants"
"%" = "%"

[breakdown]
waterworks = "Waterworks"
north_plant = "North plant"
south_plant = "South plant"

[stage]
completed = "Completed"
started = "Started"

[status]
actual = "Actual"
plan = "Plan"
derived = "Derived"

[source_kind]
official = "Official"

[theme.water]
name = "Water"
headline_note = "coverage {coverage}"

[indicator.supply]
name = "Water supplied"
definition = "Water supplied in the year."

[indicator.coverage]
name = "Tap water coverage"

[indicator.uncovered]
name = "Not covered"

[indicator.plant_cost]
name = "Planned investment in waterworks"

[indicator.plant_stage]
name = "Progress of waterworks"

[indicator.plants_started]
name = "Waterworks started"

[chart.supplied]
name = "Water supplied"
finding = "{supply} supplied"

[chart.covered]
name = "Coverage"

[chart.plants]
name = "Progress of waterworks"
note = "For the investment see {plant_cost@north_plant}"

[chart.plans]
name = "Plan and progress"
finding = "{plant_cost@status}, {plant_cost@period}: {plant_cost@top} costs most"

[chart.by_plant]
name = "Investment by plant"

[document.report]
title = "Water bulletin"
publisher = "Water bureau of City B"
note = "Period: para. 3 “2022”"
""",
}


@dataclass(frozen=True)
class SmallCurated:
    """The files above in a folder of a test's own, to be edited as an admin would."""

    root: Path

    @property
    def folder(self) -> Path:
        """The curated folder; its languages stand beside it."""
        return self.root / "curated"

    def write(self, name: str, text: str) -> None:
        """Write a file, as text."""
        self.write_bytes(name, text.encode())

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write a file, byte by byte."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first `old` in a file; add to its end for an empty one."""
        text = self.text(name)
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1) if old else text + new)

    def text(self, name: str) -> str:
        """Return a file's text."""
        return (self.root / name).read_text(encoding="utf-8")

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.root / name).unlink()

    def read(self) -> Curated:
        """Read it as the command line does."""
        return read_curated(self.folder, languages_beside(self.folder))


def write_small_curated(root: Path) -> SmallCurated:
    """Write the files and return where they are."""
    curated = SmallCurated(root)
    for name, text in FILES.items():
        curated.write(name, text)
    return curated
