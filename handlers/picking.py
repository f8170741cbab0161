"""From which places of a warehouse goods are taken when nobody said: its home first, then the others by code.

Reads levels without locking them; the ledger locks and checks again. Where the two disagree somebody was faster,
and the transaction is repeated.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from handlers.checks import Counted
from models.errors import NotEnoughStock, Shortage
from models.levels import LevelKey
from models.location import Location, LocationKind, Warehouse
from models.stock import Reservation, StockLevel
from models.table import table
from models.values import ZERO

LEVEL = table(StockLevel)
LOCATION = table(Location)
WAREHOUSE = table(Warehouse)
RESERVATION = table(Reservation)


class Pick(NamedTuple):
    """``quantity`` base units of line ``line`` (from 1) are taken from ``level``."""

    line: int
    level: LevelKey
    quantity: Decimal


@dataclass(slots=True)
class _Shelf:
    """What may still be taken from one level."""

    key: LevelKey
    free: Decimal


def pick(
    db: Session,
    warehouse_id: int,
    lines: Sequence[tuple[int, Decimal]],
    products: Mapping[int, Counted],
    at: datetime,
    location_id: int | None = None,
) -> list[Pick]:
    """Spreads ``lines`` (product, quantity) over a warehouse's places, or takes them from ``location_id`` alone.

    Raises NotEnoughStock with every product that falls short, its lines added up.
    """
    shelves = _shelves(db, warehouse_id, sorted({product for product, _ in lines}), at, location_id)
    free = {product: sum((shelf.free for shelf in there), ZERO) for product, there in shelves.items()}
    wanted: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for product, quantity in lines:
        wanted[product] += quantity
    short = [product for product in wanted if wanted[product] > free.get(product, ZERO)]
    if short:
        place = _name(db, warehouse_id, location_id)
        raise NotEnoughStock(
            [
                Shortage(products[p].name, wanted[p], max(free.get(p, ZERO), ZERO), products[p].units, place)
                for p in short
            ]
        )
    return [part for number, line in enumerate(lines, 1) for part in _take(number, line[1], shelves[line[0]])]


def _take(number: int, quantity: Decimal, shelves: Sequence[_Shelf]) -> Iterator[Pick]:
    for shelf in shelves:
        part = min(quantity, shelf.free)
        if part > 0:
            shelf.free -= part
            quantity -= part
            yield Pick(number, shelf.key, part)


def _shelves(
    db: Session, warehouse_id: int, products: Sequence[int], at: datetime, location_id: int | None
) -> dict[int, list[_Shelf]]:
    query = (
        select(LEVEL.c.product_id, LEVEL.c.location_id, LEVEL.c.lot_id, LEVEL.c.quantity, LEVEL.c.reserved)
        .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
        .where(LEVEL.c.product_id.in_(products), LOCATION.c.warehouse_id == warehouse_id, LEVEL.c.quantity > ZERO)
        .order_by(LOCATION.c.is_home.desc(), LOCATION.c.code, LEVEL.c.lot_id)
    )
    if location_id is None:
        query = query.where(LOCATION.c.kind == LocationKind.STOCK)
    else:
        query = query.where(LEVEL.c.location_id == location_id)
    rows = db.execute(query).all()
    expired = _expired(db, products, at) if any(row.reserved for row in rows) else {}
    shelves: dict[int, list[_Shelf]] = defaultdict(list)
    for row in rows:
        key = LevelKey(row.product_id, row.location_id, row.lot_id)
        shelves[row.product_id].append(_Shelf(key, row.quantity - row.reserved + expired.get(key, ZERO)))
    return shelves


def _expired(db: Session, products: Sequence[int], at: datetime) -> dict[LevelKey, Decimal]:
    """What expired reservations still hold back: the ledger gives it free when it is needed."""
    columns = (RESERVATION.c.product_id, RESERVATION.c.location_id, RESERVATION.c.lot_id)
    query = select(*columns, func.sum(RESERVATION.c.quantity, type_=RESERVATION.c.quantity.type).label("held"))
    query = query.where(RESERVATION.c.product_id.in_(products), RESERVATION.c.released_at.is_(None))
    rows = db.execute(query.where(RESERVATION.c.expires_at <= at).group_by(*columns))
    return {LevelKey(row.product_id, row.location_id, row.lot_id): row.held for row in rows}


def _name(db: Session, warehouse_id: int, location_id: int | None) -> str:
    if location_id is not None:
        return db.scalar(select(LOCATION.c.name).where(LOCATION.c.id == location_id)) or ""
    return db.scalar(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == warehouse_id)) or ""
