"""Letting people in: one-time, expiring invitations that carry a role and its scope. Only a token's hash is kept."""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import warehouse_name
from handlers.places import open_warehouses
from models.errors import Archived, Invalid, NotAllowed, NotFound
from models.location import Warehouse
from models.operation import Actor, Form, GrantFact, Outcome, Ref, operation
from models.party import Party
from models.people import LEADERS, STAFF, Grant, Invitation, Person, Role
from models.place import place_in
from models.table import table
from models.values import Text

GRANT = table(Grant)
PARTY = table(Party)
VALID = timedelta(days=7)
"""How long an invitation may be used."""


class RoleName(StrEnum):
    """The roles that can be given to people."""

    OWNER = "owner"
    MANAGER = "manager"
    BUYER = "buyer"
    SELLER = "seller"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"

    @property
    def role(self) -> Role:
        return Role[self.name]

    @staticmethod
    def of(role: int) -> "RoleName":
        """The name of a stored role."""
        return RoleName[Role(role).name or ""]


def trading_parties(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The parties that fit the role answered."""
    query = select(PARTY.c.id).where(PARTY.c.archived_at.is_(None))
    if answers.get("role") in (RoleName.SUPPLIER, RoleName.CUSTOMER):
        query = query.where(PARTY.c[f"is_{answers['role']}"])
    return set(db.scalars(query))


class InvitePerson(Form):
    """Somebody is to work with us, or to trade with us, here in the chat."""

    role: RoleName
    warehouse: Annotated[int | None, Ref(Warehouse, among=open_warehouses)] = None
    party: Annotated[int | None, Ref(Party, among=trading_parties)] = None

    @classmethod
    def needed(cls, answers: Mapping[str, Any]) -> Collection[str]:
        return ("party",) if answers.get("role") in (RoleName.SUPPLIER, RoleName.CUSTOMER) else ()


class PersonInvited(Outcome):
    """An invitation was made. ``token`` is given out once: a repeat of the request, and the audit, do not have it."""

    role: RoleName
    warehouse: str = ""
    party: str = ""
    everywhere: str = ""
    """Set where the role holds in the whole company."""
    expires_at: datetime
    token: str = Field(default="", exclude=True, repr=False)


@operation(allowed=LEADERS, group="people")
def invite_person(db: Session, actor: Actor, form: InvitePerson) -> PersonInvited:
    """Makes a one-time invitation. Raises NotAllowed beyond one's own rank and scope, Invalid, NotFound, Archived."""
    check_rank(actor, form.role.role, "invite_person")
    check_scope(actor, form.warehouse, "invite_person")
    _check_fits(db, form)
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        token_hash=hashed(token),
        role=form.role.role,
        warehouse_id=form.warehouse,
        party_id=form.party,
        created_by=actor.person_id,
        created_at=actor.at,
        expires_at=actor.at + VALID,
    )
    db.add(invitation)
    return PersonInvited(
        role=form.role,
        warehouse=warehouse_name(db, form.warehouse) if form.warehouse else "",
        party=_party_name(db, form.party),
        everywhere="1" if form.warehouse is None and form.party is None else "",
        expires_at=invitation.expires_at,
        token=token,
    )


def check_rank(actor: Actor, role: Role, verb: str) -> None:
    """Only an owner makes or unmakes owners."""
    if role == Role.OWNER and not actor.has(Role.OWNER):
        raise NotAllowed(operation=verb)


def check_scope(actor: Actor, warehouse_id: int | None, verb: str) -> None:
    """A leader of some warehouses gives roles there only, never company-wide ones."""
    led = actor.warehouses(LEADERS)
    if led is not None and (warehouse_id is None or warehouse_id not in led):
        raise NotAllowed(operation=verb)


