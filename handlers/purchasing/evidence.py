"""What an approver should know before saying yes: prices before, stock, what is coming, how long it lasts, how good."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlmodel import Session

from handlers.facts import Cost, product_names, stock_in
from handlers.purchasing.approving import role_names
from handlers.purchasing.choices import waiting_orders
from handlers.purchasing.facts import CostPrice, OrderFact, order_facts
from handlers.purchasing.orders import READERS, ident, lines_of, order_of, order_scope
from handlers.purchasing.prices import PriceFact, price_history
from handlers.purchasing.scorecard import Score, score_of
from handlers.purchasing.tracking import on_order
from models.location import Location, LocationKind
from models.operation import Actor, Form, Measure, Ref, Suggest, operation
from models.purchase import PurchaseLine, PurchaseOrder
from models.stock import Posting, StockMove
from models.table import table
from models.units import units_of
from models.values import ZERO, rounded

MOVE, POSTING, LOCATION = table(StockMove), table(Posting), table(Location)
USAGE_DAYS = 30
PRICES = 3


class LineEvidence(BaseModel):
    """What is known about one line's product."""

    model_config = ConfigDict(frozen=True)
    product_id: int
    product: str
    quantity: Measure
    price: CostPrice | None = None
    last_prices: list[PriceFact]
    """The last three, of this order not counted."""
    price_change: Cost | None = None
    """Against the last price: 0.05 is five per cent dearer; None without one."""
    on_hand: Measure
    on_order: Measure
    """This order not counted."""
    usage: Measure
    """Left for customers and use in the last thirty days, in this warehouse."""
    days_of_cover: Decimal | None = None
    """On hand and on order last so long; None where nothing was used."""
    days_with_this: Decimal | None = None


class ShowEvidence(Form):
    """What speaks for and against this order?"""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(waiting_orders)]


class EvidenceShown(Score, OrderFact):
    """The order, and what is known about it."""

    approver_roles: str
    evidence: list[LineEvidence]


@operation(allowed=READERS, scope=order_scope, confirm=False, audited=False, group="purchase")
def order_evidence(db: Session, actor: Actor, form: ShowEvidence) -> EvidenceShown:
    """Shows an order with everything an approver should know."""
    order = order_of(db, form.order)
    return EvidenceShown(
        **order_facts(db, actor, order),
        approver_roles=role_names(order.approver_role),
        evidence=evidence_of(db, actor, order),
        **dict(score_of(db, order.supplier_id, actor.today)),
    )


def evidence_of(db: Session, actor: Actor, order: PurchaseOrder) -> list[LineEvidence]:
    """The evidence for each line of an order."""
    lines = lines_of(db, [ident(order)])
    ids = sorted({line.product_id for line in lines})
    names, units = product_names(db, ids), units_of(db, ids)
    stock, used = stock_in(db, order.warehouse_id, ids), usage_of(db, actor.today, order.warehouse_id, ids)
    coming = on_order(db, ids, [order.warehouse_id])
    told = []
    for line in lines:
        key, its = line.product_id, units[line.product_id]
        own = sum((w.outstanding for w in lines if w.product_id == key), ZERO) if order.approval_state.done else ZERO
        there = stock.get(key, ZERO) + coming.get((key, order.warehouse_id), ZERO) - own
        before = [p for p in price_history(db, key, limit=PRICES + 1) if p.source != order.number][:PRICES]
        told.append(
            LineEvidence(
                product_id=key,
                product=names[key][0],
                quantity=Measure(quantity=line.ordered, units=its),
                price=line.price,
                last_prices=before,
                price_change=_change(line, before),
                on_hand=Measure(quantity=stock.get(key, ZERO), units=its),
                on_order=Measure(quantity=there - stock.get(key, ZERO), units=its),
                usage=Measure(quantity=used.get(key, ZERO), units=its),
                days_of_cover=_days(there, used.get(key, ZERO)),
                days_with_this=_days(there + line.outstanding, used.get(key, ZERO)),
            )
        )
    return told


def usage_of(db: Session, today: date, warehouse_id: int, product_ids: Collection[int]) -> dict[int, Decimal]:
    """What left a warehouse for customers or use in the last thirty days, what came back taken off."""
    since = today - timedelta(days=USAGE_DAYS)
    inside = select(LOCATION.c.id).where(LOCATION.c.warehouse_id == warehouse_id)
    customers = select(LOCATION.c.id).where(LOCATION.c.kind == LocationKind.CUSTOMER)
    total: dict[int, Decimal] = {}
    for source, destination, sign in ((inside, customers, 1), (customers, inside, -1)):
        query = select(MOVE.c.product_id, func.sum(MOVE.c.quantity))
        query = query.where(MOVE.c.product_id.in_(sorted(product_ids)), MOVE.c.happened_on > since)
        query = query.where(MOVE.c.source_id.in_(source), MOVE.c.destination_id.in_(destination))
        for product_id, quantity in db.execute(query.group_by(MOVE.c.product_id)):
            total[product_id] = total.get(product_id, ZERO) + sign * quantity
    return {product_id: max(ZERO, quantity) for product_id, quantity in total.items()}


def _days(stock: Decimal, used: Decimal) -> Decimal | None:
    return rounded(Fraction(stock) * USAGE_DAYS / Fraction(used), 1) if used > 0 else None


def _change(line: PurchaseLine, before: list[PriceFact]) -> Decimal | None:
    """How much dearer one base unit is than last time."""
    if line.price is None or not before or not before[0].price.amount:
        return None
    one = Decimal(1)
    return rounded(line.price.of(one) / before[0].price.of(one) - 1, 4)
