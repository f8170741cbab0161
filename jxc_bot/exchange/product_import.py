"""Products from a file, as an operation: all of it in one transaction, once per file, audited, with the file kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, Field
from sqlalchemy import insert, select, update
from sqlmodel import Session

from handlers.catalogue import CHANGE, category_of
from handlers.products import SKU_SERIES
from jxc_bot.exchange.catalogue import ALIAS, BARCODE, PRODUCT, UNIT, catalogue
from jxc_bot.exchange.columns import heads
from jxc_bot.exchange.product_plan import Change, Opening, Plan, plan
from jxc_bot.exchange.row import Problem
from jxc_bot.exchange.table_file import Table, read_table
from models import ledger
from models.errors import Refused
from models.journal import Attachment, Performed
from models.location import LocationKind
from models.numbering import next_in
from models.operation import Actor, Form, Outcome, operation
from models.people import LEADERS, Role
from models.place import outside, place_in
from models.product import AliasOf
from models.stock import PostingKind
from models.table import table

PERFORMED = table(Performed)
LINES = 500
"""Lines of opening stock in one posting."""
CHUNK = 1000


class ImportProducts(Form):
    """A file of products. The audit keeps its name and fingerprint; the file itself is kept beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    digest: str
    content: bytes = Field(exclude=True, repr=False)


class ProductsImported(Outcome):
    """What a file changed: numbers of products, and the postings of opening stock."""

    file: str
    added: int
    changed: int
    unchanged: int
    openings: int
    postings: list[str]


@dataclass(eq=False)
class RowsRefused(Refused):
    """Some rows of the file cannot be taken, so none was."""

    problems: list[Problem]


def form_of(name: str, content: bytes) -> tuple[ImportProducts, Table]:
    """The operation's form for a file, and the table in it. Raises UnreadableFile."""
    found = read_table(name, content, heads)
    return ImportProducts(file=name[:200], digest=found.digest, content=content), found


def key_of(form: ImportProducts) -> str:
    """The key that makes a file count once."""
    return f"import-products:{form.digest}"


def imported_before(db: Session, form: ImportProducts) -> ProductsImported | None:
    """What this very file did when it was imported before; None: it was not."""
    told = db.scalar(select(PERFORMED.c.outcome).where(PERFORMED.c.key == key_of(form)))
    return None if told is None else ProductsImported.model_validate_json(told)


@operation(allowed=LEADERS | Role.SYSTEM, group="products")
def import_products(db: Session, actor: Actor, form: ImportProducts) -> ProductsImported:
    """Carries a file's plan out. Raises UnreadableFile, or RowsRefused with every problem."""
    made = plan(read_table(form.file, form.content, heads), catalogue(db))
    if made.problems:
        raise RowsRefused(made.problems)
    ids = _write_products(db, actor, made)
    postings = _write_openings(db, actor, made, ids, form.file)
    db.add(Attachment(name=form.file, mime="text/csv", content=form.content, subject=f"import:{form.digest[:40]}"))
    return ProductsImported(
        file=form.file,
        added=len(made.added),
        changed=len(made.changed),
        unchanged=made.unchanged,
        openings=len(made.openings),
        postings=postings,
    )


def _write_products(db: Session, actor: Actor, made: Plan) -> dict[int, int]:
    """Writes what is known of the products; returns row → product id for every change."""
    categories = {name: category_of(db, name) for name in {c.category for c in made.changes if c.category}}
    _number(db, made.added)
    ids: dict[int, int] = {}
    rows = {change.sku: change.row for change in made.added}
    for part in _chunks([_product_row(change, categories, actor) for change in made.added]):
        stored = db.execute(insert(PRODUCT).returning(PRODUCT.c.id, PRODUCT.c.sku), part)
        ids |= {rows[sku]: product_id for product_id, sku in stored}
    for change in made.changes:
        if change.known is None:
            continue
        ids[change.row] = change.known.id
        values = dict(change.fields) | ({"category_id": categories[change.category]} if change.category else {})
        if values:
            db.execute(update(PRODUCT).where(PRODUCT.c.id == change.known.id).values(**values))
    _write_units(db, made, ids)
    _write_names(db, actor, made, ids)
    return ids


