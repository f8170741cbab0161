"""Whom we trade with: suppliers and customers, often both."""

from datetime import datetime

from models.table import Field, SQLModel, instant_column, now_column


class Party(SQLModel, table=True):
    """A supplier, a customer, or both (往来单位)."""

    __tablename__ = "party"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=32)
    name: str = Field(index=True, max_length=120)
    is_supplier: bool = False
    is_customer: bool = False
    contact: str = Field(default="", max_length=64)
    phone: str = Field(default="", max_length=32)
    address: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=400)
    created_at: datetime = now_column()
    archived_at: datetime | None = instant_column(default=None)
