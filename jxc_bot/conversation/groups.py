"""Groups: the bot joins, leaves, and moves with a group that became a supergroup."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session

from jxc_bot.chats import moved
from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.reply import Reply
from jxc_bot.identity import ChatRow
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from models.people import Chat
from models.table import table
from models.values import utc_now

CHAT = table(Chat)


def membership(db: Session, incoming: Incoming, chat: ChatRow, words: Words) -> None:
    """The bot was added (says hello in a group) or removed or blocked (nothing is sent there any more)."""
    if incoming.event is Event.LEFT:
        db.execute(update(CHAT).where(CHAT.c.id == chat.id).values(gone_at=utc_now()))
        return
    if chat.is_group:
        enqueue(db, chat.id, Reply(text=words.html("joined-group"), thread=incoming.chat.thread))


def migrated(db: Session, incoming: Incoming) -> None:
    """The group has a new address; everything we know of it moves along."""
    moved(db, incoming.platform, incoming.chat.address, incoming.new_address)
