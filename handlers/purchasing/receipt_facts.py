"""A receipt as facts: what came, what it cost, what is left to come, what is in stock now."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import Cost, product_names, stock_in
from handlers.purchasing.facts import PARTY, WAREHOUSE, name_of
from handlers.purchasing.orders import ident, terms_of
from models.operation import Actor, Measure, Outcome, Units
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_receipt import OverDelivery, PurchaseReceipt, PurchaseReceiptLine, Quality
from models.stock import Lot
from models.units import units_of
from models.values import ZERO


class ReceiptLineFact(BaseModel):
    """One line of a receipt."""

    model_config = ConfigDict(frozen=True)
    receipt_line_id: int
    order_line_id: int
    order_number: str
    product_id: int
    product: str
    sku: str
    quantity: Measure
    quality: Quality
    reason: str = ""
    lot: str = ""
    over: Measure
    outstanding: Measure
    """What the order line still waits for."""
    cost: Cost | None = None
    stock: Measure
    returned: Measure
    differs: bool = False
    """Something is left, something was too much, or it did not pass."""


class HeldFact(BaseModel):
    """Goods that were too much and stand aside."""

    model_config = ConfigDict(frozen=True)
    over_delivery_id: int
    product: str
    quantity: Measure


class ReceiptFact(Outcome):
    """A receipt as it stands."""

    receipt_id: int
    number: str
    supplier_id: int
    supplier: str
    warehouse_id: int
    warehouse: str
    received_on: date
    order_ids: list[int]
    order_numbers: str
    lines: list[ReceiptLineFact]
    line_count: int
    held: list[HeldFact]
    total: Cost | None = None
    """What is owed for it, with tax."""
    due_on: date | None = None
    delivery_note: str = ""
    note: str = ""
    undone: bool = False


def receipt_facts(db: Session, actor: Actor, receipt: PurchaseReceipt) -> dict[str, Any]:
    """The facts of ``receipt`` for a ReceiptFact."""
    rows = receipt_lines(db, ident(receipt))
    held = list(db.exec(select_rows(OverDelivery).where(col(OverDelivery.receipt_id) == receipt.id)))
    orders = _orders(db, {row.order_line_id for row in rows} | {row.order_line_id for row in held})
    ids = sorted({line.product_id for line, _ in orders.values()} | {row.product_id for row in rows})
    names, units, stock = product_names(db, ids), units_of(db, ids), stock_in(db, receipt.warehouse_id, ids)
    told = [_line(db, row, *orders[row.order_line_id], names, units, stock) for row in rows]
    found = sorted({order.number: ident(order) for _, order in orders.values()}.items())
    return {
        "posting_id": receipt.posting_id,
        "receipt_id": ident(receipt),
        "number": receipt.number,
        "supplier_id": receipt.supplier_id,
        "supplier": name_of(db, PARTY, receipt.supplier_id),
        "warehouse_id": receipt.warehouse_id,
        "warehouse": name_of(db, WAREHOUSE, receipt.warehouse_id),
        "received_on": receipt.received_on,
        "order_ids": [order_id for _, order_id in found],
        "order_numbers": ", ".join(number for number, _ in found),
        "lines": told,
        "line_count": len(told),
        "held": [_held(row, orders[row.order_line_id][0].product_id, names, units) for row in held],
        "total": sum((row.gross for row in rows), ZERO),
        "due_on": terms_of(db, receipt.supplier_id).due_on(receipt.received_on),
        "delivery_note": receipt.delivery_note,
        "note": receipt.note,
        "undone": receipt.undone_at is not None,
    }


def _line(
    db: Session,
    row: PurchaseReceiptLine,
    line: PurchaseLine,
    order: PurchaseOrder,
    names: Mapping[int, tuple[str, str]],
    units: Mapping[int, Units],
    stock: Mapping[int, Decimal],
) -> ReceiptLineFact:
    def measure(quantity: Decimal) -> Measure:
        return Measure(quantity=quantity, units=units[row.product_id])

    return ReceiptLineFact(
        receipt_line_id=ident(row),
        order_line_id=row.order_line_id,
        order_number=order.number,
        product_id=row.product_id,
        product=names[row.product_id][0],
        sku=names[row.product_id][1],
        quantity=measure(row.quantity),
        quality=Quality(row.quality),
        reason=row.reason,
        lot=_lot_code(db, row.lot_id),
        over=measure(row.over),
        outstanding=measure(line.outstanding),
        cost=row.cost,
        stock=measure(stock.get(row.product_id, ZERO)),
        returned=measure(row.returned),
        differs=row.over > 0 or line.outstanding > 0 or row.quality != Quality.PASS,
    )


def _held(
    row: OverDelivery, product_id: int, names: Mapping[int, tuple[str, str]], units: Mapping[int, Units]
) -> HeldFact:
    return HeldFact(
        over_delivery_id=ident(row),
        product=names[product_id][0],
        quantity=Measure(quantity=row.quantity, units=units[product_id]),
    )


def receipt_lines(db: Session, receipt_id: int) -> list[PurchaseReceiptLine]:
    """The lines of a receipt, in their order."""
    query = select_rows(PurchaseReceiptLine).where(col(PurchaseReceiptLine.receipt_id) == receipt_id)
    query = query.order_by(col(PurchaseReceiptLine.line)).execution_options(populate_existing=True)
    return list(db.exec(query))


def _orders(db: Session, line_ids: set[int]) -> dict[int, tuple[PurchaseLine, PurchaseOrder]]:
    lines = db.exec(select_rows(PurchaseLine).where(col(PurchaseLine.id).in_(sorted(line_ids)))).all()
    wanted = sorted({line.order_id for line in lines})
    orders = {ident(o): o for o in db.exec(select_rows(PurchaseOrder).where(col(PurchaseOrder.id).in_(wanted)))}
    return {ident(line): (line, orders[line.order_id]) for line in lines}


def _lot_code(db: Session, lot_id: int) -> str:
    lot = db.get(Lot, lot_id) if lot_id else None
    return lot.code if lot else ""
