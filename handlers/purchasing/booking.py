"""One delivery into the books: receipt, stock at landed cost, order lines, payable, and what is set aside.

All of it is written in one transaction under the orders' locks, so that two keepers who receive the same order at
once come one after the other, and the second meets what the first has left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.purchasing.debts import lock_supplier, owe
from handlers.purchasing.lots import lot_of
from handlers.purchasing.orders import check_approved, ident, keep_history, minor_of, terms_of
from handlers.purchasing.photos import keep_photos
from models import ledger
from models.errors import Invalid, NotFound
from models.landed_cost import Booked
from models.location import Location, LocationKind
from models.numbering import next_number
from models.operation import Actor
from models.payable import PayableKind
from models.place import outside, place_in
from models.product import Product
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_errors import Changed, LineClosed, OrderCancelled, OutstandingChanged
from models.purchase_receipt import OverDelivery, PurchaseReceipt, PurchaseReceiptLine, Quality
from models.stock import NO_LOT, PostingKind
from models.table import table
from models.units import units_of
from models.values import ZERO

LOCATION = table(Location)


@dataclass(slots=True)
class Entry:
    """Some of one order line, as it came. ``seen``: what the person saw as outstanding."""

    line: PurchaseLine
    quantity: Decimal
    quality: Quality = Quality.PASS
    reason: str = ""
    lot: str = ""
    produced_on: date | None = None
    attachment_id: int | None = None
    seen: Decimal | None = None
    lot_id: int = NO_LOT
    accept_over: bool = False
    """What is too much was agreed to."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where goods go, by quality."""

    source: int
    home: int
    quarantine: int

    def of(self, quality: Quality) -> int:
        return self.quarantine if quality is Quality.QUARANTINE else self.home


def receive(
    db: Session,
    actor: Actor,
    orders: Mapping[int, PurchaseOrder],
    entries: Sequence[Entry],
    *,
    location_id: int | None = None,
    received_on: date | None = None,
    delivery_note: str = "",
    attachment_id: int | None = None,
    note: str = "",
) -> PurchaseReceipt:
    """Books one delivery of one supplier into one warehouse; the orders are locked by the caller.

    Raises OrderNotApproved, OrderCancelled, LineClosed, OutstandingChanged, Invalid, and what the ledger raises.
    """
    _check(db, orders, entries)
    first = next(iter(orders.values()))
    lock_supplier(db, first.supplier_id)
    day = checks.day(actor, received_on) or actor.today
    where = _places(db, first.warehouse_id, location_id)
    receipt = PurchaseReceipt(
        supplier_id=first.supplier_id,
        warehouse_id=first.warehouse_id,
        received_on=day,
        delivery_note=checks.one_line(delivery_note, "delivery_note", 64),
        attachment_id=attachment_id,
        note=checks.note(note),
        received_by=actor.person_id,
        created_at=actor.at,
    )
    db.add(receipt)
    db.flush()
    keep_photos(db, ident(receipt), [attachment_id, *(entry.attachment_id for entry in entries)])
    rows = [row for entry in entries for row in _take(db, actor, orders, entry, receipt, where)]
    _number(db, rows)
    _post(db, actor, receipt, rows, where)
    _owe(db, receipt, rows)
    db.flush()
    return receipt


def _number(db: Session, rows: Sequence[PurchaseReceiptLine]) -> None:
    for number, row in enumerate(rows, 1):
        row.line = number
        db.add(row)


def _check(db: Session, orders: Mapping[int, PurchaseOrder], entries: Sequence[Entry]) -> None:
    for order in orders.values():
        if order.cancelled_at is not None:
            raise OrderCancelled(number=order.number)
        check_approved(order)
    if not entries:
        numbers = ", ".join(order.number for order in orders.values())
        raise Invalid(name="lines", reason="nothing-outstanding", detail=numbers)
    checks.counted(db, [(entry.line.product_id, entry.quantity) for entry in entries])
    changed = {}
    for entry in entries:
        if entry.seen is not None and entry.seen != entry.line.outstanding:
            changed[entry.line.id] = _changed(db, entry, entry.seen)
        if entry.quality is not Quality.PASS and not entry.reason.strip():
            raise Invalid(name="reason", reason="missing", detail=entry.quality)
    if changed:
        number = orders[entries[0].line.order_id].number
        raise OutstandingChanged(number=number, lines=list(changed.values()))
    for entry in entries:
        if entry.line.outstanding == 0 and entry.line.closed > 0:
            product = db.get(Product, entry.line.product_id)
            raise LineClosed(number=orders[entry.line.order_id].number, product=product.name if product else "")


def _changed(db: Session, entry: Entry, seen: Decimal) -> Changed:
    product = db.get(Product, entry.line.product_id)
    units = units_of(db, [entry.line.product_id])[entry.line.product_id]
    return Changed(product=product.name if product else "", seen=seen, now=entry.line.outstanding, units=units)