def _number(db: Session, new: Sequence[Change]) -> None:
    """Gives the next free codes to new products that came without one."""
    taken = {sku.lower() for sku in (*db.scalars(select(PRODUCT.c.sku)), *(change.sku for change in new))}
    for change in new:
        while not change.sku:
            free = f"{SKU_SERIES}-{next_in(db, SKU_SERIES):05d}"
            change.sku = "" if free.lower() in taken else free


def _product_row(change: Change, categories: dict[str, int | None], actor: Actor) -> dict[str, Any]:
    blank: dict[str, Any] = {"spec": "", "brand": "", "picture": "", "shelf_life_days": None}
    blank |= {"purchase_price": None, "sale_price": None, "supplier_id": None, "created_at": actor.at}
    return {**blank, **change.fields, "sku": change.sku, "category_id": categories.get(change.category)}


def _write_units(db: Session, made: Plan, ids: dict[int, int]) -> None:
    rows = []
    for change in made.changes:
        product_id = ids[change.row]
        if change.known is None:
            rows.append(_unit(product_id, change.base, 1, 1, is_base=True))
        for name, factor in change.units.items():
            if change.known is not None and name in change.known.units:
                same = (UNIT.c.product_id == product_id) & (UNIT.c.name == name)
                values = {"numerator": factor.numerator, "denominator": factor.denominator}
                db.execute(update(UNIT).where(same).values(**values))
            else:
                rows.append(_unit(product_id, name, factor.numerator, factor.denominator, is_base=False))
    for part in _chunks(rows):
        db.execute(insert(UNIT), part)


def _unit(product_id: int, name: str, above: int, below: int, *, is_base: bool) -> dict[str, Any]:
    return {"product_id": product_id, "name": name, "numerator": above, "denominator": below, "is_base": is_base}


def _write_names(db: Session, actor: Actor, made: Plan, ids: dict[int, int]) -> None:
    """Barcodes on their units, aliases for everybody, and word to every worker's look-up."""
    units = _unit_ids(db, {ids[change.row] for change in made.changes if change.barcodes})
    codes, aliases, changes = [], [], []
    for change in made.changes:
        product_id = ids[change.row]
        if change.describes:
            changes.append({"kind": AliasOf.PRODUCT, "target_id": product_id})
        for code, unit in change.barcodes:
            codes.append({"code": code, "product_id": product_id, "unit_id": units[product_id, unit]})
        for alias in change.aliases:
            row = {"kind": AliasOf.PRODUCT, "text": alias, "target_id": product_id, "hits": 1, "created_at": actor.at}
            aliases.append(row)
    for target, rows in ((BARCODE, codes), (ALIAS, aliases), (CHANGE, changes)):
        for part in _chunks(rows):
            db.execute(insert(target), part)


def _unit_ids(db: Session, product_ids: Collection[int]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    wanted = sorted(product_ids)
    for start in range(0, len(wanted), CHUNK):
        query = select(UNIT.c.id, UNIT.c.product_id, UNIT.c.name)
        query = query.where(UNIT.c.product_id.in_(wanted[start : start + CHUNK]))
        found |= {(row.product_id, row.name): row.id for row in db.execute(query)}
    return found


def _write_openings(db: Session, actor: Actor, made: Plan, ids: dict[int, int], file: str) -> list[str]:
    """Posts the opening stock, warehouse by warehouse; returns the numbers of the postings."""
    by_warehouse: dict[int, list[tuple[Change, Opening]]] = defaultdict(list)
    for change, opening in made.openings:
        by_warehouse[opening.warehouse_id].append((change, opening))
    source, numbers = outside(db, LocationKind.OPENING), []
    for warehouse_id, openings in sorted(by_warehouse.items()):
        home = place_in(db, warehouse_id)
        moves = [
            ledger.Move(ids[change.row], source, home, opening.quantity, value=opening.value, line=line)
            for line, (change, opening) in enumerate(openings, 1)
        ]
        for start in range(0, len(moves), LINES):
            part = moves[start : start + LINES]
            numbers.append(ledger.post(db, actor, PostingKind.OPENING, part, note=file[:200]).number)
    return numbers


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
