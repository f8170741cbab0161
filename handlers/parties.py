"""Suppliers and customers: added, changed one fact at a time, archived rather than deleted."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import func, select
from sqlmodel import Session

from handlers import checks
from handlers.catalogue import add_aliases, changed, code, joined
from handlers.places import BUTTONS
from handlers.purchasing.debts import balance
from handlers.purchasing.orders import unfinished_orders
from models.errors import AlreadyExists, Archived, InUse, Invalid, NotFound
from models.numbering import next_in
from models.operation import Actor, Form, Outcome, Ref, Suggest, Suggestion, operation
from models.party import Party
from models.people import LEADERS, Role
from models.product import AliasOf
from models.purchase_errors import OpenOrders
from models.table import table
from models.values import Text

PARTY = table(Party)
CODE_SERIES = "WL"
CLEAR = "-"
SHOWN = 3
"""Numbers of orders that a refusal names."""


class PartyKind(StrEnum):
    """Whether we buy from them, sell to them, or both."""

    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    BOTH = "both"


class AddParty(Form):
    """Somebody to trade with."""

    name: Text
    kind: PartyKind
    contact: Text = ""
    phone: Text = ""
    address: Text = ""
    code: Text = ""
    aliases: Text = ""
    note: Text = ""


class PartyAdded(Outcome):
    """A supplier or customer was added."""

    party_id: int
    party: str
    code: str
    kind: PartyKind
    contact: str = ""
    phone: str = ""
    aliases: str = ""


@operation(allowed=Role.BUYER | Role.SELLER | LEADERS, group="partners")
def add_party(db: Session, actor: Actor, form: AddParty) -> PartyAdded:
    """Adds a supplier or customer; a supplier of that name who buys from us now becomes both, and the reverse.

    Raises Invalid, or AlreadyExists for a name or code that is taken.
    """
    name = checks.name(form.name)
    party = _same_name(db, name)
    if party is None:
        party = Party(code=_code(db, form.code), name=name)
    elif _kind_of(party) in (form.kind, PartyKind.BOTH):
        raise AlreadyExists(kind="party", text=party.name)
    party.is_supplier = party.is_supplier or form.kind is not PartyKind.CUSTOMER
    party.is_customer = party.is_customer or form.kind is not PartyKind.SUPPLIER
    party.contact = checks.one_line(form.contact, "contact", 64) or party.contact
    party.phone = checks.one_line(form.phone, "phone", 32) or party.phone
    party.address = checks.one_line(form.address, "address", 200) or party.address
    party.note = checks.note(form.note) or party.note
    db.add(party)
    db.flush()
    assert party.id is not None
    aliases = add_aliases(db, AliasOf.PARTY, party.id, form.aliases)
    changed(db, AliasOf.PARTY, party.id)
    return PartyAdded(
        party_id=party.id,
        party=party.name,
        code=party.code,
        kind=_kind_of(party),
        contact=party.contact,
        phone=party.phone,
        aliases=joined(aliases),
    )


class PartyField(StrEnum):
    """What of a party can be changed."""

    NAME = "name"
    CONTACT = "contact"
    PHONE = "phone"
    ADDRESS = "address"
    ALIAS = "alias"
    NOTE = "note"


class ChangeParty(Form):
    """One fact of a party becomes another."""

    party: Annotated[int, Ref(Party)]
    field: PartyField
    value: Text


class PartyChanged(Outcome):
    """A fact of a party was put right."""

    party: str
    code: str
    field: PartyField
    before: str = ""
    after: str = ""


_LENGTHS = {PartyField.CONTACT: 64, PartyField.PHONE: 32, PartyField.ADDRESS: 200, PartyField.NOTE: checks.NOTE}


@operation(allowed=Role.BUYER | Role.SELLER | LEADERS, group="partners")
def change_party(db: Session, actor: Actor, form: ChangeParty) -> PartyChanged:
    """Changes one fact; ``-`` empties it. Raises Invalid, AlreadyExists, Archived, NotFound."""
    party = _found(db, form.party)
    if party.archived_at is not None:
        raise Archived(kind="party", text=party.name)
    before, after = _change(db, party, form.field, form.value.strip())
    db.add(party)
    db.flush()
    changed(db, AliasOf.PARTY, form.party)
    return PartyChanged(party=party.name, code=party.code, field=form.field, before=before, after=after)


def _change(db: Session, party: Party, field: PartyField, value: str) -> tuple[str, str]:
    if field is PartyField.NAME:
        before, party.name = party.name, checks.name(value, "value")
        _refuse_same_name(db, party.name, besides=party.id)
        return before, party.name
    if field is PartyField.ALIAS:
        assert party.id is not None
        new = add_aliases(db, AliasOf.PARTY, party.id, value)
        if not new:
            raise Invalid(name="value", reason="alias-known", detail=value[:40])
        return "", joined(new)
    before = str(getattr(party, field))
    shown = "" if value == CLEAR else checks.one_line(value, "value", _LENGTHS[field])
    setattr(party, field, shown)
    return before, shown


def _kind_of(party: Party) -> PartyKind:
    if party.is_supplier and party.is_customer:
        return PartyKind.BOTH
    return PartyKind.SUPPLIER if party.is_supplier else PartyKind.CUSTOMER


class ArchiveParty(Form):
    """We do not trade with them any more."""

    party: Annotated[int, Ref(Party)]


class PartyArchived(Outcome):
    """A party takes no new documents."""

    party: str
    code: str


@operation(allowed=LEADERS, group="partners")
def archive_party(db: Session, actor: Actor, form: ArchiveParty) -> PartyArchived:
    """Archives a party; its documents stay.

    Raises OpenOrders while goods are ordered from it, InUse (owed) while money is owed either way.
    """
    party = _found(db, form.party)
    if party.archived_at is not None:
        raise Archived(kind="party", text=party.name)
    open_orders = unfinished_orders(db, form.party)
    if open_orders:
        shown = ", ".join(open_orders[:SHOWN]) + (" …" if len(open_orders) > SHOWN else "")
        raise OpenOrders(text=party.name, count=len(open_orders), orders=shown)
    if balance(db, form.party):
        raise InUse(kind="party", text=party.name, reason="owed")
    party.archived_at = actor.at
    db.add(party)
    changed(db, AliasOf.PARTY, form.party)
    return PartyArchived(party=party.name, code=party.code)


def archived_parties(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The parties that are archived."""
    return set(db.scalars(select(PARTY.c.id).where(PARTY.c.archived_at.is_not(None))))


