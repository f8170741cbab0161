"""Where goods are. Locations are accounts: every move takes from one and gives to another.

Outside places (suppliers, customers, adjustment, scrap, opening) are locations too, one of each for the whole
company; over all locations every product sums to zero.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.table import Field, SQLModel, instant_column, now_column


class LocationKind(StrEnum):
    """What a location stands for. Only STOCK and QUARANTINE hold goods of ours inside a warehouse."""

    STOCK = "stock"
    QUARANTINE = "quarantine"
    TRANSIT = "transit"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    ADJUSTMENT = "adjustment"
    SCRAP = "scrap"
    OPENING = "opening"

    @property
    def inside(self) -> bool:
        """Whether goods here are ours and counted: these levels never go below zero."""
        return self in (LocationKind.STOCK, LocationKind.QUARANTINE, LocationKind.TRANSIT)


class Warehouse(SQLModel, table=True):
    """A warehouse (仓库)."""

    __tablename__ = "warehouse"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=32)
    name: str = Field(unique=True, max_length=64)
    address: str = Field(default="", max_length=200)
    created_at: datetime = now_column()
    archived_at: datetime | None = instant_column(default=None)


class Location(SQLModel, table=True):
    """A place inside a warehouse (库位), or one of the company-wide outside places (no warehouse)."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("warehouse_id", "code"),
        CheckConstraint("(kind IN ('stock', 'quarantine')) = (warehouse_id IS NOT NULL)", name="inside_has_warehouse"),
    )
    id: int | None = Field(default=None, primary_key=True)
    warehouse_id: int | None = Field(default=None, foreign_key="warehouse.id", index=True)
    kind: str = Field(default=LocationKind.STOCK, max_length=16)
    code: str = Field(max_length=32)
    name: str = Field(max_length=64)
    is_home: bool = False
    """Where goods of this warehouse go unless told otherwise."""
    archived_at: datetime | None = instant_column(default=None)
