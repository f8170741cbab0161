"""The stock ledger's tables: postings of moves, and the caches made from them.

A **posting** is one document's effect on stock: numbered, made once, never edited. Its **moves** are the only
facts. Levels, costs and reservations' sums are caches, written in the same transaction, and can be rebuilt.
Only ledger.py writes here.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from models.table import Field, SQLModel, amount_column, instant_column, now_column, quantity_column

NO_LOT = 0
"""The lot of goods that are not kept by lot."""


class PostingKind(StrEnum):
    """What a posting stands for; its value begins the document number."""

    GOODS_IN = "RK"
    GOODS_OUT = "CK"
    TRANSFER = "DB"
    ADJUSTMENT = "TZ"
    OPENING = "QC"
    PURCHASE_RECEIPT = "SH"
    PURCHASE_RETURN = "CT"
    DELIVERY = "FH"
    SALES_RETURN = "XT"
    STOCKTAKE = "PD"
    REVERSAL = "CX"


class Posting(SQLModel, table=True):
    """One document in the ledger. ``happened_at`` is when it was true, ``recorded_at`` when we learned of it."""

    __tablename__ = "posting"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    kind: str = Field(max_length=4)
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    reason: str = Field(default="", max_length=32)
    note: str = Field(default="", max_length=400)
    source: str = Field(default="", max_length=48)
    """What it was made from: ``purchase_receipt:12``; empty for a document of its own."""
    happened_on: date = Field(index=True)
    happened_at: datetime = instant_column()
    recorded_at: datetime = now_column()
    reverses_id: int | None = Field(default=None, foreign_key="posting.id", unique=True)


class StockMove(SQLModel, table=True):
    """``quantity`` base units of a product went from one location to another (库存变动), at a frozen ``value``."""

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("source_id <> destination_id", name="moves_somewhere"),
        Index("ix_stock_move_product_day", "product_id", "happened_on"),
        Index("ix_stock_move_day", "happened_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    posting_id: int = Field(foreign_key="posting.id", index=True)
    line: int = 1
    product_id: int = Field(foreign_key="product.id")
    lot_id: int = NO_LOT
    source_id: int = Field(foreign_key="location.id")
    destination_id: int = Field(foreign_key="location.id")
    quantity: Decimal = quantity_column()
    value: Decimal = amount_column(default=Decimal(0))
    """Cost of the goods moved, frozen at posting."""
    happened_on: date
    reverses_id: int | None = Field(default=None, foreign_key="stock_move.id", unique=True)


class StockLevel(SQLModel, table=True):
    """What is at a location now: a cache of moves and reservations."""

    __tablename__ = "stock_level"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("reserved >= 0 AND reserved <= quantity", name="reserved_is_there"),
        {"sqlite_with_rowid": False},
    )
    product_id: int = Field(primary_key=True, foreign_key="product.id")
    location_id: int = Field(primary_key=True, foreign_key="location.id", index=True)
    lot_id: int = Field(default=NO_LOT, primary_key=True)
    quantity: Decimal = quantity_column()
    reserved: Decimal = quantity_column(default=Decimal(0))


class StockCost(SQLModel, table=True):
    """What a warehouse's goods of a product cost in all (a cache of moves). Average cost = value / quantity."""

    __tablename__ = "stock_cost"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        CheckConstraint("quantity > 0 OR value = 0", name="nothing_costs_nothing"),
        {"sqlite_with_rowid": False},
    )
    product_id: int = Field(primary_key=True, foreign_key="product.id")
    warehouse_id: int = Field(primary_key=True, foreign_key="warehouse.id")
    quantity: Decimal = quantity_column()
    value: Decimal = amount_column()


class Reservation(SQLModel, table=True):
    """Goods promised to a document (占用); active until released, used up or expired."""

    __tablename__ = "reservation"
    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    location_id: int = Field(foreign_key="location.id")
    lot_id: int = NO_LOT
    quantity: Decimal = quantity_column()
    source: str = Field(max_length=48, index=True)
    """The document it is for: ``sales_order_line:7``."""
    created_at: datetime = now_column()
    expires_at: datetime | None = instant_column(default=None)
    released_at: datetime | None = instant_column(default=None)


class Lot(SQLModel, table=True):
    """A batch of a product (批次) with its dates."""

    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("product_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    code: str = Field(max_length=64)
    produced_on: date | None = None
    expires_on: date | None = None


class NumberSeries(SQLModel, table=True):
    """The last number given in a series (``RK-20261124``)."""

    __tablename__ = "number_series"
    __table_args__ = ({"sqlite_with_rowid": False},)
    series: str = Field(primary_key=True, max_length=32)
    last: int = 0


class LedgerSetting(SQLModel, table=True):
    """The one row of the ledger's own facts."""

    __tablename__ = "ledger_setting"
    id: int = Field(default=1, primary_key=True)
    closed_through: date | None = None
    """No fact on or before this day may be added (结账日)."""
