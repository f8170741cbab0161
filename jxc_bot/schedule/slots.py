"""The claim of a slot: compare and set, in the transaction of what is done for it.

Two that claim the same slot meet on one row: the second waits for the first one's commit and then finds the slot
taken; was the first rolled back, it takes the slot itself. A leader that was paused and wakes late finds a later slot
taken and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from jxc_bot.schedule.job import Job
from models.schedule import JobSlot
from models.table import table

SLOT = table(JobSlot)
AHEAD = timedelta(hours=1)
"""A slot taken further ahead than that was taken by a clock that was wrong, and counts for nothing."""
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=15)


def claim(db: Session, job: str, due: datetime, now: datetime) -> bool:
    """Takes the slot for this transaction; False: it is taken, or is to be tried again later."""
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    taken = {"due_at": due, "ran_at": now, "tries": 0, "retry_at": None, "error": ""}
    put = dialect.insert(SLOT).values(job=job, **taken)
    put = put.on_conflict_do_update(index_elements=["job"], set_=taken, where=_open(due, now))
    return db.execute(put.returning(SLOT.c.job)).first() is not None


def is_open(db: Session, job: str, due: datetime, now: datetime) -> bool:
    """Whether ``claim`` would succeed: a look before work that takes long."""
    row = db.execute(select(SLOT.c.job, _open(due, now)).where(SLOT.c.job == job)).first()
    return row is None or bool(row[1])


def failed(db: Session, job: str, due: datetime, now: datetime, error: str) -> None:
    """Remembers that the slot was not taken because of ``error``, and when to try again."""
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    tries = 1 + (db.scalar(select(SLOT.c.tries).where(SLOT.c.job == job)) or 0)
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    told = {"tries": tries, "retry_at": now + pause, "error": error[:400]}
    put = dialect.insert(SLOT).values(job=job, **told)
    db.execute(put.on_conflict_do_update(index_elements=["job"], set_=told, where=_untaken(due, now)))


def open_slots(db: Session, jobs: Iterable[Job], now: datetime, zone: ZoneInfo) -> list[tuple[Job, datetime]]:
    """The jobs whose last slot is not taken, with that slot; those to be tried again later are left out."""
    rows = {row.job: row for row in db.execute(select(SLOT))}
    found = []
    for job in jobs:
        due, row = job.trigger.latest(now, zone), rows.get(job.name)
        waits = row is not None and row.retry_at is not None and row.retry_at > now
        taken = row is not None and row.due_at is not None and due <= row.due_at <= now + AHEAD
        if not waits and not taken:
            found.append((job, due))
    return found


def failing(db: Session) -> list[str]:
    """The jobs whose last try failed."""
    return list(db.scalars(select(SLOT.c.job).where(SLOT.c.tries > 0).order_by(SLOT.c.job)))


def _untaken(due: datetime, now: datetime) -> ColumnElement[bool]:
    return or_(SLOT.c.due_at.is_(None), SLOT.c.due_at < due, SLOT.c.due_at > now + AHEAD)


def _open(due: datetime, now: datetime) -> ColumnElement[bool]:
    return and_(_untaken(due, now), or_(SLOT.c.retry_at.is_(None), SLOT.c.retry_at <= now))
