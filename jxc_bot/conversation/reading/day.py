"""Days as people name them: 今天, 下周五, 11月30日, 30号, 3天后, +3d, 月底, next friday, 30 nov.

A day without a year, and a day of the month without a month, is the one nearest to today (the later of two equally
near); a day of the week is that of the current week, Monday to Sunday. `Lean` pushes both to one side where the
question knows better: goods arrived in the past, are due in the future.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

from jxc_bot.conversation.reading.numbers import read_number
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of

__all__ = ["DayMatch", "Lean", "find_days", "find_no_day", "read_day"]

_FARTHEST = 3660
"""Days from today that a relative day may be away."""


class Lean(Enum):
    """Which side of today is meant when a day is named without its year, month or week."""

    NEAR = "near"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class DayMatch:
    """A day in a text. `firm`: its words may stand glued to others (昨天收的); the rest need an edge on both sides.
    `faint`: the text may as well name goods (5号), so only the ends of a line are believed."""

    start: int
    end: int
    day: date
    firm: bool
    faint: bool = False


Answer = Callable[[re.Match[str], date, Lean], date | None]


def read_day(text: str, today: date, lean: Lean = Lean.NEAR) -> date | Refused:
    """A whole text as one day. The caller sees by comparing with today whether it is past."""
    tidy = bare(fold(normalise(text[:80])))
    if len(text) <= 80:
        for pattern, answer in (*((pattern, answer) for pattern, answer, _ in _patterns()), *_asked()):
            found = pattern.fullmatch(tidy)
            day = answer(found, today, lean) if found else None
            if day is not None:
                return day
    return Refused(Reason.NOT_A_DAY, tidy[:80])


def find_days(folded: str, today: date, lean: Lean = Lean.NEAR) -> Iterator[DayMatch]:
    """Every stretch of folded text that names a day; they may overlap, the surer kinds come first."""
    for pattern, answer, firm in _patterns():
        for found in pattern.finditer(folded):
            day = answer(found, today, lean)
            if day is not None:
                yield DayMatch(found.start(), found.end(), day, firm, answer is _day_of_month)


def find_no_day(folded: str, today: date) -> tuple[int, int] | None:
    """Where something stands that is written like a whole date and is none (2月30日, 2026-13-45)."""
    for pattern, answer, firm in _patterns():
        for found in pattern.finditer(folded) if firm and answer is _dated else ():
            if answer(found, today, Lean.NEAR) is None:
                return found.span()
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Answer, bool], ...]:
    """Patterns with what they mean, the longest readings first, and whether they may be glued."""
    words = {name: alternation(words_of("days", name)) for name in lexicon()["days"] if name != "strong"}
    number = "[0-9" + "".join(lexicon()["numerals"]["digits"]) + "".join(lexicon()["numerals"]["powers"])[:1] + "]"
    count = rf"(?P<n>(?<![0-9.]){number}{{1,4}})"
    year, month, nth = rf"(?P<y>{number}{{4}})", rf"(?P<m>{number}{{1,3}})", rf"(?P<d>{number}{{1,3}})"
    side = f"(?P<side>(?:(?:{words['next']}|{words['last']}|{words['this']}) ?){{1,3}})"
    edge, stop = r"(?<![\w.\-/])", r"(?![\w\-/]|\.[0-9])"
    named = rf"(?P<mon>{words['month_names']})\.?"
    months = words["month"]
    part = f"(?: ?{words['parts']})?"
    strong = f"(?P<rel>{alternation(words_of('days', 'strong'))}){part}"
    table: list[tuple[str, Answer, bool]] = [
        (strong, _relative, True),
        (f"(?P<rel>{words['relative']}){part}", _relative, False),
        (rf"{edge}(?P<y>20[0-9]{{2}})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}}){stop}", _dated, True),
        (rf"{edge}(?P<y>20[0-9]{{2}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){stop}", _dated, False),
        (rf"{year}{words['year']}{month}{months}{nth}{words['number']}?", _dated, True),
        (rf"(?P<year>{words['years']}) ?{month}{months}{nth}{words['number']}?", _dated, True),
        (rf"(?<![0-9]){month}{months}{nth}{words['number']}", _dated, True),
        (rf"(?<![0-9]){month}{months}{nth}(?!{number})", _dated, False),
        (rf"{edge}(?P<m>[0-9]{{1,2}})(?P<swap>[-/])(?P<d>[0-9]{{1,2}}){stop}", _dated, False),
        (rf"{side}?{words['weekday']}(?P<wd>{alternation(words_of('days.week'))}|[1-7])", _weekday, False),
        (rf"{edge}{side}?(?P<wd>{words['english']})", _weekday, False),
        (rf"{edge}{side}(?P<wd>{words['short']})", _weekday, False),
        (rf"{count} ?(?P<unit>{words['months']}|{words['weeks']}|{words['days']}) ?{words['after']}", _later, False),
        (
            rf"{count} ?(?P<unit>{words['months']}|{words['weeks']}|{words['days']}) ?(?P<ago>{words['before']})",
            _later,
            False,
        ),
        (rf"{edge}{words['in']} {count} ?(?P<unit>{words['weeks']}|{words['days']})", _later, False),
        (rf"(?<![\w.])(?P<ago>[+-]) ?(?P<n>[0-9]{{1,4}}) ?(?P<unit>{words['weeks']}|{words['days']})", _later, False),
        (rf"{side}(?:{months}){nth}{words['number']}", _month_day, False),
        (
            rf"(?:{side}|{month})?(?P<edge>{words['month_end']}|{words['month_start']}|{words['month_middle']})",
            _month_edge,
            False,
        ),
        (words["year_end"], lambda found, today, lean: date(today.year, 12, 31), False),
        (rf"(?<![\w.]){nth}{words['number']}", _day_of_month, False),
        (rf"{edge}(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? {named}(?: (?P<y>20[0-9]{{2}}))?{stop}", _dated, False),
        (rf"{edge}{named} (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>20[0-9]{{2}}))?{stop}", _dated, False),
    ]
    return tuple((re.compile(pattern), answer, firm) for pattern, answer, firm in table)


@cache
def _asked() -> tuple[tuple[re.Pattern[str], Answer], ...]:
    """What is a day only where a day is asked for: 11.30, fri."""
    side = f"(?P<side>{alternation(words_of('days', 'this'))})?"
    return (
        (re.compile(r"(?P<m>[0-9]{1,2})(?P<swap>\.)(?P<d>[0-9]{1,2})"), _dated),
        (re.compile(rf"{side}(?P<wd>{alternation(words_of('days.short'))})"), _weekday),
    )


def _relative(found: re.Match[str], today: date, lean: Lean) -> date | None:
    offsets: dict[str, int] = lexicon()["days"]["relative"]
    return _shift(today, offsets[found["rel"]])


def _dated(found: re.Match[str], today: date, lean: Lean) -> date | None:
    """A month and a day, with or without a year; day and month change places where only that makes a date."""
    groups = found.groupdict()
    month = lexicon()["days"]["month_names"][groups["mon"]] if groups.get("mon") else _whole(groups["m"])
    nth = _whole(groups["d"])
    if month is None or nth is None:
        return None
    if month > 12 >= nth and groups.get("swap"):
        month, nth = nth, month
    if groups.get("year"):
        return _date(today.year + lexicon()["days"]["years"][groups["year"]], month, nth)
    if groups.get("y"):
        year = _whole(groups["y"])
        return _date(year, month, nth) if year is not None and 2000 <= year <= 2099 else None
    return _nearest([_date(today.year + shift, month, nth) for shift in (-1, 0, 1)], today, lean)


def _day_of_month(found: re.Match[str], today: date, lean: Lean) -> date | None:
    nth = _whole(found["d"])
    if nth is None:
        return None
    months = [_month(today, shift) for shift in (-1, 0, 1)]
    return _nearest([_date(year, month, nth) for year, month in months], today, lean)


def _month_day(found: re.Match[str], today: date, lean: Lean) -> date | None:
    nth = _whole(found["d"])
    return None if nth is None else _date(*_month(today, _side(found["side"])), nth)


def _month_edge(found: re.Match[str], today: date, lean: Lean) -> date | None:
    year, month = _month(today, _side(found["side"] or ""))
    if found["m"]:
        typed = _whole(found["m"])
        if typed is None or not 1 <= typed <= 12:
            return None
        month = typed
    if found["edge"] in words_of("days", "month_start"):
        return date(year, month, 1)
    if found["edge"] in words_of("days", "month_middle"):
        return date(year, month, 15)
    return date(year, month, calendar.monthrange(year, month)[1])


def _weekday(found: re.Match[str], today: date, lean: Lean) -> date | None:
    days = lexicon()["days"]
    typed = found["wd"]
    numbers: dict[str, int] = days["week"] | days["english"] | days["short"]
    weekday = int(typed) - 1 if typed.isdecimal() else numbers[typed]
    day = today + timedelta(days=weekday - today.weekday())
    if found["side"]:
        return day + timedelta(weeks=_side(found["side"]))
    if lean is Lean.PAST and day > today:
        return day - timedelta(weeks=1)
    if lean is Lean.FUTURE and day < today:
        return day + timedelta(weeks=1)
    return day


def _later(found: re.Match[str], today: date, lean: Lean) -> date | None:
    """So many days, weeks or months from today, or before it."""
    count = _whole(found["n"])
    if count is None:
        return None
    ago = found.groupdict().get("ago")
    signed = -count if ago and ago != "+" else count
    unit = found["unit"]
    if unit in words_of("days", "months"):
        if abs(signed) > _FARTHEST // 31:
            return None
        year, month = _month(today, signed)
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return _shift(today, signed * (7 if unit in words_of("days", "weeks") else 1))


def _side(typed: str) -> int:
    """How many weeks or months away: 下下 is 2, 上 is -1, 这 is 0."""
    signs = {word: sign for name, sign in (("next", 1), ("last", -1), ("this", 0)) for word in words_of("days", name)}
    found = re.findall(alternation(list(signs)), typed)
    return sum(signs[word] for word in found)


def _whole(typed: str) -> int | None:
    number = read_number(typed)
    return None if isinstance(number, Refused) or number.value.denominator != 1 else int(number.value)


def _shift(today: date, days: int) -> date | None:
    return today + timedelta(days=days) if abs(days) <= _FARTHEST else None


def _month(today: date, shift: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 + shift
    return months // 12, months % 12 + 1


def _date(year: int, month: int, nth: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= nth <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, nth)


def _nearest(candidates: list[date | None], today: date, lean: Lean) -> date | None:
    days = [day for day in candidates if day is not None]
    if lean is Lean.PAST:
        days = [day for day in days if day <= today] or days
    if lean is Lean.FUTURE:
        days = [day for day in days if day >= today] or days
    return min(days, key=lambda day: (abs(day - today), day < today), default=None)
