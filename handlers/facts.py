"""Facts that many outcomes share: a posting, its lines, and the stock after it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlalchemy import bindparam, select
from sqlmodel import Session

from handlers.checks import Counted, products
from models.location import Warehouse
from models.moves import MovedLine, Posted, StockKey
from models.operation import Actor, Measure, Outcome, Secrecy
from models.party import Party
from models.stock import StockCost
from models.table import table
from models.values import ZERO

WAREHOUSE = table(Warehouse)
PARTY = table(Party)
COST = table(StockCost)
_WAREHOUSE_NAME = select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == bindparam("id"))
_STOCK_IN = select(COST.c.product_id, COST.c.quantity).where(
    COST.c.warehouse_id == bindparam("warehouse"), COST.c.product_id.in_(bindparam("ids", expanding=True))
)

Cost = Annotated[Decimal, Secrecy("cost")]
"""Money that only those entitled to costs may read."""
SalePrice = Annotated[Decimal, Secrecy("price")]
"""Money that only those entitled to prices may read."""


class LineFact(BaseModel):
    """One line of a document, with the stock of that product in the document's warehouse after it."""

    model_config = ConfigDict(frozen=True)
    product_id: int
    product: str
    sku: str
    quantity: Measure
    value: Cost | None = None
    stock: Measure | None = None
    stock_there: Measure | None = None
    """A transfer's: what lies in the other warehouse after it."""


class PostingFact(Outcome):
    """What a posting did."""

    number: str
    warehouse: str
    party: str = ""
    happened_on: date
    back_dated: date | None = None
    """The day it happened, where that is not the day it was recorded."""
    lines: list[LineFact]
    total: Cost | None = None
    note: str = ""


def line_facts(
    db: Session,
    actor: Actor,
    posted: Posted,
    warehouse_id: int,
    there: int | None = None,
    found: Mapping[int, Counted] | None = None,
) -> dict[str, Any]:
    """The facts of ``posted`` for a PostingFact: its lines, and what lies in ``warehouse_id`` (and ``there``) now.

    ``found``: its products, where they have been read already.
    """
    found = found or products(db, {move.product_id for move in posted.lines})
    return {
        "posting_id": posted.id,
        "number": posted.number,
        "warehouse": posted.warehouses.get(warehouse_id, ""),
        "party": _party_name(db, posted.party_id),
        "happened_on": posted.happened_on,
        "back_dated": posted.happened_on if posted.happened_on != actor.today else None,
        "lines": [_line(found, part, posted, warehouse_id, there) for part in _by_line(posted.lines)],
        "total": sum((move.value for move in posted.lines), ZERO),
        "note": posted.note,
    }


class _Part(NamedTuple):
    """What was moved of one line's product, from however many places."""

    product_id: int
    quantity: Decimal
    value: Decimal


def _by_line(moves: Sequence[MovedLine]) -> list[_Part]:
    parts: dict[tuple[int, int], _Part] = {}
    for move in moves:
        key = (move.line, move.product_id)
        before = parts.get(key, _Part(move.product_id, ZERO, ZERO))
        parts[key] = _Part(move.product_id, before.quantity + move.quantity, before.value + move.value)
    return [parts[key] for key in sorted(parts)]


def _line(found: Mapping[int, Counted], part: _Part, posted: Posted, warehouse_id: int, there: int | None) -> LineFact:
    product = found[part.product_id]

    def measure(quantity: Decimal) -> Measure:
        return Measure(quantity=quantity, units=product.units)

    def lies(warehouse: int) -> Measure:
        return measure(posted.stock.get(StockKey(part.product_id, warehouse), ZERO))

    return LineFact(
        product_id=part.product_id,
        product=product.name,
        sku=product.sku,
        quantity=measure(part.quantity),
        value=part.value,
        stock=lies(warehouse_id),
        stock_there=lies(there) if there is not None else None,
    )


def product_names(db: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Full name (with its spec) and SKU of products."""
    return {key: (product.name, product.sku) for key, product in products(db, ids).items()}


def warehouse_name(db: Session, warehouse_id: int) -> str:
    """A warehouse's name; empty when there is none."""
    return db.scalar(_WAREHOUSE_NAME, {"id": warehouse_id}) or ""


def _party_name(db: Session, party_id: int | None) -> str:
    if party_id is None:
        return ""
    return db.scalar(select(PARTY.c.name).where(PARTY.c.id == party_id)) or ""


def stock_in(db: Session, warehouse_id: int, product_ids: Sequence[int]) -> dict[int, Decimal]:
    """On hand of products in a whole warehouse, in base units."""
    rows = db.execute(_STOCK_IN, {"warehouse": warehouse_id, "ids": product_ids})
    return {row.product_id: row.quantity for row in rows}
