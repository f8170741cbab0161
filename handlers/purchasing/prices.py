"""What a supplier asked before: the price that is proposed, and the history of prices."""

from collections.abc import Collection
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import and_, func, select
from sqlmodel import Session

from handlers.purchasing.facts import CostPrice
from handlers.purchasing.orders import LINE, ORDER
from models.operation import Price
from models.party import Party
from models.purchase_state import Approval
from models.supplier import SupplierListPrice, SupplierProduct
from models.table import table

LISTED = table(SupplierProduct)
LIST_PRICE = table(SupplierListPrice)
PARTY = table(Party)
AGREED = (Approval.APPROVED, Approval.NOT_NEEDED)


class PriceFact(BaseModel):
    """A price once asked or agreed."""

    model_config = ConfigDict(frozen=True)
    day: date
    supplier_id: int
    supplier: str
    price: CostPrice
    source: str
    """The order's number; empty: the supplier's list."""


def price_in(row: Any) -> Price:
    """The price in a row's four columns."""
    return Price(
        amount=row.price_amount,
        unit=row.price_unit,
        numerator=row.price_numerator,
        denominator=row.price_denominator,
    )


def last_prices(db: Session, supplier_id: int, product_ids: Collection[int], *, with_tax: bool) -> dict[int, Price]:
    """The supplier's last price of each product: of its orders or its list, whichever is newer.

    Only prices stated the same way (with tax or without): converting one into the other could not be exact.
    """
    ids = sorted(set(product_ids))
    found: dict[int, tuple[date, Price]] = {}
    for row in db.execute(
        _ordered(ids).where(ORDER.c.supplier_id == supplier_id, ORDER.c.prices_include_tax == with_tax)
    ):
        if row.product_id not in found:
            found[row.product_id] = (row.ordered_on, price_in(row))
    query = select(LISTED).where(LISTED.c.supplier_id == supplier_id, LISTED.c.product_id.in_(ids))
    for row in db.execute(query.where(LISTED.c.price_amount.is_not(None))):
        listed_on = row.priced_on or row.updated_at.date()
        if row.product_id not in found or listed_on > found[row.product_id][0]:
            found[row.product_id] = (listed_on, price_in(row))
    return {product_id: price for product_id, (_, price) in found.items()}


def price_history(db: Session, product_id: int, supplier_id: int | None = None, *, limit: int = 20) -> list[PriceFact]:
    """The last prices of a product, newest first, at one supplier or at all of them."""
    ordered = _ordered([product_id]).limit(limit)
    listed = select(LIST_PRICE).where(LIST_PRICE.c.product_id == product_id, LIST_PRICE.c.price_amount.is_not(None))
    listed = listed.order_by(LIST_PRICE.c.since_on.desc(), LIST_PRICE.c.id.desc()).limit(limit)
    if supplier_id is not None:
        ordered = ordered.where(ORDER.c.supplier_id == supplier_id)
        listed = listed.where(LIST_PRICE.c.supplier_id == supplier_id)
    rows = [(row.ordered_on, row.supplier_id, price_in(row), row.number) for row in db.execute(ordered)]
    rows += [(row.since_on, row.supplier_id, price_in(row), "") for row in db.execute(listed)]
    rows.sort(key=lambda row: row[0], reverse=True)
    names = dict(db.execute(select(PARTY.c.id, PARTY.c.name).where(PARTY.c.id.in_({row[1] for row in rows}))).all())
    return [
        PriceFact(day=day, supplier_id=party, supplier=names[party], price=price, source=source)
        for day, party, price, source in rows[:limit]
    ]


def usual_suppliers(db: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Whom each product was last ordered from."""
    newest = (
        select(LINE.c.product_id, func.max(LINE.c.id).label("line_id"))
        .join(ORDER, ORDER.c.id == LINE.c.order_id)
        .where(LINE.c.product_id.in_(sorted(product_ids)), ORDER.c.cancelled_at.is_(None))
        .group_by(LINE.c.product_id)
        .subquery()
    )
    query = select(LINE.c.product_id, ORDER.c.supplier_id).join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.join(newest, and_(newest.c.line_id == LINE.c.id))
    return {row.product_id: row.supplier_id for row in db.execute(query)}


def _ordered(product_ids: Collection[int]) -> Any:
    """Agreed order lines of these products, newest first."""
    columns = (LINE.c.price_amount, LINE.c.price_unit, LINE.c.price_numerator, LINE.c.price_denominator)
    query = select(LINE.c.product_id, *columns, ORDER.c.supplier_id, ORDER.c.ordered_on, ORDER.c.number)
    query = query.join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.where(LINE.c.product_id.in_(sorted(product_ids)), LINE.c.price_amount.is_not(None))
    query = query.where(ORDER.c.approval.in_(AGREED), ORDER.c.cancelled_at.is_(None))
    return query.order_by(ORDER.c.ordered_on.desc(), LINE.c.id.desc())
