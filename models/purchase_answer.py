"""What the supplier says: line by line answers, questions, announced shipments; and what was done about silence."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from models.purchase import PriceColumns
from models.table import Field, SQLModel, now_column, quantity_column


class AnswerKind(StrEnum):
    """What a supplier says to one line."""

    ACCEPT = "accept"
    LESS = "less"
    LATER = "later"
    DEARER = "dearer"
    SUBSTITUTE = "substitute"
    REFUSE = "refuse"


class AnswerState(StrEnum):
    """What the buyer made of it."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    """The supplier said something else later, or the order changed."""


class SupplierAnswer(PriceColumns, table=True):
    """One answer to one line. Only what differs from the order is set."""

    __tablename__ = "supplier_answer"
    __table_args__ = (Index("ix_supplier_answer_order", "order_id", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="purchase_order.id")
    line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    round: int
    """Which sending of the order it answers."""
    kind: str = Field(max_length=12)
    quantity: Decimal | None = quantity_column(default=None)
    expected_on: date | None = None
    product_id: int | None = Field(default=None, foreign_key="product.id")
    note: str = Field(default="", max_length=400)
    state: str = Field(default=AnswerState.GIVEN, max_length=12)
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime = now_column()


class SupplierQuestion(SQLModel, table=True):
    """A question back, and its answer."""

    __tablename__ = "supplier_question"
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="purchase_order.id", index=True)
    line_id: int | None = Field(default=None, foreign_key="purchase_order_line.id")
    question: str = Field(max_length=400)
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime = now_column()
    answer: str = Field(default="", max_length=400)
    answered_by: int | None = Field(default=None, foreign_key="person.id")


class Shipment(SQLModel, table=True):
    """Goods the supplier says are on their way."""

    __tablename__ = "supplier_shipment"
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="purchase_order.id", index=True)
    shipped_on: date
    arrives_on: date | None = Field(default=None, index=True)
    carrier: str = Field(default="", max_length=64)
    tracking: str = Field(default="", max_length=64)
    note: str = Field(default="", max_length=400)
    announced_by: int | None = Field(default=None, foreign_key="person.id")
    announced_at: datetime = now_column()


class ShipmentLine(SQLModel, table=True):
    """``quantity`` base units of an order line are in the shipment."""

    __tablename__ = "supplier_shipment_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)
    id: int | None = Field(default=None, primary_key=True)
    shipment_id: int = Field(foreign_key="supplier_shipment.id", index=True)
    line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    quantity: Decimal = quantity_column()


class SilenceMark(SQLModel, table=True):
    """A step that was taken because a supplier did not answer. Which steps are due is never stored."""

    __tablename__ = "silence_mark"
    __table_args__ = (UniqueConstraint("order_id", "round", "step"),)
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="purchase_order.id")
    round: int
    step: int
    taken_at: datetime = now_column()
