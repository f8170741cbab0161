"""Goods that came (采购入库), that came too much, that wait in quarantine, and that went back (采购退货).

A receipt line freezes what its goods cost and what is owed for them: a return takes exactly its part of that with
it, and undoing takes all of it. Rejected goods are written down, but never enter stock and are never owed.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint

from models.stock import NO_LOT
from models.table import Field, SQLModel, amount_column, instant_column, now_column, quantity_column
from models.values import ZERO


class Quality(StrEnum):
    """What was found when the goods came."""

    PASS = "pass"  # noqa: S105
    QUARANTINE = "quarantine"
    REJECT = "reject"


class PurchaseReceipt(SQLModel, table=True):
    """One delivery of one supplier into one warehouse."""

    __tablename__ = "purchase_receipt"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(default="", max_length=32, index=True)
    """That of its posting in the ledger; of its own where nothing entered stock."""
    supplier_id: int = Field(foreign_key="party.id", index=True)
    warehouse_id: int = Field(foreign_key="warehouse.id", index=True)
    posting_id: int | None = Field(default=None, foreign_key="posting.id", unique=True)
    received_on: date = Field(index=True)
    delivery_note: str = Field(default="", max_length=64)
    """The number on the supplier's delivery note (送货单号)."""
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")
    """The photo of the delivery note."""
    note: str = Field(default="", max_length=400)
    received_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = now_column()
    undone_at: datetime | None = instant_column(default=None)
    undone_number: str = Field(default="", max_length=32)


class PurchaseReceiptLine(SQLModel, table=True):
    """Some of one order line, of one quality and lot."""

    __tablename__ = "purchase_receipt_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("returned >= 0 AND returned <= quantity", name="returned_is_part"),
        CheckConstraint(
            "quarantined >= 0 AND scrapped >= 0 AND quarantined + returned + scrapped <= quantity",
            name="quarantined_is_part",
        ),
        CheckConstraint("cost >= 0 AND gross >= 0 AND tax >= 0", name="money_not_negative"),
    )
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="purchase_receipt.id", index=True)
    line: int
    order_line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    quality: str = Field(default=Quality.PASS, max_length=12)
    quantity: Decimal = quantity_column()
    over: Decimal = quantity_column(default=ZERO)
    """What of it was more than ordered."""
    location_id: int | None = Field(default=None, foreign_key="location.id")
    """Where it was put; nowhere when rejected."""
    lot_id: int = NO_LOT
    pricing: int = 1
    """The line's terms it was booked under."""
    charge: Decimal = amount_column(default=ZERO)
    cost: Decimal = amount_column(default=ZERO)
    tax: Decimal = amount_column(default=ZERO)
    gross: Decimal = amount_column(default=ZERO)
    quarantined: Decimal = quantity_column(default=ZERO)
    """What of it still waits in quarantine."""
    scrapped: Decimal = quantity_column(default=ZERO)
    """What of it was scrapped out of quarantine."""
    returned: Decimal = quantity_column(default=ZERO)
    credited: Decimal = amount_column(default=ZERO)
    """Taken off what is owed, by returns."""
    expected_on: date | None = None
    """The day it was promised for, when it came."""
    reason: str = Field(default="", max_length=200)
    attachment_id: int | None = Field(default=None, foreign_key="attachment.id")


class OverDeliveryState(StrEnum):
    """What became of goods beyond the order."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class OverDelivery(SQLModel, table=True):
    """More came than was ordered and tolerated: it stands aside, outside stock, until somebody else decides."""

    __tablename__ = "over_delivery"
    id: int | None = Field(default=None, primary_key=True)
    receipt_id: int = Field(foreign_key="purchase_receipt.id", index=True)
    """The delivery it came with."""
    order_line_id: int = Field(foreign_key="purchase_order_line.id", index=True)
    quantity: Decimal = quantity_column()
    lot_id: int = NO_LOT
    quality: str = Field(default=Quality.PASS, max_length=12)
    state: str = Field(default=OverDeliveryState.WAITING, max_length=10, index=True)
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant_column(default=None)
    accepted_receipt_id: int | None = Field(default=None, foreign_key="purchase_receipt.id")
    note: str = Field(default="", max_length=400)


class PurchaseReturnReason(StrEnum):
    """Why goods go back."""

    DEFECT = "defect"
    DAMAGED = "damaged"
    WRONG_GOODS = "wrong_goods"
    EXPIRED = "expired"
    SURPLUS = "surplus"
    OTHER = "other"

    @property
    def fault(self) -> bool:
        """Whether it counts against the supplier's quality."""
        return self not in (PurchaseReturnReason.SURPLUS, PurchaseReturnReason.OTHER)


class PurchaseReturn(SQLModel, table=True):
    """Goods of one receipt that went back to the supplier."""

    __tablename__ = "purchase_return"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(default="", max_length=32, index=True)
    receipt_id: int = Field(foreign_key="purchase_receipt.id", index=True)
    supplier_id: int = Field(foreign_key="party.id", index=True)
    warehouse_id: int = Field(foreign_key="warehouse.id")
    posting_id: int | None = Field(default=None, foreign_key="posting.id", unique=True)
    returned_on: date = Field(index=True)
    reason: str = Field(max_length=16)
    replace: bool = False
    """The supplier delivers again: the order waits for it."""
    note: str = Field(default="", max_length=400)
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = now_column()
    undone_at: datetime | None = instant_column(default=None)
    undone_number: str = Field(default="", max_length=32)


class PurchaseReturnLine(SQLModel, table=True):
    """Some of one receipt line went back, at that line's cost and against that line's debt."""

    __tablename__ = "purchase_return_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)
    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="purchase_return.id", index=True)
    line: int
    receipt_line_id: int = Field(foreign_key="purchase_receipt_line.id", index=True)
    quantity: Decimal = quantity_column()
    location_id: int = Field(foreign_key="location.id")
    from_quarantine: bool = False
    cost: Decimal = amount_column(default=ZERO)
    """What it took out of stock's value."""
    cost_of_line: Decimal = amount_column(default=ZERO)
    """What it had cost; differs from ``cost`` only where stock no longer holds that much value."""
    tax: Decimal = amount_column(default=ZERO)
    gross: Decimal = amount_column(default=ZERO)
    """What is owed less."""
