"""Goods of orders arrive: stock, cost, what is on order and what is owed change together.

What was expected is the default: without lines, an order is received as it stands. A line may carry what the person
saw as outstanding; if somebody else received meanwhile, it is refused with both numbers. What exceeds the order
beyond the supplier's tolerance is not received but set aside, until somebody else decides.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.places import my_warehouses
from handlers.purchasing.booking import Entry, receive
from handlers.purchasing.choices import awaited_orders, lines_of_order
from handlers.purchasing.facts import WAREHOUSE, name_of, names_of
from handlers.purchasing.orders import (
    LINE,
    ORDER,
    PARTY,
    RECEIVERS,
    ident,
    line_of,
    lines_of,
    locked_orders,
    order_scope,
    taken,
)
from handlers.purchasing.receipt_facts import ReceiptFact, receipt_facts
from models.errors import Invalid
from models.location import Location, Warehouse
from models.operation import Actor, Form, Ref, Suggest, operation
from models.party import Party
from models.product import Product
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_errors import NotOnOrder, SeveralSuppliers
from models.purchase_receipt import Quality
from models.purchase_state import Approval
from models.values import ZERO, Day, Photo, Quantity, Text


class ReceivedLine(Form):
    """Some of one order line arrived, of one quality."""

    line: Annotated[int, Ref(PurchaseLine, among=lines_of_order)]
    quantity: Quantity
    quality: Quality = Quality.PASS
    reason: Text = ""
    lot: Text = ""
    produced_on: Day | None = None
    attachment: Photo | None = None
    outstanding: Quantity | None = None
    """What the person saw as outstanding when saying so."""


class ReceiveOrder(Form):
    """Goods of an order arrive; without lines, all that is outstanding."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(awaited_orders)]
    lines: Annotated[list[ReceivedLine], Field(max_length=200)] = []
    location: Annotated[int | None, Ref(Location)] = None
    received_on: Day | None = None
    delivery_note: Text = ""
    attachment: Photo | None = None
    note: Text = ""
    revision: int | None = None


class ReceivedProduct(Form):
    """Some of one product arrived, whichever order it is of."""

    product: Annotated[int, Ref(Product)]
    quantity: Quantity
    quality: Quality = Quality.PASS
    reason: Text = ""
    lot: Text = ""
    produced_on: Day | None = None


class ReceiveProducts(Form):
    """Goods arrive that some open order of the warehouse waits for, the one expected first."""

    lines: Annotated[list[ReceivedProduct], Field(min_length=1, max_length=200)]
    warehouse: Annotated[int, Ref(Warehouse), Suggest(my_warehouses)]
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    received_on: Day | None = None
    delivery_note: Text = ""
    attachment: Photo | None = None
    note: Text = ""


class PurchaseReceived(ReceiptFact):
    """Goods are in, and what did not come in is named."""


