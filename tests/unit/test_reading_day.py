from datetime import date

import pytest

from jxc_bot.conversation.reading import Lean, Reason, Refused, read_day

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("今天", "2026-11-24"),
        ("昨天", "2026-11-23"),
        ("前天", "2026-11-22"),
        ("大前天", "2026-11-21"),
        ("明天", "2026-11-25"),
        ("后天", "2026-11-26"),
        ("後天", "2026-11-26"),
        ("大后天", "2026-11-27"),
        ("周五", "2026-11-27"),
        ("下周五", "2026-12-04"),
        ("下下周五", "2026-12-11"),
        ("上周五", "2026-11-20"),
        ("星期天", "2026-11-29"),
        ("礼拜三", "2026-11-25"),
        ("11-30", "2026-11-30"),
        ("11/30", "2026-11-30"),
        ("11.30", "2026-11-30"),
        ("１１－３０", "2026-11-30"),
        ("11月30日", "2026-11-30"),
        ("11月30号", "2026-11-30"),
        ("十一月三十日", "2026-11-30"),
        ("30号", "2026-11-30"),
        ("2026-11-30", "2026-11-30"),
        ("2026年11月30日", "2026-11-30"),
        ("20261130", "2026-11-30"),
        ("3天后", "2026-11-27"),
        ("两天前", "2026-11-22"),
        ("两周后", "2026-12-08"),
        ("+3d", "2026-11-27"),
        ("-1d", "2026-11-23"),
        ("月底", "2026-11-30"),
        ("下月初", "2026-12-01"),
        ("上个月底", "2026-10-31"),
        ("下个月15号", "2026-12-15"),
        ("today", "2026-11-24"),
        ("Tomorrow", "2026-11-25"),
        ("next fri", "2026-12-04"),
        ("30 nov", "2026-11-30"),
        ("Nov 30, 2027", "2027-11-30"),
        ("in 3 days", "2026-11-27"),
        ("1-5", "2027-01-05"),
        ("30/11", "2026-11-30"),
    ],
)
def test_a_day_is_understood_as_people_name_it(typed: str, day: str) -> None:
    assert read_day(typed, TUESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed", ["", "2-30", "13月1日", "0号", "32号", "99999天后", "2026-02-30", "20261341", "可乐", "一" * 300]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    refused = read_day(typed, TUESDAY)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NOT_A_DAY


@pytest.mark.parametrize(
    ("typed", "past", "future"),
    [
        ("周五", "2026-11-20", "2026-11-27"),
        ("周一", "2026-11-23", "2026-11-30"),
        ("1-5", "2026-01-05", "2027-01-05"),
        ("20号", "2026-11-20", "2026-12-20"),
        ("11-24", "2026-11-24", "2026-11-24"),
    ],
)
def test_a_question_that_knows_its_side_of_today_gets_it(typed: str, past: str, future: str) -> None:
    assert read_day(typed, TUESDAY, Lean.PAST) == date.fromisoformat(past)
    assert read_day(typed, TUESDAY, Lean.FUTURE) == date.fromisoformat(future)


def test_a_day_that_only_leap_years_have_is_found_near() -> None:
    assert read_day("2-29", date(2027, 12, 1)) == date(2028, 2, 29)
