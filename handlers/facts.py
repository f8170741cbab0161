"""Facts that many outcomes share: a posting, its lines, and the stock after it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from models import ledger
from models.location import Warehouse
from models.operation import Measure, Outcome, Secrecy
from models.party import Party
from models.product import Product
from models.stock import Posting, StockCost
from models.table import table
from models.units import units_of
from models.values import ZERO

PRODUCT = table(Product)
WAREHOUSE = table(Warehouse)
PARTY = table(Party)
COST = table(StockCost)

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


class PostingFact(Outcome):
    """What a posting did."""

    number: str
    warehouse: str
    party: str = ""
    happened_on: date
    lines: list[LineFact]
    total: Cost | None = None
    note: str = ""


def product_names(db: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Full name (with its spec) and SKU of products."""
    query = select(PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.spec, PRODUCT.c.sku).where(PRODUCT.c.id.in_(set(ids)))
    return {row.id: (f"{row.name} {row.spec}".strip(), row.sku) for row in db.execute(query)}


def line_facts(db: Session, posting: Posting, warehouse_id: int) -> dict[str, Any]:
    """The facts of ``posting`` for a PostingFact: its lines, and what lies in ``warehouse_id`` now."""
    assert posting.id is not None
    moves = ledger.moves_of(db, posting.id)
    ids = sorted({move.product_id for move in moves})
    names, units, stock = product_names(db, ids), units_of(db, ids), stock_in(db, warehouse_id, ids)
    lines = [
        LineFact(
            product_id=move.product_id,
            product=names[move.product_id][0],
            sku=names[move.product_id][1],
            quantity=Measure(quantity=move.quantity, units=units[move.product_id]),
            value=move.value,
            stock=Measure(quantity=stock.get(move.product_id, ZERO), units=units[move.product_id]),
        )
        for move in moves
    ]
    return {
        "posting_id": posting.id,
        "number": posting.number,
        "warehouse": db.scalar(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == warehouse_id)) or "",
        "party": db.scalar(select(PARTY.c.name).where(PARTY.c.id == posting.party_id)) or "",
        "happened_on": posting.happened_on,
        "lines": lines,
        "total": sum((move.value for move in moves), ZERO),
        "note": posting.note,
    }


def stock_in(db: Session, warehouse_id: int, product_ids: Sequence[int]) -> dict[int, Decimal]:
    """On hand of products in a whole warehouse, in base units."""
    query = select(COST.c.product_id, COST.c.quantity)
    query = query.where(COST.c.warehouse_id == warehouse_id, COST.c.product_id.in_(product_ids))
    return {row.product_id: row.quantity for row in db.execute(query)}
