"""From which amount on who has to agree to an order."""

from decimal import Decimal

from sqlalchemy import CheckConstraint

from models.table import Field, SQLModel, amount_column, now_column
from models.table import datetime as moment


class ApprovalRule(SQLModel, table=True):
    """Orders of at least ``minimum`` need one of ``approver_role``; for one supplier or category, or for all.

    With a category only that category's lines count. ``per_day``: everything the same person submitted that day
    (to that supplier, of that category) counts together, so that one order is not cut into three.
    """

    __tablename__ = "approval_rule"
    __table_args__ = (CheckConstraint("minimum >= 0", name="minimum_not_negative"),)
    id: int | None = Field(default=None, primary_key=True)
    minimum: Decimal = amount_column()
    supplier_id: int | None = Field(default=None, foreign_key="party.id")
    category_id: int | None = Field(default=None, foreign_key="category.id")
    per_day: bool = False
    approver_role: int
    active: bool = True
    created_at: moment = now_column()
