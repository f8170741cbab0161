"""Document numbers a person can read and say: ``RK-20261124-003``, unique under concurrency."""

from datetime import date

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


def next_number(db: Session, prefix: str, day: date) -> str:
    """The next number of ``prefix`` on ``day``. A rolled back transaction gives its number back."""
    series = f"{prefix}-{day:%Y%m%d}"
    return f"{series}-{next_in(db, series):03d}"


def next_in(db: Session, series: str) -> int:
    """The next number of a series, from 1; the series' row stays locked until the transaction ends."""
    return int(db.execute(_STEP[db.get_bind().dialect.name], {"series": series, "last": 1}).scalar_one())