def _take(
    db: Session,
    actor: Actor,
    orders: Mapping[int, PurchaseOrder],
    entry: Entry,
    receipt: PurchaseReceipt,
    where: _Places,
) -> list[PurchaseReceiptLine]:
    """The receipt lines of one entry, with the order line moved on; what is far too much is set aside."""
    order, line = orders[entry.line.order_id], entry.line
    row = PurchaseReceiptLine(
        receipt_id=ident(receipt),
        line=0,
        order_line_id=ident(line),
        product_id=line.product_id,
        quality=entry.quality,
        quantity=entry.quantity,
        lot_id=entry.lot_id or lot_of(db, line.product_id, entry.lot, entry.produced_on),
        pricing=line.pricing,
        expected_on=line.first_expected_on or line.expected_on,
        reason=checks.one_line(entry.reason, "reason", 200),
        attachment_id=entry.attachment_id,
    )
    if entry.quality is Quality.REJECT:
        return [row]
    over = max(ZERO, entry.quantity - line.outstanding)
    if over and not entry.accept_over and over > _tolerated(db, order, line):
        _set_aside(db, actor, receipt, row, over)
        row.quantity -= over
        over = ZERO
    if row.quantity <= 0:
        return []
    _advance(db, actor, order, line, row, over)
    row.location_id = where.of(entry.quality)
    row.quarantined = row.quantity if entry.quality is Quality.QUARANTINE else ZERO
    return [row]


def _tolerated(db: Session, order: PurchaseOrder, line: PurchaseLine) -> Decimal:
    """How much beyond the order may come without asking: the supplier's percentage of what was agreed."""
    product = db.get(Product, line.product_id)
    places = product.places if product else 0
    percent = terms_of(db, order.supplier_id).over_delivery_percent
    steps = Fraction(line.agreed) * Fraction(percent) / 100 * 10**places
    return Decimal(steps.numerator // steps.denominator).scaleb(-places) - line.over


def _set_aside(
    db: Session, actor: Actor, receipt: PurchaseReceipt, row: PurchaseReceiptLine, quantity: Decimal
) -> None:
    db.add(
        OverDelivery(
            receipt_id=ident(receipt),
            order_line_id=row.order_line_id,
            quantity=quantity,
            lot_id=row.lot_id,
            quality=row.quality,
            reported_by=actor.person_id,
        )
    )


def _advance(
    db: Session, actor: Actor, order: PurchaseOrder, line: PurchaseLine, row: PurchaseReceiptLine, over: Decimal
) -> None:
    """Moves the order line on by what came, and values it."""
    if over:
        keep_history(db, actor, order, line, "over")
        line.ordered += over
        line.over += over
        row.over = over
    booked = line.terms(order, minor_of(actor)).next(line.priced_quantity, line.booked, row.quantity)
    line.set_booked(line.priced_quantity + row.quantity, line.booked + booked)
    line.received += row.quantity
    line.billed += booked.gross
    line.settle()
    row.charge, row.cost, row.tax, row.gross = booked.charge, booked.cost, booked.tax, booked.gross


def take_back(line: PurchaseLine, row: PurchaseReceiptLine, *, cancelled: bool) -> bool:
    """The opposite of receiving ``row``; whether the line's terms are still those it was booked under."""
    line.received -= row.quantity
    line.ordered -= row.over
    line.over -= row.over
    line.billed -= row.gross
    if cancelled:
        line.closed += row.quantity - row.over
    line.settle()
    if row.pricing != line.pricing:
        return False
    booked = Booked(row.charge, row.cost, row.tax, row.gross)
    line.set_booked(line.priced_quantity - row.quantity, line.booked - booked)
    return True


def _post(
    db: Session, actor: Actor, receipt: PurchaseReceipt, rows: Sequence[PurchaseReceiptLine], where: _Places
) -> None:
    moves = [
        ledger.Move(
            row.product_id,
            where.source,
            row.location_id,
            row.quantity,
            value=row.cost,
            lot_id=row.lot_id,
            line=row.line,
        )
        for row in rows
        if row.location_id is not None
    ]
    if not moves:
        receipt.number = next_number(db, PostingKind.PURCHASE_RECEIPT, actor.today)
        return
    posting = ledger.post(
        db,
        actor,
        PostingKind.PURCHASE_RECEIPT,
        moves,
        happened_on=receipt.received_on,
        party_id=receipt.supplier_id,
        note=receipt.note,
        source=f"purchase_receipt:{receipt.id}",
    )
    receipt.number, receipt.posting_id = posting.number, posting.id


def _owe(db: Session, receipt: PurchaseReceipt, rows: Sequence[PurchaseReceiptLine]) -> None:
    owe(
        db,
        receipt.supplier_id,
        PayableKind.RECEIPT,
        receipt.number,
        sum((row.gross for row in rows), ZERO),
        sum((row.tax for row in rows), ZERO),
        booked_on=receipt.received_on,
        due_on=terms_of(db, receipt.supplier_id).due_on(receipt.received_on),
        receipt_id=receipt.id,
    )


def _places(db: Session, warehouse_id: int, location_id: int | None) -> _Places:
    home = place_in(db, warehouse_id, location_id)
    return _Places(outside(db, LocationKind.SUPPLIER), home, quarantine_of(db, warehouse_id))


def quarantine_of(db: Session, warehouse_id: int) -> int:
    """The place of a warehouse where goods wait for a decision. Raises NotFound."""
    query = select(LOCATION.c.id).where(LOCATION.c.warehouse_id == warehouse_id)
    found = db.scalar(query.where(LOCATION.c.kind == LocationKind.QUARANTINE).order_by(LOCATION.c.id).limit(1))
    if found is None:
        raise NotFound(kind="location", text=LocationKind.QUARANTINE)
    return int(found)
