"""Bounds on what a person may say, checked in the verbs, so that they hold whoever filled the form.

Everything is refused with the field's name and a reason; nothing is silently cut, rounded or clamped.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.errors import FractionOfUnit, Inexact, Invalid, NotFound, OutOfRange
from models.ledger import Goods
from models.operation import Actor, Price, Units
from models.product import Product, ProductUnit
from models.table import table
from models.units import in_order
from models.values import UNIT_PRICE_PLACES, UnitRatio, rounded, scaled

PRODUCT, UNIT = table(Product), table(ProductUnit)
_COLUMNS = (PRODUCT.c.name, PRODUCT.c.spec, PRODUCT.c.sku, PRODUCT.c.places, PRODUCT.c.archived_at)
_UNIT = (UNIT.c.name, UNIT.c.numerator, UNIT.c.denominator, UNIT.c.is_base)
_PRODUCTS = (
    select(PRODUCT.c.id, *_UNIT, *_COLUMNS, PRODUCT.c.purchase_price)
    .outerjoin(UNIT, UNIT.c.product_id == PRODUCT.c.id)
    .where(PRODUCT.c.id.in_(bindparam("ids", expanding=True)))
)
"""A row for each unit of each product."""

MOST = Decimal(10**9)
"""The largest quantity, and the highest price, that one line may name."""
MOST_VALUE = Decimal(10**12)
"""The largest value of one line."""
LINES = 200
"""The longest document."""
NAME = 120
NOTE = 400
BACK_DATED = timedelta(days=31)
"""How far back a fact may lie, unless it is of this year anyway."""


class Counted(NamedTuple):
    """What the verbs need to know of a product that moves."""

    name: str
    sku: str
    places: int
    units: Units
    goods: Goods


def one_line(text: str, field: str, most: int = NAME) -> str:
    """``text`` as a name: one line, single spaces, at most ``most`` characters; may be empty.

    Raises Invalid: control-characters, too-long. Invisible format characters (direction marks, zero-width spaces)
    are dropped, since two names that look the same have to be the same.
    """
    kept = "".join(ch for ch in unicodedata.normalize("NFC", text) if unicodedata.category(ch) != "Cf")
    shown = " ".join(kept.split())
    if any(unicodedata.category(ch) in ("Cc", "Cs", "Co", "Cn") for ch in shown):
        raise Invalid(name=field, reason="control-characters")
    if len(shown) > most:
        raise Invalid(name=field, reason="too-long", detail=str(most))
    return shown


def name(text: str, field: str = "name", most: int = NAME) -> str:
    """``text`` as a name that has to be there. Raises Invalid: empty, control-characters, too-long."""
    shown = one_line(text, field, most)
    if not any(ch.isalnum() for ch in shown):
        raise Invalid(name=field, reason="empty")
    return shown


def note(text: str) -> str:
    """A remark: may be empty. Raises Invalid: control-characters, too-long."""
    return one_line(text, "note", NOTE)


def day(actor: Actor, happened_on: date | None) -> date | None:
    """The day something happened (None: today).

    Raises Invalid: in-future; too-old when it is neither of this year nor within the last 31 days.
    """
    if happened_on is None:
        return None
    today = actor.today
    if happened_on > today:
        raise Invalid(name="happened_on", reason="in-future", detail=happened_on.isoformat())
    if happened_on < date(today.year, 1, 1) and today - happened_on > BACK_DATED:
        raise Invalid(name="happened_on", reason="too-old", detail=happened_on.isoformat())
    return happened_on


def positive(quantity: Decimal, field: str = "quantity") -> Decimal:
    """A quantity of goods. Raises Invalid (not-positive) or OutOfRange."""
    if not quantity.is_finite() or quantity > MOST:
        raise OutOfRange(value=str(quantity)[:40])
    if quantity <= 0:
        raise Invalid(name=field, reason="not-positive", detail=str(quantity)[:40])
    return quantity


def unit_price(amount: Decimal | None, field: str) -> Decimal | None:
    """Money for one unit; zero is a price. Raises Invalid (negative), OutOfRange or Inexact."""
    if amount is None:
        return None
    if not amount.is_finite() or amount > MOST:
        raise OutOfRange(value=str(amount)[:40])
    if amount < 0:
        raise Invalid(name=field, reason="negative", detail=str(amount)[:40])
    scaled(amount, UNIT_PRICE_PLACES)
    return amount


def value_of(cost: Price | None, quantity: Decimal) -> Decimal | None:
    """What ``quantity`` base units cost at ``cost``, to the ledger's four places. Raises as ``unit_price``."""
    if cost is None:
        return None
    unit_price(cost.amount, "cost")
    if cost.numerator <= 0 or cost.denominator <= 0:
        raise Invalid(name="cost", reason="unknown-unit", detail=cost.unit[:40])
    value = rounded(cost.of(quantity))
    if value > MOST_VALUE:
        raise OutOfRange(value=str(value))
    return value


def counted(db: Session, lines: Collection[tuple[int, Decimal]]) -> Mapping[int, Counted]:
    """The products of a document's lines ``(product, quantity)``, after their quantities have been checked.

    Raises Invalid (too-many, nothing-to-post, not-positive), OutOfRange, NotFound, and FractionOfUnit where a
    product is not counted that finely.
    """
    if not lines:
        raise Invalid(name="lines", reason="nothing-to-post")
    if len(lines) > LINES:
        raise Invalid(name="lines", reason="too-many", detail=str(LINES))
    found = products(db, {product_id for product_id, _ in lines})
    for product_id, quantity in lines:
        positive(quantity)
        if product_id not in found:
            raise NotFound(kind="product", text=str(product_id))
        _whole(found[product_id], quantity)
    return found


def products(db: Session, ids: Iterable[int]) -> Mapping[int, Counted]:
    """Products by id, with their full names (name and spec) and units."""
    found: dict[int, Sequence[Any]] = {}
    units: dict[int, list[tuple[UnitRatio, bool]]] = defaultdict(list)
    for key, name, numerator, denominator, is_base, *row in db.execute(_PRODUCTS, {"ids": sorted(set(ids))}):
        found[key] = row
        if name is not None:
            units[key].append((UnitRatio(name, numerator, denominator), is_base))
    return {key: _counted(row, in_order(units[key])) for key, row in found.items()}


def _counted(row: Sequence[Any], units: Units) -> Counted:
    name, spec, sku, places, archived_at, purchase_price = row
    return Counted(f"{name} {spec}".strip(), sku, places, units, Goods(name, archived_at, purchase_price))


def goods(found: Mapping[int, Counted]) -> dict[int, Goods]:
    """The same products as the ledger wants them."""
    return {key: product.goods for key, product in found.items()}


def _whole(product: Counted, quantity: Decimal) -> None:
    try:
        scaled(quantity, product.places)
    except Inexact:
        base = product.units[-1][0] if product.units else ""
        raise FractionOfUnit(
            product=product.name,
            typed=str(quantity),
            quantity=quantity,
            unit=base,
            places=product.places,
            units=product.units,
        ) from None
