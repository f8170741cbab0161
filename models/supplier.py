"""What we know of a supplier beyond its name: terms, rating, its own product codes and prices."""

import calendar
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.purchase import PriceColumns, percent_column
from models.table import Field, SQLModel, amount_column, now_column, quantity_column
from models.values import ZERO


class CreditRating(StrEnum):
    """How far the supplier is trusted (信用等级)."""

    UNRATED = "unrated"
    A = "a"
    B = "b"
    C = "c"
    D = "d"


class PaymentTerm(StrEnum):
    """From when the days of payment count."""

    NET = "net"
    """From the day of receipt."""
    MONTH_END = "month_end"
    """From the end of the month of receipt (月结)."""


class SupplierTerms(SQLModel, table=True):
    """One supplier's terms; a supplier without a row has the defaults."""

    __tablename__ = "supplier_terms"
    __table_args__ = (
        CheckConstraint("cutoff_hour IS NULL OR (cutoff_hour >= 0 AND cutoff_hour <= 23)", name="hour_of_day"),
        CheckConstraint("term_days >= 0", name="term_not_negative"),
    )
    party_id: int = Field(primary_key=True, foreign_key="party.id")
    credit_rating: str = Field(default=CreditRating.UNRATED, max_length=8)
    payment_term: str = Field(default=PaymentTerm.NET, max_length=12)
    term_days: int = 30
    lead_time_days: int | None = None
    minimum_order: Decimal = amount_column(default=ZERO)
    cutoff_hour: int | None = None
    """Orders sent from this hour on (company zone) count as the next working day's."""
    over_delivery_percent: Decimal = percent_column(default=ZERO)
    shares_stock: bool = False
    """We let this supplier see stock and usage of its own products (供应商信息共享)."""
    rank: int | None = None
    """The order in which suppliers are asked; 1 is asked first."""
    tax_rate: Decimal = percent_column(default=ZERO)
    """The usual tax rate on this supplier's lines."""
    prices_include_tax: bool = False
    tax_recoverable: bool = True

    def due_on(self, received_on: date) -> date:
        """The day on which goods received on that day have to be paid."""
        start = received_on
        if self.payment_term == PaymentTerm.MONTH_END:
            start = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        return start + timedelta(days=self.term_days)

    def expected_on(self, today: date, hour: int) -> date | None:
        """The day goods come when ordered now; None when the lead time is not known."""
        if self.lead_time_days is None:
            return None
        start = today
        if self.cutoff_hour is not None and hour >= self.cutoff_hour:
            start += timedelta(days=1)
        while start.weekday() >= 5:
            start += timedelta(days=1)
        return start + timedelta(days=self.lead_time_days)


class SupplierProduct(PriceColumns, table=True):
    """What one supplier calls a product, and what it asks for it now."""

    __tablename__ = "supplier_product"
    __table_args__ = (UniqueConstraint("supplier_id", "product_id"),)
    id: int | None = Field(default=None, primary_key=True)
    supplier_id: int = Field(foreign_key="party.id")
    product_id: int = Field(foreign_key="product.id", index=True)
    code: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=200)
    minimum_quantity: Decimal = quantity_column(default=ZERO)
    priced_on: date | None = None
    updated_at: datetime = now_column()


class SupplierListPrice(PriceColumns, table=True):
    """A price the supplier asked from a day on: the history of its list."""

    __tablename__ = "supplier_list_price"
    id: int | None = Field(default=None, primary_key=True)
    supplier_id: int = Field(foreign_key="party.id", index=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    since_on: date
    recorded_at: datetime = now_column()
