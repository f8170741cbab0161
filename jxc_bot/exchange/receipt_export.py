"""What came from suppliers and what went back, a row per line, in the order recorded."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from jxc_bot.exchange.export import CHUNK, Row
from models.location import Warehouse
from models.party import Party
from models.people import Person
from models.product import Product, ProductUnit
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_receipt import PurchaseReceipt, PurchaseReceiptLine, PurchaseReturn, PurchaseReturnLine
from models.stock import Lot
from models.table import table
from models.values import UNIT_PRICE_PLACES, ZERO, rounded

ORDER, LINE = table(PurchaseOrder), table(PurchaseLine)
RECEIPT, RECEIPT_LINE = table(PurchaseReceipt), table(PurchaseReceiptLine)
RETURN, RETURN_LINE = table(PurchaseReturn), table(PurchaseReturnLine)
PARTY, WAREHOUSE, PERSON = table(Party), table(Warehouse), table(Person)
PRODUCT, UNIT, LOT = table(Product), table(ProductUnit), table(Lot)

RECEIPTS = (
    "posting number kind line day recorded_at supplier warehouse order order_line receipt sku product unit quantity "
    "quality over lot cost unit_cost tax gross reason delivery_note person undone_by undone_at"
)


def receipts(db: Session) -> Iterator[Row]:
    """Every line received or returned, in the order it was recorded."""
    came, went = _received(db), _returned(db)
    yield from heapq.merge(came, went, key=lambda row: (row["posting"] or 0, row["number"], row["line"]))


def _received(db: Session) -> Iterator[Row]:
    query = (
        select(
            RECEIPT.c.posting_id.label("posting"),
            RECEIPT.c.number,
            RECEIPT_LINE.c.line,
            RECEIPT.c.received_on.label("day"),
            RECEIPT.c.created_at.label("recorded_at"),
            RECEIPT.c.number.label("receipt"),
            RECEIPT_LINE.c.quantity,
            RECEIPT_LINE.c.quality,
            RECEIPT_LINE.c.over,
            RECEIPT_LINE.c.cost,
            RECEIPT_LINE.c.tax,
            RECEIPT_LINE.c.gross,
            RECEIPT_LINE.c.reason,
            RECEIPT.c.delivery_note,
            RECEIPT.c.undone_number.label("undone_by"),
            RECEIPT.c.undone_at,
            *_AROUND,
        )
        .join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
        .join(PERSON, PERSON.c.id == RECEIPT.c.received_by, isouter=True)
        .order_by(func.coalesce(RECEIPT.c.posting_id, 0), RECEIPT.c.number, RECEIPT_LINE.c.line)
    )
    for row in _stream(db, _around(query)):
        yield {**row, "kind": "receipt", "unit_cost": _unit_cost(row)}


def _returned(db: Session) -> Iterator[Row]:
    query = (
        select(
            RETURN.c.posting_id.label("posting"),
            RETURN.c.number,
            RETURN_LINE.c.line,
            RETURN.c.returned_on.label("day"),
            RETURN.c.created_at.label("recorded_at"),
            RECEIPT.c.number.label("receipt"),
            RETURN_LINE.c.quantity,
            RECEIPT_LINE.c.quality,
            RETURN_LINE.c.cost,
            RETURN_LINE.c.tax,
            RETURN_LINE.c.gross,
            RETURN.c.reason,
            RETURN.c.undone_number.label("undone_by"),
            RETURN.c.undone_at,
            *_AROUND,
        )
        .join(RETURN, RETURN.c.id == RETURN_LINE.c.return_id)
        .join(RECEIPT_LINE, RECEIPT_LINE.c.id == RETURN_LINE.c.receipt_line_id)
        .join(RECEIPT, RECEIPT.c.id == RETURN.c.receipt_id)
        .join(PERSON, PERSON.c.id == RETURN.c.returned_by, isouter=True)
        .order_by(RETURN.c.posting_id, RETURN.c.number, RETURN_LINE.c.line)
    )
    for row in _stream(db, _around(query)):
        yield {**row, "kind": "return", "over": ZERO, "delivery_note": "", "unit_cost": _unit_cost(row)}


_AROUND = (
    PARTY.c.code.label("supplier"),
    WAREHOUSE.c.code.label("warehouse"),
    ORDER.c.number.label("order"),
    LINE.c.line.label("order_line"),
    PRODUCT.c.sku,
    PRODUCT.c.name.label("product"),
    UNIT.c.name.label("unit"),
    LOT.c.code.label("lot"),
    PERSON.c.name.label("person"),
)


def _around(query: Any) -> Any:
    """Joins the names around a receipt line."""
    return (
        query.join(LINE, LINE.c.id == RECEIPT_LINE.c.order_line_id)
        .join(ORDER, ORDER.c.id == LINE.c.order_id)
        .join(PARTY, PARTY.c.id == RECEIPT.c.supplier_id)
        .join(WAREHOUSE, WAREHOUSE.c.id == RECEIPT.c.warehouse_id)
        .join(PRODUCT, PRODUCT.c.id == RECEIPT_LINE.c.product_id)
        .join(UNIT, (UNIT.c.product_id == PRODUCT.c.id) & UNIT.c.is_base)
        .join(LOT, LOT.c.id == RECEIPT_LINE.c.lot_id, isouter=True)
    )


def _unit_cost(row: Row) -> Decimal:
    return rounded(Fraction(row["cost"]) / Fraction(row["quantity"]), UNIT_PRICE_PLACES)


def _stream(db: Session, query: Any) -> Iterator[Any]:
    return iter(db.execute(query.execution_options(yield_per=CHUNK)).mappings())
