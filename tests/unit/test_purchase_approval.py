"""Who has to agree to an order, and what they know when they do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.errors import NotAllowed
from models.operation import Price
from models.people import Role
from models.purchase_errors import ApprovalRole, IllegalTransition, OwnOrder
from models.purchase_state import Answer, Approval
from tests.given import Given, ident
from tests.given_purchase import Buying

D = Decimal


@pytest.fixture
def buying(given: Given) -> Buying:
    return Buying(given)


@pytest.fixture
def lite(sqlite_database: Any) -> Buying:
    return Buying(Given(sqlite_database))


def submitted(buying: Buying, quantity: int, who: Any = None, **more: Any) -> Any:
    draft = buying.draft((buying.cola, quantity, "1"), who=who, **more)
    return buying.do("submit_order", who or buying.buyer, order=draft.order_id)


def test_the_approver_is_not_who_asked(buying: Buying) -> None:
    buying.do("set_approval_rule", buying.manager, minimum=D(100))
    order = submitted(buying, 100, who=buying.manager)
    assert (order.approval, order.approver_roles) == (Approval.WAITING, "owner manager")
    with pytest.raises(OwnOrder):
        buying.do("decide_order", buying.manager, order=order.order_id, approve=True)
    with pytest.raises(ApprovalRole):
        buying.do("decide_order", buying.finance, order=order.order_id, approve=True)
    second = buying.given.person("副经理", Role.MANAGER)
    done = buying.do("decide_order", second, order=order.order_id, approve=True, note="行")
    assert (done.approval, done.decided_by, done.decision_note) == (Approval.APPROVED, "副经理", "行")
    with pytest.raises(IllegalTransition):
        buying.do("decide_order", second, order=order.order_id, approve=False)


def test_a_denied_order_is_changed_and_submitted_again(lite: Buying) -> None:
    lite.do("set_approval_rule", lite.manager, minimum=D(100))
    order = submitted(lite, 100)
    denied = lite.do("decide_order", lite.manager, order=order.order_id, approve=False, note="太多")
    assert denied.approval is Approval.DENIED
    (line,) = lite.line_ids(order.order_id)
    lite.do("change_order", lite.buyer, order=order.order_id, lines=[{"line": line, "quantity": D(50)}])
    assert lite.do("submit_order", lite.buyer, order=order.order_id).approval is Approval.NOT_NEEDED


def test_what_is_below_the_minimum_needs_nobody(lite: Buying) -> None:
    lite.do("set_approval_rule", lite.manager, minimum=D(100))
    assert submitted(lite, 99).approval is Approval.NOT_NEEDED


def test_an_order_cut_into_pieces_counts_together_over_the_day(buying: Buying) -> None:
    buying.do("set_approval_rule", buying.manager, minimum=D(100), per_day=True)
    assert submitted(buying, 60).approval is Approval.NOT_NEEDED
    assert submitted(buying, 60).approval is Approval.WAITING
    other = buying.given.person("采购小孙", Role.BUYER)
    assert submitted(buying, 60, who=other).approval is Approval.NOT_NEEDED
    buying.later(days=1)
    assert submitted(buying, 60).approval is Approval.NOT_NEEDED


def test_rules_hold_for_one_supplier_or_category_or_for_all(lite: Buying) -> None:
    other = lite.given.party("华南饮料")
    lite.do("set_approval_rule", lite.manager, minimum=D(10), supplier=ident(other), approver="finance")
    assert submitted(lite, 50).approval is Approval.NOT_NEEDED
    theirs = submitted(lite, 50, supplier=other)
    assert (theirs.approval, theirs.approver_roles) == (Approval.WAITING, "owner finance")
    beer = lite.given.product("啤酒", category="酒类")
    assert beer.category_id is not None
    lite.do("set_approval_rule", lite.manager, minimum=D(20), category=beer.category_id)
    draft = lite.draft((lite.cola, 50, "1"), (beer, 19, "1"))
    assert lite.do("submit_order", lite.buyer, order=draft.order_id).approval is Approval.NOT_NEEDED
    draft = lite.draft((lite.cola, 50, "1"), (beer, 20, "1"))
    waiting = lite.do("submit_order", lite.buyer, order=draft.order_id)
    assert waiting.approval is Approval.WAITING
    rules = lite.do("approval_rules", lite.manager).rules
    lite.do("remove_approval_rule", lite.manager, rule=rules[0].rule_id)
    assert len(lite.do("approval_rules", lite.manager).rules) == 1
    with pytest.raises(NotAllowed):
        lite.do("set_approval_rule", lite.buyer, minimum=D(1))


def test_an_approved_order_that_becomes_dearer_is_asked_for_again(buying: Buying) -> None:
    buying.do("set_approval_rule", buying.manager, minimum=D(100))
    order = submitted(buying, 90).order_id
    buying.do("send_order", buying.buyer, order=order)
    (line,) = buying.line_ids(order)
    dearer = {"line": line, "kind": "dearer", "price": Price(amount=D("1.5"), unit="瓶")}
    buying.do("answer_order", buying.seller, order=order, lines=[dearer])
    agreed = buying.do("resolve_difference", buying.buyer, order=order, accept=True)
    assert (agreed.answer, agreed.approval) == (Answer.ACCEPTED, Approval.WAITING)
    assert buying.do("decide_order", buying.manager, order=order, approve=True).approval is Approval.APPROVED
    assert buying.receive(order).total == D(135)


def test_the_approver_sees_prices_stock_orders_cover_and_score(buying: Buying) -> None:
    from models import ledger
    from models.location import LocationKind
    from models.stock import PostingKind

    for price in ("1", "2", "3", "4"):
        buying.receive(buying.approved((buying.cola, 15, price)))
    buying.approved((buying.cola, 30, "4"))
    move = ledger.Move(
        ident(buying.cola), buying.given.home(buying.main), buying.given.outside(LocationKind.CUSTOMER), D(30)
    )
    actor = buying.actor(buying.manager)
    buying.database.write_now(lambda db: ledger.post(db, actor, PostingKind.GOODS_OUT, [move]))
    buying.do("set_approval_rule", buying.manager, minimum=D(1))
    order = buying.draft((buying.cola, 60, "5"))
    order = buying.do("submit_order", buying.buyer, order=order.order_id)
    shown = buying.do("order_evidence", buying.manager, order=order.order_id)
    (line,) = shown.evidence
    assert [price.price.amount for price in line.last_prices] == [D(4), D(4), D(3)]
    assert (line.on_hand.quantity, line.on_order.quantity, line.usage.quantity) == (D(30), D(30), D(30))
    assert (line.days_of_cover, line.days_with_this, line.price_change) == (D(60), D(120), D("0.25"))
    assert (shown.sample, shown.overall) == (4, None)


def test_there_is_no_score_under_five_receipts_and_then_it_is_quantity_weighted(buying: Buying) -> None:
    supplier = ident(buying.supplier)
    today = buying.at.date()
    for quantity in (100, 10, 10, 10):
        buying.receive(buying.approved(buying.line(buying.cola, quantity, "1", expected_on=today)))
    score = buying.do("supplier_scorecard", buying.manager, supplier=supplier)
    assert (score.sample, score.on_time, score.overall, score.fewest) == (4, None, None, 5)
    late = buying.approved(buying.line(buying.cola, 70, "1", expected_on=today))
    buying.later(days=2)
    buying.receive(late, (1, 60), (1, 10, {"quality": "reject", "reason": "破损"}))
    buying.do("close_order", buying.buyer, order=late)
    score = buying.do("supplier_scorecard", buying.manager, supplier=supplier)
    assert score.sample == 5
    assert score.on_time == D("68.4")  # 130 of 190
    assert score.in_full == D("95")  # 190 of 200
    assert score.quality == D("95")  # 10 of 200 rejected
    assert score.overall == D("86.1")
    card = buying.do("supplier_card", buying.manager, supplier=supplier)
    assert (card.receipts, card.orders, card.bought, card.sample) == (5, 5, D(190), 5)


def test_the_purchase_report_adds_up_receipts_less_returns(lite: Buying) -> None:
    receipt = lite.receive(lite.approved(lite.line(lite.cola, 10, "2", tax_rate=D(13)), (lite.tea, 10, "3")))
    lines = [{"line": receipt.lines[0].receipt_line_id, "quantity": D(4)}]
    lite.do("return_purchase", lite.keeper, receipt=receipt.receipt_id, reason="defect", lines=lines)
    report = lite.do("purchase_report", lite.finance, by="product")
    rows = [(row.label, row.quantity.quantity, row.cost, row.gross) for row in report.rows]
    assert rows == [("绿茶", D(10), D(30), D(30)), ("可乐", D(6), D(12), D("13.56"))]
    assert (report.received, report.returned, report.cost, report.receipts) == (D(50), D(8), D(42), 1)
    by_month = lite.do("purchase_report", lite.finance, by="month")
    assert [(row.key, row.cost) for row in by_month.rows] == [("2026-11", D(42))]
