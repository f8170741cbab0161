"""The order goes to the supplier; and a draft, or a sent order, is changed."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from handlers import checks
from handlers.purchasing.choices import draft_orders, lines_of_order, live_orders
from handlers.purchasing.drafting import DraftLine, check_expected, check_money, check_tax, order_lines
from handlers.purchasing.facts import OrderFact, order_facts
from handlers.purchasing.orders import (
    BUYERS,
    back_to_draft,
    check_approved,
    keep_history,
    line_of,
    lines_of,
    minor_of,
    order_scope,
    share_charges,
    taken,
    terms_of,
    unsend,
)
from models.errors import Invalid
from models.operation import Actor, Form, Price, Ref, Suggest, operation
from models.people import Role
from models.product import Product
from models.purchase import Percent, PurchaseLine, PurchaseOrder
from models.purchase_state import Answer, stepped
from models.values import ZERO, Amount, Day, Quantity, Text


class SendOrder(Form):
    """An approved order goes to its supplier."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]
    revision: int | None = None


class OrderSent(OrderFact):
    """The order is with the supplier, who has to answer."""

    round: int
    """How often it has been sent."""


class ChangedLine(Form):
    """What is different on one line; or a new line, when no line is named."""

    line: Annotated[int | None, Ref(PurchaseLine, among=lines_of_order)] = None
    product: Annotated[int | None, Ref(Product)] = None
    quantity: Quantity | None = None
    price: Price | None = None
    tax_rate: Percent | None = None
    expected_on: Day | None = None
    remove: bool = False


class ChangeOrder(Form):
    """An order is changed; it then has to be submitted (and sent) again."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(draft_orders)]
    lines: Annotated[list[ChangedLine], Field(max_length=200)] = []
    expected_on: Day | None = None
    discount: Amount | None = None
    freight: Amount | None = None
    prices_include_tax: bool | None = None
    note: Text | None = None
    revision: int | None = None


class OrderChanged(OrderFact):
    """The order is a draft again, as changed."""


@operation(allowed=BUYERS | Role.SYSTEM, scope=order_scope, group="purchase")
def send_order(db: Session, actor: Actor, form: SendOrder) -> OrderSent:
    """Marks the order as sent; the message itself is written by who tells of the outcome."""
    order = taken(db, form.order, form.revision)
    check_approved(order)
    if not any(line.outstanding > ZERO for line in lines_of(db, [form.order])):
        raise Invalid(name="lines", reason="nothing-to-order", detail=order.number)
    mark_sent(actor, order)
    order.revision += 1
    db.flush()
    return OrderSent(**order_facts(db, actor, order), round=order.sends)


def mark_sent(actor: Actor, order: PurchaseOrder) -> None:
    """The order is with the supplier as of now; reminders start anew."""
    order.answer = stepped(order.number, order.answer_state, Answer.SENT)
    order.sends += 1
    order.sent_at = actor.at
    order.first_sent_at = order.first_sent_at or actor.at


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def change_order(db: Session, actor: Actor, form: ChangeOrder) -> OrderChanged:
    """Changes an order. What has come, or was closed, cannot be taken back by it."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    _change_head(actor, order, form, started=any(line.received > 0 for line in lines))
    for change in form.lines:
        if change.line is None:
            lines += _new_line(db, actor, order, lines, change)
        else:
            line = line_of(lines, change.line)
            if order.sends:
                keep_history(db, actor, order, line, "changed")
            _change_line(db, actor, order, line, change)
            if change.remove and not order.sends and line.received == 0 and line.request_line_id is None:
                db.delete(line)
                lines.remove(line)
    db.flush()
    share_charges(db, order, lines, minor_of(actor))
    back_to_draft(order)
    unsend(db, order)
    order.revision += 1
    db.flush()
    return OrderChanged(**order_facts(db, actor, order))


def _change_head(actor: Actor, order: PurchaseOrder, form: ChangeOrder, *, started: bool) -> None:
    minor = minor_of(actor)
    if form.expected_on is not None:
        order.expected_on = check_expected(actor, form.expected_on)
    if form.discount is not None:
        order.discount = check_money(form.discount, "discount", minor)
    if form.freight is not None:
        order.freight = check_money(form.freight, "freight", minor)
    if form.prices_include_tax is not None and form.prices_include_tax != order.prices_include_tax:
        if started:
            raise Invalid(name="prices_include_tax", reason="already-received", detail=order.number)
        order.prices_include_tax = form.prices_include_tax
    if form.note is not None:
        order.note = checks.note(form.note)


def _new_line(
    db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine], change: ChangedLine
) -> list[PurchaseLine]:
    if change.product is None or change.quantity is None:
        raise Invalid(name="product" if change.product is None else "quantity", reason="missing")
    new = DraftLine(
        change.product, change.quantity, change.price, tax_rate=change.tax_rate, expected_on=change.expected_on
    )
    number = max((line.line for line in lines), default=0) + 1
    return order_lines(db, actor, order, [new], terms_of(db, order.supplier_id), number)


def _change_line(db: Session, actor: Actor, order: PurchaseOrder, line: PurchaseLine, change: ChangedLine) -> None:
    if change.product is not None and change.product != line.product_id:
        raise Invalid(name="product", reason="add-a-line")
    if change.remove:
        line.ordered = line.received + line.closed
    elif change.quantity is not None:
        checks.counted(db, [(line.product_id, change.quantity)])
        if change.quantity < line.received + line.closed:
            raise Invalid(name="quantity", reason="less-than-received", detail=str(change.quantity))
        line.ordered = change.quantity
    line.over = min(line.over, line.ordered)
    line.settle()
    if change.price is not None:
        checks.value_of(change.price, line.ordered)
        line.set_price(change.price)
    if change.tax_rate is not None:
        line.tax_rate = check_tax(change.tax_rate)
    if change.expected_on is not None:
        line.expected_on = check_expected(actor, change.expected_on)
        if not order.sends:
            line.first_expected_on = line.expected_on
