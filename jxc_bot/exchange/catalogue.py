"""What is there already, read once for a whole file: products, their units and codes, and the names around them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.location import Location, Warehouse
from models.party import Party
from models.product import Alias, AliasOf, Barcode, Category, Product, ProductUnit
from models.stock import StockCost
from models.table import table

PRODUCT, UNIT, BARCODE, CATEGORY = table(Product), table(ProductUnit), table(Barcode), table(Category)
PARTY, WAREHOUSE, LOCATION, ALIAS = table(Party), table(Warehouse), table(Location), table(Alias)
COST = table(StockCost)


@dataclass(slots=True)
class Known:
    """One product as it is."""

    id: int
    sku: str
    fields: dict[str, Any]
    base: str = ""
    units: dict[str, Fraction] = field(default_factory=dict)
    """Without the base."""
    aliases: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Catalogue:
    """Everything a file of products may refer to."""

    products: dict[str, Known]
    """SKU in small letters → product."""
    by_name: dict[tuple[str, str], list[Known]]
    """(name, spec) in small letters → products that are not archived."""
    codes: dict[str, tuple[str, str]]
    """Barcode → SKU and unit."""
    categories: dict[str, int]
    """Name in small letters → id."""
    suppliers: dict[str, int]
    """Name or code, small letters → id."""
    warehouses: dict[str, int]
    """Name or code, small letters → id."""
    stocked: set[tuple[int, int]]
    """(product, warehouse) that moves are known of."""


def catalogue(db: Session) -> Catalogue:
    """What the database holds."""
    products, by_id = _products(db)
    by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for known in products.values():
        if known.fields["archived_at"] is None:
            by_name[known.fields["name"].lower(), known.fields["spec"].lower()].append(known)
    codes = {}
    for row in db.execute(select(BARCODE.c.code, BARCODE.c.product_id, UNIT.c.name).join(UNIT)):
        codes[row.code] = (by_id[row.product_id].sku, row.name)
    suppliers = select(PARTY.c.id, PARTY.c.code, PARTY.c.name).where(PARTY.c.is_supplier, PARTY.c.archived_at.is_(None))
    warehouses = select(WAREHOUSE.c.id, WAREHOUSE.c.code, WAREHOUSE.c.name).where(WAREHOUSE.c.archived_at.is_(None))
    return Catalogue(
        products=products,
        by_name=by_name,
        codes=codes,
        categories={row.name.lower(): row.id for row in db.execute(select(CATEGORY))},
        suppliers=_named(db, suppliers),
        warehouses=_named(db, warehouses),
        stocked={(row.product_id, row.warehouse_id) for row in db.execute(select(COST))},
    )


def _products(db: Session) -> tuple[dict[str, Known], dict[int, Known]]:
    by_id: dict[int, Known] = {}
    for fields in db.execute(select(PRODUCT)).mappings():
        by_id[fields["id"]] = Known(fields["id"], fields["sku"], dict(fields))
    for row in db.execute(select(UNIT)):
        known = by_id[row.product_id]
        if row.is_base:
            known.base = row.name
        else:
            known.units[row.name] = Fraction(row.numerator, row.denominator)
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None) & (ALIAS.c.kind == AliasOf.PRODUCT)
    for row in db.execute(select(ALIAS.c.target_id, ALIAS.c.text).where(everybody)):
        if row.target_id in by_id:
            by_id[row.target_id].aliases.add(row.text)
    return {known.sku.lower(): known for known in by_id.values()}, by_id


def _named(db: Session, query: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in db.execute(query):
        found[row.name.lower()] = row.id
        found[row.code.lower()] = row.id
    return found
