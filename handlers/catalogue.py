"""What the verbs about products and parties share: categories, names, aliases, barcodes, and telling the look-up."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from models.errors import AlreadyExists, Invalid
from models.product import Alias, AliasOf, Barcode, Category, LookupChange, Product, ProductUnit
from models.table import table

PRODUCT, UNIT, BARCODE = table(Product), table(ProductUnit), table(Barcode)
CATEGORY, ALIAS, CHANGE = table(Category), table(Alias), table(LookupChange)
MOST_ALIASES = 20
_LIST = re.compile(r"[,;\n\u3001]+")
_BARCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{2,63}")
_CODE = re.compile(r"[\w][\w.\-/ ]*")


def changed(db: Session, kind: AliasOf, target_id: int) -> None:
    """Tells the look-up indexes of every worker that something is found by other words now."""
    db.execute(insert(CHANGE).values(kind=kind, target_id=target_id))


def listed(text: str) -> list[str]:
    """The parts of a list as people type it, separated by commas, semicolons or lines."""
    plain = text.replace("\uff0c", ",").replace("\uff1b", ";")
    return [part.strip() for part in _LIST.split(plain) if part.strip()]


def category_of(db: Session, text: str) -> int | None:
    """The category of that name, made when there is none. Empty: none."""
    name = checks.one_line(text, "category", 64)
    if not name:
        return None
    found = db.scalar(select(CATEGORY.c.id).where(func.lower(CATEGORY.c.name) == name.lower()))
    if found is not None:
        return int(found)
    return int(db.execute(insert(CATEGORY).values(name=name).returning(CATEGORY.c.id)).scalar_one())


def code(text: str, field: str, most: int) -> str:
    """A code people type: letters, digits and ``- . / _``. Empty stays empty. Raises Invalid (bad-code)."""
    shown = checks.one_line(text, field, most)
    if shown and not _CODE.fullmatch(shown):
        raise Invalid(name=field, reason="bad-code", detail=shown[:40])
    return shown


def add_aliases(db: Session, kind: AliasOf, target_id: int, text: str) -> list[str]:
    """Adds other words for something, for everybody; those that are there already are left. Returns the new ones."""
    names = [checks.name(part, "aliases").lower() for part in listed(text)]
    if len(names) > MOST_ALIASES:
        raise Invalid(name="aliases", reason="too-many", detail=str(MOST_ALIASES))
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None)
    same = everybody & (ALIAS.c.kind == kind) & (ALIAS.c.target_id == target_id)
    there = set(db.scalars(select(ALIAS.c.text).where(same)))
    new = [name for name in dict.fromkeys(names) if name not in there]
    for name in new:
        db.add(Alias(kind=kind, text=name, target_id=target_id))
    return new


def drop_alias(db: Session, kind: AliasOf, target_id: int, text: str) -> bool:
    """Takes a word away from something, for everybody; whether it was there."""
    same = (ALIAS.c.kind == kind) & (ALIAS.c.target_id == target_id) & (ALIAS.c.text == text.strip().lower())
    everybody = ALIAS.c.person_id.is_(None) & ALIAS.c.party_id.is_(None)
    found = list(db.scalars(select(ALIAS.c.id).where(same, everybody)))
    db.execute(delete(ALIAS).where(ALIAS.c.id.in_(found)))
    return bool(found)


def add_barcodes(db: Session, units: Sequence[ProductUnit], text: str) -> list[str]:
    """Adds barcodes: ``6901234567892`` on the base unit, ``box=16901234567899`` on a pack. Returns the codes.

    Raises Invalid (bad-barcode, unknown-unit) or AlreadyExists, naming the product that has the code.
    """
    by_name = {unit.name.casefold(): unit for unit in units}
    base = next(unit for unit in units if unit.is_base)
    codes = []
    for part in listed(unicodedata.normalize("NFKC", text)):
        name, equals, said = part.replace(":", "=").rpartition("=")
        unit = by_name.get(name.strip().casefold()) if equals else base
        if unit is None:
            raise Invalid(name="barcode", reason="unknown-unit", detail=name.strip()[:24])
        barcode = said.replace(" ", "")
        if not _BARCODE.fullmatch(barcode):
            raise Invalid(name="barcode", reason="bad-barcode", detail=barcode[:40])
        _refuse_known_barcode(db, barcode)
        db.add(Barcode(code=barcode, product_id=unit.product_id, unit_id=_id(unit)))
        db.flush()
        codes.append(barcode)
    return codes


def _refuse_known_barcode(db: Session, barcode: str) -> None:
    query = select(PRODUCT.c.name, PRODUCT.c.spec).join(BARCODE, BARCODE.c.product_id == PRODUCT.c.id)
    owner = db.execute(query.where(BARCODE.c.code == barcode)).first()
    if owner is not None:
        raise AlreadyExists(kind="barcode", text=f"{barcode} ({owner.name} {owner.spec})".replace(" )", ")"))


def refuse_same_product(db: Session, name: str, spec: str, besides: int | None = None) -> None:
    """Refuses a second product of the same name and spec: nobody could tell them apart."""
    same = (func.lower(PRODUCT.c.name) == name.lower()) & (func.lower(PRODUCT.c.spec) == spec.lower())
    query = select(PRODUCT.c.id).where(same, PRODUCT.c.archived_at.is_(None), PRODUCT.c.id != (besides or 0))
    if db.scalar(query.limit(1)) is not None:
        raise AlreadyExists(kind="product", text=f"{name} {spec}".strip())


def refuse_known_sku(db: Session, sku: str) -> None:
    """Refuses a SKU that some product has, archived ones included; upper and lower case are one."""
    if db.scalar(select(PRODUCT.c.id).where(func.lower(PRODUCT.c.sku) == sku.lower()).limit(1)) is not None:
        raise AlreadyExists(kind="sku", text=sku)


def units_for(db: Session, product_id: int) -> list[ProductUnit]:
    """The units of a product as rows to change, the base unit first."""
    query = select_rows(ProductUnit).where(ProductUnit.product_id == product_id)
    return list(db.exec(query.order_by(col(ProductUnit.is_base).desc(), col(ProductUnit.id))).all())


def joined(names: Iterable[str]) -> str:
    """Names in a row, as data."""
    return " / ".join(names)


def _id(row: ProductUnit) -> int:
    assert row.id is not None
    return row.id
