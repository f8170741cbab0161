"""The supplier answers; silence is data; a supplier sees its own and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from handlers.purchasing.silence import SilenceStep, supplier_silence
from models.errors import AlreadyDone, Invalid, NotAllowed, NotFound
from models.operation import Price
from models.people import Role
from models.purchase_errors import IllegalTransition, OrderNotApproved, TooMuch
from models.purchase_state import (
    ANSWER_MOVES,
    APPROVAL_MOVES,
    Answer,
    Approval,
    Headline,
    LineProgress,
    ReceiptState,
    receipt_state,
    stepped,
)
from models.working_hours import after_working_hours
from tests.given import Given, ident
from tests.given_purchase import Buying

D = Decimal


@pytest.fixture
def buying(given: Given) -> Buying:
    return Buying(given)


@pytest.fixture
def lite(sqlite_database: Any) -> Buying:
    return Buying(Given(sqlite_database))


def yuan(amount: str) -> Price:
    return Price(amount=D(amount), unit="瓶")


def test_an_accepted_counter_offer_changes_the_order_and_keeps_what_it_said(buying: Buying) -> None:
    order = buying.sent((buying.cola, 48, "2.5"), (buying.tea, 24, "3"))
    cola, tea = buying.line_ids(order)
    half = buying.do("answer_order", buying.seller, order=order, lines=[{"line": cola, "kind": "accept"}])
    assert (half.answer, half.open_lines) == (Answer.SENT, 1)
    later = date(2026, 12, 5)
    answer = {"line": tea, "kind": "less", "quantity": D(20), "price": yuan("3.2"), "expected_on": later}
    full = buying.do("answer_order", buying.seller, order=order, lines=[answer])
    assert full.answer is Answer.ANSWERED_DIFFERS
    shown = buying.do("order_differences", buying.buyer, order=order)
    (difference,) = shown.differences
    assert (difference.quantity.quantity, difference.new_quantity.quantity) == (D(24), D(20))
    assert (difference.price.amount, difference.new_price.amount) == (D(3), D("3.2"))
    agreed = buying.do("resolve_difference", buying.buyer, order=order, accept=True, revision=shown.revision)
    assert (agreed.answer, agreed.state, agreed.total) == (Answer.ACCEPTED, Headline.ACCEPTED, D(184))
    assert (agreed.lines[1].ordered.quantity, agreed.lines[1].expected_on) == (D(20), later)
    from sqlmodel import select

    from models.purchase import PurchaseLineHistory

    old = buying.database.read_now(lambda db: db.exec(select(PurchaseLineHistory)).all())
    assert [(row.line_id, row.ordered, row.price_amount, row.reason) for row in old] == [(tea, D(24), D(3), "less")]


def test_a_rejected_counter_offer_goes_back_to_the_supplier(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    (line,) = lite.line_ids(order)
    lite.do("answer_order", lite.seller, order=order, lines=[{"line": line, "kind": "dearer", "price": yuan("3")}])
    back = lite.do("resolve_difference", lite.buyer, order=order, accept=False)
    assert (back.answer, back.rejected, back.lines[0].price.amount) == (Answer.SENT, 1, D("2.5"))
    assert lite.order(order).sends == 2
    assert lite.do("answer_order", lite.seller, order=order, rest="accept").answer is Answer.ACCEPTED


def test_a_substitute_takes_the_place_of_the_product(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    (line,) = lite.line_ids(order)
    instead = {"line": line, "kind": "substitute", "product": ident(lite.tea), "quantity": D(40), "price": yuan("2")}
    lite.do("answer_order", lite.seller, order=order, lines=[instead])
    agreed = lite.do("resolve_difference", lite.buyer, order=order, accept=True)
    assert [(row.product, row.ordered.quantity, row.total) for row in agreed.lines] == [("绿茶", D(40), D(80))]


def test_a_substitute_for_the_rest_of_a_line_is_a_line_of_its_own(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    lite.receive(order, (1, 30))
    (line,) = lite.line_ids(order)
    lite.do(
        "answer_order",
        lite.seller,
        order=order,
        lines=[{"line": line, "kind": "substitute", "product": ident(lite.tea)}],
    )
    agreed = lite.do("resolve_difference", lite.buyer, order=order, accept=True)
    assert [(row.product, row.ordered.quantity) for row in agreed.lines] == [("可乐", D(30)), ("绿茶", D(18))]
    assert agreed.answer is Answer.ACCEPTED


def test_a_refusal_accepted_closes_the_line(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"), (lite.tea, 24, "3"))
    _, tea = lite.line_ids(order)
    lite.do("answer_order", lite.seller, order=order, lines=[{"line": tea, "kind": "refuse"}], rest="accept")
    agreed = lite.do("resolve_difference", lite.buyer, order=order, accept=True)
    assert (agreed.lines[1].closed.quantity, agreed.answer) == (D(24), Answer.ACCEPTED)
    whole = lite.sent((lite.cola, 48, "2.5"))
    assert lite.do("answer_order", lite.seller, order=whole, rest="refuse").answer is Answer.REFUSED
    assert lite.do("resolve_difference", lite.buyer, order=whole, accept=True).state is Headline.CLOSED


def test_an_order_changed_after_sending_is_unsent_and_must_be_approved_again(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    (line,) = lite.line_ids(order)
    lite.do("answer_order", lite.seller, order=order, rest="accept")
    changed = lite.do("change_order", lite.buyer, order=order, lines=[{"line": line, "quantity": D(96)}])
    assert (changed.approval, changed.answer) == (Approval.DRAFT, Answer.UNSENT)
    with pytest.raises(IllegalTransition):
        lite.do("answer_order", lite.seller, order=order, rest="accept")


def test_an_answer_says_what_its_kind_needs(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    (line,) = lite.line_ids(order)
    for bad in (
        {"kind": "less"},
        {"kind": "less", "quantity": D(48)},
        {"kind": "later"},
        {"kind": "later", "expected_on": date(2026, 1, 1)},
        {"kind": "dearer"},
        {"kind": "substitute", "product": ident(lite.cola)},
    ):
        with pytest.raises(Invalid):
            lite.do("answer_order", lite.seller, order=order, lines=[{"line": line, **bad}])


def test_another_suppliers_order_does_not_exist_for_a_supplier(buying: Buying) -> None:
    order = buying.sent((buying.cola, 48, "2.5"))
    unsent = buying.approved((buying.cola, 48, "2.5"))
    (line,) = buying.line_ids(order)
    rival = buying.given.person("别家", Role.SUPPLIER, party=buying.given.party("华南饮料"))
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("supplier_order", {}),
        ("answer_order", {"rest": "accept"}),
        ("ask_about_order", {"question": "?a"}),
        ("announce_shipment", {}),
    ]
    for name, more in attempts:
        for who, hidden in ((rival, order), (buying.seller, unsent)):
            with pytest.raises(NotFound):
                buying.do(name, who, order=hidden, **more)
    mine = buying.sent((buying.tea, 12, "3"))
    with pytest.raises(NotFound):
        buying.do("answer_order", buying.seller, order=mine, lines=[{"line": line, "kind": "accept"}])
    assert buying.do("supplier_orders", rival).orders == []
    assert buying.do("supplier_due", rival).lines == []
    assert len(buying.do("supplier_orders", buying.seller).orders) == 2
    for name in ("show_order", "order_differences"):
        with pytest.raises(NotAllowed):
            buying.do(name, buying.seller, order=order)


def test_a_supplier_sees_our_stock_of_its_products_only_with_consent(lite: Buying) -> None:
    lite.given.stock(lite.cola, lite.main, 30)
    lite.given.product("别家的货")
    with pytest.raises(NotAllowed):
        lite.do("shared_stock", lite.seller)
    with pytest.raises(Invalid):
        lite.do("set_supplier_terms", lite.buyer, supplier=ident(lite.supplier), shares_stock=True)
    lite.do("set_supplier_terms", lite.manager, supplier=ident(lite.supplier), shares_stock=True)
    seen = lite.do("shared_stock", lite.seller)
    assert [(row.product, row.on_hand.quantity) for row in seen.products] == [("可乐", D(30)), ("绿茶", D(0))]


def test_a_supplier_asks_back_and_announces_what_is_on_its_way(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    (line,) = lite.line_ids(order)
    asked = lite.do("ask_about_order", lite.seller, order=order, question="可以周六送吗？", line=line)
    assert (asked.product, asked.question) == ("可乐", "可以周六送吗？")
    said = lite.do("answer_question", lite.buyer, question=asked.question_id, answer="可以")
    assert said.answer == "可以"
    with pytest.raises(Invalid):
        lite.do("answer_question", lite.buyer, question=asked.question_id, answer="不行")
    told = lite.do(
        "announce_shipment",
        lite.seller,
        order=order,
        lines=[{"line": line, "quantity": D(24)}],
        carrier="顺丰",
        tracking="SF1",
    )
    assert told.lines[0].quantity.quantity == D(24)
    with pytest.raises(TooMuch):
        lite.do("announce_shipment", lite.seller, order=order, lines=[{"line": line, "quantity": D(49)}])


def steps(buying: Buying) -> list[tuple[str, SilenceStep]]:
    zone = buying.given.company.zone
    due = buying.database.read_now(lambda db: supplier_silence(db, buying.at, zone))
    return [(fact.key, fact.step) for fact in due]


def note(buying: Buying, order: int, step: SilenceStep, turn: int = 1) -> None:
    buying.do("note_silence", Role.SYSTEM, order=order, round=turn, step=step)


def test_silence_is_answered_in_steps_of_working_hours_once_each(buying: Buying) -> None:
    order = buying.sent((buying.cola, 48, "2.5"))
    buying.later(hours=3)
    assert steps(buying) == []
    buying.later(hours=1)
    assert steps(buying) == [(f"silence:{order}:1:1", SilenceStep.REMIND)]
    note(buying, order, SilenceStep.REMIND)
    assert steps(buying) == []
    with pytest.raises(AlreadyDone):
        note(buying, order, SilenceStep.REMIND)
    buying.later(days=3)
    assert [step for _, step in steps(buying)] == [
        SilenceStep.REMIND_AGAIN,
        SilenceStep.TELL_BUYER,
        SilenceStep.OFFER_NEXT,
    ]
    buying.do("answer_order", buying.seller, order=order, rest="accept")
    assert steps(buying) == []


def test_a_missed_night_loses_nothing_and_sends_no_stale_reminder(lite: Buying) -> None:
    order = lite.sent((lite.cola, 48, "2.5"))
    lite.later(days=2, hours=7)
    assert [step for _, step in steps(lite)] == [SilenceStep.REMIND_AGAIN]
    note(lite, order, SilenceStep.REMIND_AGAIN)
    assert SilenceStep.REMIND not in [step for _, step in steps(lite)]


def test_the_next_supplier_is_offered_with_price_and_score(lite: Buying) -> None:
    other = lite.given.party("华南饮料")
    product, rank = ident(lite.cola), {"supplier": ident(other), "rank": 1}
    lite.do("set_supplier_product", lite.buyer, supplier=ident(other), product=product, price=yuan("2.6"), code="HN-1")
    lite.do("set_supplier_terms", lite.buyer, **rank, lead_time_days=3)
    order = lite.sent((lite.cola, 48, "2.5"), (lite.tea, 12, "3"))
    (found,) = lite.do("next_suppliers", lite.buyer, order=order).candidates
    assert (found.supplier, found.lines, found.of_lines, found.prices[0].price.amount) == ("华南饮料", 1, 2, D("2.6"))
    assert found.score.overall is None


def test_working_hours_do_not_pass_at_night_or_on_weekends() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Shanghai")
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
    assert after_working_hours(friday, 4, zone) == datetime(2026, 11, 30, 12, 0, tzinfo=zone)
    assert after_working_hours(friday, 1, zone) == datetime(2026, 11, 27, 18, 0, tzinfo=zone)
    sunday = datetime(2026, 11, 29, 1, 0, tzinfo=UTC)
    assert after_working_hours(sunday, 4, zone) == datetime(2026, 11, 30, 13, 0, tzinfo=zone)


def test_late_is_computed_from_the_companys_day(lite: Buying) -> None:
    due = date(2026, 11, 25)
    order = lite.approved(lite.line(lite.cola, 48, "2.5", expected_on=due))
    lite.at = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    assert lite.shown(order).late_days == 0
    assert lite.do("purchase_orders", lite.buyer, view="late").orders == []
    assert [row.order_id for row in lite.do("purchase_orders", lite.buyer, view="week").orders] == [order]
    lite.at += timedelta(hours=1)  # 00:30 of the next day
    assert lite.shown(order).late_days == 1
    assert [row.late_days for row in lite.do("purchase_orders", lite.buyer, view="late").orders] == [1]
    lite.receive(order)
    assert lite.do("purchase_orders", lite.buyer, view="late").orders == []


@pytest.mark.parametrize("axis", [Approval, Answer])
def test_only_declared_steps_are_taken(axis: Any) -> None:
    pairs = APPROVAL_MOVES if axis is Approval else ANSWER_MOVES
    for now in axis:
        for then in axis:
            if (now, then) in pairs:
                assert stepped("PO-1", now, then) is then
            else:
                with pytest.raises(IllegalTransition):
                    stepped("PO-1", now, then)


@drawn(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4))
def test_the_receipt_state_follows_from_the_lines(parts: list[tuple[int, int, int]]) -> None:
    lines = [LineProgress(D(a + b + c), D(a), D(b)) for a, b, c in parts]
    state = receipt_state(lines)
    waiting, came, closed = (sum(part[i] for part in parts) for i in (2, 0, 1))
    if waiting:
        assert state is (ReceiptState.PART if came else ReceiptState.NONE)
    elif closed:
        assert state is ReceiptState.CLOSED
    else:
        assert state is (ReceiptState.FULL if came else ReceiptState.NONE)


def test_orders_not_approved_cannot_be_sent_or_received(lite: Buying) -> None:
    lite.do("set_approval_rule", lite.manager, minimum=D(100))
    draft = lite.draft((lite.cola, 48, "2.5"))
    lite.do("submit_order", lite.buyer, order=draft.order_id)
    with pytest.raises(OrderNotApproved):
        lite.do("send_order", lite.buyer, order=draft.order_id)
