"""Why a posting cannot be undone, in the words of what happened to it: by whom, and what holds on to its goods."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.errors import AlreadyUndone, Invalid, Refused
from models.location import Location
from models.operation import Actor
from models.people import LEADERS, STAFF, Person
from models.stock import Posting, Reservation, StockMove
from models.table import table

POSTING, MOVE, LOCATION = table(Posting), table(StockMove), table(Location)
RESERVATION, PERSON = table(Reservation), table(Person)
OWN = timedelta(days=7)
"""For how long people other than leaders may undo what they posted themselves."""


def already_undone(db: Session, posting_id: int) -> AlreadyUndone | None:
    """The refusal of a posting that was undone before: its number, the reversal's, and whose that was."""
    reversal = POSTING.alias("reversal")
    query = (
        select(POSTING.c.number, reversal.c.number.label("by"), PERSON.c.name)
        .join(reversal, reversal.c.reverses_id == POSTING.c.id)
        .outerjoin(PERSON, PERSON.c.id == reversal.c.actor_id)
        .where(POSTING.c.id == posting_id)
    )
    row = db.execute(query).first()
    if row is None:
        return None
    return AlreadyUndone(
        name="posting", reason="already-undone", detail=row.by, number=row.number, person=row.name or "–"
    )


def why_not(db: Session, actor: Actor, posting_id: int) -> Refused | None:
    """Why this person may not choose a posting that there is; None where it is none of theirs to know."""
    posting = db.get(Posting, posting_id)
    scope = actor.warehouses(STAFF)
    if posting is None or (scope is not None and not _warehouses(db, posting_id) <= set(scope)):
        return None
    undone = already_undone(db, posting_id)
    if undone is not None:
        return undone
    if posting.reverses_id is not None:
        return Invalid(name="posting", reason="is-a-reversal", detail=posting.number)
    if actor.has(LEADERS):
        return None
    if posting.actor_id != actor.person_id:
        return Invalid(name="posting", reason="not-yours-to-undo", detail=posting.number)
    if actor.at - posting.recorded_at > OWN:
        return Invalid(name="posting", reason="too-late-to-undo", detail=posting.number)
    return None


def _warehouses(db: Session, posting_id: int) -> set[int]:
    ends = LOCATION.c.id.in_((MOVE.c.source_id, MOVE.c.destination_id))
    query = select(LOCATION.c.warehouse_id).distinct().join(MOVE, ends).where(MOVE.c.posting_id == posting_id)
    return {int(found) for found in db.scalars(query.where(LOCATION.c.warehouse_id.is_not(None)))}


def holders(db: Session, posting_id: int) -> Sequence[str]:
    """The documents that the goods of a posting are promised to, the newest first, as they are spoken of."""
    moved = select(MOVE.c.product_id, MOVE.c.destination_id).where(MOVE.c.posting_id == posting_id).subquery()
    query = (
        select(RESERVATION.c.source)
        .join(moved, moved.c.product_id == RESERVATION.c.product_id)
        .where(RESERVATION.c.location_id == moved.c.destination_id, RESERVATION.c.released_at.is_(None))
        .order_by(RESERVATION.c.id.desc())
    )
    return list(dict.fromkeys(db.scalars(query)))
