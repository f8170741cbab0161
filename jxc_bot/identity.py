"""Who speaks, and where: the person behind an account and the chat behind an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from jxc_bot.conversation.message import Incoming
from models.operation import Actor, Company, GrantFact
from models.people import Chat, Grant, Identity, Person, Role
from models.table import table

IDENTITY = table(Identity)
PERSON = table(Person)
CHAT = table(Chat)
GRANT = table(Grant)


class ChatFacts(NamedTuple):
    """A chat as it stands in the database."""

    id: int
    is_group: bool
    title: str
    person_id: int | None
    purpose: str
    warehouse_id: int | None
    thread: str
    locale: str
    gone_at: datetime | None


# Built once: these run for every message.
_THE_CHAT = (CHAT.c.platform == bindparam("platform")) & (CHAT.c.address == bindparam("address"))
_CHAT = select(*(CHAT.c[name] for name in ChatFacts._fields)).where(_THE_CHAT)
_HERE = tuple(CHAT.c[name].label(f"chat_{name}") for name in ChatFacts._fields)
_GRANTED = (GRANT.c.role, GRANT.c.warehouse_id, GRANT.c.party_id)
_SPEAKER = (
    select(PERSON.c.id, PERSON.c.name, PERSON.c.locale, PERSON.c.posts_directly, IDENTITY.c.username, *_HERE, *_GRANTED)
    .join(IDENTITY, IDENTITY.c.person_id == PERSON.c.id)
    .outerjoin(GRANT, GRANT.c.person_id == PERSON.c.id)
    .outerjoin(CHAT, _THE_CHAT)
    .where(IDENTITY.c.platform == bindparam("platform"), IDENTITY.c.account == bindparam("account"))
    .where(PERSON.c.active)
)
_GRANTS = select(*_GRANTED).where(GRANT.c.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class ChatRow:
    """The chat a message came from, as we know it."""

    id: int
    is_group: bool
    purpose: str
    warehouse_id: int | None
    locale: str
    thread: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person behind a message, once known."""

    person_id: int
    name: str
    locale: str
    posts_directly: bool
    username: str
    grants: tuple[GrantFact, ...] = ()
    here: ChatFacts | None = None
    """The chat they speak in as it stands in the database, read with them."""


def chat_of(db: Session, incoming: Incoming, speaker: Speaker | None) -> ChatRow:
    """The row of the message's chat, made at the first message and kept up to date."""
    facts, person_id = incoming.chat, speaker.person_id if speaker is not None else None
    where = {"platform": incoming.platform, "address": facts.address}
    row = speaker.here if speaker is not None and speaker.here is not None else _chat(db, where)
    if row is None:
        dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
        values = {"platform": incoming.platform, "address": facts.address, "is_group": facts.is_group}
        values |= {"title": facts.title[:160], "person_id": None if facts.is_group else person_id}
        blank = {"purpose": "", "thread": "", "locale": ""}
        db.execute(dialect.insert(CHAT).values(**values, **blank).on_conflict_do_nothing())
        row = _chat(db, where)
        assert row is not None
    change: dict[str, Any] = {}
    if facts.is_group and facts.title and row.title != facts.title[:160]:
        change["title"] = facts.title[:160]
    if not facts.is_group and person_id is not None and row.person_id != person_id:
        change["person_id"] = person_id
    if row.gone_at is not None:
        change["gone_at"] = None  # whoever writes to us can be written to
    if change:
        db.execute(update(CHAT).where(CHAT.c.id == row.id).values(**change))
    return ChatRow(row.id, row.is_group, row.purpose, row.warehouse_id, row.locale, row.thread)


def _chat(db: Session, where: dict[str, str]) -> ChatFacts | None:
    row = db.execute(_CHAT, where).first()
    return None if row is None else ChatFacts(*row)


def speaker_of(db: Session, incoming: Incoming) -> Speaker | None:
    """The active person behind the sender's account, with the roles they hold; None for a stranger."""
    where = {"platform": incoming.platform, "account": incoming.sender.account, "address": incoming.chat.address}
    rows = db.execute(_SPEAKER, where).all()
    if not rows:
        return None
    who, grants = rows[0], _facts(row[-3:] for row in rows if row.role is not None)
    here = ChatFacts(*who[-len(_HERE) - 3 : -3]) if who.chat_id is not None else None
    return Speaker(who.id, who.name, who.locale, who.posts_directly, who.username, grants, here)


def grants_of(db: Session, person_id: int) -> tuple[GrantFact, ...]:
    """The roles a person holds."""
    return _facts(db.execute(_GRANTS, {"person": person_id}))


def _facts(rows: Iterable[Sequence[Any]]) -> tuple[GrantFact, ...]:
    return tuple(GrantFact(Role(role), warehouse_id, party_id) for role, warehouse_id, party_id in rows)


def actor_for(
    speaker: Speaker,
    grants: tuple[GrantFact, ...],
    company: Company,
    at: datetime,
    *,
    locale: str,
    private: bool,
    origin: str,
) -> Actor:
    """The speaker as an operation sees them."""
    return Actor(
        person_id=speaker.person_id,
        name=speaker.name,
        grants=grants,
        at=at,
        company=company,
        locale=locale,
        private=private,
        origin=origin,
    )


def system_actor(company: Company, at: datetime, origin: str) -> Actor:
    """The company itself: the schedule, the command line."""
    return Actor(None, "", (GrantFact(Role.SYSTEM | Role.OWNER),), at, company, company.locale, origin=origin)


def join(db: Session, incoming: Incoming) -> int:
    """The person of the sender, made now if there is none. Gives no role."""
    sender = incoming.sender
    query = select(IDENTITY.c.person_id).where(
        IDENTITY.c.platform == incoming.platform, IDENTITY.c.account == sender.account
    )
    found = db.scalar(query)
    if found is not None:
        db.execute(update(PERSON).where(PERSON.c.id == found).values(active=True))
        return int(found)
    person = Person(name=sender.name[:120] or sender.username or sender.account)
    db.add(person)
    db.flush()
    assert person.id is not None
    values = {"platform": incoming.platform, "account": sender.account, "person_id": person.id}
    db.execute(insert(IDENTITY).values(**values, username=sender.username[:64], language=sender.language[:16]))
    return person.id


def locale_for(speaker: Speaker | None, incoming: Incoming, chat: ChatRow, company: Company) -> str:
    """The language to answer in: the group's, the person's choice, what the platform says, the company's."""
    if chat.is_group:
        return chat.locale or company.locale
    if speaker is not None and speaker.locale:
        return speaker.locale
    language = incoming.sender.language.lower()
    if language.startswith("zh"):
        return "zh_CN"
    return "en" if language.startswith("en") else company.locale
