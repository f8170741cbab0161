"""What goes into the ledger, and what came of it: nothing of a document just posted has to be read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from models.stock import NO_LOT


@dataclass(frozen=True, slots=True)
class Move:
    """A line to post. ``value`` None: at the average cost of the source's warehouse."""

    product_id: int
    source_id: int
    destination_id: int
    quantity: Decimal
    value: Decimal | None = None
    lot_id: int = NO_LOT
    line: int = 1
    reverses_id: int | None = None


class MovedLine(NamedTuple):
    """What one move of a posting carried."""

    line: int
    product_id: int
    quantity: Decimal
    value: Decimal


class StockKey(NamedTuple):
    """What a whole warehouse's stock is of."""

    product_id: int
    warehouse_id: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting just made."""

    id: int
    number: str
    party_id: int | None
    happened_on: date
    note: str
    lines: tuple[MovedLine, ...]
    """Its moves, in their order."""
    stock: Mapping[StockKey, Decimal]
    """What the warehouses it touched hold of its products now, in base units."""
    warehouses: Mapping[int, str]
    """The names of the warehouses it touched."""
