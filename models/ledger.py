"""The stock ledger: the only writer of stock.

A posting's moves are the facts; levels and costs are caches of them, changed in the same transaction under row
locks taken in key order. Lines are added up per (product, location, lot) before they are checked, so that the
same product twice in one document cannot take more than there is. A correction is a linked reversal.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.costing import WouldUnbalance, cost_of, move_values
from models.errors import Archived, HasDependents, Invalid, NotEnoughStock, NotFound, OutOfRange, PeriodClosed
from models.levels import Level, LevelKey, locked_costs, locked_levels, write_costs, write_levels
from models.moves import Move, MovedLine, Posted, StockKey
from models.numbering import next_number
from models.operation import Actor
from models.place import Places, places
from models.product import Product
from models.reservations import expire, shortage
from models.stock import LedgerSetting, Posting, PostingKind, StockMove
from models.table import table
from models.values import LARGEST, QUANTITY_PLACES, ZERO, utc_now

__all__ = ["Goods", "Move", "Posted", "closed_through", "cost_of", "moves_of", "post", "reverse"]

MOVE = table(StockMove)
POSTING = table(Posting)
PRODUCT = table(Product)
SETTING = table(LedgerSetting)
# Built once: these run for every posting.
_INSERT_POSTING = insert(POSTING).returning(POSTING.c.id)
_INSERT_MOVES = insert(MOVE)
_CLOSED = select(SETTING.c.closed_through)
_PRODUCTS = select(PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.archived_at, PRODUCT.c.purchase_price).where(
    PRODUCT.c.id.in_(bindparam("ids", expanding=True))
)
MOST_GOODS = Decimal(LARGEST).scaleb(-QUANTITY_PLACES)


class Goods(NamedTuple):
    """What the ledger needs to know of a product."""

    name: str
    archived_at: datetime | None
    purchase_price: Decimal | None


def post(
    db: Session,
    actor: Actor,
    kind: PostingKind,
    moves: Sequence[Move],
    *,
    happened_on: date | None = None,
    happened_at: datetime | None = None,
    party_id: int | None = None,
    reason: str = "",
    note: str = "",
    source: str = "",
    reverses_id: int | None = None,
    goods: Mapping[int, Goods] | None = None,
) -> Posted:
    """Posts ``moves`` as one document. ``goods``: its products, where the transaction has read them already.

    Raises Invalid (nothing to post, a quantity not above zero, a day in the future), PeriodClosed, Archived,
    NotEnoughStock (all short lines at once), NotFound (a location that does not exist) and OutOfRange.
    """
    day = happened_on or actor.today
    where = places(db, {end for m in moves for end in (m.source_id, m.destination_id)})
    _check_form(db, actor, moves, where, day)
    goods = _goods(db, moves) if goods is None else goods
    _check_goods(moves, where, goods, reversal=reverses_id is not None)
    levels = locked_levels(db, {key for m in moves for key in _level_keys(m, where)})
    costs = locked_costs(db, {key for m in moves for key in _stock_keys(m, where)})
    _move_levels(db, moves, where, levels, actor.at)
    valued = move_values(moves, where, costs, {key: product.purchase_price for key, product in goods.items()})
    number = next_number(db, kind, actor.today)
    head: dict[str, Any] = {
        "number": number,
        "kind": kind,
        "actor_id": actor.person_id,
        "party_id": party_id,
        "reason": reason,
        "note": note,
        "source": source,
        "happened_on": day,
        "happened_at": happened_at or actor.at,
        "recorded_at": utc_now(),
        "reverses_id": reverses_id,
    }
    posting_id = int(db.execute(_INSERT_POSTING, head).scalar_one())
    db.connection().execute(_INSERT_MOVES, [_row(posting_id, day, move) for move in valued])
    write_levels(db, levels)
    write_costs(db, costs)
    lines = tuple(MovedLine(m.line, m.product_id, m.quantity, m.value or ZERO) for m in valued)
    stock = {key: cost.quantity for key, cost in costs.items()}
    warehouses = {end.warehouse_id: end.warehouse or "" for end in where.values() if end.warehouse_id is not None}
    return Posted(posting_id, number, party_id, day, note, lines, stock, warehouses)


def reverse(db: Session, actor: Actor, posting_id: int, *, reason: str = "undo", note: str = "") -> Posted:
    """Posts the opposite of a posting, once, and returns the reversal.

    Raises NotFound, Invalid (it is itself a reversal, or was reversed), HasDependents with the number of the
    later posting that used the goods.
    """
    # Locked, so that of two who undo the same at once the second sees the first one's reversal.
    original = db.get(Posting, posting_id, with_for_update=True)
    if original is None:
        raise NotFound(kind="posting", text=str(posting_id))
    if original.reverses_id is not None:
        raise Invalid(name="posting", reason="is-a-reversal", detail=original.number)
    done = db.scalar(select(POSTING.c.number).where(POSTING.c.reverses_id == posting_id))
    if done is not None:
        raise Invalid(name="posting", reason="already-undone", detail=done)
    facts = moves_of(db, posting_id)
    back = [
        Move(m.product_id, m.destination_id, m.source_id, m.quantity, m.value, m.lot_id, m.line, m.id)
        for m in reversed(facts)
    ]
    try:
        return post(
            db,
            actor,
            PostingKind.REVERSAL,
            back,
            party_id=original.party_id,
            reason=reason,
            note=note,
            source=f"posting:{posting_id}",
            reverses_id=posting_id,
        )
    except (NotEnoughStock, WouldUnbalance) as short:
        raise HasDependents(number=original.number, blocker=_blocker(db, original, facts)) from short


def moves_of(db: Session, posting_id: int) -> Sequence[StockMove]:
    """The moves of one posting, in their order."""
    return db.exec(select_rows(StockMove).where(StockMove.posting_id == posting_id).order_by(col(StockMove.id))).all()


def closed_through(db: Session) -> date | None:
    """The last closed day; facts on or before it are refused."""
    return db.scalar(_CLOSED)


def _check_form(db: Session, actor: Actor, moves: Sequence[Move], where: Places, day: date) -> None:
    if not moves:
        raise Invalid(name="lines", reason="nothing-to-post")
    for move in moves:
        for location_id in (move.source_id, move.destination_id):
            if location_id not in where:
                raise NotFound(kind="location", text=str(location_id))
        if move.quantity <= 0:
            raise Invalid(name="quantity", reason="not-positive", detail=str(move.quantity))
        if move.source_id == move.destination_id:
            raise Invalid(name="destination", reason="same-place", detail=where[move.source_id].name)
        if move.value is not None and move.value < 0:
            raise Invalid(name="cost", reason="negative", detail=str(move.value))
    if day > actor.today:
        raise Invalid(name="happened_on", reason="in-future", detail=day.isoformat())
    closed = closed_through(db)
    if closed is not None and day <= closed:
        raise PeriodClosed(day=day, closed_through=closed)


def _goods(db: Session, moves: Sequence[Move]) -> dict[int, Goods]:
    wanted = sorted({move.product_id for move in moves})
    return {row[0]: Goods(*row[1:]) for row in db.execute(_PRODUCTS, {"ids": wanted})}


def _check_goods(moves: Sequence[Move], where: Places, goods: Mapping[int, Goods], *, reversal: bool) -> None:
    """Archived products take nothing new; what is there may still leave."""
    for move in moves:
        product = goods.get(move.product_id)
        if product is None:
            raise NotFound(kind="product", text=str(move.product_id))
        if product.archived_at is not None and not reversal and not where[move.source_id].inside:
            raise Archived(kind="product", text=product.name)


def _level_keys(move: Move, where: Places) -> list[LevelKey]:
    ends = (move.source_id, move.destination_id)
    return [LevelKey(move.product_id, end, move.lot_id) for end in ends if where[end].inside]


def _stock_keys(move: Move, where: Places) -> list[StockKey]:
    ends = (where[move.source_id].warehouse_id, where[move.destination_id].warehouse_id)
    return [StockKey(move.product_id, end) for end in ends if end is not None]


def _move_levels(
    db: Session, moves: Sequence[Move], where: Places, levels: dict[LevelKey, Level], at: datetime
) -> None:
    """Applies all lines added up per level; raises NotEnoughStock with every level that falls short."""
    change: dict[LevelKey, Decimal] = defaultdict(lambda: ZERO)
    taken: dict[LevelKey, Decimal] = defaultdict(lambda: ZERO)
    for move in moves:
        if where[move.source_id].inside:
            key = LevelKey(move.product_id, move.source_id, move.lot_id)
            change[key] -= move.quantity
            taken[key] += move.quantity
        if where[move.destination_id].inside:
            change[LevelKey(move.product_id, move.destination_id, move.lot_id)] += move.quantity
    short = _short(levels, change)
    if short and expire(db, {key: levels[key] for key in short}, at):
        short = _short(levels, change)
    if short:
        raise NotEnoughStock([shortage(db, key, taken[key], levels[key], where) for key in short])
    for key, by in change.items():
        levels[key].quantity += by
        if levels[key].quantity > MOST_GOODS:
            raise OutOfRange(value=str(levels[key].quantity))


def _short(levels: Mapping[LevelKey, Level], change: Mapping[LevelKey, Decimal]) -> list[LevelKey]:
    return sorted(key for key, by in change.items() if by < 0 and levels[key].available + by < 0)


def _row(posting_id: int, day: date, move: Move) -> dict[str, object]:
    return {
        "posting_id": posting_id,
        "line": move.line,
        "product_id": move.product_id,
        "lot_id": move.lot_id,
        "source_id": move.source_id,
        "destination_id": move.destination_id,
        "quantity": move.quantity,
        "value": move.value,
        "happened_on": day,
        "reverses_id": move.reverses_id,
    }


def _blocker(db: Session, original: Posting, facts: Sequence[StockMove]) -> str:
    """The number of the latest posting after ``original`` that took these goods away."""
    undone = select(POSTING.c.reverses_id).where(POSTING.c.reverses_id.is_not(None))
    query = (
        select(POSTING.c.number)
        .join(MOVE, MOVE.c.posting_id == POSTING.c.id)
        .where(POSTING.c.id > original.id, POSTING.c.id.not_in(undone), POSTING.c.reverses_id.is_(None))
        .where(MOVE.c.product_id.in_({m.product_id for m in facts}))
        .where(MOVE.c.source_id.in_({m.destination_id for m in facts}))
        .order_by(POSTING.c.id.desc())
        .limit(1)
    )
    return db.scalar(query) or ""
