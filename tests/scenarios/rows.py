"""Rows of a table as a story names them: its table's name, and conditions on columns (transcripts/README.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, select

from jxc_bot.database import Database
from models.table import SQLModel
from models.values import ScaledDecimal


def rows_of(database: Database, table: str, conditions: list[str]) -> list[Any]:
    """The rows for which every ``column=value`` holds; ``-`` is nothing, ``*`` anything, ``~x`` what contains x."""
    model = next(m for m in _models(SQLModel) if getattr(m, "__tablename__", "") == table)
    query = select(model)
    for condition in conditions:
        name, _, value = condition.partition("=")
        column = inspect(model).columns[name]
        if value in ("-", "*"):
            query = query.where(column.is_(None) if value == "-" else column.is_not(None))
        elif value.startswith("~"):
            query = query.where(column.contains(value[1:]))
        else:
            query = query.where(column == _typed(column, value))
    return database.read_now(lambda db: list(db.scalars(query)))


def _models(model: type[Any]) -> list[type[Any]]:
    return [found for child in model.__subclasses__() for found in (child, *_models(child))]


def _typed(column: Any, value: str) -> Any:
    if isinstance(column.type, ScaledDecimal):
        return Decimal(value)
    kind = column.type.python_type
    return value == "true" if kind is bool else int(value) if kind is int else value
