"""Exact values: what goes in comes out, there and back is the identity, and what would be rounded is refused."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from handlers.packs import read_packs
from models.errors import Inexact, Invalid, OutOfRange
from models.operation import Measure, Price
from models.values import (
    LARGEST,
    ScaledDecimal,
    UnitRatio,
    UtcDateTime,
    day_of,
    in_packs,
    largest_first,
    rounded,
    scaled,
    to_decimal,
    unscaled,
)

places = st.integers(0, 6)
wholes = st.integers(-LARGEST, LARGEST)
quantities = st.integers(0, 10**15).map(lambda n: Decimal(n).scaleb(-6))
terms = st.integers(1, 10**6)
ratios = st.builds(UnitRatio, st.just("箱"), terms, terms)
DIALECTS = (sqlite.dialect(), postgresql.dialect())


@given(wholes, places)
def test_a_scaled_integer_is_the_decimal_it_was_made_from(whole: int, decimals: int) -> None:
    assert scaled(unscaled(whole, decimals), decimals) == whole


@given(st.decimals(allow_nan=True, allow_infinity=True), places)
def test_a_decimal_comes_back_exactly_or_is_refused(value: Decimal, decimals: int) -> None:
    try:
        whole = scaled(value, decimals)
    except (Inexact, OutOfRange):
        return
    assert unscaled(whole, decimals) == value


@pytest.mark.parametrize("text", ["1e400", "NaN", "Infinity", "9223372036854.775808", "-9223372036854.775808"])
def test_a_value_that_no_column_holds_is_refused(text: str) -> None:
    with pytest.raises(OutOfRange):
        scaled(Decimal(text), 6)


def test_a_decimal_too_many_is_refused_and_a_float_is_an_error() -> None:
    with pytest.raises(Inexact):
        scaled(Decimal("0.0000001"), 6)
    with pytest.raises(TypeError):
        scaled(0.1, 6)  # type: ignore[arg-type]


@given(st.integers(-(10**18), 10**18))
def test_a_column_gives_back_what_it_was_given_on_both_databases(whole: int) -> None:
    column, value = ScaledDecimal(6), Decimal(whole).scaleb(-6)
    for dialect in DIALECTS:
        stored = column.process_bind_param(value, dialect)
        assert isinstance(stored, int)
        assert column.process_result_value(stored, dialect) == value


@given(ratios, quantities)
def test_units_there_and_back_is_the_identity(unit: UnitRatio, quantity: Decimal) -> None:
    counted = unit.from_base(quantity)
    assert counted * unit.factor == Fraction(quantity)
    assert unit.to_base(counted) == quantity


@given(ratios, st.integers(0, 10**6))
def test_a_count_of_packs_is_exact_in_base_units_or_refused(unit: UnitRatio, count: int) -> None:
    try:
        base = unit.to_base(Decimal(count))
    except Inexact:
        assert (Fraction(count) * unit.factor * 10**6).denominator != 1
        return
    assert Fraction(base) == count * unit.factor


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(2, 5000), unique=True, max_size=4))
def test_a_quantity_spoken_in_packs_adds_up_to_itself(millionths: int, sizes: list[int]) -> None:
    quantity = Decimal(millionths).scaleb(-6)
    units = [*largest_first(UnitRatio(f"p{size}", size) for size in sizes), UnitRatio("瓶")]
    parts = in_packs(quantity, units)
    assert sum(Fraction(amount) * unit.factor for amount, unit in parts) == Fraction(quantity)
    assert all(amount == int(amount) for amount, unit in parts if unit.name != "瓶")
    assert len({amount >= 0 for amount, _ in parts if amount}) <= 1


def test_seventy_seven_bottles_are_three_boxes_and_five() -> None:
    measure = Measure(quantity=Decimal(77), units=(("箱", 24, 1), ("瓶", 1, 1)))
    assert measure.parts == [(Decimal(3), "箱"), (Decimal(5), "瓶")]


@given(st.fractions(-(10**9), 10**9, max_denominator=10**6), st.integers(0, 6))
def test_rounding_is_half_up_and_never_further_than_half_a_step(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    shown = Fraction(rounded(value, decimals))
    assert abs(shown - value) * 2 <= step
    assert (shown / step).denominator == 1
    if abs(shown - value) * 2 == step:
        assert abs(shown) > abs(value)


@given(st.fractions(0, 10**9, max_denominator=10**7), places)
def test_a_fraction_becomes_an_exact_decimal_or_is_refused(value: Fraction, decimals: int) -> None:
    try:
        assert Fraction(to_decimal(value, decimals)) == value
    except Inexact:
        assert (value * 10**decimals).denominator != 1


@given(st.integers(0, 10**8), terms, terms, st.integers(1, 10**6))
def test_a_price_for_a_pack_is_that_price_for_every_pack(cents: int, above: int, below: int, packs: int) -> None:
    price = Price(amount=Decimal(cents).scaleb(-2), unit="箱", numerator=above, denominator=below)
    if (Fraction(packs * above, below) * 10**6).denominator == 1:
        base = to_decimal(Fraction(packs * above, below), 6)
        assert price.of(base) == Fraction(price.amount) * packs


@given(terms, st.integers(1, 10**4))
def test_a_pack_is_read_as_it_is_written(above: int, below: int) -> None:
    ratio = Fraction(above, below)
    text = f"箱={ratio.numerator}/{ratio.denominator}"
    assert read_packs(text, "瓶") == [UnitRatio("箱", ratio.numerator, ratio.denominator)]


@pytest.mark.parametrize(
    ("text", "packs"),
    [
        ("1箱=24瓶", [("箱", 24, 1)]),
        ("箱=24", [("箱", 24, 1)]),
        ("箱24", [("箱", 24, 1)]),
        ("箱 x 24", [("箱", 24, 1)]),
        ("２箱＝４８瓶", [("箱", 24, 1)]),
        ("24瓶/箱", [("箱", 24, 1)]),
        ("1 ctn = 24", [("ctn", 24, 1)]),
        ("箱=24，托=40箱", [("箱", 24, 1), ("托", 960, 1)]),
        ("box=24; pallet=40 box", [("box", 24, 1), ("pallet", 960, 1)]),
        ("袋=2.5", [("袋", 5, 2)]),
        ("xl=2", [("xl", 2, 1)]),
        ("", []),
    ],
)
def test_packs_are_read_as_people_write_them(text: str, packs: list[tuple[str, int, int]]) -> None:
    assert read_packs(text, "瓶") == [UnitRatio(*pack) for pack in packs]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("箱", "unreadable-pack"),
        ("=24", "unreadable-pack"),
        ("箱=24=3", "unreadable-pack"),
        ("箱=-3", "unreadable-pack"),
        ("箱=0", "ratio-out-of-range"),
        ("箱=24/0", "ratio-out-of-range"),
        ("0箱=24", "ratio-out-of-range"),
        ("箱=9999999999", "ratio-out-of-range"),
        ("瓶=3", "duplicate-unit"),
        ("箱=24,箱=12", "duplicate-unit"),
        ("托=40盒", "unknown-unit"),
        ("a+b=2", "unit-has-digits"),
    ],
)
def test_packs_that_cannot_be_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_packs(text, "瓶")
    assert (refused.value.name, refused.value.reason) == ("packs", reason)


@given(st.text(max_size=60))
def test_any_text_is_read_as_packs_or_refused(text: str) -> None:
    try:
        packs = read_packs(text, "瓶")
    except Invalid:
        return
    assert all(pack.factor > 0 for pack in packs)


def test_half_past_midnight_belongs_to_the_companys_day() -> None:
    night = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert day_of(night, ZoneInfo("Asia/Shanghai")).isoformat() == "2026-11-24"
    assert day_of(night - timedelta(hours=1), ZoneInfo("Asia/Shanghai")).isoformat() == "2026-11-23"


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)), st.sampled_from(["UTC", "Asia/Shanghai", "America/Lima"])
)
def test_an_instant_comes_back_as_the_same_moment(naive: datetime, zone: str) -> None:
    instant = naive.replace(tzinfo=ZoneInfo(zone))
    for dialect in DIALECTS:
        stored = UtcDateTime().process_bind_param(instant, dialect)
        found = UtcDateTime().process_result_value(stored, dialect)
        assert found == instant and found is not None and found.tzinfo is UTC
    with pytest.raises(TypeError):
        UtcDateTime().process_bind_param(naive, DIALECTS[0])
