"""Who is who: one's own name and language, and roles taken back."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, delete, select, true
from sqlmodel import Session

from handlers import checks
from handlers.invitations import GRANT, RoleName, check_rank, check_scope
from models.errors import InUse, Invalid, NotAllowed, NotFound
from models.location import Warehouse
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.people import EVERYONE, LEADERS, STAFF, Person, Role
from models.table import table
from models.values import Text

PERSON = table(Person)
WAREHOUSE, PARTY = table(Warehouse), table(Party)


class Language(StrEnum):
    """The languages the bot speaks."""

    ZH_CN = "zh_CN"
    EN = "en"


class SetLanguage(Form):
    """Speak to me in this language."""

    language: Language


class LanguageSet(Outcome):
    """The language of one person was chosen."""

    language: Language


@operation(allowed=EVERYONE, confirm=False, group="settings")
def set_language(db: Session, actor: Actor, form: SetLanguage) -> LanguageSet:
    """Chooses the language in which the bot speaks to this person."""
    person = _me(db, actor)
    person.locale = form.language
    db.add(person)
    return LanguageSet(language=form.language)


class SetProfile(Form):
    """Call me so."""

    name: Text


class ProfileSet(Outcome):
    """A person's name was changed."""

    before: str
    name: str


@operation(allowed=EVERYONE, confirm=False, group="settings")
def set_profile(db: Session, actor: Actor, form: SetProfile) -> ProfileSet:
    """Changes one's own name as others read it."""
    person = _me(db, actor)
    before, person.name = person.name, checks.name(form.name)
    db.add(person)
    return ProfileSet(before=before, name=person.name)


class SetDirectPosting(Form):
    """Book complete entries without asking me to confirm, or ask again."""

    direct: bool


class DirectPostingSet(Outcome):
    """Whether complete entries of this person are booked at once."""

    direct: bool


@operation(allowed=STAFF, confirm=False, group="settings")
def set_direct_posting(db: Session, actor: Actor, form: SetDirectPosting) -> DirectPostingSet:
    """Switches 直接记账 for oneself."""
    person = _me(db, actor)
    person.posts_directly = form.direct
    db.add(person)
    return DirectPostingSet(direct=form.direct)


def _me(db: Session, actor: Actor) -> Person:
    person = db.get(Person, actor.person_id) if actor.person_id is not None else None
    if person is None:
        raise NotFound(kind="person")
    return person


def colleagues(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The people with a role in the warehouses this leader leads; of a company-wide leader everybody active."""
    led = actor.warehouses(LEADERS)
    if led is None:
        return set(db.scalars(select(PERSON.c.id).where(PERSON.c.active)))
    return set(db.scalars(select(GRANT.c.person_id).where(GRANT.c.warehouse_id.in_(led))))


class RevokeRole(Form):
    """Somebody is not in that role any more."""

    person: Annotated[int, Ref(Person, among=colleagues)]
    role: RoleName


class RoleRevoked(Outcome):
    """A role was taken back; ``remaining`` says whether the person holds any other."""

    person: str
    role: RoleName
    remaining: bool


@operation(allowed=LEADERS, group="people")
def revoke_role(db: Session, actor: Actor, form: RevokeRole) -> RoleRevoked:
    """Takes a role back wherever the actor leads. Raises NotAllowed, NotFound, InUse (the last owner)."""
    check_rank(actor, form.role.role, "revoke_role")
    person = _person(db, form.person)
    led = actor.warehouses(LEADERS)
    here: ColumnElement[bool] = true() if led is None else GRANT.c.warehouse_id.in_(led)
    held = select(GRANT.c.id).where(GRANT.c.person_id == form.person, GRANT.c.role == form.role.role)
    if form.role is RoleName.OWNER:
        _refuse_last_owner(db, person)
    found = list(db.scalars(held.where(here)))
    if not found and db.scalar(held.limit(1)) is not None:
        raise NotAllowed(operation="revoke_role")
    if not found:
        raise NotFound(kind="role", text=person.name)
    db.execute(delete(GRANT).where(GRANT.c.id.in_(found)))
    remaining = db.scalar(select(GRANT.c.id).where(GRANT.c.person_id == form.person).limit(1)) is not None
    return RoleRevoked(person=person.name, role=form.role, remaining=remaining)


class DeactivatePerson(Form):
    """Somebody has left."""

    person: Annotated[int, Ref(Person, among=colleagues)]


class PersonDeactivated(Outcome):
    """A person has no access any more."""

    person: str


@operation(allowed=LEADERS, group="people")
def deactivate_person(db: Session, actor: Actor, form: DeactivatePerson) -> PersonDeactivated:
    """Takes every role and the access from a person. Raises NotAllowed, NotFound, Invalid (oneself), InUse."""
    check_scope(actor, None, "deactivate_person")
    if form.person == actor.person_id:
        raise Invalid(name="person", reason="not-yourself")
    person = _person(db, form.person)
    held = Role(0)
    for role in db.scalars(select(GRANT.c.role).where(GRANT.c.person_id == form.person)):
        held |= Role(role)
    if held & Role.OWNER:
        check_rank(actor, Role.OWNER, "deactivate_person")
        _refuse_last_owner(db, person)
    db.execute(delete(GRANT).where(GRANT.c.person_id == form.person))
    person.active = False
    db.add(person)
    return PersonDeactivated(person=person.name)


def _person(db: Session, person_id: int) -> Person:
    person = db.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(kind="person", text=str(person_id))
    return person


def _refuse_last_owner(db: Session, person: Person) -> None:
    """Somebody must stay who can let others in. Locks the owners, so that two cannot remove each other."""
    query = select(GRANT.c.person_id).where(GRANT.c.role == Role.OWNER, GRANT.c.warehouse_id.is_(None))
    owners = set(db.scalars(query.order_by(GRANT.c.id).with_for_update()))
    if owners == {person.id}:
        raise InUse(kind="person", text=person.name, reason="last-owner")


class PersonFact(BaseModel):
    """One role of one person."""

    model_config = ConfigDict(frozen=True)
    person: str
    role: RoleName
    warehouse: str = ""
    party: str = ""


class ListPeople(Form):
    """Who can do what."""


class PeopleListed(Outcome):
    """Everybody with a role, a line for each role."""

    people: list[PersonFact]


@operation(allowed=LEADERS, confirm=False, audited=False, group="people")
def list_people(db: Session, actor: Actor, form: ListPeople) -> PeopleListed:
    """Who holds which role where, as far as the actor leads."""
    columns = (PERSON.c.name, GRANT.c.role, WAREHOUSE.c.name.label("warehouse"), PARTY.c.name.label("party"))
    query = (
        select(*columns)
        .join(GRANT, GRANT.c.person_id == PERSON.c.id)
        .join(WAREHOUSE, WAREHOUSE.c.id == GRANT.c.warehouse_id, isouter=True)
        .join(PARTY, PARTY.c.id == GRANT.c.party_id, isouter=True)
        .where(PERSON.c.active)
        .order_by(GRANT.c.role, PERSON.c.name)
    )
    led = actor.warehouses(LEADERS)
    if led is not None:
        query = query.where(GRANT.c.warehouse_id.in_(led))
    people = [
        PersonFact(person=row.name, role=RoleName.of(row.role), warehouse=row.warehouse or "", party=row.party or "")
        for row in db.execute(query)
    ]
    return PeopleListed(people=people)
