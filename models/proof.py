"""The proof that the caches are what the moves say, and the way back when they are not.

Levels, costs and reserved sums are caches (law 2). Each proof below is one statement that adds up facts and cache
side by side and keeps only what differs, so that it is consistent by itself while others go on posting, and a
million moves take seconds. A repair rewrites caches from facts; facts are never repaired, only reported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlmodel import Session

from models.location import Location, LocationKind
from models.product import Product, ProductUnit
from models.stock import Posting, Reservation, StockCost, StockLevel, StockMove
from models.table import table

MOVE = table(StockMove)
LEVEL = table(StockLevel)
COST = table(StockCost)
POSTING = table(Posting)
LOCATION = table(Location)
PRODUCT = table(Product)
UNIT = table(ProductUnit)
RESERVATION = table(Reservation)

INSIDE = [kind.value for kind in LocationKind if kind.inside]
NOTHING: ColumnElement[Any] = literal_column("0")
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the laws say: what (``level``), of what (``PO1 @ WH``), and the two numbers."""

    kind: str
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: expected {self.expected}, found {self.found}"


def differences(db: Session) -> Iterator[Difference]:
    """Everything that does not hold, as it is found; nothing when the ledger is sound."""
    for proof in PROOFS:
        yield from proof(db)


def rebuild(db: Session) -> tuple[int, int]:
    """Rewrites levels and costs from moves and reservations; returns how many rows of each there are now.

    Raises IntegrityError where the moves themselves would leave less than nothing: that no cache can hold.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE stock_level, stock_cost, stock_move, reservation IN EXCLUSIVE MODE"))
    levels, costs = _levels(), _costs()
    db.execute(delete(LEVEL))
    db.execute(delete(COST))
    names = ["product_id", "location_id", "lot_id", "quantity", "reserved"]
    sums = [func.sum(levels.c.moved), func.sum(levels.c.promised)]
    key = [levels.c.product_id, levels.c.location_id, levels.c.lot_id]
    db.execute(insert(LEVEL).from_select(names, select(*key, *sums).group_by(*key)))
    names = ["product_id", "warehouse_id", "quantity", "value"]
    sums = [func.sum(costs.c.moved), func.sum(costs.c.worth)]
    key = [costs.c.product_id, costs.c.warehouse_id]
    db.execute(insert(COST).from_select(names, select(*key, *sums).group_by(*key)))
    count = [db.execute(select(func.count()).select_from(each)).scalar_one() for each in (LEVEL, COST)]
    return count[0], count[1]


def _levels() -> Subquery:
    """Facts and cache of every level side by side: moved, cached, promised, reserved; to be added up per key."""
    inside = select(LOCATION.c.id).where(LOCATION.c.kind.in_(INSIDE))

    def part(source: Any, place: ColumnElement[Any], *sums: ColumnElement[Any]) -> Select[Any]:
        names = ("moved", "cached", "promised", "reserved")
        columns = [column.label(name) for name, column in zip(names, sums, strict=True)]
        return select(source.c.product_id, place.label("location_id"), source.c.lot_id, *columns).where(
            place.in_(inside)
        )

    live = part(RESERVATION, RESERVATION.c.location_id, NOTHING, NOTHING, RESERVATION.c.quantity, NOTHING)
    return union_all(
        part(MOVE, MOVE.c.destination_id, MOVE.c.quantity, NOTHING, NOTHING, NOTHING),
        part(MOVE, MOVE.c.source_id, -MOVE.c.quantity, NOTHING, NOTHING, NOTHING),
        part(LEVEL, LEVEL.c.location_id, NOTHING, LEVEL.c.quantity, NOTHING, LEVEL.c.reserved),
        live.where(RESERVATION.c.released_at.is_(None)),
    ).subquery()


def _costs() -> Subquery:
    """Facts and cache of every cost side by side: moved, worth, cached, value; to be added up per key."""

    def part(end: ColumnElement[Any], quantity: ColumnElement[Any], value: ColumnElement[Any]) -> Select[Any]:
        return (
            select(
                MOVE.c.product_id,
                LOCATION.c.warehouse_id,
                quantity.label("moved"),
                value.label("worth"),
                NOTHING.label("cached"),
                NOTHING.label("value"),
            )
            .join(LOCATION, LOCATION.c.id == end)
            .where(LOCATION.c.warehouse_id.is_not(None))
        )

    return union_all(
        part(MOVE.c.destination_id, MOVE.c.quantity, MOVE.c.value),
        part(MOVE.c.source_id, -MOVE.c.quantity, -MOVE.c.value),
        select(COST.c.product_id, COST.c.warehouse_id, NOTHING, NOTHING, COST.c.quantity, COST.c.value),
    ).subquery()


def _levels_hold(db: Session) -> Iterator[Difference]:
    part = _levels()
    moved, cached, promised, reserved = (
        func.sum(part.c[name], type_=MOVE.c.quantity.type) for name in ("moved", "cached", "promised", "reserved")
    )
    key = (part.c.product_id, part.c.location_id, part.c.lot_id)
    query = select(*key, moved, cached, promised, reserved).group_by(*key)
    query = query.having(or_(moved != cached, promised != reserved, moved < NOTHING))
    for product, location, lot, *sums in _rows(db, query):
        subject = f"{_sku(db, product)} @ {_code(db, location)}" + (f" lot {lot}" if lot else "")
        if sums[0] != sums[1]:
            yield Difference("level", subject, str(sums[0]), str(sums[1]))
        if sums[2] != sums[3]:
            yield Difference("reserved", subject, str(sums[2]), str(sums[3]))
        if sums[0] < 0:
            yield Difference("moves", subject, "not below 0", str(sums[0]))


def _costs_hold(db: Session) -> Iterator[Difference]:
    part = _costs()
    moved, cached = (func.sum(part.c[name], type_=MOVE.c.quantity.type) for name in ("moved", "cached"))
    worth, value = (func.sum(part.c[name], type_=MOVE.c.value.type) for name in ("worth", "value"))
    key = (part.c.product_id, part.c.warehouse_id)
    query = select(*key, moved, cached, worth, value).group_by(*key).having(or_(moved != cached, worth != value))
    for product, warehouse, *sums in _rows(db, query):
        subject = f"{_sku(db, product)} in warehouse {warehouse}"
        if sums[0] != sums[1]:
            yield Difference("cost quantity", subject, str(sums[0]), str(sums[1]))
        if sums[2] != sums[3]:
            yield Difference("cost value", subject, str(sums[2]), str(sums[3]))


def _moves_stand(db: Session) -> Iterator[Difference]:
    """Every move belongs to a posting of the same day, and names a product and places that exist."""
    source, destination = LOCATION.alias("source"), LOCATION.alias("destination")
    lost = or_(POSTING.c.id.is_(None), PRODUCT.c.id.is_(None), source.c.id.is_(None), destination.c.id.is_(None))
    query = (
        select(MOVE.c.id, POSTING.c.happened_on, MOVE.c.happened_on)
        .join(POSTING, POSTING.c.id == MOVE.c.posting_id, isouter=True)
        .join(PRODUCT, PRODUCT.c.id == MOVE.c.product_id, isouter=True)
        .join(source, source.c.id == MOVE.c.source_id, isouter=True)
        .join(destination, destination.c.id == MOVE.c.destination_id, isouter=True)
        .where(or_(lost, POSTING.c.happened_on != MOVE.c.happened_on))
    )
    for move, wanted, found in _rows(db, query):
        yield Difference("move", str(move), f"posting, product and places of day {wanted}", str(found))


def _postings_have_moves(db: Session) -> Iterator[Difference]:
    query = select(POSTING.c.number).where(~select(MOVE.c.id).where(MOVE.c.posting_id == POSTING.c.id).exists())
    for (number,) in _rows(db, query):
        yield Difference("posting", number, "moves", "none")


def _reversals_mirror(db: Session) -> Iterator[Difference]:
    """A reversal turns every move of its original round, exactly, and nothing else is linked."""
    first, owner = MOVE.alias("first"), POSTING.alias("owner")
    mirrored = (
        (first.c.posting_id == owner.c.reverses_id)
        & (first.c.product_id == MOVE.c.product_id)
        & (first.c.lot_id == MOVE.c.lot_id)
        & (first.c.source_id == MOVE.c.destination_id)
        & (first.c.destination_id == MOVE.c.source_id)
        & (first.c.quantity == MOVE.c.quantity)
        & (first.c.value == MOVE.c.value)
    )
    query = (
        select(owner.c.number, MOVE.c.id)
        .join(MOVE, MOVE.c.posting_id == owner.c.id)
        .join(first, first.c.id == MOVE.c.reverses_id, isouter=True)
        .where(or_(owner.c.reverses_id.is_not(None), MOVE.c.reverses_id.is_not(None)))
        .where(or_(first.c.id.is_(None), owner.c.reverses_id.is_(None), ~mirrored))
    )
    for number, move in _rows(db, query):
        yield Difference("reversal", number, "the opposite of its original", f"move {move}")
    missing = (
        select(owner.c.number, first.c.id)
        .join(first, first.c.posting_id == owner.c.reverses_id)
        .where(~select(MOVE.c.id).where(MOVE.c.reverses_id == first.c.id).exists())
    )
    for number, move in _rows(db, missing):
        yield Difference("reversal", number, "every move undone", f"move {move} left")


def _products_have_a_base(db: Session) -> Iterator[Difference]:
    bases = select(UNIT.c.product_id, func.count().label("n")).where(UNIT.c.is_base).group_by(UNIT.c.product_id)
    base = bases.subquery()
    query = select(PRODUCT.c.sku, base.c.n).join(base, base.c.product_id == PRODUCT.c.id, isouter=True)
    for sku, count in _rows(db, query.where(func.coalesce(base.c.n, 0) != 1)):
        yield Difference("product", sku, "1 base unit", str(count or 0))


PROOFS: tuple[Callable[[Session], Iterator[Difference]], ...] = (
    _levels_hold,
    _costs_hold,
    _moves_stand,
    _postings_have_moves,
    _reversals_mirror,
    _products_have_a_base,
)


def _rows(db: Session, query: Select[Any]) -> Iterator[Any]:
    yield from db.execute(query.execution_options(yield_per=CHUNK))


def _sku(db: Session, product_id: int) -> str:
    return db.scalar(select(PRODUCT.c.sku).where(PRODUCT.c.id == product_id)) or f"product {product_id}"


def _code(db: Session, location_id: int) -> str:
    return db.scalar(select(LOCATION.c.code).where(LOCATION.c.id == location_id)) or f"location {location_id}"
