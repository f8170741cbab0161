"""SQLite keeps an integer that overflows as a float, silently: there a CHECK per exact column refuses it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import CheckConstraint


def whole_numbers(*columns: str) -> list[CheckConstraint]:
    """The constraints of a new table that keep ``columns`` (scaled decimals) integers; PostgreSQL needs none."""
    if op.get_context().dialect.name != "sqlite":
        return []
    return [CheckConstraint(f"typeof({name}) IN ('integer', 'null')", name=f"{name}_whole") for name in columns]
