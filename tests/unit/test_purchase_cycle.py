"""The purchase cycle from draft to paid, through the door, on both databases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.errors import HasDependents, Invalid, NotAllowed, NotFound
from models.location import LocationKind
from models.purchase_errors import (
    IllegalTransition,
    OrderCancelled,
    OrderNotApproved,
    OutstandingChanged,
    PriceMissing,
    StaleOrder,
    TooMuch,
    TooMuchMoney,
)
from models.purchase_receipt import Quality
from models.purchase_state import Answer, Approval, Headline, PaymentState, ReceiptState
from tests.given import Given, ident
from tests.given_purchase import Buying

D = Decimal


@pytest.fixture
def buying(given: Given) -> Buying:
    return Buying(given)


@pytest.fixture
def lite(sqlite_database: Any) -> Buying:
    return Buying(Given(sqlite_database))


def test_an_order_goes_from_draft_to_paid(buying: Buying) -> None:
    draft = buying.draft((buying.cola, 48, "2.5"), (buying.tea, 24, "3"))
    assert draft.state is Headline.DRAFT
    assert draft.number == "PO-20261124-001"
    assert draft.total == D(192)
    submitted = buying.do("submit_order", buying.buyer, order=draft.order_id, revision=draft.revision)
    assert (submitted.approval, submitted.state) == (Approval.NOT_NEEDED, Headline.TO_SEND)
    sent = buying.do("send_order", buying.buyer, order=draft.order_id, revision=submitted.revision)
    assert sent.state is Headline.SENT
    answered = buying.do("answer_order", buying.seller, order=draft.order_id, rest="accept", revision=sent.revision)
    assert (answered.answer, answered.open_lines) == (Answer.ACCEPTED, 0)
    first = buying.receive(draft.order_id, (1, 30))
    assert [line.outstanding.quantity for line in first.lines] == [D(18)]
    assert first.lines[0].stock.quantity == D(30)
    assert buying.shown(draft.order_id).state is Headline.PART_RECEIVED
    rest = buying.receive(draft.order_id)
    assert [(line.product, line.quantity.quantity) for line in rest.lines] == [("可乐", D(18)), ("绿茶", D(24))]
    done = buying.shown(draft.order_id)
    assert (done.receipt, done.payment, done.state) == (ReceiptState.FULL, PaymentState.NONE, Headline.RECEIVED)
    paid = buying.do("pay_supplier", buying.finance, supplier=ident(buying.supplier), amount=D(192))
    assert [(part.number, part.amount) for part in paid.settled] == [(first.number, D(75)), (rest.number, D(117))]
    assert (paid.balance, paid.on_account) == (0, 0)
    assert buying.shown(draft.order_id).state is Headline.DONE


def test_stock_is_valued_without_recoverable_tax_with_freight_and_discount_shared_to_the_cent(buying: Buying) -> None:
    order = buying.approved(
        buying.line(buying.cola, 3, "10", tax_rate=D(13)),
        buying.line(buying.tea, 3, "20", tax_rate=D(13)),
        freight=D("10"),
        discount=D("0.01"),
    )
    receipt = buying.receive(order)
    costs = [line.cost for line in receipt.lines]
    assert sum(costs) == D(90) + D("9.99")
    assert costs == [D("33.33"), D("66.66")]
    assert receipt.total == D("112.99")


def test_part_deliveries_add_up_to_the_whole_line(lite: Buying) -> None:
    from models.operation import Price

    order = lite.approved(lite.line(lite.cola, 24, Price(amount=D(50), unit="箱", numerator=24)))
    parts = [lite.receive(order, (1, quantity)) for quantity in (7, 7, 10)]
    assert sum(part.lines[0].cost for part in parts) == D(50)
    assert sum(part.total for part in parts) == D(50)


def test_prices_not_given_are_the_suppliers_last(lite: Buying) -> None:
    lite.approved((lite.cola, 48, "2.5"))
    again = lite.draft((lite.cola, 24), (lite.tea, 12))
    assert [line.price and line.price.amount for line in again.lines] == [D("2.5"), None]
    with pytest.raises(PriceMissing) as refused:
        lite.do("submit_order", lite.buyer, order=again.order_id)
    assert refused.value.products == ["绿茶"]
    copied = lite.do("copy_order", lite.buyer, order=again.order_id)
    assert [line.ordered.quantity for line in copied.lines] == [D(24), D(12)]


def test_a_keepers_request_becomes_an_order_once(lite: Buying) -> None:
    asked = lite.do(
        "request_purchase", lite.keeper, warehouse=ident(lite.main), lines=[lite.line(lite.cola, 480)], note="快没了"
    )
    assert asked.number == "QG-20261124-001"
    order = {"supplier": ident(lite.supplier), "warehouse": ident(lite.main)}
    drafted = lite.do("order_requests", lite.buyer, **order)
    assert [line.ordered.quantity for line in drafted.lines] == [D(480)]
    with pytest.raises(Invalid):
        lite.do("order_requests", lite.buyer, **order)
    lite.do("cancel_order", lite.buyer, order=drafted.order_id)
    assert lite.do("order_requests", lite.buyer, **order).lines


def test_a_card_made_for_an_older_revision_is_refused(lite: Buying) -> None:
    draft = lite.draft((lite.cola, 48, "2.5"))
    lite.do("submit_order", lite.buyer, order=draft.order_id, revision=draft.revision)
    with pytest.raises(StaleOrder):
        lite.do("submit_order", lite.buyer, order=draft.order_id, revision=draft.revision)


def test_no_step_is_taken_that_the_declared_pairs_do_not_lead_to(lite: Buying) -> None:
    draft = lite.draft((lite.cola, 48, "2.5"))
    with pytest.raises(OrderNotApproved):
        lite.do("send_order", lite.buyer, order=draft.order_id)
    with pytest.raises(OrderNotApproved):
        lite.receive(draft.order_id)
    with pytest.raises(IllegalTransition):
        lite.do("decide_order", lite.manager, order=draft.order_id, approve=True)


def test_the_same_button_pressed_twice_receives_once(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    first = buying.receive(order, (1, 48), key="draft:7:1")
    again = buying.receive(order, (1, 48), key="draft:7:1")
    assert again == first
    assert buying.shown(order).lines[0].received.quantity == D(48)


def test_the_second_keeper_sees_what_the_first_has_left(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    buying.receive(order, (1, 30, {"outstanding": D(48)}))
    with pytest.raises(OutstandingChanged) as refused:
        buying.receive(order, (1, 48, {"outstanding": D(48)}), who=buying.keeper2)
    assert [(line.seen, line.now) for line in refused.value.lines] == [(D(48), D(18))]
    assert buying.receive(order, who=buying.keeper2).lines[0].quantity.quantity == D(18)


def test_what_exceeds_the_order_stands_aside_until_somebody_else_decides(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    receipt = buying.receive(order, (1, 60), who=buying.manager)
    assert receipt.lines[0].quantity.quantity == D(48)
    assert [held.quantity.quantity for held in receipt.held] == [D(12)]
    held = receipt.held[0].over_delivery_id
    from models.purchase_errors import OwnOrder

    with pytest.raises(OwnOrder):
        buying.do("decide_over_delivery", buying.manager, over_delivery=held, accept=True)
    decided = buying.do("decide_over_delivery", buying.buyer, over_delivery=held, accept=True)
    line = buying.shown(order).lines[0]
    assert (line.ordered.quantity, line.received.quantity, line.outstanding.quantity) == (D(60), D(60), 0)
    with pytest.raises(Invalid):
        buying.do("decide_over_delivery", buying.buyer, over_delivery=held, accept=False)
    buying.undo(buying.manager, decided.posting_id)
    assert buying.shown(order).lines[0].ordered.quantity == D(48)
    assert [row.over_delivery_id for row in buying.do("over_deliveries", buying.buyer).waiting] == [held]


def test_over_delivery_within_the_suppliers_percentage_comes_in(lite: Buying) -> None:
    lite.do("set_supplier_terms", lite.buyer, supplier=ident(lite.supplier), over_delivery_percent=D(5))
    order = lite.approved((lite.cola, 50, "2"))
    receipt = lite.receive(order, (1, 52))
    assert (receipt.held, receipt.lines[0].over.quantity, receipt.total) == ([], D(2), D(104))
    assert lite.shown(order).receipt is ReceiptState.FULL


def test_rejected_goods_never_enter_and_quarantined_goods_wait(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    with pytest.raises(Invalid):
        buying.receive(order, (1, 4, {"quality": Quality.REJECT}))
    receipt = buying.receive(
        order,
        (1, 40),
        (1, 6, {"quality": Quality.QUARANTINE, "reason": "外箱受潮"}),
        (1, 2, {"quality": Quality.REJECT, "reason": "破损"}),
    )
    assert receipt.total == D(115)
    line = buying.shown(order).lines[0]
    assert (line.received.quantity, line.outstanding.quantity) == (D(46), D(2))
    waiting = buying.do("quarantined_goods", buying.keeper).lines
    assert [(row.quantity.quantity, row.reason) for row in waiting] == [(D(6), "外箱受潮")]
    released = buying.do("settle_quarantine", buying.buyer, line=waiting[0].line_id, decision="release", quantity=D(4))
    assert (released.left.quantity, released.stock.quantity) == (D(2), D(46))
    back = buying.do("settle_quarantine", buying.buyer, line=waiting[0].line_id, decision="return")
    assert (back.left.quantity, back.stock.quantity) == (0, D(44))
    with pytest.raises(TooMuch):
        goods = [{"line": receipt.lines[1].receipt_line_id, "quantity": D(5)}]
        buying.do("return_purchase", buying.keeper, receipt=receipt.receipt_id, reason="defect", lines=goods)
    with pytest.raises(HasDependents) as refused:
        buying.do("undo_receipt", buying.buyer, receipt=receipt.receipt_id)
    assert refused.value.blocker == back.number


def test_a_return_takes_the_cost_of_its_own_line(buying: Buying) -> None:
    cheap, dear = buying.approved((buying.cola, 10, "1")), buying.approved((buying.cola, 10, "3"))
    buying.receive(cheap)
    receipt = buying.receive(dear)
    lines = [{"line": receipt.lines[0].receipt_line_id, "quantity": D(4)}]
    back = buying.do("return_purchase", buying.keeper, receipt=receipt.receipt_id, reason="damaged", lines=lines)
    assert (back.lines[0].cost, back.total, back.lines[0].stock.quantity) == (D(12), D(12), D(16))
    statement = buying.do("supplier_statement", buying.finance, supplier=ident(buying.supplier))
    assert (statement.owed, statement.closing) == (D(28), D(28))
    all_back = buying.do("return_purchase", buying.keeper, receipt=receipt.receipt_id, reason="surplus", replace=True)
    assert all_back.total == D(18)
    assert buying.shown(dear).lines[0].outstanding.quantity == D(6)
    buying.undo(buying.manager, all_back.posting_id)
    assert buying.shown(dear).lines[0].outstanding.quantity == 0


def test_a_return_never_makes_the_cost_of_the_rest_negative(lite: Buying) -> None:
    cheap, dear = lite.approved((lite.cola, 10, "1")), lite.approved((lite.cola, 10, "3"))
    lite.receive(cheap)
    receipt = lite.receive(dear)
    _sell(lite, D(9))
    back = lite.do("return_purchase", lite.keeper, receipt=receipt.receipt_id, reason="defect")
    assert (back.lines[0].cost, back.total, back.cost_difference) == (D(22), D(30), D(8))


def test_undoing_a_receipt_takes_stock_order_and_debt_back_together(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    receipt = buying.receive(order, (1, 30))
    undone = buying.undo(buying.keeper, receipt.posting_id)
    assert undone.undone == receipt.number
    line = buying.shown(order).lines[0]
    assert (line.received.quantity, line.outstanding.quantity) == (0, D(48))
    statement = buying.do("supplier_statement", buying.finance, supplier=ident(buying.supplier))
    assert ([row.owed for row in statement.lines], statement.closing) == ([D(75), D(-75)], 0)
    assert buying.do("supplier_payables", buying.finance).payables == []
    with pytest.raises(Invalid):
        buying.undo(buying.manager, receipt.posting_id)
    assert buying.receive(order).lines[0].cost == D(120)


def test_undoing_names_what_builds_on_the_receipt(buying: Buying) -> None:
    order = buying.approved((buying.cola, 48, "2.5"))
    receipt = buying.receive(order)
    gone = _sell(buying, D(40))
    with pytest.raises(HasDependents) as sold:
        buying.undo(buying.manager, receipt.posting_id)
    assert sold.value.blocker == gone
    paid = buying.do("pay_supplier", buying.finance, supplier=ident(buying.supplier), amount=D(20))
    with pytest.raises(HasDependents) as owed:
        buying.undo(buying.manager, receipt.posting_id)
    assert owed.value.blocker == paid.number
    buying.do("undo_payment", buying.finance, payment=paid.payment_id)
    assert buying.shown(order).lines[0].received.quantity == D(48)


def test_closed_short_reopened_and_cancelled_with_its_consequences(buying: Buying) -> None:
    order = buying.sent((buying.cola, 48, "2.5"), (buying.tea, 24, "3"))
    buying.receive(order, (1, 20))
    first = buying.line_ids(order)[0]
    closed = buying.do("close_order", buying.buyer, order=order, line=first, reason="断货")
    assert (closed.lines[0].closed.quantity, closed.receipt) == (D(28), ReceiptState.PART)
    whole = buying.do("close_order", buying.buyer, order=order)
    assert (whole.receipt, whole.state) == (ReceiptState.CLOSED, Headline.CLOSED)
    again = buying.do("reopen_order", buying.buyer, order=order)
    assert (again.reopened_lines, again.lines[0].outstanding.quantity) == (2, D(28))
    off = buying.do("cancel_order", buying.buyer, order=order, reason="不要了")
    meant = off
    assert [(line.kept.quantity, line.dropped.quantity) for line in meant.effects] == [(D(20), D(28)), (0, D(24))]
    assert (meant.supplier_knows, meant.still_owed, off.state) == (True, D(50), Headline.CANCELLED)
    with pytest.raises(OrderCancelled):
        buying.receive(order)


def test_money_pays_what_is_due_first_and_the_rest_waits_on_account(buying: Buying) -> None:
    supplier = ident(buying.supplier)
    buying.do(
        "set_supplier_terms", buying.buyer, supplier=supplier, payment_term="month_end", term_days=10, credit_rating="a"
    )
    receipt = buying.receive(buying.approved((buying.cola, 48, "2.5")))
    assert receipt.due_on.isoformat() == "2026-12-10"
    open_now = buying.do("supplier_payables", buying.finance).payables[0]
    with pytest.raises(TooMuchMoney):
        buying.do("pay_supplier", buying.finance, supplier=supplier, amount=D(121), payable=open_now.payable_id)
    paid = buying.do("pay_supplier", buying.finance, supplier=supplier, amount=D(150))
    assert (paid.settled[0].left, paid.on_account, paid.balance) == (0, D(30), D(-30))
    buying.receive(buying.approved((buying.tea, 10, "4")))
    used = buying.do("allocate_payment", buying.finance, payment=paid.payment_id)
    assert (used.on_account, used.balance, used.settled[1].left) == (0, D(10), D(10))
    buying.later(days=60)
    late = buying.do("supplier_payables", buying.finance)
    assert (late.overdue, late.payables[0].overdue_days) == (D(10), 44)


def test_products_are_received_against_the_order_expected_first(lite: Buying) -> None:
    later = lite.approved(lite.line(lite.cola, 10, "2", expected_on=lite.at.date().replace(day=30)))
    first = lite.approved(lite.line(lite.cola, 10, "2", expected_on=lite.at.date().replace(day=26)))
    lines = [{"product": ident(lite.cola), "quantity": D(15)}]
    receipt = lite.do("receive_products", lite.keeper, warehouse=ident(lite.main), lines=lines)
    assert [line.quantity.quantity for line in receipt.lines] == [D(10), D(5)]
    assert lite.shown(first).receipt is ReceiptState.FULL
    assert lite.shown(later).lines[0].outstanding.quantity == D(5)
    from models.purchase_errors import NotOnOrder

    with pytest.raises(NotOnOrder):
        tea = [{"product": ident(lite.tea), "quantity": D(1)}]
        lite.do("receive_products", lite.keeper, warehouse=ident(lite.main), lines=tea)


def test_keepers_receive_in_their_own_warehouse_only(lite: Buying) -> None:
    other = lite.given.person("外仓库管", warehouse=lite.given.warehouse("外仓"))
    from models.people import Role

    other = lite.given.person("外仓库管二", Role.WAREHOUSE, warehouse=lite.given.warehouse("二仓"))
    order = lite.approved((lite.cola, 48, "2.5"))
    with pytest.raises(NotAllowed):
        lite.receive(order, who=other)
    with pytest.raises(NotAllowed):
        lite.do("show_order", other, order=order)
    assert lite.do("purchase_orders", other).orders == []


def test_orders_are_refused_for_products_and_quantities_that_cannot_be(lite: Buying) -> None:
    gone = lite.given.product("停产", archived=True)
    for bad in (
        lite.line(gone, 1, "1"),
        lite.line(lite.cola, 0, "1"),
        lite.line(lite.cola, "1.5", "1"),
        lite.line(lite.cola, 1, "-1"),
        lite.line(lite.cola, 1, "1", tax_rate=D(101)),
    ):
        with pytest.raises(Exception, match="error-"):
            lite.draft(bad)
    with pytest.raises(Invalid):
        lite.draft((lite.cola, 1, "1"), discount=D(2))
    with pytest.raises(NotFound):
        lite.receive(lite.approved((lite.cola, 1, "1")), location=999) if False else lite.shown(999)


def _sell(buying: Buying, quantity: Decimal) -> str:
    """Goods leave for customers; the posting's number."""
    from models import ledger
    from models.stock import PostingKind

    move = ledger.Move(
        ident(buying.cola),
        buying.given.home(buying.main),
        buying.given.outside(LocationKind.CUSTOMER),
        quantity,
    )
    actor = buying.actor(buying.manager)
    return buying.database.write_now(lambda db: ledger.post(db, actor, PostingKind.GOODS_OUT, [move]).number)
