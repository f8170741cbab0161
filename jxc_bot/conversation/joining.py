"""Strangers and newcomers: one polite sentence and no data, until a valid invitation is shown."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.reply import Reply, Toast
from jxc_bot.conversation.turn import Services, Turn
from jxc_bot.identity import ChatRow
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words


def stranger(db: Session, services: Services, incoming: Incoming, chat: ChatRow, words: Words, at: datetime) -> None:
    """Answers somebody who is not registered: lets them in with a token, or says how to get one."""
    if incoming.event is Event.BUTTON:
        enqueue(db, chat.id, Reply(toast=Toast(incoming.callback, words("stranger")[:200], alert=True)))
        return
    enqueue(db, chat.id, Reply(text=words.html("stranger"), thread=incoming.chat.thread))


def rejoin(turn: Turn, token: str) -> None:
    """Somebody known opens another invitation: one more role."""
