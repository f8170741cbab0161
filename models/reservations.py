"""Goods promised to a document (占用): they stay where they are, but nothing else may take them.

A reservation is a row with an expiry; ``StockLevel.reserved`` is the cached sum of the live ones, changed under
the level's lock in the same transaction. Whoever changes a reservation holds the lock of its level first, so two
that release the same row wait for each other. An expired reservation is released by the nightly job, or at once
when somebody needs the goods.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, RowMapping, insert, select, tuple_, update
from sqlmodel import Session

from models.errors import Archived, Invalid, NotEnoughStock, NotFound, Shortage
from models.levels import Level, LevelKey, locked_levels, write_levels
from models.place import Places, places
from models.product import Product
from models.stock import NO_LOT, Reservation
from models.table import table
from models.units import units_of
from models.values import ZERO

RESERVATION = table(Reservation)
PRODUCT = table(Product)


@dataclass(frozen=True, slots=True)
class Promise:
    """``quantity`` base units of a product at a location."""

    product_id: int
    location_id: int
    quantity: Decimal
    lot_id: int = NO_LOT

    @property
    def key(self) -> LevelKey:
        return LevelKey(self.product_id, self.location_id, self.lot_id)


def reserve(
    db: Session, promises: Sequence[Promise], *, source: str, at: datetime, expires_at: datetime | None = None
) -> None:
    """Promises goods to the document ``source`` until ``expires_at`` (None: until released).

    Raises Invalid, NotFound (no such product, no such place of ours), Archived, NotEnoughStock (all that is short).
    """
    where = places(db, [promise.location_id for promise in promises])
    _check(db, promises, where)
    levels = locked_levels(db, {promise.key for promise in promises})
    wanted: dict[LevelKey, Decimal] = defaultdict(lambda: ZERO)
    for promise in promises:
        wanted[promise.key] += promise.quantity
    short = [key for key, quantity in wanted.items() if levels[key].available < quantity]
    if short and expire(db, levels, at):
        short = [key for key in short if levels[key].available < wanted[key]]
    if short:
        raise NotEnoughStock([shortage(db, key, wanted[key], levels[key], where) for key in sorted(short)])
    for key, quantity in wanted.items():
        levels[key].reserved += quantity
    rows = [{**key._asdict(), "quantity": quantity} for key, quantity in sorted(wanted.items())]
    facts = {"source": source, "created_at": at, "expires_at": expires_at}
    db.execute(insert(RESERVATION), [{**row, **facts} for row in rows])
    write_levels(db, levels)


def release(db: Session, source: str, *, at: datetime) -> int:
    """Gives back everything promised to ``source``; returns how many reservations that were."""
    return _release(db, RESERVATION.c.source == source, at)


def release_expired(db: Session, now: datetime) -> int:
    """Gives back what has expired; returns how many reservations that were. Safe to repeat."""
    return _release(db, RESERVATION.c.expires_at <= now, now)


def use_up(db: Session, source: str, promises: Sequence[Promise], *, at: datetime) -> None:
    """Frees what is about to leave for ``source``, so that the posting that follows may take it.

    What was promised beyond that stays promised; goods that leave without a promise are no concern of this.
    """
    levels = locked_levels(db, {promise.key for promise in promises})
    live = _live(db, (RESERVATION.c.source == source) & _at(levels))
    left: dict[LevelKey, Decimal] = defaultdict(lambda: ZERO)
    for promise in promises:
        left[promise.key] += promise.quantity
    for row in live:
        key = _key(row)
        used = min(left[key], row["quantity"])
        if used <= 0:
            continue
        left[key] -= used
        levels[key].reserved -= used
        rest = row["quantity"] - used
        # A row that is used up keeps what it was for; a row partly used is from now on for the rest.
        change = {"quantity": rest} if rest else {"released_at": at}
        db.execute(update(RESERVATION).where(RESERVATION.c.id == row["id"]).values(**change))
    write_levels(db, levels)


def expire(db: Session, levels: dict[LevelKey, Level], at: datetime) -> bool:
    """Releases what has expired at locked ``levels``, which the caller writes; whether there was anything."""
    rows = _live(db, (RESERVATION.c.expires_at <= at) & _at(levels))
    _free(db, rows, levels, at)
    return bool(rows)


def shortage(db: Session, key: LevelKey, wanted: Decimal, level: Level, where: Places) -> Shortage:
    """``wanted`` against what is available at a level, as a fact for people."""
    return Shortage(
        product=db.scalar(select(PRODUCT.c.name).where(PRODUCT.c.id == key.product_id)) or "",
        wanted=wanted,
        available=level.available,
        units=units_of(db, [key.product_id])[key.product_id],
        place=where[key.location_id].name,
    )


def _check(db: Session, promises: Sequence[Promise], where: Places) -> None:
    if not promises:
        raise Invalid(name="lines", reason="nothing-to-post")
    query = select(PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.archived_at)
    query = query.where(PRODUCT.c.id.in_({promise.product_id for promise in promises}))
    products = {row.id: row for row in db.execute(query)}
    for promise in promises:
        if promise.quantity <= 0:
            raise Invalid(name="quantity", reason="not-positive", detail=str(promise.quantity))
        if promise.location_id not in where or not where[promise.location_id].inside:
            raise NotFound(kind="location", text=str(promise.location_id))
        if promise.product_id not in products:
            raise NotFound(kind="product", text=str(promise.product_id))
        if products[promise.product_id].archived_at is not None:
            raise Archived(kind="product", text=products[promise.product_id].name)


def _release(db: Session, which: ColumnElement[bool], at: datetime) -> int:
    columns = (RESERVATION.c.product_id, RESERVATION.c.location_id, RESERVATION.c.lot_id)
    keys = {LevelKey(*row) for row in db.execute(select(*columns).where(which, RESERVATION.c.released_at.is_(None)))}
    if not keys:
        return 0
    levels = locked_levels(db, keys)
    # Read again under the locks: another may have released some of them meanwhile.
    rows = _live(db, which & _at(levels))
    _free(db, rows, levels, at)
    write_levels(db, levels)
    return len(rows)


def _free(db: Session, rows: Sequence[RowMapping], levels: dict[LevelKey, Level], at: datetime) -> None:
    for row in rows:
        levels[_key(row)].reserved -= row["quantity"]
    if rows:
        ids = [row["id"] for row in rows]
        db.execute(update(RESERVATION).where(RESERVATION.c.id.in_(ids)).values(released_at=at))


def _live(db: Session, which: ColumnElement[bool]) -> Sequence[RowMapping]:
    query = select(RESERVATION).where(which, RESERVATION.c.released_at.is_(None)).order_by(RESERVATION.c.id)
    return db.execute(query.with_for_update()).mappings().all()


def _key(row: RowMapping) -> LevelKey:
    return LevelKey(row["product_id"], row["location_id"], row["lot_id"])


def _at(levels: Collection[LevelKey]) -> ColumnElement[bool]:
    columns = tuple_(RESERVATION.c.product_id, RESERVATION.c.location_id, RESERVATION.c.lot_id)
    return columns.in_(sorted(levels))
