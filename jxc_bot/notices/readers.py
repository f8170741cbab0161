"""Who is told, and how each of them reads: people in their private chats, groups by their purpose.

A reader is a ``Turn`` of somebody who has said nothing: so every card of the conversation can be made for them,
masked by their own roles and by where they read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from handlers import CATALOG
from jxc_bot.conversation.message import ChatFacts, Event, Incoming, SenderFacts
from jxc_bot.conversation.reply import Button, Reply
from jxc_bot.conversation.turn import Rows, Services, Turn
from jxc_bot.desk import Desk
from jxc_bot.finder import Finder
from jxc_bot.identity import ChatRow, Speaker, actor_for, grants_of, locale_for
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from models.operation import Actor, Company, GrantFact
from models.people import Chat, Grant, Identity, Person, Purpose, Role
from models.table import table

CHAT, PERSON, GRANT, IDENTITY = table(Chat), table(Person), table(Grant), table(Identity)
EVERY_ROLE = GrantFact(Role.OWNER | Role.MANAGER | Role.BUYER | Role.WAREHOUSE | Role.FINANCE)
"""In a group anybody may press; what they may do is decided at the door."""


@cache
def _services(company: Company) -> Services:
    return Services(Desk(CATALOG), Finder(), company)


def people(
    db: Session, company: Company, at: datetime, roles: Role, warehouse_id: int | None = None, but: int | None = None
) -> Iterator[Turn]:
    """The people who hold one of ``roles`` in that warehouse, each in their private chat; ``but`` is not told."""
    held = select(GRANT.c.person_id, GRANT.c.role, GRANT.c.warehouse_id)
    ids = sorted(
        {
            row.person_id
            for row in db.execute(held)
            if row.role & roles and (warehouse_id is None or row.warehouse_id in (None, warehouse_id))
        }
        - {but}
    )
    for reader in persons(db, company, at, ids):
        # A role may have been taken away since we looked.
        if reader.actor.has(roles) if warehouse_id is None else reader.actor.may_in(roles, warehouse_id):
            yield reader


def suppliers_people(db: Session, company: Company, at: datetime, party_id: int) -> Iterator[Turn]:
    """Everybody who speaks for a supplier."""
    query = select(GRANT.c.person_id).where(GRANT.c.party_id == party_id, GRANT.c.role == int(Role.SUPPLIER))
    for reader in persons(db, company, at, sorted(set(db.scalars(query)))):
        if party_id in reader.actor.parties(Role.SUPPLIER):
            yield reader


def persons(db: Session, company: Company, at: datetime, ids: Collection[int | None]) -> Iterator[Turn]:
    """These people, in their private chats; who has left, blocked us or has no role any more is passed over."""
    wanted = sorted({key for key in ids if key is not None})
    query = select(CHAT, PERSON.c.name, PERSON.c.locale.label("chosen"), PERSON.c.posts_directly)
    query = query.join(PERSON, PERSON.c.id == CHAT.c.person_id)
    query = query.where(PERSON.c.id.in_(wanted), PERSON.c.active, CHAT.c.gone_at.is_(None), CHAT.c.is_group.is_(False))
    for row in db.execute(query.order_by(CHAT.c.id)).all():
        language = db.scalar(
            select(IDENTITY.c.language).where(
                IDENTITY.c.person_id == row.person_id, IDENTITY.c.platform == row.platform
            )
        )
        speaker = Speaker(row.person_id, row.name, row.chosen, row.posts_directly, "")
        grants = grants_of(db, row.person_id)
        if grants:
            yield _turn(db, company, at, row, speaker, grants, language or "")


def groups(
    db: Session, company: Company, at: datetime, purposes: Collection[Purpose], warehouse_id: int | None = None
) -> Iterator[Turn]:
    """The groups bound to one of these purposes, for that warehouse or for all."""
    query = select(CHAT).where(CHAT.c.is_group, CHAT.c.gone_at.is_(None), CHAT.c.purpose.in_(list(purposes)))
    if warehouse_id is not None:
        query = query.where(CHAT.c.warehouse_id.is_(None) | (CHAT.c.warehouse_id == warehouse_id))
    for row in db.execute(query.order_by(CHAT.c.id)).all():
        yield _turn(db, company, at, row, Speaker(0, "", "", False, ""), (EVERY_ROLE,), "")


def _turn(
    db: Session,
    company: Company,
    at: datetime,
    row: Any,
    speaker: Speaker,
    grants: tuple[GrantFact, ...],
    language: str,
) -> Turn:
    chat = ChatRow(row.id, row.is_group, row.purpose, row.warehouse_id, row.locale, row.thread)
    where = ChatFacts(row.address, row.is_group, row.title, row.thread)
    incoming = Incoming(row.platform, "", Event.OTHER, where, SenderFacts("", speaker.name, language=language), at=at)
    locale = locale_for(speaker, incoming, chat, company)
    private = not row.is_group
    actor = actor_for(speaker, grants, company, at, locale=locale, private=private, origin="notice")
    return Turn(db, _services(company), incoming, chat, speaker, actor, Words.of(locale), at)


def send(
    reader: Turn, text: str, buttons: Rows = (), *, key: str | None = None, card: str = "", silent: bool = False
) -> None:
    """One new message for a reader; with a ``key`` at most once a chat."""
    rows = tuple(tuple(row) for row in buttons if row)
    reply = Reply(text=text, buttons=rows, card=card, edit=False, thread=reader.chat.thread, silent=silent)
    enqueue(reader.db, reader.chat.id, reply, key=f"{key}:{reader.chat.id}" if key else None)


def as_reader(actor: Actor) -> tuple[Company, datetime]:
    """What all readers of one notice have in common."""
    return actor.company, actor.at


__all__ = ["Button", "as_reader", "groups", "people", "persons", "send", "suppliers_people"]
