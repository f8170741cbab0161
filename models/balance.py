"""Reading stock: what there is, what there was on a day, and why a number is what it is. Nothing here writes.

*On hand* is what lies in places of ours, *reserved* is promised to documents, *available* is the rest. All numbers
are base units, money is what the goods cost. Reads touch the caches by key, so that they stay as fast with ten
million moves as with ten; only the past is added up from moves, back from today or on from the beginning,
whichever is nearer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from models.location import Location, LocationKind, Warehouse
from models.party import Party
from models.people import Person
from models.product import Product
from models.stock import Lot, Posting, StockCost, StockLevel, StockMove
from models.table import table
from models.values import UNIT_PRICE_PLACES, ZERO, rounded

MOVE = table(StockMove)
LEVEL = table(StockLevel)
COST = table(StockCost)
POSTING = table(Posting)
LOCATION = table(Location)
WAREHOUSE = table(Warehouse)
PRODUCT = table(Product)
PARTY = table(Party)
PERSON = table(Person)
LOT = table(Lot)

Warehouses = Collection[int] | None
"""Warehouse ids; None: everywhere of ours."""
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Balance:
    """What there is of a product somewhere."""

    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class Worth:
    """Goods and what they cost."""

    quantity: Decimal = ZERO
    value: Decimal = ZERO

    @property
    def average(self) -> Decimal | None:
        """Average cost of one base unit, half up to 6 decimals; None where there is nothing."""
        if self.quantity == 0:
            return None
        return rounded(Fraction(self.value) / Fraction(self.quantity), UNIT_PRICE_PLACES)


class PlaceBalance(NamedTuple):
    """What there is of one product at one location."""

    warehouse_id: int | None
    location_id: int
    location: str
    kind: LocationKind
    lot_id: int
    lot: str
    balance: Balance


class StockLine(NamedTuple):
    """One product on a list of stock, over the warehouses asked for."""

    product_id: int
    sku: str
    name: str
    balance: Balance
    worth: Worth


def balance_of(db: Session, product_id: int, warehouses: Warehouses = None) -> Balance:
    """What there is of one product."""
    return balances(db, [product_id], warehouses)[product_id]


def balances(db: Session, product_ids: Collection[int], warehouses: Warehouses = None) -> dict[int, Balance]:
    """What there is of each product: one query however many."""
    reserved, quantity = func.sum(LEVEL.c.reserved), func.sum(LEVEL.c.quantity)
    query = select(LEVEL.c.product_id, quantity, reserved).where(LEVEL.c.product_id.in_(sorted(set(product_ids))))
    query = _in(query.group_by(LEVEL.c.product_id), warehouses)
    found = {row[0]: Balance(row[1], row[2]) for row in db.execute(query)}
    return {product_id: found.get(product_id, Balance()) for product_id in product_ids}


def by_warehouse(db: Session, product_id: int, warehouses: Warehouses = None) -> dict[int, Balance]:
    """What there is of one product in each warehouse that ever had some; goods on the way are in none."""
    query = (
        select(LOCATION.c.warehouse_id, func.sum(LEVEL.c.quantity), func.sum(LEVEL.c.reserved))
        .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
        .where(LEVEL.c.product_id == product_id, LOCATION.c.warehouse_id.is_not(None))
        .group_by(LOCATION.c.warehouse_id)
        .order_by(LOCATION.c.warehouse_id)
    )
    if warehouses is not None:
        query = query.where(LOCATION.c.warehouse_id.in_(sorted(warehouses)))
    return {row[0]: Balance(row[1], row[2]) for row in db.execute(query)}


def by_place(db: Session, product_id: int, warehouses: Warehouses = None) -> list[PlaceBalance]:
    """Where one product lies: every location and lot with some of it."""
    query = (
        select(
            LOCATION.c.warehouse_id,
            LOCATION.c.id,
            LOCATION.c.name,
            LOCATION.c.kind,
            LEVEL.c.lot_id,
            func.coalesce(LOT.c.code, ""),
            LEVEL.c.quantity,
            LEVEL.c.reserved,
        )
        .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
        .join(LOT, LOT.c.id == LEVEL.c.lot_id, isouter=True)
        .where(LEVEL.c.product_id == product_id, LEVEL.c.quantity != ZERO)
        .order_by(LOCATION.c.warehouse_id, LOCATION.c.id, LEVEL.c.lot_id)
    )
    if warehouses is not None:
        query = query.where(LOCATION.c.warehouse_id.in_(sorted(warehouses)))
    return [
        PlaceBalance(row[0], row[1], row[2], LocationKind(row[3]), row[4], row[5], Balance(row[6], row[7]))
        for row in db.execute(query)
    ]


def worth_of(db: Session, product_id: int, warehouses: Warehouses = None) -> Worth:
    """One product and what it cost, over the warehouses."""
    query = select(func.sum(COST.c.quantity), func.sum(COST.c.value)).where(COST.c.product_id == product_id)
    if warehouses is not None:
        query = query.where(COST.c.warehouse_id.in_(sorted(warehouses)))
    row = db.execute(query).one()
    return Worth(row[0] or ZERO, row[1] or ZERO)


def stock_page(
    db: Session,
    warehouses: Warehouses = None,
    *,
    after: str = "",
    offset: int = 0,
    limit: int = 50,
    everything: bool = False,
    category: int | None = None,
) -> list[StockLine]:
    """A page of the list of stock, by SKU: ``limit`` products after the SKU ``after`` (and then ``offset`` more).

    Only products of which there is some; with ``everything`` also those that ran out or never came. ``category``: only
    its products.
    """
    query = select(PRODUCT.c.id, PRODUCT.c.sku, PRODUCT.c.name, PRODUCT.c.spec).order_by(PRODUCT.c.sku)
    query = query.where(PRODUCT.c.sku > after) if after else query
    query = query.where(PRODUCT.c.archived_at.is_(None)) if everything else query.where(_some_of(warehouses))
    query = query.where(PRODUCT.c.category_id == category) if category is not None else query
    rows = db.execute(query.limit(limit).offset(offset)).all()
    ids = [row.id for row in rows]
    there, worth = balances(db, ids, warehouses), _worths(db, ids, warehouses)
    return [
        StockLine(row.id, row.sku, f"{row.name} {row.spec}".strip(), there[row.id], worth.get(row.id, Worth()))
        for row in rows
    ]


def stock_count(db: Session, warehouses: Warehouses = None, *, category: int | None = None) -> int:
    """How many products the whole list has, or that of a category."""
    query = select(func.count()).select_from(PRODUCT).where(_some_of(warehouses))
    query = query.where(PRODUCT.c.category_id == category) if category is not None else query
    return int(db.execute(query).scalar_one())


def _some_of(warehouses: Warehouses) -> ColumnElement[bool]:
    some = select(COST.c.product_id).where(COST.c.product_id == PRODUCT.c.id, COST.c.quantity > ZERO)
    if warehouses is not None:
        some = some.where(COST.c.warehouse_id.in_(sorted(warehouses)))
    return some.exists()


def _worths(db: Session, product_ids: Collection[int], warehouses: Warehouses) -> dict[int, Worth]:
    query = select(COST.c.product_id, func.sum(COST.c.quantity), func.sum(COST.c.value))
    query = query.where(COST.c.product_id.in_(product_ids)).group_by(COST.c.product_id)
    if warehouses is not None:
        query = query.where(COST.c.warehouse_id.in_(sorted(warehouses)))
    return {row[0]: Worth(row[1], row[2]) for row in db.execute(query)}


def _in(query: Select[Any], warehouses: Warehouses) -> Select[Any]:
    if warehouses is None:
        return query
    places = select(LOCATION.c.id).where(LOCATION.c.warehouse_id.in_(sorted(warehouses)))
    return query.where(LEVEL.c.location_id.in_(places))
