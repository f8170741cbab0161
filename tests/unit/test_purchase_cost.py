"""Landed cost and terms: shares that add up, part deliveries that add up, days that are the company's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.landed_cost import Booked, Pricing, minor_places, part_of, spread
from models.operation import Price
from models.supplier import PaymentTerm, SupplierTerms

D = Decimal
money = st.decimals("-9999", "9999", places=2)
weights = st.lists(st.decimals("0", "9999", places=4), min_size=1, max_size=9)


@given(money, weights)
def test_shares_add_up_and_none_is_off_by_a_coin(total: Decimal, parts: list[Decimal]) -> None:
    shares = spread(total, parts, 2)
    assert sum(shares) == total
    whole = sum(parts)
    for share, part in zip(shares, parts, strict=True):
        exact = total * part / whole if whole else total / len(parts)
        assert abs(share - exact) < D("0.01")


def test_the_rest_goes_to_those_who_lost_most() -> None:
    assert spread(D(10), [D(1), D(1), D(1)], 2) == [D("3.34"), D("3.33"), D("3.33")]
    assert spread(D("-0.01"), [D(1), D(3)], 2) == [0, D("-0.01")]
    assert spread(D("0.01"), [D(0), D(0)], 2) == [D("0.01"), 0]


def test_nothing_finer_than_a_coin_is_shared() -> None:
    with pytest.raises(ValueError, match="whole number"):
        spread(D("0.001"), [D(1)], 2)


@given(
    st.decimals("0", "999", places=4),
    st.integers(1, 48),
    st.sampled_from([D(0), D(13), D("6.5")]),
    st.booleans(),
    st.decimals("-5", "50", places=2),
    st.lists(st.integers(1, 30), min_size=1, max_size=8),
)
def test_part_deliveries_cost_what_the_whole_costs(
    amount: Decimal, pack: int, tax: Decimal, with_tax: bool, charge: Decimal, parts: list[int]
) -> None:
    quantity = D(sum(parts))
    pricing = Pricing(Price(amount=amount, numerator=pack), tax, with_tax, True, charge, quantity, 2)
    done, booked = D(0), Booked()
    for part in parts:
        booked += pricing.next(done, booked, D(part))
        done += part
        assert min(booked.cost, booked.gross, booked.tax) >= 0
    whole = pricing.of(quantity)
    assert (booked.cost, booked.gross) == (whole.cost, whole.gross)


def test_tax_that_is_not_recovered_is_part_of_the_cost() -> None:
    price = Price(amount=D("11.3"))
    inside = Pricing(price, D(13), includes_tax=True).of(D(10))
    assert (inside.cost, inside.tax, inside.gross) == (D(100), D(13), D(113))
    kept = Pricing(price, D(13), includes_tax=True, recoverable=False).of(D(10))
    assert (kept.cost, kept.gross) == (D(113), D(113))
    assert minor_places("JPY") == 0


@given(st.decimals("0", "999", places=4), st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_returns_in_parts_take_the_whole_with_the_last(total: Decimal, parts: list[int]) -> None:
    whole, done, taken = D(sum(parts)), D(0), D(0)
    for part in parts:
        done += part
        taken += part_of(total, whole, done, 4) - taken
    assert taken == total


def test_the_due_day_follows_from_the_terms() -> None:
    net = SupplierTerms(party_id=1, term_days=30)
    assert net.due_on(date(2026, 1, 31)) == date(2026, 3, 2)
    monthly = SupplierTerms(party_id=1, payment_term=PaymentTerm.MONTH_END, term_days=10)
    assert monthly.due_on(date(2024, 2, 1)) == date(2024, 3, 10)
    assert monthly.due_on(date(2026, 11, 30)) == date(2026, 12, 10)


def test_what_is_ordered_after_the_cut_off_counts_as_the_next_working_days() -> None:
    terms = SupplierTerms(party_id=1, lead_time_days=2, cutoff_hour=16)
    tuesday, friday = date(2026, 11, 24), date(2026, 11, 27)
    assert terms.expected_on(tuesday, 15) == date(2026, 11, 26)
    assert terms.expected_on(tuesday, 16) == date(2026, 11, 27)
    assert terms.expected_on(friday, 16) == date(2026, 12, 2)
    assert SupplierTerms(party_id=1).expected_on(tuesday, 9) is None
