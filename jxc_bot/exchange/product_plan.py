"""What a file of products would change, row by row, and everything that is wrong with it.

Pure: a plan is made from a table and the catalogue, and nothing is written. The same plan is shown in the dry run
and carried out by the import, so that what was shown is what happens.

An empty cell is not a change. A row without a SKU means the product of that name and spec, or a new one. Units,
barcodes and aliases of a file are added to those that are there. Opening stock is for places that have never had
any of that product, so that a second file does not double it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from handlers import checks
from handlers.catalogue import code
from handlers.packs import places_of, unit_name
from jxc_bot.exchange import cells
from jxc_bot.exchange.catalogue import Catalogue, Known
from jxc_bot.exchange.columns import heads, recognised
from jxc_bot.exchange.row import Problem, Row
from jxc_bot.exchange.table_file import Table
from models.errors import OutOfRange
from models.values import UNIT_PRICE_PLACES, ZERO, rounded, to_decimal

OF_STOCK = frozenset({"opening", "warehouse", "cost", "value"})
ONLY_ONCE = ("opening", "value")
"""A cell merged over several rows says these of all of them together, and of none."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Stock that is there at the beginning."""

    warehouse_id: int
    quantity: Decimal
    value: Decimal


@dataclass(slots=True)
class Change:
    """What a row does to one product."""

    row: int
    sku: str
    """Empty: a new product that gets the next free code."""
    known: Known | None
    """None: a new product."""
    fields: dict[str, Any] = field(default_factory=dict)
    category: str = ""
    """A category that has to be made first, or is there."""
    base: str = ""
    units: dict[str, Fraction] = field(default_factory=dict)
    barcodes: list[tuple[str, str]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    """In one warehouse or in several: a row each."""

    @property
    def factors(self) -> dict[str, Fraction]:
        """Every unit there will be, in base units."""
        before = self.known.units if self.known else {}
        return {**before, **self.units, self.base: Fraction(1)}

    @property
    def describes(self) -> bool:
        """Whether it changes what is known of the product (and not only its stock)."""
        return self.known is None or bool(self.fields or self.category or self.units or self.barcodes or self.aliases)


@dataclass(slots=True)
class Plan:
    """A whole file's changes. With problems nothing may be carried out."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headers that mean nothing to us."""
    unchanged: int = 0

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.known is None]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.known is not None and change.describes]

    @property
    def openings(self) -> list[tuple[Change, Opening]]:
        return [(change, opening) for change in self.changes for opening in change.openings]


def plan(table: Table, known: Catalogue) -> Plan:
    """What importing ``table`` would do to ``known``."""
    columns, ignored = recognised(table.headers)
    made = Plan(ignored=ignored)
    if not heads(table.headers):
        made.problems.append(Problem(table.head, "name", "column-missing"))
        return made
    planner = _Planner(known)
    for number, cells_ in table.rows:
        row = Row(number, cells_, columns, table.headers)
        for name, at in columns.items():
            if (number, at) in table.formulas:
                row.refuse(name, "formula")
            elif (number, at) in table.shared and name in ONLY_ONCE:
                row.refuse(name, "merged")
        planner.read(row)
        made.problems += row.problems
    for change in planner.changes:
        if change.describes or change.openings:
            made.changes.append(change)
        else:
            made.unchanged += 1
    return made


