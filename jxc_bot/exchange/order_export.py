"""Purchase orders as rows, a row per line, and stock with what is on order."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.purchasing.facts import axes_of
from handlers.purchasing.orders import lines_of
from handlers.purchasing.tracking import on_order
from jxc_bot.exchange.export import STOCK, Row, chunks, stock
from models.landed_cost import minor_places
from models.location import Warehouse
from models.party import Party
from models.people import Person
from models.product import Product, ProductUnit
from models.purchase import PurchaseLine, PurchaseOrder
from models.table import table
from models.values import ZERO

ORDER = table(PurchaseOrder)
PARTY, WAREHOUSE, PERSON = table(Party), table(Warehouse), table(Person)
PRODUCT, UNIT = table(Product), table(ProductUnit)

STOCK_ON_ORDER = STOCK.replace(" average_cost", " on_order average_cost")
ORDERS = (
    "number line supplier supplier_name warehouse ordered_on expected_on approval answer receipt payment state "
    "cancelled revision sku product unit ordered received outstanding closed over returned order_unit price price_unit "
    "price_numerator price_denominator tax_rate prices_include_tax tax_recoverable discount freight charge total "
    "origin requester note"
)


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


def orders(db: Session, currency: str) -> Iterator[Row]:
    """Every order line, cancelled orders too, by order and line; money to the smallest unit of ``currency``."""
    ids = list(db.scalars(select(ORDER.c.id).order_by(ORDER.c.id)))
    parties, warehouses, people = _codes(db, PARTY), _codes(db, WAREHOUSE), _names(db, PERSON)
    names, minor = _names(db, PARTY), minor_places(currency)
    for some in chunks(ids):
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
                **_line_columns(line, order, minor),
                "supplier": parties[order.supplier_id],
                "supplier_name": names[order.supplier_id],
                "warehouse": warehouses[order.warehouse_id],
                "requester": people.get(order.requester_id, ""),
            }
        db.expunge_all()


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


def _line_columns(line: PurchaseLine, order: PurchaseOrder, minor: int) -> dict[str, Any]:
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
        "total": line.total(order, minor),
    }


def _read(db: Session, ids: Sequence[int]) -> list[PurchaseOrder]:
    return list(db.exec(select_rows(PurchaseOrder).where(col(PurchaseOrder.id).in_(ids))))


def _products(db: Session, ids: set[int]) -> dict[int, dict[str, Any]]:
    """SKU, name, spec and base unit of products."""
    query = select(PRODUCT.c.id, PRODUCT.c.sku, PRODUCT.c.name, PRODUCT.c.spec, UNIT.c.name.label("unit"))
    query = query.join(UNIT, (UNIT.c.product_id == PRODUCT.c.id) & UNIT.c.is_base)
    rows = (row for some in chunks(sorted(ids)) for row in db.execute(query.where(PRODUCT.c.id.in_(some))))
    return {row.id: {"sku": row.sku, "product": row.name, "spec": row.spec, "unit": row.unit} for row in rows}


def _codes(db: Session, source: Any) -> dict[int, str]:
    return {row.id: row.code for row in db.execute(select(source.c.id, source.c.code))}


def _names(db: Session, source: Any) -> dict[int | None, str]:
    return {row.id: row.name for row in db.execute(select(source.c.id, source.c.name))}
