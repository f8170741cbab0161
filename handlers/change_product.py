"""One fact of a product is put right at a time: what is changed, and what it becomes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from sqlalchemy import delete, select
from sqlmodel import Session

from handlers import checks
from handlers.catalogue import (
    BARCODE,
    CATEGORY,
    add_aliases,
    add_barcodes,
    category_of,
    changed,
    code,
    drop_alias,
    joined,
    refuse_known_sku,
    refuse_same_product,
    units_for,
)
from handlers.facts import Cost, SalePrice
from handlers.packs import places_of, read_packs, unit_name
from handlers.products import found, full_name, ident, pack_text
from models.errors import Archived, InUse, Invalid, NotFound
from models.operation import Actor, Form, Outcome, Ref, operation
from models.people import LEADERS, Role
from models.product import AliasOf, Product, ProductUnit
from models.stock import StockMove
from models.table import table
from models.values import UNIT_PRICE_PLACES, Text, rounded

MOVE = table(StockMove)
CLEAR = "-"
"""What is typed to make an optional fact empty."""
_PRICE = re.compile(r"[^\d\s./-]{0,4}\s*(?P<amount>\d{1,12}(?:\.\d{1,6})?)\s*(?P<unit>\D{0,40})")


class ProductField(StrEnum):
    """What of a product can be changed."""

    NAME = "name"
    SPEC = "spec"
    SALE_PRICE = "sale_price"
    PURCHASE_PRICE = "purchase_price"
    PACK = "pack"
    BARCODE = "barcode"
    ALIAS = "alias"
    CATEGORY = "category"
    BRAND = "brand"
    SKU = "sku"
    BASE_UNIT = "base_unit"
    DROP_PACK = "drop_pack"
    DROP_BARCODE = "drop_barcode"
    DROP_ALIAS = "drop_alias"


class ChangeProduct(Form):
    """One fact of a product becomes another."""

    product: Annotated[int, Ref(Product)]
    field: ProductField
    value: Text


class ProductChanged(Outcome):
    """A fact of a product was put right. Prices are for one base unit."""

    product: str
    sku: str
    field: ProductField
    before: str = ""
    after: str = ""
    cost_before: Cost | None = None
    cost_after: Cost | None = None
    price_before: SalePrice | None = None
    price_after: SalePrice | None = None
    unit: str = ""


@operation(allowed=Role.BUYER | LEADERS, group="products")
def change_product(db: Session, actor: Actor, form: ChangeProduct) -> ProductChanged:
    """Changes one fact. Raises Invalid, AlreadyExists, Archived, NotFound, and InUse for a base unit once used."""
    product = found(db, form.product)
    if product.archived_at is not None:
        raise Archived(kind="product", text=full_name(product))
    facts = _CHANGES[form.field](db, product, form.value.strip())
    db.add(product)
    db.flush()
    changed(db, AliasOf.PRODUCT, form.product)
    return ProductChanged(product=full_name(product), sku=product.sku, field=form.field, **facts)


Facts = dict[str, str | Decimal | None]


def _name(db: Session, product: Product, value: str) -> Facts:
    before, product.name = product.name, checks.name(value, "value")
    refuse_same_product(db, product.name, product.spec, besides=product.id)
    return {"before": before, "after": product.name}


def _spec(db: Session, product: Product, value: str) -> Facts:
    before, product.spec = product.spec, _optional(value, 120)
    refuse_same_product(db, product.name, product.spec, besides=product.id)
    return {"before": before, "after": product.spec}


def _brand(db: Session, product: Product, value: str) -> Facts:
    before, product.brand = product.brand, _optional(value, 64)
    return {"before": before, "after": product.brand}


def _sku(db: Session, product: Product, value: str) -> Facts:
    before, sku = product.sku, code(checks.name(value, "value", 64), "value", 64)
    if sku.lower() != before.lower():
        refuse_known_sku(db, sku)
    product.sku = sku
    return {"before": before, "after": sku}


def _category(db: Session, product: Product, value: str) -> Facts:
    before = db.scalar(select(CATEGORY.c.name).where(CATEGORY.c.id == product.category_id)) or ""
    product.category_id = category_of(db, _optional(value, 64))
    after = db.scalar(select(CATEGORY.c.name).where(CATEGORY.c.id == product.category_id)) or ""
    return {"before": before, "after": after}


def _purchase_price(db: Session, product: Product, value: str) -> Facts:
    base, price = _price(db, product, value)
    before, product.purchase_price = product.purchase_price, checks.unit_price(price, "value")
    return {"cost_before": before, "cost_after": product.purchase_price, "unit": base}


def _sale_price(db: Session, product: Product, value: str) -> Facts:
    base, price = _price(db, product, value)
    before, product.sale_price = product.sale_price, checks.unit_price(price, "value")
    return {"price_before": before, "price_after": product.sale_price, "unit": base}


def _price(db: Session, product: Product, value: str) -> tuple[str, Decimal]:
    """The base unit's name, and the price typed (``48``, ``48/box``) for one of it, to six decimals."""
    units = units_for(db, ident(product))
    typed = _PRICE.fullmatch(unicodedata.normalize("NFKC", value))
    if typed is None:
        raise Invalid(name="value", reason="not-a-price", detail=value[:40])
    _, slash, unit = typed["unit"].rpartition("/")
    factor = _unit(units, unit, "value").factor if slash else Fraction(1)
    return units[0].name, rounded(Fraction(Decimal(typed["amount"])) / factor, UNIT_PRICE_PLACES)