def _check_fits(db: Session, form: InvitePerson) -> None:
    """A role inside has a warehouse or none, a role outside a party that is one."""
    if form.role.role & STAFF:
        if form.party is not None:
            raise Invalid(name="party", reason="not-for-role", detail=form.role)
        if form.warehouse is not None:
            place_in(db, form.warehouse)
        return
    if form.warehouse is not None:
        raise Invalid(name="warehouse", reason="not-for-role", detail=form.role)
    if form.party is None:
        raise Invalid(name="party", reason="needed-for-role", detail=form.role)
    query = select(PARTY.c.name, PARTY.c.archived_at, PARTY.c[f"is_{form.role}"].label("fits"))
    row = db.execute(query.where(PARTY.c.id == form.party)).first()
    if row is None:
        raise NotFound(kind="party", text=str(form.party))
    if row.archived_at is not None:
        raise Archived(kind="party", text=row.name)
    if not row.fits:
        raise Invalid(name="party", reason=f"not-a-{form.role}", detail=row.name)


class JoinCompany(Form):
    """Somebody opens an invitation. The token is kept out of the audit and of every log."""

    token: Text = Field(exclude=True, repr=False)


class PersonJoined(Outcome):
    """Somebody is in."""

    person: str
    role: RoleName
    warehouse: str = ""
    party: str = ""


@operation(allowed=Role.GUEST, confirm=False, group="people")
def join_company(db: Session, actor: Actor, form: JoinCompany) -> PersonJoined:
    """Gives the invitation's role to the person who opens it, once. To be performed as ``newcomer(actor)``.

    Raises Invalid (invitation: not-valid) for a token that is unknown, used or expired, all alike.
    """
    query = select_rows(Invitation).where(Invitation.token_hash == hashed(form.token)).with_for_update()
    invitation = db.exec(query).first()
    person = db.get(Person, actor.person_id, with_for_update=True) if actor.person_id is not None else None
    if invitation is None or person is None:
        raise Invalid(name="invitation", reason="not-valid")
    grant = GrantFact(Role(invitation.role), invitation.warehouse_id, invitation.party_id)
    held = _holds(db, actor, grant)
    if invitation.used_at is not None:
        if invitation.used_by != actor.person_id or not held:
            raise Invalid(name="invitation", reason="not-valid")
    elif invitation.expires_at <= actor.at:
        raise Invalid(name="invitation", reason="not-valid")
    else:
        invitation.used_by, invitation.used_at = actor.person_id, actor.at
        person.active = True
        db.add_all([invitation, person])
        if not held:
            db.add(_grant(actor, grant))
    return PersonJoined(
        person=person.name,
        role=RoleName.of(grant.role),
        warehouse=warehouse_name(db, grant.warehouse_id) if grant.warehouse_id else "",
        party=_party_name(db, grant.party_id),
    )


def newcomer(actor: Actor) -> Actor:
    """The actor, allowed this once to open an invitation; of their own roles nothing counts for it."""
    return replace(actor, grants=(GrantFact(Role.GUEST),))


def hashed(token: str) -> str:
    """What is kept of a token; looking it up by its hash leaks nothing about it by timing."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def _holds(db: Session, actor: Actor, grant: GrantFact) -> bool:
    query = select_rows(Grant).where(Grant.person_id == actor.person_id, Grant.role == grant.role)
    same = query.where(
        col(Grant.warehouse_id).is_not_distinct_from(grant.warehouse_id),
        col(Grant.party_id).is_not_distinct_from(grant.party_id),
    )
    return db.exec(same).first() is not None


def _grant(actor: Actor, fact: GrantFact) -> Grant:
    assert actor.person_id is not None
    grant = Grant(person_id=actor.person_id, role=fact.role, warehouse_id=fact.warehouse_id, party_id=fact.party_id)
    grant.granted_at = actor.at
    return grant


def _party_name(db: Session, party_id: int | None) -> str:
    return (db.scalar(select(PARTY.c.name).where(PARTY.c.id == party_id)) or "") if party_id else ""
