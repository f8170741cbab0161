"""Goods beyond the order, set aside at receipt: somebody else than who received them decides."""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.facts import Cost, product_names
from handlers.purchasing.booking import Entry, receive
from handlers.purchasing.facts import PARTY, PERSON, name_of
from handlers.purchasing.orders import (
    BUYERS,
    LINE,
    ORDER,
    RECEIPT,
    ident,
    line_of,
    lines_of,
    minor_of,
    taken,
    warehouses_read,
)
from models.errors import Invalid, NotFound
from models.operation import Actor, Form, Measure, Outcome, Ref, operation
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_errors import OwnOrder
from models.purchase_receipt import OverDelivery, OverDeliveryState, PurchaseReceipt, Quality
from models.table import table
from models.units import units_of
from models.values import Text

OVER = table(OverDelivery)


class DecideOverDelivery(Form):
    """What came too much is kept, or goes back."""

    over_delivery: Annotated[int, Ref(OverDelivery)]
    accept: bool
    note: Text = ""


class OverFact(BaseModel):
    """Goods beyond an order."""

    model_config = ConfigDict(frozen=True)
    over_delivery_id: int
    order_id: int
    order_number: str
    receipt_number: str
    supplier: str
    product: str
    quantity: Measure
    ordered: Measure
    amount: Cost | None = None
    """What keeping it would cost, with tax."""
    reported_by: str = ""
    state: OverDeliveryState


class OverDeliveryDecided(OverFact, Outcome):
    """The goods are in stock, or go back."""

    number: str = ""
    """The receipt by which they came in."""


class ListOverDeliveries(Form):
    """What came too much and waits?"""


class OverDeliveriesListed(Outcome):
    """What stands aside, the oldest first."""

    waiting: list[OverFact]


def over_scope(db: Session, form: Any) -> Collection[int]:
    """The warehouse where the goods stand."""
    query = select(RECEIPT.c.warehouse_id).join(OVER, OVER.c.receipt_id == RECEIPT.c.id)
    found = db.scalar(query.where(OVER.c.id == form.over_delivery))
    return [] if found is None else [int(found)]


@operation(allowed=BUYERS, scope=over_scope, group="purchase")
def decide_over_delivery(db: Session, actor: Actor, form: DecideOverDelivery) -> OverDeliveryDecided:
    """Receives what was set aside, or refuses it. Raises OwnOrder for who reported it, Invalid once decided."""
    order_id = db.scalar(
        select(LINE.c.order_id).join(OVER, OVER.c.order_line_id == LINE.c.id).where(OVER.c.id == form.over_delivery)
    )
    if order_id is None:
        raise NotFound(kind="over_delivery", text=str(form.over_delivery))
    order = taken(db, order_id, cancelled=not form.accept)
    over = db.get(OverDelivery, form.over_delivery, with_for_update=True, populate_existing=True)
    assert over is not None
    if over.state != OverDeliveryState.WAITING:
        raise Invalid(name="over_delivery", reason="already-decided", detail=over.state)
    if actor.person_id is not None and actor.person_id == over.reported_by:
        raise OwnOrder(number=order.number)
    receipt = _keep(db, actor, order, over, form.note) if form.accept else None
    over.state = OverDeliveryState.ACCEPTED if form.accept else OverDeliveryState.REFUSED
    over.decided_by, over.decided_at, over.note = actor.person_id, actor.at, checks.note(form.note)
    over.accepted_receipt_id = receipt.id if receipt else None
    db.flush()
    return OverDeliveryDecided(
        posting_id=receipt.posting_id if receipt else None,
        **dict(over_fact(db, actor, over)),
        number=receipt.number if receipt else "",
    )


@operation(allowed=BUYERS, confirm=False, audited=False, group="purchase")
def over_deliveries(db: Session, actor: Actor, form: ListOverDeliveries) -> OverDeliveriesListed:
    """Lists what stands aside in the actor's warehouses."""
    query = select(OVER.c.id).join(LINE, LINE.c.id == OVER.c.order_line_id).join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.where(OVER.c.state == OverDeliveryState.WAITING, warehouses_read(actor, BUYERS))
    found = [db.get(OverDelivery, key) for key in db.scalars(query.order_by(OVER.c.id).limit(100)).all()]
    return OverDeliveriesListed(waiting=[over_fact(db, actor, over) for over in found if over is not None])


def over_fact(db: Session, actor: Actor, over: OverDelivery) -> OverFact:
    """Goods beyond an order, with what keeping them costs."""
    line, receipt = db.get(PurchaseLine, over.order_line_id), db.get(PurchaseReceipt, over.receipt_id)
    assert line is not None and receipt is not None
    order = db.get(PurchaseOrder, line.order_id)
    assert order is not None
    units = units_of(db, [line.product_id])[line.product_id]
    step = line.terms(order, minor_of(actor)).next(line.priced_quantity, line.booked, over.quantity)
    return OverFact(
        over_delivery_id=ident(over),
        order_id=ident(order),
        order_number=order.number,
        receipt_number=receipt.number,
        supplier=name_of(db, PARTY, order.supplier_id),
        product=product_names(db, [line.product_id])[line.product_id][0],
        quantity=Measure(quantity=over.quantity, units=units),
        ordered=Measure(quantity=line.ordered, units=units),
        amount=step.gross,
        reported_by=name_of(db, PERSON, over.reported_by),
        state=OverDeliveryState(over.state),
    )


def _keep(db: Session, actor: Actor, order: PurchaseOrder, over: OverDelivery, note: str) -> PurchaseReceipt:
    """Receives what was set aside; what the order waits for by now is taken off first."""
    line = line_of(lines_of(db, [ident(order)]), over.order_line_id)
    first = db.get(PurchaseReceipt, over.receipt_id)
    entry = Entry(
        line,
        over.quantity,
        Quality(over.quality),
        reason=first.number if first else "",
        lot_id=over.lot_id,
        accept_over=True,
    )
    delivery_note = first.delivery_note if first else ""
    return receive(db, actor, {ident(order): order}, [entry], delivery_note=delivery_note, note=note)
