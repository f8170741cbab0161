"""Taking the rows that a posting changes, in key order, so that two postings wait for each other and never deadlock."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, TextClause, Update, bindparam, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.moves import StockKey
from models.stock import StockCost, StockLevel
from models.table import table
from models.values import AMOUNT_PLACES, QUANTITY_PLACES, ZERO, scaled

LEVEL = table(StockLevel)
COST = table(StockCost)


class LevelKey(NamedTuple):
    """What a stock level is of."""

    product_id: int
    location_id: int
    lot_id: int


@dataclass(slots=True)
class Level:
    """A locked stock level, as it will be written."""

    quantity: Decimal
    reserved: Decimal

    @property
    def available(self) -> Decimal:
        return self.quantity - self.reserved


@dataclass(slots=True)
class Cost:
    """A locked cost, as it will be written."""

    quantity: Decimal
    value: Decimal


def _locking(*key: ColumnElement[Any], of: Table) -> Select[Any]:
    """The rows of some keys, in key order, locked until the transaction ends."""
    among = tuple_(*key).in_(bindparam("keys", expanding=True))
    return select(of).where(among).order_by(*key).with_for_update()


_LOCKED_LEVELS = _locking(LEVEL.c.product_id, LEVEL.c.location_id, LEVEL.c.lot_id, of=LEVEL)
_LOCKED_COSTS = _locking(COST.c.product_id, COST.c.warehouse_id, of=COST)
_WRITE_LEVEL = update(LEVEL).where(
    LEVEL.c.product_id == bindparam("p"), LEVEL.c.location_id == bindparam("l"), LEVEL.c.lot_id == bindparam("b")
)
_WRITE_COST = update(COST).where(COST.c.product_id == bindparam("p"), COST.c.warehouse_id == bindparam("w"))
# PostgreSQL takes a document's rows as columns, in one statement: they are locked already, so that their order here
# makes no deadlock.
_WRITE_LEVELS = text(
    "UPDATE stock_level AS old SET quantity = new.quantity, reserved = new.reserved "
    "FROM unnest(CAST(:p AS integer[]), CAST(:l AS integer[]), CAST(:b AS integer[]), "
    "CAST(:quantity AS bigint[]), CAST(:reserved AS bigint[])) AS new(p, l, b, quantity, reserved) "
    "WHERE old.product_id = new.p AND old.location_id = new.l AND old.lot_id = new.b"
)
_WRITE_COSTS = text(
    "UPDATE stock_cost AS old SET quantity = new.quantity, value = new.value "
    "FROM unnest(CAST(:p AS integer[]), CAST(:w AS integer[]), "
    "CAST(:quantity AS bigint[]), CAST(:value AS bigint[])) AS new(p, w, quantity, value) "
    "WHERE old.product_id = new.p AND old.warehouse_id = new.w"
)


def locked_levels(db: Session, keys: Collection[LevelKey]) -> dict[LevelKey, Level]:
    """The levels of ``keys``, locked until the transaction ends; those that were missing are made at zero."""
    found = {LevelKey(*row[:3]): Level(row.quantity, row.reserved) for row in _locked(db, _LOCKED_LEVELS, keys)}
    missing = sorted(set(keys) - found.keys())
    if missing:
        _make(db, LEVEL, [{**key._asdict(), "quantity": ZERO, "reserved": ZERO} for key in missing])
        found |= {LevelKey(*row[:3]): Level(row.quantity, row.reserved) for row in _locked(db, _LOCKED_LEVELS, missing)}
    return found


def locked_costs(db: Session, keys: Collection[StockKey]) -> dict[StockKey, Cost]:
    """The costs of ``keys``, locked until the transaction ends; those that were missing are made at zero."""
    found = {StockKey(*row[:2]): Cost(row.quantity, row.value) for row in _locked(db, _LOCKED_COSTS, keys)}
    missing = sorted(set(keys) - found.keys())
    if missing:
        _make(db, COST, [{**key._asdict(), "quantity": ZERO, "value": ZERO} for key in missing])
        found |= {StockKey(*row[:2]): Cost(row.quantity, row.value) for row in _locked(db, _LOCKED_COSTS, missing)}
    return found


def write_levels(db: Session, levels: dict[LevelKey, Level]) -> None:
    """Writes locked levels back; the table's CHECKs refuse what no law allows."""
    rows = [
        {"p": key.product_id, "l": key.location_id, "b": key.lot_id, "quantity": v.quantity, "reserved": v.reserved}
        for key, v in sorted(levels.items())
    ]
    _write(db, _WRITE_LEVEL, _WRITE_LEVELS, rows, {"quantity": QUANTITY_PLACES, "reserved": QUANTITY_PLACES})


def write_costs(db: Session, costs: dict[StockKey, Cost]) -> None:
    """Writes locked costs back."""
    rows = [
        {"p": key.product_id, "w": key.warehouse_id, "quantity": v.quantity, "value": v.value}
        for key, v in sorted(costs.items())
    ]
    _write(db, _WRITE_COST, _WRITE_COSTS, rows, {"quantity": QUANTITY_PLACES, "value": AMOUNT_PLACES})


def _write(db: Session, one: Update, all_: TextClause, rows: list[dict[str, Any]], places: dict[str, int]) -> None:
    if not rows:
        return
    connection = db.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(one, rows)
        return
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    connection.execute(all_, columns | {name: [scaled(v, places[name]) for v in columns[name]] for name in places})


def _locked(db: Session, query: Select[Any], keys: Collection[tuple[int, ...]]) -> Any:
    return db.execute(query, {"keys": sorted(keys)}).all() if keys else []


def _make(db: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    db.execute(dialect.insert(table).on_conflict_do_nothing(), rows)