@operation(allowed=RECEIVERS, scope=order_scope, group="purchase")
def receive_order(db: Session, actor: Actor, form: ReceiveOrder) -> PurchaseReceived:
    """Receives an order, or some of its lines."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    entries = [_entry(line_of(lines, said.line), said) for said in form.lines]
    if not form.lines:
        entries = [Entry(line, line.outstanding) for line in lines if line.outstanding > ZERO]
    receipt = receive(
        db,
        actor,
        {ident(order): order},
        entries,
        location_id=form.location,
        received_on=form.received_on,
        delivery_note=form.delivery_note,
        attachment_id=form.attachment,
        note=form.note,
    )
    return PurchaseReceived(**receipt_facts(db, actor, receipt))


@operation(allowed=RECEIVERS, group="purchase")
def receive_products(db: Session, actor: Actor, form: ReceiveProducts) -> PurchaseReceived:
    """Receives products against all open orders of a warehouse, the oldest expected first.

    Raises NotOnOrder for what nothing waits for, SeveralSuppliers when it is not one supplier's delivery.
    """
    checks.counted(db, [(line.product, line.quantity) for line in form.lines])
    orders, lines = _waiting(db, form)
    chosen = _one_supplier(db, form, orders, lines)
    waiting = [line for line in lines if orders[line.order_id].supplier_id == chosen]
    entries = [entry for said in form.lines for entry in _share_out(db, form, said, waiting)]
    used = {entry.line.order_id for entry in entries}
    receipt = receive(
        db,
        actor,
        {order_id: order for order_id, order in orders.items() if order_id in used},
        entries,
        received_on=form.received_on,
        delivery_note=form.delivery_note,
        attachment_id=form.attachment,
        note=form.note,
    )
    return PurchaseReceived(**receipt_facts(db, actor, receipt))


def _entry(line: PurchaseLine, said: ReceivedLine | ReceivedProduct, quantity: Decimal | None = None) -> Entry:
    seen = said.outstanding if isinstance(said, ReceivedLine) else None
    photo = said.attachment if isinstance(said, ReceivedLine) else None
    return Entry(
        line=line,
        quantity=said.quantity if quantity is None else quantity,
        quality=said.quality,
        reason=said.reason,
        lot=said.lot,
        produced_on=said.produced_on,
        attachment_id=photo,
        seen=seen,
    )


def _waiting(db: Session, form: ReceiveProducts) -> tuple[dict[int, PurchaseOrder], list[PurchaseLine]]:
    """The orders and lines that wait for these products, locked, the oldest expected first."""
    products = {line.product for line in form.lines}
    query = select(ORDER.c.id).join(LINE, LINE.c.order_id == ORDER.c.id)
    query = query.where(ORDER.c.warehouse_id == form.warehouse, ORDER.c.cancelled_at.is_(None))
    query = query.where(LINE.c.product_id.in_(products), LINE.c.outstanding > ZERO)
    query = query.where(ORDER.c.approval.in_((Approval.APPROVED, Approval.NOT_NEEDED)))
    if form.supplier is not None:
        query = query.where(ORDER.c.supplier_id == form.supplier)
    orders = locked_orders(db, set(db.scalars(query)))
    lines = [line for line in lines_of(db, orders.keys()) if line.product_id in products and line.outstanding > 0]
    lines.sort(key=lambda line: (line.expected_on or date.max, line.order_id, line.line))
    return orders, lines


def _one_supplier(
    db: Session, form: ReceiveProducts, orders: dict[int, PurchaseOrder], lines: Sequence[PurchaseLine]
) -> int:
    """The supplier whose delivery this is: the only one that owes all of these products."""
    by_supplier: dict[int, set[int]] = {}
    for line in lines:
        by_supplier.setdefault(orders[line.order_id].supplier_id, set()).add(line.product_id)
    wanted = {line.product for line in form.lines}
    for product_id in sorted(wanted - {line.product_id for line in lines}):
        product = db.get(Product, product_id)
        warehouse = name_of(db, WAREHOUSE, form.warehouse)
        raise NotOnOrder(product=product.name if product else str(product_id), warehouse=warehouse)
    whole = [supplier for supplier, owes in by_supplier.items() if owes >= wanted]
    if len(whole) != 1:
        names: Collection[str] = names_of(db, PARTY, by_supplier.keys()).values()
        raise SeveralSuppliers(suppliers=sorted(name for name in names if name))
    return whole[0]


def _share_out(
    db: Session, form: ReceiveProducts, said: ReceivedProduct, waiting: Sequence[PurchaseLine]
) -> list[Entry]:
    """One product over the lines that wait for it; what is too much goes to the last of them."""
    mine = [line for line in waiting if line.product_id == said.product]
    if said.quality is Quality.REJECT:
        return [_entry(mine[0], said)]
    entries, left = [], said.quantity
    for line in mine:
        # The same product may stand in the delivery twice (two lots): what the first took is gone.
        free = line.outstanding - _promised(form, said, mine, line)
        part = left if line is mine[-1] else min(left, max(free, ZERO))
        if part > ZERO:
            entries.append(_entry(line, said, part))
            left -= part
    if not entries:
        raise Invalid(name="quantity", reason="not-positive")
    return entries


def _promised(
    form: ReceiveProducts, said: ReceivedProduct, mine: Sequence[PurchaseLine], line: PurchaseLine
) -> Decimal:
    """What earlier lines of the same delivery take from ``line``."""
    before = ZERO
    for other in form.lines:
        if other is said:
            break
        if other.product == said.product and other.quality is not Quality.REJECT:
            before += other.quantity
    for earlier in mine:
        taken_here = min(before, earlier.outstanding)
        if earlier is line:
            return taken_here
        before -= taken_here
    return ZERO
