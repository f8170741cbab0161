"""Document numbers a person can read and say: ``RK-20261124-003``, unique under concurrency.

A series' row is locked while its next number is taken. SQLite has one writer anyway: the number belongs to the
transaction, and one that is rolled back gives it back. On PostgreSQL everybody who posts would wait for the commit
before theirs, disk included; there the number is taken on a connection of its own (``APART``), and a transaction
that is rolled back after that leaves a gap.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.stock import NumberSeries
from models.table import table

SERIES = table(NumberSeries)
_STEP = {
    name: dialect.insert(SERIES)
    .on_conflict_do_update(index_elements=["series"], set_={"last": SERIES.c.last + 1})
    .returning(SERIES.c.last)
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}


APART = "numbers apart"
"""Where a session's ``info`` has the engine, in autocommit, on which numbers are taken."""


def next_number(db: Session, prefix: str, day: date) -> str:
    """The next number of ``prefix`` on ``day``."""
    series = f"{prefix}-{day:%Y%m%d}"
    return f"{series}-{next_in(db, series):03d}"


def next_in(db: Session, series: str) -> int:
    """The next number of a series, from 1."""
    apart = db.info.get(APART)
    if apart is None:
        return _step(db.connection(), series)
    with apart.connect() as connection:
        return _step(connection, series)


def _step(connection: Connection, series: str) -> int:
    values: dict[str, Any] = {"series": series, "last": 1}
    return int(connection.execute(_STEP[connection.dialect.name], values).scalar_one())
