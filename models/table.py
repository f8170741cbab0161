"""The foot every table stands on: names of constraints, and the columns that repeat."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Table, text
from sqlmodel import Field, SQLModel

from models.values import UtcDateTime, amount_type, quantity_type, unit_price_type, utc_now

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a model: for statements that read or write columns, not objects."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def once_each(name: str, columns: Sequence[str], optional: tuple[str, str]) -> Iterator[Index]:
    """Unique indexes for rows in which one or both of two optional columns are empty.

    To a unique constraint no empty value equals another, so it lets such a row in twice.
    """
    first, second = optional
    parts = {
        "neither": ((), f"{first} IS NULL AND {second} IS NULL"),
        first: ((first,), f"{second} IS NULL"),
        second: ((second,), f"{first} IS NULL"),
    }
    for part, (more, condition) in parts.items():
        where = text(condition)
        key = (*columns, *more)
        yield Index(f"uq_{name}_once_{part}", *key, unique=True, sqlite_where=where, postgresql_where=where)


def instant_column(**options: Any) -> Any:
    """A column of a moment (UTC)."""
    return Field(sa_type=UtcDateTime, **options)


def now_column(**options: Any) -> Any:
    """A column that takes the moment of writing."""
    return Field(default_factory=utc_now, sa_type=UtcDateTime, **options)


def quantity_column(**options: Any) -> Any:
    """A column of base units."""
    return Field(sa_type=quantity_type(), **options)


def unit_price_column(**options: Any) -> Any:
    """A column of money for one unit."""
    return Field(sa_type=unit_price_type(), **options)


def amount_column(**options: Any) -> Any:
    """A column of money."""
    return Field(sa_type=amount_type(), **options)


__all__ = [
    "Decimal",
    "Field",
    "SQLModel",
    "amount_column",
    "datetime",
    "instant_column",
    "now_column",
    "quantity_column",
    "table",
    "unit_price_column",
]
