"""Stock, moves and products as rows for other programs, read as they are written, however many there are.

Numbers are exact decimals; in JSON they are strings, so that no reader makes binary fractions of them. Quantities
are in the product's base unit, named beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from models.balance import Worth
from models.location import Location, Warehouse
from models.party import Party
from models.people import Person
from models.product import Alias, AliasOf, Barcode, Category, Product, ProductUnit
from models.stock import Lot, Posting, PostingKind, StockCost, StockLevel, StockMove
from models.table import table
from models.values import ZERO

PRODUCT, UNIT, BARCODE, CATEGORY = table(Product), table(ProductUnit), table(Barcode), table(Category)
LEVEL, COST, MOVE, POSTING = table(StockLevel), table(StockCost), table(StockMove), table(Posting)
LOCATION, WAREHOUSE, PARTY, PERSON = table(Location), table(Warehouse), table(Party), table(Person)
ALIAS, LOT = table(Alias), table(Lot)
CHUNK = 1000

Row = Mapping[str, Any]
"""Column → text, exact number, day, instant, list or nothing."""


def stock(db: Session) -> Iterator[Row]:
    """One row for every product and warehouse that ever had some of it, by SKU and warehouse code."""
    held = (
        select(LEVEL.c.product_id, LOCATION.c.warehouse_id, func.sum(LEVEL.c.reserved).label("reserved"))
        .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
        .group_by(LEVEL.c.product_id, LOCATION.c.warehouse_id)
        .subquery()
    )
    same = (held.c.product_id == COST.c.product_id) & (held.c.warehouse_id == COST.c.warehouse_id)
    query = (
        select(
            PRODUCT.c.sku,
            PRODUCT.c.name,
            PRODUCT.c.spec,
            WAREHOUSE.c.code.label("warehouse"),
            UNIT.c.name.label("unit"),
            COST.c.quantity,
            COST.c.value,
            held.c.reserved,
        )
        .join(PRODUCT, PRODUCT.c.id == COST.c.product_id)
        .join(WAREHOUSE, WAREHOUSE.c.id == COST.c.warehouse_id)
        .join(UNIT, (UNIT.c.product_id == COST.c.product_id) & UNIT.c.is_base)
        .join(held, same, isouter=True)
        .order_by(PRODUCT.c.sku, WAREHOUSE.c.code)
    )
    for row in _stream(db, query):
        reserved = row["reserved"] or ZERO
        yield {
            "sku": row["sku"],
            "product": row["name"],
            "spec": row["spec"],
            "warehouse": row["warehouse"],
            "unit": row["unit"],
            "on_hand": row["quantity"],
            "reserved": reserved,
            "available": row["quantity"] - reserved,
            "average_cost": Worth(row["quantity"], row["value"]).average,
            "value": row["value"],
        }


def moves(db: Session) -> Iterator[Row]:
    """Every move, in the order they were recorded."""
    source, destination = LOCATION.alias("source"), LOCATION.alias("destination")
    whence, whither = WAREHOUSE.alias("whence"), WAREHOUSE.alias("whither")
    undone = POSTING.alias("undone")
    query = (
        select(
            MOVE.c.id.label("move"),
            POSTING.c.number,
            POSTING.c.kind,
            MOVE.c.line,
            MOVE.c.happened_on,
            POSTING.c.happened_at,
            POSTING.c.recorded_at,
            PRODUCT.c.sku,
            PRODUCT.c.name.label("product"),
            LOT.c.code.label("lot"),
            source.c.code.label("source"),
            whence.c.code.label("source_warehouse"),
            destination.c.code.label("destination"),
            whither.c.code.label("destination_warehouse"),
            MOVE.c.quantity,
            UNIT.c.name.label("unit"),
            MOVE.c.value,
            PARTY.c.code.label("party"),
            PERSON.c.name.label("person"),
            POSTING.c.reason,
            POSTING.c.note,
            undone.c.number.label("reverses"),
        )
        .join(POSTING, POSTING.c.id == MOVE.c.posting_id)
        .join(PRODUCT, PRODUCT.c.id == MOVE.c.product_id)
        .join(UNIT, (UNIT.c.product_id == MOVE.c.product_id) & UNIT.c.is_base)
        .join(source, source.c.id == MOVE.c.source_id)
        .join(destination, destination.c.id == MOVE.c.destination_id)
        .join(whence, whence.c.id == source.c.warehouse_id, isouter=True)
        .join(whither, whither.c.id == destination.c.warehouse_id, isouter=True)
        .join(LOT, LOT.c.id == MOVE.c.lot_id, isouter=True)
        .join(PARTY, PARTY.c.id == POSTING.c.party_id, isouter=True)
        .join(PERSON, PERSON.c.id == POSTING.c.actor_id, isouter=True)
        .join(undone, undone.c.id == POSTING.c.reverses_id, isouter=True)
        .order_by(MOVE.c.id)
    )
    for row in _stream(db, query):
        yield {**row, "kind": PostingKind(row["kind"]).name.lower()}


def products(db: Session) -> Iterator[Row]:
    """Every product, archived ones too, by SKU; the CSV can be imported again."""
    units, base = _units(db)
    barcodes, aliases = _barcodes(db), _aliases(db)
    query = (
        select(PRODUCT, CATEGORY.c.name.label("category"), PARTY.c.name.label("supplier"))
        .join(CATEGORY, CATEGORY.c.id == PRODUCT.c.category_id, isouter=True)
        .join(PARTY, PARTY.c.id == PRODUCT.c.supplier_id, isouter=True)
        .order_by(PRODUCT.c.sku)
    )
    for row in _stream(db, query):
        yield {
            "sku": row["sku"],
            "name": row["name"],
            "spec": row["spec"],
            "brand": row["brand"],
            "category": row["category"],
            "unit": base.get(row["id"]),
            "units": units[row["id"]],
            "barcode": barcodes[row["id"]],
            "purchase_price": row["purchase_price"],
            "sale_price": row["sale_price"],
            "supplier": row["supplier"],
            "aliases": aliases[row["id"]],
            "places": Decimal(row["places"]),
            "shelf_life_days": None if row["shelf_life_days"] is None else Decimal(row["shelf_life_days"]),
            "archived": row["archived_at"] is not None,
        }


@dataclass(frozen=True, slots=True)
class Export:
    """Something that can be exported: its columns, in their order, and its rows."""

    columns: Sequence[str]
    rows: Callable[[Session], Iterator[Row]]


STOCK = "sku product spec warehouse unit on_hand reserved available average_cost value"
MOVES = (
    "move number kind line happened_on happened_at recorded_at sku product lot source source_warehouse destination "
    "destination_warehouse quantity unit value party person reason note reverses"
)
PRODUCTS = (
    "sku name spec brand category unit units barcode purchase_price sale_price supplier aliases places "
    "shelf_life_days archived"
)
EXPORTS: Mapping[str, Export] = {
    "stock": Export(STOCK.split(), stock),
    "moves": Export(MOVES.split(), moves),
    "products": Export(PRODUCTS.split(), products),
}


def _units(db: Session) -> tuple[Mapping[int, list[str]], Mapping[int, str]]:
    packs: dict[int, list[str]] = defaultdict(list)
    base: dict[int, str] = {}
    for row in db.execute(select(UNIT).order_by(UNIT.c.id)):
        if row.is_base:
            base[row.product_id] = row.name
        else:
            ratio = str(row.numerator) if row.denominator == 1 else f"{row.numerator}/{row.denominator}"
            packs[row.product_id].append(f"{row.name}={ratio}")
    return packs, base


def _barcodes(db: Session) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = select(BARCODE.c.product_id, BARCODE.c.code, UNIT.c.name).join(UNIT, UNIT.c.id == BARCODE.c.unit_id)
    for product_id, code, unit in db.execute(query.order_by(UNIT.c.id, BARCODE.c.code)):
        found[product_id].append(f"{unit}:{code}")
    return found


def _aliases(db: Session) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None) & (ALIAS.c.kind == AliasOf.PRODUCT)
    for target, text in db.execute(select(ALIAS.c.target_id, ALIAS.c.text).where(everybody).order_by(ALIAS.c.id)):
        found[target].append(text)
    return found


def _stream(db: Session, query: Select[Any]) -> Iterator[Any]:
    return iter(db.execute(query.execution_options(yield_per=CHUNK)).mappings())


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """``ids`` some at a time, since a statement takes only so many."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
