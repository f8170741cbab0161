from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_bot.words.format import day, measure, measure_both, moment, money, number, percent

CASE = [("箱", 24, 1), ("瓶", 1, 1)]
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("1234.500", "1,234.5"),
        ("1E+3", "1,000"),
        ("0.000001", "0.000001"),
        ("-3.25", "-3.25"),
        ("12345678901234567890123456789012.123456", "12,345,678,901,234,567,890,123,456,789,012.123456"),
    ],
)
def test_a_number_is_shown_exactly(value: str, shown: str) -> None:
    assert number(Decimal(value), "zh_CN") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("48", "¥48.00"),
        ("2.0834", "¥2.0834"),
        ("2.5", "¥2.50"),
        ("2.08335", "¥2.0834"),
        ("-48", "-¥48.00"),
        ("1234567.8", "¥1,234,567.80"),
    ],
)
def test_money_keeps_up_to_four_places_that_carry_value(value: str, shown: str) -> None:
    assert money(Decimal(value), "CNY", "zh_CN") == shown


def test_money_of_the_company_is_told_from_other_money_in_english() -> None:
    assert money(Decimal("48"), "CNY", "en") == "CN¥48.00"
    assert money(Decimal("48"), "USD", "en") == "$48.00"


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("77", "3箱+5瓶（77瓶）"),
        ("-77", "-3箱-5瓶（-77瓶）"),
        ("24", "1箱（24瓶）"),
        ("0", "0瓶"),
        ("5", "5瓶"),
        ("0.5", "0.5瓶"),
        ("24.5", "1箱+0.5瓶（24.5瓶）"),
        ("24000", "1,000箱（24,000瓶）"),
    ],
)
def test_a_quantity_is_shown_in_packs_and_in_base_units(quantity: str, shown: str) -> None:
    assert measure_both(Decimal(quantity), CASE, "zh_CN") == shown


def test_latin_units_stand_apart_from_their_number() -> None:
    units = [("box", 24, 1), ("bottle", 1, 1)]
    assert measure_both(Decimal(77), units, "en") == "3\u2009box + 5\u2009bottle (77\u2009bottle)"
    assert measure(Decimal(-77), units, "en") == "-3\u2009box - 5\u2009bottle"


def test_a_ratio_without_decimal_form_never_rounds() -> None:
    units = [("份", 1, 3), ("公斤", 1, 1)]
    assert measure(Decimal("1"), units, "zh_CN") == "3份"
    assert measure(Decimal("0.5"), units, "zh_CN") == "0.5公斤"


@given(
    st.decimals(-(10**9), 10**9, places=6),
    st.lists(st.tuples(st.integers(1, 500), st.integers(1, 40)), max_size=3),
)
def test_what_is_shown_adds_up_to_what_is_stored(quantity: Decimal, ratios: list[tuple[int, int]]) -> None:
    larger = sorted(ratios, key=lambda ratio: Fraction(*ratio), reverse=True)
    units = [*((f"甲{'乙' * index}", top, bottom) for index, (top, bottom) in enumerate(larger)), ("底", 1, 1)]
    worth = {name: Fraction(top, bottom) for name, top, bottom in units}
    shown = measure(quantity, units, "zh_CN").replace(",", "")
    total = Fraction(0)
    for part in shown.replace("-", "+-").strip("+").split("+"):
        amount = part.rstrip("甲乙底")
        total += Fraction(amount) * worth[part[len(amount) :]]
    assert total == Fraction(quantity)


def test_a_day_names_its_year_only_when_it_is_another() -> None:
    assert day(date(2026, 11, 30), "zh_CN", TODAY) == "11月30日"
    assert day(date(2025, 1, 3), "zh_CN", TODAY) == "2025年1月3日"
    assert day(date(2026, 11, 30), "zh_CN", TODAY, weekday=True) == "11月30日周一"
    assert day(date(2026, 11, 30), "en", TODAY) == "Nov 30"
    assert day(date(2025, 1, 3), "en") == "Jan 3, 2025"


def test_a_moment_is_shown_in_the_companys_zone() -> None:
    late = datetime(2026, 11, 29, 16, 30, tzinfo=UTC)
    assert moment(late, ZoneInfo("Asia/Shanghai"), "zh_CN", TODAY) == "11月30日 00:30"


def test_a_share_is_shown_as_percent() -> None:
    assert percent(Decimal("0.125"), "zh_CN") == "12.5%"
    assert percent(Decimal("1"), "en") == "100%"
