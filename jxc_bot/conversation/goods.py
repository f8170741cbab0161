"""Products and their units as a turn needs them: each row read once, a document's in a few statements."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select

from jxc_bot.conversation.turn import Turn
from models.operation import Units
from models.product import Barcode, Product, ProductUnit
from models.table import table
from models.units import in_order, units_of
from models.values import UnitRatio

UNIT, PRODUCT, BARCODE = table(ProductUnit), table(Product), table(Barcode)
_UNITS = select(UNIT.c.product_id, UNIT.c.name, UNIT.c.numerator, UNIT.c.denominator, UNIT.c.is_base).where(
    UNIT.c.product_id.in_(bindparam("ids", expanding=True))
)
_PRODUCTS = select(Product).where(PRODUCT.c.id.in_(bindparam("ids", expanding=True)))


def product_units(turn: Turn, product_id: int | None) -> list[UnitRatio]:
    """All units of a product that may be typed, largest first, the base unit last."""
    if not product_id:
        return []
    foresee(turn, [product_id])
    found: list[UnitRatio] = turn.seen["units", product_id]
    return found


def product_row(turn: Turn, product_id: int | None) -> Product | None:
    """A product, read once a turn."""
    if not product_id:
        return None
    foresee(turn, [product_id])
    found: Product | None = turn.seen["product", product_id]
    return found


def foresee(turn: Turn, product_ids: Collection[int]) -> None:
    """Reads products and all their units for this turn: two statements for a document, not for each line of it."""
    wanted = sorted({i for i in product_ids if ("units", i) not in turn.seen})
    if not wanted:
        return
    rows: dict[int, list[Any]] = {i: [] for i in wanted}
    for row in turn.db.execute(_UNITS, {"ids": wanted}):
        rows[row.product_id].append(row)
    for product_id, units in rows.items():
        units.sort(key=lambda row: (row.is_base, -Fraction(row.numerator, row.denominator)))
        ratios = [UnitRatio(row.name, row.numerator, row.denominator) for row in units]
        turn.seen["units", product_id] = ratios
        turn.seen["spoken", product_id] = in_order(
            [(unit, row.is_base) for unit, row in zip(ratios, units, strict=True)]
        )
        turn.seen["product", product_id] = None
    for product in turn.db.scalars(_PRODUCTS, {"ids": wanted}):
        turn.seen["product", product.id] = product


def spoken_units(turn: Turn, product_ids: Collection[int]) -> dict[int, Units]:
    """The units of products as they are spoken, read once a turn."""
    missing = [i for i in product_ids if ("spoken", i) not in turn.seen]
    if missing:
        turn.seen.update({("spoken", i): units for i, units in units_of(turn.db, missing).items()})
    return {i: turn.seen["spoken", i] for i in product_ids}


def product_name(turn: Turn, product_id: int | None) -> str:
    product = product_row(turn, product_id)
    return product.name if product is not None else ""


def unit_of_barcode(turn: Turn, code: str) -> str | None:
    """The unit that a barcode is printed on: what was scanned is counted in it."""
    foresee_barcodes(turn, [code])
    found: str | None = turn.seen["barcode", code]
    return found


def foresee_barcodes(turn: Turn, codes: Collection[str]) -> None:
    """Reads the units of barcodes for this turn: one statement for a document, not for each line of it."""
    wanted = sorted({code for code in codes if ("barcode", code) not in turn.seen})
    if wanted:
        query = select(BARCODE.c.code, UNIT.c.name).join(UNIT, UNIT.c.id == BARCODE.c.unit_id)
        found = {row.code: row.name for row in turn.db.execute(query.where(BARCODE.c.code.in_(wanted)))}
        turn.seen.update({("barcode", code): found.get(code) for code in wanted})
