"""What can be found by name: products, parties and places, as the look-up indexes take them from the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session

from jxc_bot.lookup import Entry
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of
from models.location import Location, Warehouse
from models.party import Party
from models.product import Alias, AliasOf, Barcode, Category, Product, ProductUnit
from models.table import table
from models.values import UnitRatio, largest_first

PRODUCT, UNIT, BARCODE, CATEGORY = table(Product), table(ProductUnit), table(Barcode), table(Category)
PARTY, WAREHOUSE, LOCATION = table(Party), table(Warehouse), table(Location)
ALIAS = table(Alias)
SHORTEST_NICKNAME = 2
"""Characters that a short name of a warehouse has at least."""


def exact_names(entries: Iterable[Entry]) -> set[str]:
    """Every name, code and alias, folded."""
    return {fold(text) for entry in entries for text in (entry.name, entry.sku, *entry.aliases) if text}


def products(db: Session, ids: Collection[int] | None = None) -> Iterator[Entry]:
    """Products that are not archived, as the index takes them; those of ``ids`` only, where given."""
    names = {row.id: row.name for row in db.execute(select(CATEGORY))}
    units: dict[int, list[UnitRatio]] = defaultdict(list)
    barcodes: dict[int, list[str]] = defaultdict(list)
    aliases: dict[int, list[str]] = defaultdict(list)
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None) & (ALIAS.c.kind == AliasOf.PRODUCT)
    unit_rows, code_rows = select(UNIT), select(BARCODE.c.product_id, BARCODE.c.code)
    alias_rows = select(ALIAS.c.target_id, ALIAS.c.text).where(everybody)
    rows = select(PRODUCT).where(PRODUCT.c.archived_at.is_(None))
    if ids is not None:
        unit_rows, code_rows = (
            unit_rows.where(UNIT.c.product_id.in_(ids)),
            code_rows.where(BARCODE.c.product_id.in_(ids)),
        )
        alias_rows, rows = alias_rows.where(ALIAS.c.target_id.in_(ids)), rows.where(PRODUCT.c.id.in_(ids))
    for row in db.execute(unit_rows):
        units[row.product_id].append(UnitRatio(row.name, row.numerator, row.denominator))
    for product_id, code in db.execute(code_rows):
        barcodes[product_id].append(code)
    for target_id, text in db.execute(alias_rows):
        aliases[target_id].append(text)
    for row in db.execute(rows):
        largest = largest_first(units[row.id])
        yield Entry(
            key=row.id,
            name=row.name,
            spec=row.spec,
            unit=" ".join(unit.name for unit in largest),
            sku=row.sku,
            barcodes=tuple(barcodes[row.id]),
            brand=row.brand,
            category=names.get(row.category_id, ""),
            aliases=tuple(aliases[row.id]),
        )


def parties(db: Session, ids: Collection[int] | None = None) -> Iterator[Entry]:
    """Suppliers and customers that are not archived."""
    everybody = ALIAS.c.person_id.is_(None) & (ALIAS.c.kind == AliasOf.PARTY)
    aliases: dict[int, list[str]] = defaultdict(list)
    for target_id, text in db.execute(select(ALIAS.c.target_id, ALIAS.c.text).where(everybody)):
        aliases[target_id].append(text)
    rows = select(PARTY).where(PARTY.c.archived_at.is_(None))
    for row in db.execute(rows if ids is None else rows.where(PARTY.c.id.in_(ids))):
        known_as = (*aliases[row.id], *((row.contact,) if row.contact else ()))
        yield Entry(key=row.id, name=row.name, sku=row.code, aliases=known_as)


def places(db: Session) -> Iterator[Entry]:
    """Warehouses (keys ``w:1``) and locations inside them (``l:1``) that are not archived."""
    names = {row.id: row.name for row in db.execute(select(WAREHOUSE).where(WAREHOUSE.c.archived_at.is_(None)))}
    short = nicknames(names)
    for row in db.execute(select(WAREHOUSE).where(WAREHOUSE.c.archived_at.is_(None))):
        yield Entry(key=f"w:{row.id}", name=row.name, sku=row.code, aliases=tuple(short[row.id]))
    inside = select(LOCATION).where(LOCATION.c.warehouse_id.is_not(None), LOCATION.c.archived_at.is_(None))
    for row in db.execute(inside):
        if row.warehouse_id in names:
            home, whose = row.is_home, names[row.warehouse_id]
            full = row.name if home else f"{whose} {row.name}"
            yield Entry(f"l:{row.id}", full, sku=row.code, aliases=() if home else (row.name, whose + row.name))


def nicknames(names: Mapping[int, str]) -> Mapping[int, Sequence[str]]:
    """What warehouses are called for short (城东, 东仓 for 城东仓), as far as that means one of them only."""
    found: dict[int, set[str]] = {key: set() for key in names}
    for key, name in names.items():
        for ending in words_of("warehouse_names", "endings"):
            stem = name[: -len(ending)].strip() if fold(name).endswith(ending) else ""
            if len(stem) >= SHORTEST_NICKNAME:
                found[key] |= {stem, *([name[1:]] if not name.isascii() and len(name) == SHORTEST_NICKNAME + 1 else [])}
    meant = Counter(fold(text) for texts in found.values() for text in texts)
    meant.update(fold(name) for name in names.values())
    return {key: sorted(text for text in texts if meant[fold(text)] == 1) for key, texts in found.items()}