def last_archived(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The parties archived last."""
    query = select(PARTY.c.id, PARTY.c.name).where(PARTY.c.archived_at.is_not(None))
    rows = db.execute(query.order_by(PARTY.c.archived_at.desc()).limit(BUTTONS))
    return [Suggestion(row.id, row.name) for row in rows]


class RestoreParty(Form):
    """We trade with them again."""

    party: Annotated[int, Ref(Party, among=archived_parties), Suggest(last_archived, fill=False)]


class PartyRestored(Outcome):
    """A party takes documents again."""

    party: str
    code: str


@operation(allowed=LEADERS, group="partners")
def restore_party(db: Session, actor: Actor, form: RestoreParty) -> PartyRestored:
    """Takes a party out of the archive."""
    party = _found(db, form.party)
    if party.archived_at is None:
        raise InUse(kind="party", text=party.name, reason="not-archived")
    _refuse_same_name(db, party.name, besides=party.id)
    party.archived_at = None
    db.add(party)
    changed(db, AliasOf.PARTY, form.party)
    return PartyRestored(party=party.name, code=party.code)


def _found(db: Session, party_id: int) -> Party:
    party = db.get(Party, party_id, with_for_update=True)
    if party is None:
        raise NotFound(kind="party", text=str(party_id))
    return party


def _same_name(db: Session, name: str, besides: int | None = None) -> Party | None:
    same = func.lower(PARTY.c.name) == name.lower()
    query = select(PARTY.c.id).where(same, PARTY.c.archived_at.is_(None), PARTY.c.id != (besides or 0))
    found = db.scalar(query.limit(1))
    return None if found is None else db.get(Party, found, with_for_update=True)


def _refuse_same_name(db: Session, name: str, besides: int | None = None) -> None:
    if _same_name(db, name, besides) is not None:
        raise AlreadyExists(kind="party", text=name)


def _code(db: Session, text: str) -> str:
    wanted = code(text, "code", 32)
    if wanted:
        if db.scalar(select(PARTY.c.id).where(func.lower(PARTY.c.code) == wanted.lower()).limit(1)) is not None:
            raise AlreadyExists(kind="code", text=wanted)
        return wanted
    while True:
        made = f"{CODE_SERIES}-{next_in(db, CODE_SERIES):04d}"
        if db.scalar(select(PARTY.c.id).where(PARTY.c.code == made)) is None:
            return made
