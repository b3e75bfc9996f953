"""One expression of time, read: the period that it names, and what it is used for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.model.period import parse_period
from data.prose.clauses import Sentence
from data.prose.patterns import intends
from data.prose.time_words import PLANS, Clock, Moment, kind_of_period, period_named

# The day of an event is no period of what is told there; the year of such a title is that of its publication.
_EVENT = re.compile("发布|开幕|闭幕|会议|大会|召开|举行|获悉|记者|印发|公布|宣布|介绍|表示|指出|报道|[电讯]")
_LONG_PAST = 20  # years from the first one of a plan, after which no report tells of it
_SINCE = ("以来", "来", "起", "至今")
# What there is at the end of a month, where 截至 leads to what there has been since January otherwise.
_STOCK = re.compile(
    "参保|余额|存[款栏量]|保有量|在[册岗校建职园]|现有|共有|[建设]有|床位|养老机构|医疗机构|常住|户籍|[拥持]有|有效期|总人数|登记在"
)
_BASES = ("比", "较", "同", "与", "超")
_TOPIC = re.compile(
    r"\s*(?:[^，。；：\d]{0,9}[，：,:]|[—\-\s]+|[（(][一二三四五六七八九十]+[）)]"
    r"|[^。；]{0,80}?(?:显示|统计|介绍|了解|获悉|表示|推算|核算|测算|反馈|报道|公布|指出|提出)[，：,:])?\s*(?:在|刚刚过去的)?\Z"
)


def read_moment(
    clock: Clock, seen: str, sentence: Sentence, match: re.Match[str], earlier: Sequence[Moment]
) -> Moment | None:
    """Return the moment that a match of EXPRESSION tells of, if any; `earlier` are those of its sentence."""
    start, end = match.span()
    found = match.groupdict()
    before, after = found["before"] or "", found["after"] or ""
    if found["plan"] and not _is_near(PLANS.get(found["plan"], 0), clock):
        return None
    period = period_named(_ended(clock, seen, sentence, match), found, sentence)
    words = seen[start:end]
    if (
        after == "同期"
        and before not in (*_BASES, "是", "为")
        and re.match("的?[为是达仅的]?\\s?\\d", seen[end : end + 4])
    ):
        return Moment(start, end, words, _year_before(earlier, clock))
    if before in ("比", "较", "同", "与", "超", "是", "为") or after == "同期":
        if (
            before in ("是", "为")
            and not re.match(r"的?[^，。；]{0,8}?(?:总和|之和)", seen[end : end + 14])
            and not re.match(r"的?[^，。；]{0,8}?\d[\d.]*倍|的?[^，。；]{0,6}倍|同期", seen[end : end + 24])
        ):
            return Moment(start, end, words, period, topic=_topic(seen, sentence, start))
        return Moment(start, end, words, period, "base")
    if _attribute(seen, match, earlier):
        return None
    if before in ("从", "自") and re.match("[^，。；]{0,24}?以来", seen[end : end + 28]):
        after = "以来"
    if kind_of_period(period) == "day" and not before and _EVENT.search(seen[end : end + 30]):
        return None
    if after in _SINCE or (found["vague"] and after != "同期"):
        return Moment(start, end, words, _since(clock, found, period), topic=_topic(seen, sentence, start))
    if before in ("从", "由") and re.match("的", seen[end : end + 1]):
        return Moment(start, end, words, period, "from")
    if before in ("到", "至") and _ahead(clock, period):
        return Moment(start, end, words, period, "future")
    if before in ("截至", "截止", "截止到") or (found["end"] and not found["plan"]):
        period = _moment_of(period, found, seen[end : end + 40])
    return Moment(start, end, words, period, topic=_topic(seen, sentence, start))


def _ended(clock: Clock, seen: str, sentence: Sentence, match: re.Match[str]) -> Clock:
    """The clock by which 全年 and 年末 are of a year that was over at publication, where no other is told."""
    issued, found = clock.issued, match.groupdict()
    if issued is None or clock.document or sentence.tells == "plan" or clock.year != issued.year:
        return clock
    whole = found["word"] in ("全年", "年末", "年底") and found["after"] not in ("前", "之前")
    if not whole or issued.month > 10 or intends(seen[sentence.start : match.end() + 2]):
        return clock
    return replace(clock, year=issued.year - 1)


def _is_near(first: int, clock: Clock) -> bool:
    """Whether a plan's years are near those of publication: 七五 is that of schools, or a plan long past."""
    return first > 0 and (clock.issued is None or first + _LONG_PAST > clock.issued.year)


def _year_before(earlier: Sequence[Moment], clock: Clock) -> str:
    """The same stretch a year before: 上年同期为 after 前三季度."""
    stated = [moment for moment in earlier if moment.use == "when"]
    period = stated[-1].period if stated else clock.in_force.period if clock.in_force else ""
    if kind_of_period(period) in ("", "since", "day", "years"):
        return ""
    return re.sub(r"(?:19|20)\d\d", lambda year: str(int(year[0]) - 1), period)


def _topic(seen: str, sentence: Sentence, start: int) -> bool:
    return _TOPIC.match(seen[sentence.start : start]) is not None


def _attribute(seen: str, match: re.Match[str], earlier: Sequence[Moment]) -> bool:
    """Whether a year is part of a name: 2022年村道提标改造工程, where the sentence has said when already."""
    if match["year"] is None or match["month"] or match["quarter"] or match["after"] or not earlier:
        return False
    covers = [moment for moment in earlier if moment.use == "when" and moment.topic]
    follows = seen[match.end() : match.end() + 1]
    if re.match(r"[^，,；;。]*\d", seen[match.end() : match.end() + 40]):
        return False  # its own clause has a figure: then it says when
    return (
        bool(covers)
        and kind_of_period(covers[-1].period) == "since"
        and follows not in "，,的"
        and not match["before"]
    )


def _ahead(clock: Clock, period: str) -> bool:
    if not period or clock.issued is None:
        return False
    if clock.tells == "review" and clock.issued.month > 9 and period == str(clock.issued.year):
        return False  # what is said of a year that is nearly over, in looking back on it
    return parse_period(period).end > clock.issued


def _moment_of(period: str, found: dict[str, str | None], after: str) -> str:
    """截至11月底累计 is a stretch from January on; the end of a year is the year."""
    if (
        found["month"]
        and period
        and not found["day"]
        and found["before"]
        and (not _STOCK.search(after) or "累计" in after)
    ):
        year, month = period[:4], period[5:7]
        return f"{year}-01/{year}-{month}" if month not in ("01", "") else period
    if found["day"] and found["before"] and period:
        return period
    return period


def _since(clock: Clock, found: dict[str, str | None], period: str) -> str:
    """From the beginning of a period up to the day of publication."""
    if not period or clock.until is None:
        return ""
    if found["years"]:
        return period
    start = parse_period(period).start
    return f"{start.isoformat()}/{clock.until.isoformat()}" if start < clock.until else ""
