"""The past of stock: what there was on a day, and the moves that made a number what it is ("为什么是 37？").

Only moves know the past. A day's stock is added up back from today's costs or on from the first move, whichever is
nearer; one product's card walks back from what there is now, so that its first line always ends at today's number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_, union_all
from sqlmodel import Session

from models.balance import COST, LOCATION, PARTY, PERSON, POSTING, Warehouses, Worth
from models.location import LocationKind
from models.moves import StockKey
from models.stock import PostingKind, StockLevel, StockMove
from models.table import table
from models.values import ZERO

MOVE = table(StockMove)
LEVEL = table(StockLevel)
INSIDE = [kind.value for kind in LocationKind if kind.inside]


class Mark(NamedTuple):
    """Where a page of a card ended."""

    happened_on: date
    move_id: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One move as a product's card tells it: the change, and the balance after it."""

    move_id: int
    posting_id: int
    number: str
    kind: PostingKind
    reason: str
    note: str
    happened_on: date
    recorded_at: datetime
    source: str
    destination: str
    party: str
    person: str
    quantity: Decimal
    """What was moved."""
    change: Decimal
    """What that changed within the warehouses told about."""
    balance: Decimal
    value: Decimal
    """Cost of the goods moved."""
    reverses_id: int | None
    """The move this one undoes."""

    @property
    def mark(self) -> Mark:
        return Mark(self.happened_on, self.move_id)


def stock_on(
    db: Session, day: date, today: date, *, warehouses: Warehouses = None, product_ids: Collection[int] | None = None
) -> dict[StockKey, Worth]:
    """What every warehouse held at the end of ``day``, with its cost; nothing is listed at zero."""
    first = db.scalar(select(func.min(MOVE.c.happened_on)))
    if first is None or day < first:
        return {}
    backwards = today - day <= day - first
    parts = [_flow(MOVE.c.destination_id, 1, backwards, day), _flow(MOVE.c.source_id, -1, backwards, day)]
    if backwards:
        parts.append(select(COST.c.product_id, COST.c.warehouse_id, COST.c.quantity, COST.c.value))
    if product_ids is not None:
        wanted = sorted(set(product_ids))
        parts = [part.where(part.selected_columns.product_id.in_(wanted)) for part in parts]
    each = union_all(*parts).subquery()
    key = (each.c.product_id, each.c.warehouse_id)
    quantity = func.sum(each.c.quantity, type_=MOVE.c.quantity.type)
    value = func.sum(each.c.value, type_=MOVE.c.value.type)
    query = select(*key, quantity, value).group_by(*key).having(quantity != ZERO)
    if warehouses is not None:
        query = query.where(each.c.warehouse_id.in_(sorted(warehouses)))
    return {StockKey(row[0], row[1]): Worth(row[2], row[3]) for row in db.execute(query)}


def card(
    db: Session,
    product_id: int,
    warehouses: Warehouses = None,
    *,
    before: Mark | None = None,
    limit: int = 20,
) -> list[CardLine]:
    """The moves of a product, newest first, with the balance over the warehouses after each.

    ``before``: the mark of the last line of the page before.
    """
    scope = _places(warehouses)
    change = _change(scope)
    balance = _on_hand(db, product_id, scope)
    source, destination = LOCATION.alias("source"), LOCATION.alias("destination")
    if before is not None:
        newer = tuple_(MOVE.c.happened_on, MOVE.c.id) >= tuple_(*before)
        query = select(func.sum(change, type_=MOVE.c.quantity.type)).where(MOVE.c.product_id == product_id, newer)
        balance -= db.scalar(query) or ZERO
    rows = (
        select(
            MOVE.c.id,
            MOVE.c.posting_id,
            POSTING.c.number,
            POSTING.c.kind,
            POSTING.c.reason,
            POSTING.c.note,
            MOVE.c.happened_on,
            POSTING.c.recorded_at,
            source.c.name.label("source"),
            destination.c.name.label("destination"),
            func.coalesce(PARTY.c.name, "").label("party"),
            func.coalesce(PERSON.c.name, "").label("person"),
            MOVE.c.quantity,
            change.label("change"),
            MOVE.c.value,
            MOVE.c.reverses_id,
        )
        .join(POSTING, POSTING.c.id == MOVE.c.posting_id)
        .join(source, source.c.id == MOVE.c.source_id)
        .join(destination, destination.c.id == MOVE.c.destination_id)
        .join(PARTY, PARTY.c.id == POSTING.c.party_id, isouter=True)
        .join(PERSON, PERSON.c.id == POSTING.c.actor_id, isouter=True)
        .where(MOVE.c.product_id == product_id, or_(MOVE.c.source_id.in_(scope), MOVE.c.destination_id.in_(scope)))
        .order_by(MOVE.c.happened_on.desc(), MOVE.c.id.desc())
    )
    if before is not None:
        rows = rows.where(tuple_(MOVE.c.happened_on, MOVE.c.id) < tuple_(*before))
    return _told(db.execute(rows.limit(limit)).mappings().all(), balance)


def _told(rows: Sequence[Any], balance: Decimal) -> list[CardLine]:
    lines = []
    for row in rows:
        facts = {**row, "kind": PostingKind(row["kind"]), "move_id": row["id"], "balance": balance}
        del facts["id"]
        lines.append(CardLine(**facts))
        balance -= row["change"]
    return lines


def _flow(end: ColumnElement[Any], sign: int, backwards: bool, day: date) -> Select[Any]:
    """What came into (+) or left (-) warehouses up to ``day``; backwards: what came and left since, taken back."""
    when = MOVE.c.happened_on > day if backwards else MOVE.c.happened_on <= day
    plus = (sign > 0) != backwards
    quantity, value = (MOVE.c.quantity, MOVE.c.value) if plus else (-MOVE.c.quantity, -MOVE.c.value)
    return (
        select(MOVE.c.product_id, LOCATION.c.warehouse_id, quantity.label("quantity"), value.label("value"))
        .join(LOCATION, LOCATION.c.id == end)
        .where(when, LOCATION.c.warehouse_id.is_not(None))
    )


def _places(warehouses: Warehouses) -> Select[Any]:
    query = select(LOCATION.c.id)
    if warehouses is None:
        return query.where(LOCATION.c.kind.in_(INSIDE))
    return query.where(LOCATION.c.warehouse_id.in_(sorted(warehouses)))


def _change(scope: Select[Any]) -> ColumnElement[Any]:
    """What a move changed within ``scope``: what came, less what went; a move within it changes nothing."""
    into, out = MOVE.c.destination_id.in_(scope), MOVE.c.source_id.in_(scope)
    return case(
        (and_(into, ~out), MOVE.c.quantity),
        (and_(out, ~into), -MOVE.c.quantity),
        else_=MOVE.c.quantity - MOVE.c.quantity,
    )


def _on_hand(db: Session, product_id: int, scope: Select[Any]) -> Decimal:
    query = select(func.sum(LEVEL.c.quantity)).where(LEVEL.c.product_id == product_id, LEVEL.c.location_id.in_(scope))
    return db.scalar(query) or ZERO
