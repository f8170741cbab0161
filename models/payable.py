"""What we owe suppliers (应付), and what settles it.

A **payable** is a signed amount: a receipt makes a positive one, a return or the undoing of a receipt a negative
one. A **payment** is money that left; it may be on account. A **settlement** says which money (or which credit)
pays for what. The balance of a supplier is Σ payables − Σ payments, settled or not.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint

from models.table import Field, SQLModel, amount_column, instant_column, now_column
from models.values import ZERO


class PayableKind(StrEnum):
    """What a payable came from."""

    RECEIPT = "receipt"
    RETURN = "return"
    UNDONE = "undone"
    """The opposite of one that was undone."""


class Payable(SQLModel, table=True):
    """An amount owed (or, negative, owed less) to a supplier."""

    __tablename__ = "payable"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_zero"),)
    id: int | None = Field(default=None, primary_key=True)
    supplier_id: int = Field(foreign_key="party.id", index=True)
    kind: str = Field(max_length=8)
    number: str = Field(max_length=32, index=True)
    """That of the receipt, return or undoing."""
    receipt_id: int | None = Field(default=None, foreign_key="purchase_receipt.id", index=True)
    return_id: int | None = Field(default=None, foreign_key="purchase_return.id", index=True)
    reverses_id: int | None = Field(default=None, foreign_key="payable.id", unique=True)
    amount: Decimal = amount_column()
    tax: Decimal = amount_column(default=ZERO)
    booked_on: date = Field(index=True)
    due_on: date = Field(index=True)
    created_at: datetime = now_column()


class Payment(SQLModel, table=True):
    """Money paid to a supplier; negative: the opposite of one that was undone."""

    __tablename__ = "supplier_payment"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_zero"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    supplier_id: int = Field(foreign_key="party.id", index=True)
    amount: Decimal = amount_column()
    paid_on: date = Field(index=True)
    method: str = Field(default="", max_length=16)
    note: str = Field(default="", max_length=400)
    paid_by: int | None = Field(default=None, foreign_key="person.id")
    reverses_id: int | None = Field(default=None, foreign_key="supplier_payment.id", unique=True)
    created_at: datetime = now_column()


class PaymentMethod(StrEnum):
    """How money left."""

    BANK = "bank"
    CASH = "cash"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    BILL = "bill"
    OTHER = "other"


class Settlement(SQLModel, table=True):
    """``amount`` of a payable is paid for: by a payment, or by a credit (a negative payable)."""

    __tablename__ = "settlement"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="by_one"),
    )
    id: int | None = Field(default=None, primary_key=True)
    payable_id: int = Field(foreign_key="payable.id", index=True)
    payment_id: int | None = Field(default=None, foreign_key="supplier_payment.id", index=True)
    credit_id: int | None = Field(default=None, foreign_key="payable.id", index=True)
    amount: Decimal = amount_column()
    settled_on: date
    released_at: datetime | None = instant_column(default=None)
    """Set when it no longer holds (the payment was undone)."""
