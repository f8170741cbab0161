"""What is on order, what is late, what comes this week. Nothing of it is kept: it follows from the lines and today."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import Cost, product_names
from handlers.purchasing.choices import DONE, live_orders
from handlers.purchasing.facts import PARTY, WAREHOUSE, OrderFact, axes_of, late_days, names_of, order_facts
from handlers.purchasing.orders import (
    LINE,
    ORDER,
    READERS,
    RECEIVERS,
    ident,
    lines_of,
    minor_of,
    order_of,
    order_scope,
    total_of,
    warehouses_read,
)
from models.location import Warehouse
from models.operation import Actor, Form, Measure, Outcome, Ref, Suggest, operation
from models.party import Party
from models.product import Product
from models.purchase import PurchaseOrder
from models.purchase_state import Answer, Approval, Headline
from models.units import units_of
from models.values import ZERO

WHO = READERS | RECEIVERS
MOST = 200
WEEK = timedelta(days=6)


class OrderView(StrEnum):
    """Which orders to list."""

    OPEN = "open"
    LATE = "late"
    WEEK = "week"
    DRAFT = "draft"
    TO_APPROVE = "to_approve"
    TO_SEND = "to_send"
    UNANSWERED = "unanswered"
    DIFFERS = "differs"


class ListOrders(Form):
    """Which orders are there?"""

    view: OrderView = OrderView.OPEN
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    warehouse: Annotated[int | None, Ref(Warehouse)] = None
    product: Annotated[int | None, Ref(Product)] = None


class OrderRow(BaseModel):
    """One order in a list."""

    model_config = ConfigDict(frozen=True)
    order_id: int
    number: str
    supplier: str
    warehouse: str
    state: Headline
    ordered_on: date
    expected_on: date | None = None
    late_days: int = 0
    open_lines: int
    first_product: str = ""
    outstanding: Measure | None = None
    """Of the first product that is waited for."""
    total: Cost | None = None


class OrdersListed(Outcome):
    """The orders, the most urgent first."""

    view: OrderView
    orders: list[OrderRow]
    more: bool = False
    """There are more than could be listed."""


class ShowOrder(Form):
    """How does this order stand?"""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders, fill=False)]


class OrderShown(OrderFact):
    """The order as it stands."""


@operation(allowed=WHO, scope=order_scope, confirm=False, audited=False, group="purchase")
def show_order(db: Session, actor: Actor, form: ShowOrder) -> OrderShown:
    """Shows one order with its lines and its four axes."""
    return OrderShown(**order_facts(db, actor, order_of(db, form.order)))


@operation(allowed=WHO, confirm=False, audited=False, group="purchase")
def purchase_orders(db: Session, actor: Actor, form: ListOrders) -> OrdersListed:
    """Lists orders of the actor's warehouses: open, late, due within a week, or waiting for somebody."""
    query = _chosen(actor, form).group_by(ORDER.c.id)
    soonest = func.coalesce(func.min(LINE.c.expected_on), date.max)
    ids = list(db.scalars(query.order_by(soonest, ORDER.c.id).limit(MOST + 1)))
    rows = _rows(db, actor, ids[:MOST])
    return OrdersListed(view=form.view, orders=rows, more=len(ids) > MOST)


def on_order(
    db: Session, product_ids: Collection[int] | None = None, warehouse_ids: Collection[int] | None = None
) -> dict[tuple[int, int], Decimal]:
    """What is on order (采购在途) of each product for each warehouse: approved, not cancelled, not yet come."""
    return _sums(db, ORDER.c.approval.in_(DONE), product_ids, warehouse_ids)


def being_ordered(
    db: Session, product_ids: Collection[int] | None = None, warehouse_ids: Collection[int] | None = None
) -> dict[tuple[int, int], Decimal]:
    """What is drafted, or waits for approval, and so is not on order yet."""
    return _sums(db, ORDER.c.approval.in_((Approval.DRAFT, Approval.WAITING)), product_ids, warehouse_ids)


