"""What was received: stored before it is confirmed to the platform, handled in order within its lane.

These are the transactions; ``lanes.py`` decides when which of them runs. Several processes may work on one inbox: a
row is taken by the update that marks it done, in the transaction that handles it, and never before an older row of
its lane. Who comes second waits for the first one's commit and then finds it done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.journal import Inbox, InboxState
from models.table import table
from models.values import utc_now

INBOX = table(Inbox)
OLDER = INBOX.alias("older")
INSTANT = INBOX.c.done_at.type
KEPT = timedelta(days=14)
LANE_LENGTH = 64

Raw = tuple[str, str, dict[str, Any]]
"""An update as an adapter hands it over: the platform's id, the lane, the body."""


class Closed(Exception):
    """We are stopping: nothing is taken any more, and whoever brings it keeps it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An update in the inbox."""

    id: int
    platform: str
    event: str
    lane: str
    body: dict[str, Any]


class Turn(Enum):
    """What ``take`` found."""

    TAKEN = "taken"
    GONE = "gone"
    """Somebody else has handled it."""
    NOT_YET = "not yet"
    """An older update of the lane comes first."""


_INSERT = {
    name: dialect.insert(INBOX)
    .on_conflict_do_nothing(index_elements=["platform", "event"])
    .returning(INBOX.c.id, INBOX.c.event)
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
_WAITING = (INBOX.c.id == bindparam("row"), INBOX.c.state == InboxState.NEW.value)
_OLDER = exists().where(
    OLDER.c.state == InboxState.NEW.value,
    OLDER.c.lane == bindparam("in_lane"),
    OLDER.c.id < bindparam("row"),
    OLDER.c.platform == bindparam("from_platform"),
)
_TAKE = (
    update(INBOX).where(*_WAITING, ~_OLDER).values(state=InboxState.DONE.value, done_at=bindparam("now", type_=INSTANT))
)
_STILL_WAITING = select(INBOX.c.id).where(*_WAITING)


def store(db: Session, platform: str, updates: Sequence[Raw]) -> list[Stored]:
    """Writes updates, and returns those that were not there yet. Confirm them only after the commit."""
    if not updates:
        return []
    blank = {"platform": platform, "state": InboxState.NEW.value, "tries": 0, "received_at": utc_now(), "error": ""}
    rows = {event: {**blank, "event": event, "lane": lane[:LANE_LENGTH], "body": body} for event, lane, body in updates}
    found = db.execute(_INSERT[db.get_bind().dialect.name], list(rows.values())).all()
    return [
        Stored(id_, platform, event, cast(str, rows[event]["lane"]), cast("dict[str, Any]", rows[event]["body"]))
        for id_, event in sorted(found, key=lambda row: row[0])
    ]


def take(db: Session, row: Stored) -> Turn:
    """Marks ``row`` done, if it is its turn; what is done in this transaction is done once."""
    facts = {"row": row.id, "in_lane": row.lane, "from_platform": row.platform, "now": utc_now()}
    if cast("CursorResult[Any]", db.execute(_TAKE, facts)).rowcount:
        return Turn.TAKEN
    return Turn.NOT_YET if db.scalar(_STILL_WAITING, {"row": row.id}) else Turn.GONE


def failed(db: Session, row: Stored, error: str, most_tries: int) -> bool:
    """Counts a try that failed; True when it was the last and the row is parked now."""
    tries = db.scalar(
        update(INBOX)
        .where(INBOX.c.id == row.id, INBOX.c.state == InboxState.NEW.value)
        .values(tries=INBOX.c.tries + 1, error=error[:400])
        .returning(INBOX.c.tries)
    )
    return tries is not None and tries >= most_tries and park(db, row, error)


def park(db: Session, row: Stored, error: str) -> bool:
    """Puts ``row`` aside for a person to look at; False when it was no longer waiting."""
    waiting = (INBOX.c.id == row.id, INBOX.c.state == InboxState.NEW.value)
    parked = {"state": InboxState.PARKED.value, "done_at": utc_now(), "error": error[:400]}
    return bool(_count(db, update(INBOX).where(*waiting).values(**parked)))


def of_lane(db: Session, platform: str, lane: str, most: int) -> list[Stored]:
    """The oldest updates of a lane that wait."""
    query = (
        select(INBOX.c.id, INBOX.c.platform, INBOX.c.event, INBOX.c.lane, INBOX.c.body)
        .where(INBOX.c.state == InboxState.NEW.value, INBOX.c.lane == lane, INBOX.c.platform == platform)
        .order_by(INBOX.c.id)
        .limit(most)
    )
    return [Stored(*row) for row in db.execute(query)]


def waiting_lanes(db: Session, before: datetime | None = None) -> list[tuple[str, str]]:
    """Platform and lane of what waits (since ``before``): left by a process that died, or by a busy one."""
    query = select(INBOX.c.platform, INBOX.c.lane).where(INBOX.c.state == InboxState.NEW.value).distinct()
    if before is not None:
        query = query.where(INBOX.c.received_at < before)
    return [(platform, lane) for platform, lane in db.execute(query)]


def prune(db: Session, most: int = 1000) -> int:
    """Removes up to ``most`` updates that were done long ago. Their keys are not needed: nothing is sent so late."""
    old = select(INBOX.c.id).where(INBOX.c.state == InboxState.DONE.value, INBOX.c.done_at < utc_now() - KEPT)
    return _count(db, delete(INBOX).where(INBOX.c.id.in_(old.limit(most))))


def _count(db: Session, statement: Any) -> int:
    return cast("CursorResult[Any]", db.execute(statement)).rowcount
