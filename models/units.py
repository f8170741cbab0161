"""The units of products, and quantities brought to the base unit."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.errors import FractionOfUnit, Inexact
from models.operation import Units
from models.product import Product, ProductUnit
from models.table import table
from models.values import UnitRatio, largest_first, to_decimal

UNIT = table(ProductUnit)
_UNITS = select(UNIT.c.product_id, UNIT.c.name, UNIT.c.numerator, UNIT.c.denominator, UNIT.c.is_base).where(
    UNIT.c.product_id.in_(bindparam("ids", expanding=True))
)


def units_of(db: Session, product_ids: Collection[int]) -> dict[int, Units]:
    """Units of each product as plain facts, largest first; the base unit is the last."""
    found: dict[int, list[tuple[UnitRatio, bool]]] = {key: [] for key in product_ids}
    for product_id, name, numerator, denominator, is_base in db.execute(_UNITS, {"ids": sorted(set(product_ids))}):
        found[product_id].append((UnitRatio(name, numerator, denominator), is_base))
    return {key: in_order(units) for key, units in found.items()}


def in_order(units: Sequence[tuple[UnitRatio, bool]]) -> Units:
    """Units as plain facts, each with whether it is the base one: as ``units_of`` gives them."""
    base = [unit for unit, is_base in units if is_base]
    # A unit smaller than the base (1 克 = 1/1000 公斤) is understood when typed, but never used for speaking.
    packs = largest_first(unit for unit, is_base in units if not is_base and unit.factor > 1)
    return tuple((u.name, u.numerator, u.denominator) for u in (*packs, *base))


def check_places(product: Product, base: str, typed: str, quantity: Fraction, units: Units = ()) -> Decimal:
    """``quantity`` base units as a Decimal. Raises FractionOfUnit when the product is not counted that finely."""
    try:
        return to_decimal(quantity, product.places)
    except Inexact:
        raise FractionOfUnit(
            product=product.name,
            typed=typed,
            quantity=Decimal(f"{float(quantity):.6g}"),
            unit=base,
            places=product.places,
            units=units,
        ) from None
