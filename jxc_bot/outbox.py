"""What waits to leave: rows written in the transaction of what they tell of, carried out by the courier.

A crash can therefore repeat a message, rarely, but never lose one, and never tell of something that was rolled back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from jxc_bot.conversation.reply import Reply
from models.journal import Outbox, OutboxState
from models.table import table
from models.values import utc_now

OUTBOX = table(Outbox)
_BLANK = Reply()


def enqueue(
    db: Session,
    chat_id: int,
    reply: Reply,
    *,
    key: str | None = None,
    not_before: datetime | None = None,
    urgent: bool | None = None,
) -> None:
    """Writes ``reply`` for our chat ``chat_id`` into the outbox; a ``key`` that was used before writes nothing.

    ``urgent`` (by default: toasts and inline answers) leaves before everything else and is dropped when late. A toast
    that comes with a message leaves by itself, so that it need not wait for the messages before it.
    """
    toast = reply.toast
    if toast is not None and reply != Reply(toast=toast):
        _write(db, chat_id, Reply(toast=toast), None, not_before, urgent=True)
        reply = replace(reply, toast=None)
    if reply == _BLANK:
        return
    if urgent is None:
        urgent = reply.toast is not None or reply.inline is not None
    _write(db, chat_id, reply, key, not_before, urgent=urgent)


def _write(
    db: Session, chat_id: int, reply: Reply, key: str | None, not_before: datetime | None, *, urgent: bool
) -> None:
    row: dict[str, Any] = {
        "chat_id": chat_id,
        "body": reply.as_json(),
        "card": reply.card,
        "key": key,
        "urgent": urgent,
        "state": OutboxState.WAITING.value,
        "tries": 0,
        "not_before": not_before,
        "created_at": utc_now(),
        "error": "",
    }
    if key is None:
        db.execute(insert(OUTBOX).values(**row))
        return
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    db.execute(dialect.insert(OUTBOX).values(**row).on_conflict_do_nothing(index_elements=["key"]))