class _Planner:
    """Reads rows one after the other, with what earlier rows of the file have taken."""

    def __init__(self, known: Catalogue) -> None:
        self._known = known
        self._firsts: dict[str, tuple[Row, Change]] = {}
        self._codes: dict[str, tuple[int, str]] = {}

    @property
    def changes(self) -> list[Change]:
        """What the rows come to, a change for each product."""
        return [change for _, change in self._firsts.values()]

    def read(self, row: Row) -> None:
        """Takes in a row, or notes what is wrong with it."""
        name, spec = row.text("name"), row.text("spec")
        sku = row.read("sku", lambda cell: code(cell, "sku", 64)) or ""
        existing = self._existing(row, sku, name, spec)
        meant = (existing.sku if existing else sku).lower() or f"{name}\n{spec}".lower()
        if meant in self._firsts and not row.problems:
            self._again(row, *self._firsts[meant])
            return
        if existing is None and not name and not row.problems:
            row.refuse("name", "name-missing")
        if row.problems:
            return
        change = Change(row.number, existing.sku if existing else sku, existing)
        self._firsts[meant] = (row, change)
        self._units(row, change)
        if row.problems:
            return
        self._fields(row, change, name, spec)
        self._codes_and_aliases(row, change)
        self._opening(row, change)

    def _again(self, row: Row, first: Row, change: Change) -> None:
        """A product's second row may say what there is of it in another warehouse, and nothing else that is new."""
        differs = [name for name, cell in row.said.items() if name not in OF_STOCK and cell != first.cell(name)]
        if differs or not row.cell("opening"):
            row.refuse("sku" if row.cell("sku") else "name", "twice-in-file", str(first.number))
        elif not first.problems:
            self._opening(row, change)

    def _existing(self, row: Row, sku: str, name: str, spec: str) -> Known | None:
        """The product that a row means; notes a problem when that is not clear."""
        found = self._known.products.get(sku.lower()) if sku else None
        if not sku:
            there = self._known.by_name.get((name.lower(), spec.lower()), [])
            if len(there) > 1:
                row.refuse("name", "name-of-several", ", ".join(known.sku for known in there[:3]))
            found = there[0] if there else None
        return found

    def _units(self, row: Row, change: Change) -> None:
        base = row.read("unit", lambda cell: unit_name(cell)) or ""
        before: dict[str, Fraction] = {}
        if change.known is not None:
            before = change.known.units
            if base and base != change.known.base:
                row.refuse("unit", "base-differs", change.known.base)
            base = change.known.base
        elif not row.cell("unit"):
            row.refuse("unit", "unit-missing")
        change.base = base
        if base:
            packs = row.read("units", lambda cell: cells.packs(cell, base, before)) or {}
            change.units = {unit: factor for unit, factor in packs.items() if before.get(unit) != factor}

    def _fields(self, row: Row, change: Change, name: str, spec: str) -> None:
        factors = change.factors

        def price(cell: str) -> Decimal:
            return to_decimal(cells.money(cell, factors), UNIT_PRICE_PLACES)

        places = row.read("places", lambda cell: cells.whole(cell, 6))
        if places is None and change.known is None:
            places = places_of(change.base)
        wanted: dict[str, Any] = {
            "name": name or None,
            "spec": spec or None,
            "brand": row.text("brand") or None,
            "places": places,
            "shelf_life_days": row.read("shelf_life_days", lambda cell: cells.whole(cell, 36_500)),
            "purchase_price": row.read("purchase_price", price),
            "sale_price": row.read("sale_price", price),
            "supplier_id": self._named(row, "supplier", self._known.suppliers),
        }
        now = change.known.fields if change.known else {}
        change.fields = {key: value for key, value in wanted.items() if value is not None and now.get(key) != value}
        category = row.text("category")
        known = self._known.categories.get(category.lower())
        if category and (change.known is None or known is None or known != now.get("category_id")):
            change.category = category

    def _named(self, row: Row, column: str, names: dict[str, int]) -> int | None:
        said = row.text(column)
        if said and said.lower() not in names:
            row.refuse(column, f"unknown-{column}", said)
        return names.get(said.lower())

    def _codes_and_aliases(self, row: Row, change: Change) -> None:
        factors = change.factors
        for barcode, unit in row.read("barcode", lambda cell: cells.barcodes(cell, change.base, factors)) or []:
            owner = self._known.codes.get(barcode)
            if owner is not None and owner != (change.sku, unit):
                row.refuse("barcode", "barcode-taken", f"{barcode} ({owner[0]} {owner[1]})")
            elif self._codes.setdefault(barcode, (row.number, unit)) != (row.number, unit):
                row.refuse("barcode", "barcode-twice", f"{barcode} ({self._codes[barcode][0]})")
            elif owner is None and (barcode, unit) not in change.barcodes:
                change.barcodes.append((barcode, unit))
        before = change.known.aliases if change.known else set()
        said = row.read("aliases", lambda cell: [cells.text(each, "aliases", 120) for each in cells.listed(cell)])
        change.aliases = [each for each in dict.fromkeys(map(str.lower, said or [])) if each and each not in before]

    def _opening(self, row: Row, change: Change) -> None:
        factors = change.factors
        places = change.fields.get("places", change.known.fields["places"] if change.known else 0)
        quantity = row.read("opening", lambda cell: to_decimal(cells.quantity(cell, factors), places))
        if not quantity:
            return
        warehouse = self._named(row, "warehouse", self._known.warehouses)
        if not row.cell("warehouse"):
            only = set(self._known.warehouses.values())
            warehouse = only.pop() if len(only) == 1 else None
            if warehouse is None:
                row.refuse("warehouse", "warehouse-missing")
        value = self._value(row, change, quantity)
        if warehouse is None or value is None:
            return
        if change.known is not None and (change.known.id, warehouse) in self._known.stocked:
            row.refuse("opening", "opening-twice")
        if change.known is not None and change.known.fields["archived_at"] is not None:
            row.refuse("opening", "archived")
        if any(opening.warehouse_id == warehouse for opening in change.openings):
            row.refuse("opening", "twice-in-file", str(change.row))
        change.openings.append(Opening(warehouse, quantity, value))

    def _value(self, row: Row, change: Change, quantity: Decimal) -> Decimal | None:
        """What the opening stock cost: as stated in all or per unit, else at the purchase price, else nothing."""
        if row.cell("value"):
            return row.read("value", lambda cell: _worth(cells.money(cell, {})))
        if row.cell("cost"):
            return row.read("cost", lambda cell: _worth(cells.money(cell, change.factors) * Fraction(quantity)))
        now = change.known.fields["purchase_price"] if change.known else None
        each = Fraction(change.fields.get("purchase_price", now) or ZERO)
        return row.read("opening", lambda _: _worth(each * Fraction(quantity)))


def _worth(value: Fraction) -> Decimal:
    """Money to the ledger's four places. Raises OutOfRange."""
    amount = rounded(value)
    if amount > checks.MOST_VALUE:
        raise OutOfRange(value=str(amount))
    return amount
