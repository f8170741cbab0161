"""What documents are made of. Money and quantities are exact; whatever is None is not shown at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from models.operation import Price, Units


@dataclass(frozen=True, slots=True)
class Business:
    """One of the two parties of a document."""

    name: str
    contact: str = ""
    phone: str = ""
    address: str = ""
    tax_number: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One product of an order. ``units``: the product's, largest first; the quantity is in the last, the base unit."""

    product: str
    quantity: Decimal
    units: Units
    sku: str = ""
    spec: str = ""
    supplier_code: str = ""
    unit: str = ""
    """The unit it is ordered in."""
    price: Price | None = None
    tax_rate: Decimal = Decimal(0)
    """In per cent."""
    amount: Decimal | None = None
    """Price × quantity, stated as the price is."""
    expected_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order as it is sent. Without ``total`` it is one for the warehouse: no money on it."""

    number: str
    ordered_on: date
    buyer: Business
    supplier: Business
    lines: tuple[OrderLine, ...]
    currency: str = "CNY"
    revision: int = 1
    expected_on: date | None = None
    deliver_to: str = ""
    """The warehouse, and its address."""
    requester: str = ""
    approver: str = ""
    terms: str = ""
    """How it is paid."""
    prices_include_tax: bool = False
    goods: Decimal | None = None
    discount: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    tax: Decimal | None = None
    rounding: Decimal = Decimal(0)
    total: Decimal | None = None
    """With tax."""
    note: str = ""
    cancelled: bool = False


class EntryKind(StrEnum):
    """What an entry of a statement is."""

    RECEIPT = "receipt"
    RETURN = "return"
    UNDONE = "undone"
    PAYMENT = "payment"
    PAYMENT_UNDONE = "payment_undone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an account."""

    day: date
    kind: EntryKind
    number: str
    owed: Decimal
    paid: Decimal
    balance: Decimal
    """After it."""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The account with a supplier over a period: opening + owed − paid = closing."""

    buyer: Business
    supplier: Business
    since: date
    until: date
    opening: Decimal
    owed: Decimal
    paid: Decimal
    closing: Decimal
    entries: tuple[Entry, ...]
    currency: str = "CNY"


class Dimension(StrEnum):
    """What a report adds up by."""

    SUPPLIER = "supplier"
    PRODUCT = "product"
    CATEGORY = "category"
    MONTH = "month"
    DAY = "day"

    @property
    def in_time(self) -> bool:
        return self in (Dimension.MONTH, Dimension.DAY)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One sum of a purchase report. An empty ``name`` is what belongs to none. Costs are without recoverable tax."""

    name: str
    received: Decimal
    returned: Decimal
    gross: Decimal
    """Received less returned, with tax."""
    receipts: int = 0
    quantity: Decimal | None = None
    """Base units, of one product only."""
    unit: str = ""

    @property
    def net(self) -> Decimal:
        return self.received - self.returned


@dataclass(frozen=True, slots=True)
class Report:
    """What was bought over a period, by one dimension, in the order it is shown."""

    dimension: Dimension
    since: date
    until: date
    rows: tuple[ReportRow, ...]
    receipts: int = 0
    """Of the whole: one receipt may be in several rows."""
    currency: str = "CNY"
    company: str = ""

    @property
    def net(self) -> Decimal:
        return sum((row.net for row in self.rows), Decimal(0))


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart of money, or of numbers where ``currency`` is empty. In the order given; the rest is summed up."""

    title: str
    bars: tuple[tuple[str, Decimal], ...]
    subtitle: str = ""
    currency: str = "CNY"
    in_time: bool = False
    """Periods, the oldest first: where there are too many, the older ones are summed up, not the last ones."""
    shown: int = 12