def _sums(
    db: Session, which: Any, product_ids: Collection[int] | None, warehouse_ids: Collection[int] | None
) -> dict[tuple[int, int], Decimal]:
    query = select(LINE.c.product_id, ORDER.c.warehouse_id, func.sum(LINE.c.outstanding))
    query = query.join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.where(LINE.c.outstanding > ZERO, ORDER.c.cancelled_at.is_(None), which)
    if product_ids is not None:
        query = query.where(LINE.c.product_id.in_(sorted(product_ids)))
    if warehouse_ids is not None:
        query = query.where(ORDER.c.warehouse_id.in_(sorted(warehouse_ids)))
    rows = db.execute(query.group_by(LINE.c.product_id, ORDER.c.warehouse_id))
    return {(product_id, warehouse_id): quantity for product_id, warehouse_id, quantity in rows}


def _chosen(actor: Actor, form: ListOrders) -> Any:
    query = select(ORDER.c.id).join(LINE, LINE.c.order_id == ORDER.c.id)
    query = query.where(ORDER.c.cancelled_at.is_(None), LINE.c.outstanding > ZERO, warehouses_read(actor, WHO))
    for column, value in (
        (ORDER.c.supplier_id, form.supplier),
        (ORDER.c.warehouse_id, form.warehouse),
        (LINE.c.product_id, form.product),
    ):
        if value is not None:
            query = query.where(column == value)
    approved = ORDER.c.approval.in_(DONE)
    conditions: dict[OrderView, Sequence[Any]] = {
        OrderView.OPEN: (approved,),
        OrderView.LATE: (approved, LINE.c.expected_on < actor.today),
        OrderView.WEEK: (approved, LINE.c.expected_on.between(actor.today, actor.today + WEEK)),
        OrderView.DRAFT: (ORDER.c.approval.in_((Approval.DRAFT, Approval.DENIED)),),
        OrderView.TO_APPROVE: (ORDER.c.approval == Approval.WAITING,),
        OrderView.TO_SEND: (approved, ORDER.c.answer == Answer.UNSENT),
        OrderView.UNANSWERED: (approved, ORDER.c.answer == Answer.SENT),
        OrderView.DIFFERS: (ORDER.c.answer.in_((Answer.ANSWERED_DIFFERS, Answer.REFUSED)),),
    }
    return query.where(*conditions[form.view])


def _rows(db: Session, actor: Actor, ids: Sequence[int]) -> list[OrderRow]:
    found = {ident(o): o for o in db.exec(select_rows(PurchaseOrder).where(col(PurchaseOrder.id).in_(ids)))}
    lines = lines_of(db, ids)
    axes = axes_of(db, list(found.values()), lines)
    waiting = {key: [w for w in lines if w.order_id == key and w.outstanding > ZERO] for key in ids}
    products = sorted({mine[0].product_id for mine in waiting.values() if mine})
    names, units = product_names(db, products), units_of(db, products)
    suppliers = names_of(db, PARTY, {order.supplier_id for order in found.values()})
    warehouses = names_of(db, WAREHOUSE, {order.warehouse_id for order in found.values()})
    rows = []
    for order_id in ids:
        order, mine = found[order_id], waiting[order_id]
        days = [line.expected_on for line in mine if line.expected_on is not None]
        rows.append(
            OrderRow(
                order_id=order_id,
                number=order.number,
                supplier=suppliers[order.supplier_id],
                warehouse=warehouses[order.warehouse_id],
                state=axes[order_id]["state"],
                ordered_on=order.ordered_on,
                expected_on=min(days, default=None),
                late_days=max((late_days(actor.today, order, line) for line in mine), default=0),
                open_lines=len(mine),
                first_product=names[mine[0].product_id][0] if mine else "",
                outstanding=Measure(quantity=mine[0].outstanding, units=units[mine[0].product_id]) if mine else None,
                total=total_of(order, [w for w in lines if w.order_id == order_id], minor_of(actor)),
            )
        )
    return rows
