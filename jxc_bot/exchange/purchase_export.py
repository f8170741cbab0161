"""Purchase orders, receipts and payables as rows for other programs, and stock with what is on order.

Nothing is rounded on the way and nothing is left out: from ``receipts`` in their order another system arrives at the
same stock and the same average cost. Quantities are in the product's base unit, codes name suppliers, warehouses and
products, and money is in the company's currency.

* **orders**: a row per order line. ``ordered = received + outstanding + closed``; ``price`` is for one
  ``price_unit``, which is ``price_numerator / price_denominator`` base units; ``charge`` is the line's share of
  ``freight − discount``; ``total`` is with tax.
* **receipts**: a row per line that came (kind ``receipt``) or went back (kind ``return``), in the order
  recorded, which is that of ``posting`` (nothing where nothing moved; the moves' numbers rise with it).
  ``cost`` is what it put into the value of stock, or took out of it; ``gross`` what is owed, or owed less.
  Rejected lines moved nothing. What was undone names its reversal in ``undone_by``.
* **payables**: a row per receipt, return, undoing and payment. The sum of ``amount`` is what is owed; ``open`` is what
  is not settled of it: still to pay, still to use of a credit, still on account of a payment.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.purchasing.debts import open_amounts, unallocated
from handlers.purchasing.facts import axes_of
from handlers.purchasing.orders import lines_of
from handlers.purchasing.tracking import on_order
from jxc_bot.exchange.export import STOCK, Export, Row, stock
from models.landed_cost import minor_places
from models.location import Warehouse
from models.operation import Company
from models.party import Party
from models.payable import Payable, Payment
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
PAYABLE, PAYMENT = table(Payable), table(Payment)
PARTY, WAREHOUSE, PERSON = table(Party), table(Warehouse), table(Person)
PRODUCT, UNIT, LOT = table(Product), table(ProductUnit), table(Lot)
CHUNK = 500

STOCK_ON_ORDER = STOCK.replace(" average_cost", " on_order average_cost")
ORDERS = (
    "number line supplier supplier_name warehouse ordered_on expected_on approval answer receipt payment state "
    "cancelled revision sku product unit ordered received outstanding closed over returned order_unit price price_unit "
    "price_numerator price_denominator tax_rate prices_include_tax tax_recoverable discount freight charge total "
    "origin requester note"
)
RECEIPTS = (
    "posting number kind line day recorded_at supplier warehouse order order_line receipt sku product unit quantity "
    "quality over lot cost unit_cost tax gross reason delivery_note person undone_by undone_at"
)
PAYABLES = "number kind supplier supplier_name day due_on amount tax open receipt reverses recorded_at"


def stock_on_order(db: Session) -> Iterator[Row]:
    """Stock with ``on_order``; products that are only on order have a row too."""
    coming = _coming(db)
    here = (
        {**row, "on_order": coming.pop((row["sku"], row["warehouse"]), {"on_order": ZERO})["on_order"]}
        for row in stock(db)
    )
    held = list(here)
    only = sorted(coming.values(), key=_place)
    yield from heapq.merge(held, only, key=_place)


def orders(db: Session) -> Iterator[Row]:
    """Every order line, cancelled orders too, by order and line."""
    ids = list(db.scalars(select(ORDER.c.id).order_by(ORDER.c.id)))
    parties, warehouses, people = _codes(db, PARTY), _codes(db, WAREHOUSE), _names(db, PERSON)
    names = _names(db, PARTY)
    for some in _chunks(ids):
        found = {order.id: order for order in _read(db, some)}
        lines = lines_of(db, some)
        axes = axes_of(db, list(found.values()), lines)
        products = _products(db, {line.product_id for line in lines})
        for line in lines:
            order = found[line.order_id]
            yield {
                **axes[line.order_id],
                **products[line.product_id],
                **_order_columns(order),
                **_line_columns(line, order),
                "supplier": parties[order.supplier_id],
                "supplier_name": names[order.supplier_id],
                "warehouse": warehouses[order.warehouse_id],
                "requester": people.get(order.requester_id, ""),
            }
        db.expunge_all()


def receipts(db: Session) -> Iterator[Row]:
    """Every line received or returned, in the order it was recorded."""
    came, went = _received(db), _returned(db)
    yield from heapq.merge(came, went, key=lambda row: (row["posting"] or 0, row["number"], row["line"]))


def payables(db: Session) -> Iterator[Row]:
    """Everything that changed what is owed, supplier by supplier, by day."""
    reversed_one = PAYABLE.alias("reversed_one")
    query = select(PAYABLE, PARTY.c.code, PARTY.c.name, RECEIPT.c.number.label("receipt")).add_columns(
        reversed_one.c.number.label("reverses")
    )
    query = query.join(PARTY, PARTY.c.id == PAYABLE.c.supplier_id)
    query = query.join(RECEIPT, RECEIPT.c.id == PAYABLE.c.receipt_id, isouter=True)
    query = query.join(reversed_one, reversed_one.c.id == PAYABLE.c.reverses_id, isouter=True)
    owed = db.execute(query).mappings().all()
    left = open_amounts(db, [row["id"] for row in owed])
    rows = [_payable(dict(row), left[row["id"]]) for row in owed]
    undone = PAYMENT.alias("undone")
    paid_query = select(PAYMENT, PARTY.c.code, PARTY.c.name, undone.c.number.label("reverses"))
    paid_query = paid_query.join(PARTY, PARTY.c.id == PAYMENT.c.supplier_id)
    paid = db.execute(paid_query.join(undone, undone.c.id == PAYMENT.c.reverses_id, isouter=True)).mappings().all()
    free = unallocated(db, [row["id"] for row in paid])
    taken_back = {row["reverses_id"] for row in paid}
    rows += [_payment(dict(row), ZERO if row["id"] in taken_back else free[row["id"]]) for row in paid]
    yield from sorted(rows, key=lambda row: (row["supplier"], row["day"], row["recorded_at"], row["number"]))


PURCHASE_EXPORTS = {
    "stock": Export(STOCK_ON_ORDER.split(), stock_on_order),
    "orders": Export(ORDERS.split(), orders),
    "receipts": Export(RECEIPTS.split(), receipts),
    "payables": Export(PAYABLES.split(), payables),
}


def _place(row: Row) -> tuple[str, str]:
    return row["sku"], row["warehouse"]


def _coming(db: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """What is on order, as stock rows with nothing in stock."""
    found = on_order(db)
    products, warehouses = _products(db, {product_id for product_id, _ in found}), _codes(db, WAREHOUSE)
    rows = {}
    for (product_id, warehouse_id), quantity in found.items():
        row = {
            **products[product_id],
            "warehouse": warehouses[warehouse_id],
            "on_hand": ZERO,
            "reserved": ZERO,
            "available": ZERO,
            "on_order": quantity,
            "average_cost": None,
            "value": ZERO,
        }
        rows[row["sku"], row["warehouse"]] = row
    return rows


def _order_columns(order: PurchaseOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "ordered_on": order.ordered_on,
        "cancelled": order.cancelled_at is not None,
        "revision": order.revision,
        "prices_include_tax": order.prices_include_tax,
        "tax_recoverable": order.tax_recoverable,
        "discount": order.discount,
        "freight": order.freight,
        "origin": order.origin,
        "note": order.note,
    }


def _line_columns(line: PurchaseLine, order: PurchaseOrder) -> dict[str, Any]:
    return {
        "line": line.line,
        "expected_on": line.expected_on,
        "ordered": line.ordered,
        "received": line.received,
        "outstanding": line.outstanding,
        "closed": line.closed,
        "over": line.over,
        "returned": line.returned,
        "order_unit": line.unit,
        "price": line.price_amount,
        "price_unit": line.price_unit,
        "price_numerator": line.price_numerator,
        "price_denominator": line.price_denominator,
        "tax_rate": line.tax_rate,
        "charge": line.charge,
        "total": line.total(order, minor_places(Company().currency)),
    }


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


def _payable(row: Row, left: Decimal) -> Row:
    return {
        "number": row["number"],
        "kind": row["kind"],
        "supplier": row["code"],
        "supplier_name": row["name"],
        "day": row["booked_on"],
        "due_on": row["due_on"],
        "amount": row["amount"],
        "tax": row["tax"],
        "open": left,
        "receipt": row["receipt"],
        "reverses": row["reverses"],
        "recorded_at": row["created_at"],
    }


def _payment(row: Row, left: Decimal) -> Row:
    return {
        "number": row["number"],
        "kind": "payment" if row["amount"] > 0 else "payment_undone",
        "supplier": row["code"],
        "supplier_name": row["name"],
        "day": row["paid_on"],
        "due_on": None,
        "amount": -row["amount"],
        "tax": ZERO,
        "open": max(ZERO, left),
        "receipt": None,
        "reverses": row["reverses"],
        "recorded_at": row["created_at"],
    }


def _read(db: Session, ids: Sequence[int]) -> list[PurchaseOrder]:
    return list(db.exec(select_rows(PurchaseOrder).where(col(PurchaseOrder.id).in_(ids))))


def _products(db: Session, ids: set[int]) -> dict[int, dict[str, Any]]:
    """SKU, name, spec and base unit of products."""
    query = select(PRODUCT.c.id, PRODUCT.c.sku, PRODUCT.c.name, PRODUCT.c.spec, UNIT.c.name.label("unit"))
    query = query.join(UNIT, (UNIT.c.product_id == PRODUCT.c.id) & UNIT.c.is_base)
    rows = db.execute(query.where(PRODUCT.c.id.in_(sorted(ids))))
    return {row.id: {"sku": row.sku, "product": row.name, "spec": row.spec, "unit": row.unit} for row in rows}


def _codes(db: Session, source: Any) -> dict[int, str]:
    return {row.id: row.code for row in db.execute(select(source.c.id, source.c.code))}


def _names(db: Session, source: Any) -> dict[int | None, str]:
    return {row.id: row.name for row in db.execute(select(source.c.id, source.c.name))}


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _stream(db: Session, query: Any) -> Iterator[Any]:
    return iter(db.execute(query.execution_options(yield_per=CHUNK)).mappings())
