"""Which characters pictures can be written with, and the two fonts that have them.

`make fonts` cuts them out of Debian's fonts-noto-cjk, with fonttools, which tests install: assets/fonts has
the fonts, their licence, and characters.txt, by which a text is checked before it is drawn.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "assets" / "fonts"
CHARACTERS = FONTS / "characters.txt"
SOURCE = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2  # which font of a collection draws characters as the mainland does
WEIGHTS = ("Regular", "Bold")
# Characters of names of counties, towns and streets that GB 2312 lacks.
NAMES = (
    "㙍㙦㮾㯊㳇㵲䃥䢺伾俵倴僰剅勍咇嘡圐圙坬垇垕垞垟垯垱垵垾埇埌埗埫堌堎堨堽塅塚塝墕墘奓尓岞峃崀崄嵖巉巺廻弶旴旸昄朳枹栟桲椑榃氾汈汫汭"
    "沚泃洈洑洣洩洸洺浉浛浬浭浰涢涴淯滍滘漈漋漖漷漹澥澴濛瀂瀍瀼烔燊牁牂牤猇獏玕琯璪甪甽畖癿砲硍硚碁碶磏磑磜磻礐祐禇窊竜筜筸筼篢簕耈脿"
    "舲荄荍菉萩蔈蔴蔵虒輋邨邽郚郪鄌鄚鄠酂骔髙鮀鮜鲊鲖鲹鴜鷺"
)
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x1CD, 0x1DC), (0x2010, 0x2027), (0x2030, 0x205E))
SIGNS = "²³€℃℉№™←↑→↓⇒−×÷±≈≠≤≥∞■□▪▫▲△▼▽◆◇○◎●◐◑◔◕★☆✓✗"


def wanted() -> set[str]:
    """Return every character that pictures may need: GB 2312, names, and all that the project says."""
    plane = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    chinese = "".join(pair.decode("gb2312", "ignore") for pair in plane)
    others = "".join(chr(code) for first, last in RANGES for code in range(first, last + 1))
    files = (path for ending in ("csv", "toml") for path in (ROOT / "data").rglob(f"*.{ending}"))
    said = "".join(path.read_text(encoding="utf-8-sig") for path in files)
    return {c for c in chinese + others + SIGNS + "".join(NAMES) + said if c.isprintable() or c == "\u3000"}


def ranges(codes: Iterable[int]) -> Iterator[str]:
    """Return code points as lines of 4E00 or 4E00-4E0B."""
    ordered = sorted(codes)
    starts = [code for code in ordered if code - 1 not in codes]
    ends = [code for code in ordered if code + 1 not in codes]
    for first, last in zip(starts, ends, strict=True):
        yield f"{first:04X}" if first == last else f"{first:04X}-{last:04X}"


def cut(weight: str, characters: set[str]) -> set[int]:
    """Write the font of a weight that has some characters; return the code points that it has."""
    options = subset.Options(layout_features=["kern", "mark", "mkmk"], hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    font = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc").fonts[SIMPLIFIED]
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.otf"
        font.save(whole)
        opened = subset.load_font(whole, options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=map(ord, characters))
        cutter.subset(opened)
        subset.save_font(opened, FONTS / f"NotoSansCJKsc-{weight}.otf", options)
    return {*TTFont(FONTS / f"NotoSansCJKsc-{weight}.otf").getBestCmap()}


def main() -> int:
    """Cut both fonts and write down what they have."""
    if not SOURCE.exists():
        print(f"{SOURCE}: apt-get install fonts-noto-cjk", file=sys.stderr)
        return 1
    FONTS.mkdir(exist_ok=True)
    codes = set.intersection(*(cut(weight, wanted()) for weight in WEIGHTS))
    CHARACTERS.write_text("\n".join(ranges(codes)) + "\n", encoding="ascii")
    missing = sorted(c for c in wanted() if ord(c) not in codes and re.match(r"\w", c))
    print(len(codes), "characters;", "not in the fonts:", "".join(missing) or "none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