def _pack(db: Session, product: Product, value: str) -> Facts:
    """A new pack, or another ratio of one that is there: stock is kept in base units and does not change."""
    units = units_for(db, ident(product))
    base = units[0].name
    there = {unit.name.casefold(): unit for unit in units[1:]}
    before, after = [], []
    for ratio in read_packs(value, base, {unit.name: unit.factor for unit in units[1:]}):
        row = there.get(ratio.name.casefold())
        if row is None:
            row = ProductUnit(product_id=ident(product), name=ratio.name)
        else:
            before.append(pack_text(row))
        row.numerator, row.denominator = ratio.numerator, ratio.denominator
        db.add(row)
        after.append(pack_text(row))
    if not after:
        raise Invalid(name="value", reason="unreadable-pack", detail=value[:40])
    return {"before": joined(before), "after": joined(after), "unit": base}


def _drop_pack(db: Session, product: Product, value: str) -> Facts:
    units = units_for(db, ident(product))
    row = _unit(units, value, "value")
    if row.is_base:
        raise InUse(kind="unit", text=row.name, reason="base-unit-frozen")
    if db.scalar(select(BARCODE.c.code).where(BARCODE.c.unit_id == row.id).limit(1)) is not None:
        raise InUse(kind="unit", text=row.name, reason="unit-has-barcode")
    before = pack_text(row)
    db.delete(row)
    return {"before": before}


def _base_unit(db: Session, product: Product, value: str) -> Facts:
    """Another name for the base unit, as long as nothing is counted in it yet."""
    if db.scalar(select(MOVE.c.id).where(MOVE.c.product_id == product.id).limit(1)) is not None:
        raise InUse(kind="product", text=full_name(product), reason="base-unit-frozen")
    units = units_for(db, ident(product))
    name = unit_name(value, "value")
    if any(unit.name.casefold() == name.casefold() for unit in units[1:]):
        raise Invalid(name="value", reason="duplicate-unit", detail=name)
    before, units[0].name = units[0].name, name
    product.places = places_of(name)
    db.add(units[0])
    return {"before": before, "after": name}


def _barcode(db: Session, product: Product, value: str) -> Facts:
    codes = add_barcodes(db, units_for(db, ident(product)), value)
    if not codes:
        raise Invalid(name="value", reason="bad-barcode", detail=value[:40])
    return {"after": joined(codes)}


def _drop_barcode(db: Session, product: Product, value: str) -> Facts:
    same = (BARCODE.c.product_id == product.id) & (BARCODE.c.code == value.strip())
    if db.scalar(select(BARCODE.c.code).where(same)) is None:
        raise NotFound(kind="barcode", text=value[:40])
    db.execute(delete(BARCODE).where(same))
    return {"before": value.strip()}


def _alias(db: Session, product: Product, value: str) -> Facts:
    new = add_aliases(db, AliasOf.PRODUCT, ident(product), value)
    if not new:
        raise Invalid(name="value", reason="alias-known", detail=value[:40])
    return {"after": joined(new)}


def _drop_alias(db: Session, product: Product, value: str) -> Facts:
    if not drop_alias(db, AliasOf.PRODUCT, ident(product), value):
        raise NotFound(kind="alias", text=value[:40])
    return {"before": value}


def _optional(value: str, most: int) -> str:
    return "" if value == CLEAR else checks.one_line(value, "value", most)


def _unit(units: list[ProductUnit], name: str, field: str) -> ProductUnit:
    wanted = unicodedata.normalize("NFKC", name).strip().casefold()
    row = next((unit for unit in units if unit.name.casefold() == wanted), None)
    if row is None:
        raise Invalid(name=field, reason="unknown-unit", detail=name.strip()[:24])
    return row


_CHANGES: Mapping[ProductField, Callable[[Session, Product, str], Facts]] = {
    ProductField.NAME: _name,
    ProductField.SPEC: _spec,
    ProductField.BRAND: _brand,
    ProductField.SKU: _sku,
    ProductField.CATEGORY: _category,
    ProductField.PURCHASE_PRICE: _purchase_price,
    ProductField.SALE_PRICE: _sale_price,
    ProductField.PACK: _pack,
    ProductField.DROP_PACK: _drop_pack,
    ProductField.BASE_UNIT: _base_unit,
    ProductField.BARCODE: _barcode,
    ProductField.DROP_BARCODE: _drop_barcode,
    ProductField.ALIAS: _alias,
    ProductField.DROP_ALIAS: _drop_alias,
}
