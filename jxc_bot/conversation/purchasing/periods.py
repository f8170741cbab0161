"""A period in a line: this month, last month, this year, a month by name or number, or two days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from jxc_bot.conversation.reading.day import Lean, find_days
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import alternation, words_of

Period = tuple[date, date]


def read_period(text: str, today: date) -> tuple[Period, str]:
    """The period that a text names, and what is left of it; this month up to today when it names none."""
    folded = fold(text)
    for name, span in (("last_month", _last_month(today)), ("this_year", (today.replace(month=1, day=1), today))):
        found = re.search(alternation(words_of("periods", name)), folded)
        if found:
            return span, _without(text, found)
    found = re.search(alternation(words_of("periods", "this_month")), folded)
    if found:
        return (today.replace(day=1), today), _without(text, found)
    days = sorted(find_days(folded, today, Lean.PAST), key=lambda match: match.start)
    if len(days) >= 2 and days[0].end <= days[-1].start:
        rest = text[: days[0].start] + " " + text[days[-1].end :]
        return (min(days[0].day, days[-1].day), max(days[0].day, days[-1].day)), rest.strip()
    found = _month().search(folded)
    if found:
        return _of_month(found, today), _without(text, found)
    return (today.replace(day=1), today), text.strip()


def _without(text: str, found: re.Match[str]) -> str:
    return (text[: found.start()] + " " + text[found.end() :]).strip()


def _last_month(today: date) -> Period:
    end = today.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


@cache
def _month() -> re.Pattern[str]:
    suffix = alternation(words_of("periods", "month"))
    names = "|".join(name.lower() for name in _names())
    return re.compile(
        rf"(?:(?P<y>20\d\d)\s*(?:[-/.]|{alternation(words_of('periods', 'year'))})?\s*)?"
        rf"(?:(?P<m>\d{{1,2}})\s*{suffix}|(?P<name>{names}))|(?P<iy>20\d\d)-(?P<im>\d\d)(?![\d-])"
    )


@cache
def _names() -> dict[str, int]:
    wide = get_month_names("wide", "format", "en")
    return {str(name).lower(): number for number, name in wide.items()}


def _of_month(found: re.Match[str], today: date) -> Period:
    """A month without a year is the last one of that name that has begun."""
    number = int(found["m"] or found["im"] or 0) or _names()[found["name"]]
    number = min(max(number, 1), 12)
    said = found["y"] or found["iy"]
    year = int(said) if said else today.year - (number > today.month)
    last = calendar.monthrange(year, number)[1]
    return date(year, number, 1), min(date(year, number, last), max(today, date(year, number, 1)))
