"""What is needed, said by anyone who works here (请购): the beginning of an order."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.table import Field, SQLModel, now_column, quantity_column


class RequestState(StrEnum):
    """Where a requested line stands."""

    OPEN = "open"
    ORDERED = "ordered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PurchaseRequest(SQLModel, table=True):
    """One person's need for a warehouse."""

    __tablename__ = "purchase_request"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    requester_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    warehouse_id: int = Field(foreign_key="warehouse.id", index=True)
    wanted_on: date | None = None
    note: str = Field(default="", max_length=400)
    requested_on: date
    created_at: datetime = now_column()


class PurchaseRequestLine(SQLModel, table=True):
    """``quantity`` base units of a product are needed."""

    __tablename__ = "purchase_request_line"
    __table_args__ = (
        UniqueConstraint("request_id", "line"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="purchase_request.id")
    line: int
    product_id: int = Field(foreign_key="product.id", index=True)
    quantity: Decimal = quantity_column()
    state: str = Field(default=RequestState.OPEN, max_length=12, index=True)
    note: str = Field(default="", max_length=400)
    """Why it was declined."""
