"""Where things go, and who they go to: the checks and suggestions that forms about places and parties share."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models.errors import Archived, Invalid, NotFound
from models.location import Location, Warehouse
from models.operation import Actor, Form, Suggestion
from models.party import Party
from models.people import STAFF
from models.stock import Posting
from models.table import table

WAREHOUSE = table(Warehouse)
LOCATION = table(Location)
PARTY = table(Party)
POSTING = table(Posting)
BUTTONS = 6
"""How many suggestions fit under a question."""
# Built once: nearly every entry asks for these.
_OPEN = (
    select(WAREHOUSE.c.id, WAREHOUSE.c.name)
    .where(WAREHOUSE.c.archived_at.is_(None), WAREHOUSE.c.id != bindparam("but"))
    .order_by(WAREHOUSE.c.id)
    .limit(BUTTONS)
)
_OPEN_OF = _OPEN.where(WAREHOUSE.c.id.in_(bindparam("scope", expanding=True)))
_NO_ID = 0


def my_warehouses(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The warehouses the actor works in; a single one needs no question."""
    scope, facts = actor.warehouses(STAFF), {"but": answers.get("destination") or _NO_ID}
    rows = db.execute(_OPEN, facts) if scope is None else db.execute(_OPEN_OF, {**facts, "scope": sorted(scope)})
    return [Suggestion(row.id, row.name) for row in rows]


def other_warehouses(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """All warehouses but the one already answered: goods may be sent anywhere."""
    rows = db.execute(_OPEN, {"but": answers.get("warehouse") or _NO_ID})
    return [Suggestion(row.id, row.name) for row in rows]


def open_warehouses(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The warehouses of the actor that are not archived."""
    scope = actor.warehouses(STAFF)
    query = select(WAREHOUSE.c.id).where(WAREHOUSE.c.archived_at.is_(None))
    return set(db.scalars(query if scope is None else query.where(WAREHOUSE.c.id.in_(scope))))


def all_warehouses(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """Every warehouse that is not archived."""
    return everywhere(db, Form())


def everywhere(db: Session, form: Form) -> Collection[int]:
    """The scope of what holds for the whole company: a role in one warehouse is not enough to change it."""
    return set(db.scalars(select(WAREHOUSE.c.id).where(WAREHOUSE.c.archived_at.is_(None))))


def locations_there(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The locations of the warehouse answered; before that, of all the actor's warehouses."""
    query = select(LOCATION.c.id).where(LOCATION.c.archived_at.is_(None), LOCATION.c.warehouse_id.is_not(None))
    if answers.get("warehouse") is not None:
        query = query.where(LOCATION.c.warehouse_id == answers["warehouse"])
    elif (scope := actor.warehouses(STAFF)) is not None:
        query = query.where(LOCATION.c.warehouse_id.in_(scope))
    return set(db.scalars(query))


def recent_suppliers(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The suppliers this person booked last."""
    return _recent_parties(db, actor, "is_supplier")


def recent_customers(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The customers this person booked last."""
    return _recent_parties(db, actor, "is_customer")


def _recent_parties(db: Session, actor: Actor, flag: str) -> Sequence[Suggestion]:
    last = func.max(POSTING.c.id)
    query = (
        select(PARTY.c.id, PARTY.c.name)
        .join(POSTING, POSTING.c.party_id == PARTY.c.id)
        .where(POSTING.c.actor_id == actor.person_id, PARTY.c[flag], PARTY.c.archived_at.is_(None))
        .group_by(PARTY.c.id, PARTY.c.name)
        .order_by(last.desc())
    )
    return [Suggestion(row.id, row.name) for row in db.execute(query.limit(BUTTONS))]


def check_party(db: Session, party_id: int | None, role: str) -> None:
    """Refuses a party that is no ``supplier`` / ``customer``, is archived (Archived) or does not exist (NotFound)."""
    if party_id is None:
        return
    query = select(PARTY.c.name, PARTY.c.archived_at, PARTY.c[f"is_{role}"].label("fits"))
    row = db.execute(query.where(PARTY.c.id == party_id)).first()
    if row is None:
        raise NotFound(kind=role, text=str(party_id))
    if row.archived_at is not None:
        raise Archived(kind=role, text=row.name)
    if not row.fits:
        raise Invalid(name=role, reason=f"not-a-{role}", detail=row.name)
