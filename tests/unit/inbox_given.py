"""Small platforms and handlers for the tests of the inbox and the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from jxc_bot.conversation.message import ChatFacts, Event, Incoming, SenderFacts
from jxc_bot.conversation.reply import Reply
from jxc_bot.database import Database
from jxc_bot.inbox import INBOX, Stored, store
from jxc_bot.outbox import OUTBOX, enqueue
from models.people import Chat

PLATFORM = "telegram"


class Simple:
    """A platform whose updates are ``{"chat": …, "text": …}``; ``None`` and broken ones exist, too."""

    async def read(self, body: dict[str, Any]) -> Incoming | None:
        if body.get("ignored"):
            return None
        chat = str(body["chat"])
        sender = SenderFacts(chat, "Ann", language="en")
        return Incoming(PLATFORM, str(body["n"]), Event.TEXT, ChatFacts(chat), sender, text=body["text"])


def stored(database: Database, *updates: tuple[int, str, str]) -> list[Stored]:
    """Stores (number, chat, text) and commits."""
    raw = [(str(n), chat, {"n": n, "chat": chat, "text": text}) for n, chat, text in updates]
    return database.write_now(lambda db: store(db, PLATFORM, raw))


def states(database: Database) -> dict[str, str]:
    """The state of each update, by number."""
    rows = database.read_now(lambda db: db.execute(select(INBOX.c.event, INBOX.c.state)).all())
    return dict(map(tuple, rows))


def chat(database: Database, address: str = "1", *, is_group: bool = False) -> int:
    """A chat; its id."""

    def make(db: Session) -> int:
        row = Chat(platform=PLATFORM, address=address, is_group=is_group)
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id

    return database.write_now(make)


def written(database: Database, chat_id: int, *replies: Reply, **more: Any) -> None:
    """Writes replies into the outbox and commits."""

    def write(db: Session) -> None:
        for reply in replies:
            enqueue(db, chat_id, reply, **more)

    database.write_now(write)


def outbox(database: Database) -> list[tuple[str, str, str]]:
    """(text, state, error) of each row, in order."""
    query = select(OUTBOX.c.body, OUTBOX.c.state, OUTBOX.c.error).order_by(OUTBOX.c.id)
    rows = database.read_now(lambda db: db.execute(query).all())
    return [(body.get("text", ""), state, error) for body, state, error in rows]


async def until(true: Callable[[], bool], seconds: float = 8.0) -> None:
    """Waits until something is so."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)
