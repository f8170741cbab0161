"""Purchase orders and their lines (采购单).

A line's quantities are base units of its product; beside them stand the unit and the price as they were ordered.
For every line, always: **ordered = received + outstanding + closed**. ``outstanding`` is kept for the index and
checked by the table; goods that came beyond the order raise ``ordered`` by ``over``, so that the law holds then too.

``revision`` rises whenever what is ordered, or what people may do with the order, changes: a card that was made for
an older one is refused. What a line said before is kept in its history.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from models.landed_cost import Booked, Pricing
from models.operation import Price
from models.purchase_state import Answer, Approval, LineProgress
from models.table import Field, SQLModel, amount_column, instant_column, now_column, quantity_column, unit_price_column
from models.values import ZERO, Kind, ScaledDecimal

PERCENT_PLACES = 4
Percent = Annotated[Decimal, Kind("percent")]
"""A form field in per cent: 13 is 13 %."""


def percent_column(**options: Any) -> Any:
    """A column of per cents: 13 is 13 %."""
    return Field(sa_type=ScaledDecimal(PERCENT_PLACES), **options)


class PriceColumns(SQLModel):
    """A price as it was typed: so much for one ``price_unit``, which is numerator / denominator base units."""

    price_amount: Decimal | None = unit_price_column(default=None)
    price_unit: str = Field(default="", max_length=24)
    price_numerator: int = 1
    price_denominator: int = 1

    @property
    def price(self) -> Price | None:
        if self.price_amount is None:
            return None
        return Price(
            amount=self.price_amount,
            unit=self.price_unit,
            numerator=self.price_numerator,
            denominator=self.price_denominator,
        )

    def set_price(self, price: Price | None) -> None:
        self.price_amount = price.amount if price else None
        self.price_unit = price.unit if price else ""
        self.price_numerator = price.numerator if price else 1
        self.price_denominator = price.denominator if price else 1


class PurchaseOrder(SQLModel, table=True):
    """One order to one supplier, into one warehouse."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        CheckConstraint("discount >= 0", name="discount_not_negative"),
        CheckConstraint("freight >= 0", name="freight_not_negative"),
        Index("ix_purchase_order_answer", "answer", "sent_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    supplier_id: int = Field(foreign_key="party.id", index=True)
    warehouse_id: int = Field(foreign_key="warehouse.id", index=True)
    requester_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who asks for it, and so may not approve it; nobody: the program itself."""
    origin: str = Field(default="", max_length=48)
    """What it came from: ``message``, ``request``, ``copy:12``, ``reorder`` …"""
    ordered_on: date = Field(index=True)
    expected_on: date | None = None
    prices_include_tax: bool = False
    tax_recoverable: bool = True
    discount: Decimal = amount_column(default=ZERO)
    """Off the whole order, stated like its prices; shared out over the lines."""
    freight: Decimal = amount_column(default=ZERO)
    """On the whole order, stated like its prices; shared out over the lines."""
    note: str = Field(default="", max_length=400)
    revision: int = 1
    approval: str = Field(default=Approval.DRAFT, max_length=12)
    approver_role: int = 0
    """The roles of which one has to approve (0: none has to)."""
    approved_total: Decimal = amount_column(default=ZERO)
    """The total that was approved, or needed no approval."""
    submitted_on: date | None = Field(default=None, index=True)
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    """Who asked for the approval last, and so may not give it."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant_column(default=None)
    decision_note: str = Field(default="", max_length=400)
    answer: str = Field(default=Answer.UNSENT, max_length=20)
    sends: int = 0
    """How often it went to the supplier; each time reminders start anew."""
    sent_at: datetime | None = instant_column(default=None)
    first_sent_at: datetime | None = instant_column(default=None)
    answered_at: datetime | None = instant_column(default=None)
    first_answered_at: datetime | None = instant_column(default=None)
    cancelled_at: datetime | None = instant_column(default=None)
    cancel_reason: str = Field(default="", max_length=400)
    created_at: datetime = now_column()

    @property
    def approval_state(self) -> Approval:
        return Approval(self.approval)

    @property
    def answer_state(self) -> Answer:
        return Answer(self.answer)


class PurchaseLine(PriceColumns, table=True):
    """One product of an order."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line"),
        CheckConstraint("ordered = received + outstanding + closed", name="adds_up"),
        CheckConstraint("received >= 0 AND outstanding >= 0 AND closed >= 0", name="not_negative"),
        CheckConstraint("over >= 0 AND over <= ordered", name="over_is_part"),
        CheckConstraint("price_amount IS NULL OR price_amount >= 0", name="price_not_negative"),
        CheckConstraint("tax_rate >= 0", name="tax_not_negative"),
        Index("ix_purchase_order_line_open", "product_id", "outstanding"),
    )
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="purchase_order.id")
    line: int
    product_id: int = Field(foreign_key="product.id")
    unit: str = Field(default="", max_length=24)
    """The unit it is ordered in; quantities are base units all the same."""
    ordered: Decimal = quantity_column()
    received: Decimal = quantity_column(default=ZERO)
    """Came and was kept, in quarantine or not; less what went back to be replaced."""
    outstanding: Decimal = quantity_column()
    closed: Decimal = quantity_column(default=ZERO)
    """Will not come any more (强制结单)."""
    over: Decimal = quantity_column(default=ZERO)
    """What of ``ordered`` was never ordered but came and was kept."""
    returned: Decimal = quantity_column(default=ZERO)
    """Went back to the supplier, replaced or not."""
    tax_rate: Decimal = percent_column(default=ZERO)
    expected_on: date | None = Field(default=None, index=True)
    first_expected_on: date | None = None
    """The day first agreed, by which punctuality is judged."""
    charge: Decimal = amount_column(default=ZERO)
    """This line's share of freight less discount."""
    charge_quantity: Decimal = quantity_column(default=ZERO)
    """The base units that the charge belongs to."""
    pricing: int = 1
    """Counts the terms of this line: price or shares changed."""
    priced_quantity: Decimal = quantity_column(default=ZERO)
    """Received under these terms, and below what was booked for it."""
    priced_charge: Decimal = amount_column(default=ZERO)
    priced_cost: Decimal = amount_column(default=ZERO)
    priced_tax: Decimal = amount_column(default=ZERO)
    priced_gross: Decimal = amount_column(default=ZERO)
    billed: Decimal = amount_column(default=ZERO)
    """Owed for receipts so far, under all terms; returns not taken off."""
    request_line_id: int | None = Field(default=None, foreign_key="purchase_request_line.id")

    @property
    def progress(self) -> LineProgress:
        return LineProgress(self.ordered, self.received, self.closed)

    @property
    def agreed(self) -> Decimal:
        """What was ordered, without what came beyond."""
        return self.ordered - self.over

    @property
    def booked(self) -> Booked:
        return Booked(self.priced_charge, self.priced_cost, self.priced_tax, self.priced_gross)

    def set_booked(self, quantity: Decimal, booked: Booked) -> None:
        self.priced_quantity = quantity
        self.priced_charge, self.priced_cost = booked.charge, booked.cost
        self.priced_tax, self.priced_gross = booked.tax, booked.gross

    def settle(self) -> None:
        """Brings ``outstanding`` in line after a change of the others."""
        self.outstanding = self.ordered - self.received - self.closed

    def terms(self, order: PurchaseOrder, minor: int) -> Pricing:
        """How this line is priced; a line without price costs nothing yet."""
        return Pricing(
            price=self.price or Price(amount=ZERO),
            tax_rate=self.tax_rate,
            includes_tax=order.prices_include_tax,
            recoverable=order.tax_recoverable,
            charge=self.charge,
            charge_quantity=self.charge_quantity,
            minor=minor,
        )

    def total(self, order: PurchaseOrder, minor: int) -> Decimal:
        """What the line comes to, with tax: what is billed and what is still to come."""
        ahead = self.terms(order, minor).next(self.priced_quantity, self.booked, self.outstanding)
        return self.billed + ahead.gross


class PurchaseLineHistory(PriceColumns, table=True):
    """What a line said until ``revision``: kept whenever an agreed line changes."""

    __tablename__ = "purchase_line_history"
    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    revision: int
    """The last revision of the order in which the line said this."""
    reason: str = Field(max_length=24)
    """``less``, ``later``, ``dearer``, ``substitute``, ``refuse``, ``over``, ``changed``."""
    product_id: int = Field(foreign_key="product.id")
    unit: str = Field(default="", max_length=24)
    ordered: Decimal = quantity_column()
    expected_on: date | None = None
    changed_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = now_column()
