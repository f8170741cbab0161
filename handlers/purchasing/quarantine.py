"""Goods that wait in quarantine are released, sent back, or scrapped."""

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.facts import product_names, stock_in
from handlers.purchasing.facts import PARTY, WAREHOUSE, name_of
from handlers.purchasing.giving_back import Going, give_back, locked_receipt
from handlers.purchasing.orders import BUYERS, RECEIPT, RECEIPT_LINE, RECEIVERS, ident
from models import ledger
from models.errors import Invalid, NotFound
from models.location import LocationKind, Warehouse
from models.moves import Posted
from models.operation import Actor, Form, Measure, Outcome, Ref, operation
from models.place import outside, place_in
from models.purchase_errors import TooMuch
from models.purchase_receipt import PurchaseReceiptLine, PurchaseReturnReason
from models.stock import PostingKind
from models.units import units_of
from models.values import ZERO, Quantity, Text


class QuarantineDecision(StrEnum):
    """What becomes of goods in quarantine."""

    RELEASE = "release"
    RETURN = "return"
    SCRAP = "scrap"


class SettleQuarantine(Form):
    """What waits in quarantine is decided on; without a quantity, all of the line."""

    line: Annotated[int, Ref(PurchaseReceiptLine)]
    decision: QuarantineDecision
    quantity: Quantity | None = None
    replace: bool = False
    note: Text = ""


class QuarantineSettled(Outcome):
    """The goods are where they belong."""

    number: str
    receipt_number: str
    supplier: str
    warehouse: str
    product: str
    decision: QuarantineDecision
    quantity: Measure
    left: Measure
    """What of the line still waits."""
    stock: Measure


class ListQuarantine(Form):
    """What waits in quarantine?"""

    warehouse: Annotated[int | None, Ref(Warehouse)] = None


class QuarantineRow(BaseModel):
    """One receipt line with goods that wait."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    receipt_number: str
    supplier: str
    product: str
    quantity: Measure
    reason: str = ""
    days: int


class QuarantineListed(Outcome):
    """What waits, the oldest first."""

    lines: list[QuarantineRow]


def line_scope(db: Session, form: Any) -> Collection[int]:
    """The warehouse of the receipt line a form names."""
    query = select(RECEIPT.c.warehouse_id).join(RECEIPT_LINE, RECEIPT_LINE.c.receipt_id == RECEIPT.c.id)
    found = db.scalar(query.where(RECEIPT_LINE.c.id == form.line))
    return [] if found is None else [int(found)]


@operation(allowed=BUYERS, scope=line_scope, group="purchase")
def settle_quarantine(db: Session, actor: Actor, form: SettleQuarantine) -> QuarantineSettled:
    """Releases into stock, returns at the line's cost and against its debt, or scraps."""
    found = db.scalar(select(RECEIPT_LINE.c.receipt_id).where(RECEIPT_LINE.c.id == form.line))
    if found is None:
        raise NotFound(kind="receipt_line", text=str(form.line))
    receipt = locked_receipt(db, found)
    line = db.get(PurchaseReceiptLine, form.line, populate_existing=True)
    assert line is not None and line.location_id is not None
    quantity = _quantity(db, line, form.quantity)
    if form.decision is QuarantineDecision.RETURN:
        going = [Going(line, quantity, from_quarantine=True)]
        made = give_back(db, actor, receipt, going, PurchaseReturnReason.DEFECT, replace=form.replace, note=form.note)
        number, posting_id = made.number, made.posting_id
    else:
        posting = _out(db, actor, receipt.warehouse_id, line, quantity, form)
        number, posting_id = posting.number, posting.id
    db.flush()
    units = units_of(db, [line.product_id])[line.product_id]
    stock = stock_in(db, receipt.warehouse_id, [line.product_id])[line.product_id]
    return QuarantineSettled(
        posting_id=posting_id,
        number=number,
        receipt_number=receipt.number,
        supplier=name_of(db, PARTY, receipt.supplier_id),
        warehouse=name_of(db, WAREHOUSE, receipt.warehouse_id),
        product=product_names(db, [line.product_id])[line.product_id][0],
        decision=form.decision,
        quantity=Measure(quantity=quantity, units=units),
        left=Measure(quantity=line.quarantined, units=units),
        stock=Measure(quantity=stock, units=units),
    )


@operation(allowed=RECEIVERS, confirm=False, audited=False, group="purchase")
def quarantined_goods(db: Session, actor: Actor, form: ListQuarantine) -> QuarantineListed:
    """Lists what waits in the actor's warehouses."""
    columns = (RECEIPT_LINE.c.id, RECEIPT_LINE.c.product_id, RECEIPT_LINE.c.quarantined, RECEIPT_LINE.c.reason)
    query = select(*columns, RECEIPT.c.number, RECEIPT.c.supplier_id, RECEIPT.c.received_on)
    query = query.join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
    query = query.where(RECEIPT_LINE.c.quarantined > ZERO, RECEIPT.c.undone_at.is_(None))
    scope = actor.warehouses(RECEIVERS)
    if scope is not None:
        query = query.where(RECEIPT.c.warehouse_id.in_(sorted(scope)))
    if form.warehouse is not None:
        query = query.where(RECEIPT.c.warehouse_id == form.warehouse)
    rows = db.execute(query.order_by(RECEIPT_LINE.c.id).limit(200)).all()
    ids = sorted({row.product_id for row in rows})
    names, units = product_names(db, ids), units_of(db, ids)
    told = [
        QuarantineRow(
            line_id=row.id,
            receipt_number=row.number,
            supplier=name_of(db, PARTY, row.supplier_id),
            product=names[row.product_id][0],
            quantity=Measure(quantity=row.quarantined, units=units[row.product_id]),
            reason=row.reason,
            days=(actor.today - row.received_on).days,
        )
        for row in rows
    ]
    return QuarantineListed(lines=told)


def _out(
    db: Session, actor: Actor, warehouse_id: int, line: PurchaseReceiptLine, quantity: Decimal, form: SettleQuarantine
) -> Posted:
    """Moves goods out of quarantine: home, or to scrap."""
    release = form.decision is QuarantineDecision.RELEASE
    there = place_in(db, warehouse_id) if release else outside(db, LocationKind.SCRAP)
    assert line.location_id is not None
    posting = ledger.post(
        db,
        actor,
        PostingKind.TRANSFER if release else PostingKind.GOODS_OUT,
        [ledger.Move(line.product_id, line.location_id, there, quantity, lot_id=line.lot_id)],
        reason="" if release else QuarantineDecision.SCRAP,
        note=checks.note(form.note),
        source=f"quarantine:{line.id}",
    )
    line.quarantined -= quantity
    if not release:
        line.scrapped += quantity
    return posting


def _quantity(db: Session, line: PurchaseReceiptLine, wanted: Decimal | None) -> Decimal:
    """How much is decided on. Raises Invalid (nothing-in-quarantine), TooMuch."""
    if line.quarantined <= 0:
        raise Invalid(name="line", reason="nothing-in-quarantine", detail=str(ident(line)))
    if wanted is None:
        return line.quarantined
    checks.counted(db, [(line.product_id, wanted)])
    if wanted > line.quarantined:
        product_id = line.product_id
        raise TooMuch(
            product=product_names(db, [product_id])[product_id][0],
            wanted=wanted,
            possible=line.quarantined,
            units=units_of(db, [product_id])[product_id],
        )
    return wanted
