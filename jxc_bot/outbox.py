"""What waits to leave: rows written in the transaction of what they tell of, carried out by the courier.

A crash can therefore repeat a message, rarely, but never lose one, and never tell of something that was rolled back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from sqlalchemy import CursorResult, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from jxc_bot import logs, recipes
from jxc_bot.conversation.reply import Reply
from jxc_bot.documents.fonts import MissingExtra
from jxc_bot.parcel import Enclosure, Parcel
from models.journal import Attachment, Card, Outbox, OutboxState
from models.people import Chat
from models.table import table
from models.values import utc_now

OUTBOX = table(Outbox)
CHAT = table(Chat)
CARD = table(Card)
ATTACHMENT = table(Attachment)
KEPT = timedelta(days=14)
KEY_KEPT = timedelta(days=400)
_BLANK = Reply()
_log = structlog.get_logger(__name__)
_INSERT = insert(OUTBOX).inline()  # nobody asks for the id
_INSERT_ONCE = {
    name: dialect.insert(OUTBOX).on_conflict_do_nothing(index_elements=["key"])
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
_DUE = (
    select(
        OUTBOX.c.id,
        OUTBOX.c.chat_id,
        OUTBOX.c.body,
        OUTBOX.c.urgent,
        OUTBOX.c.created_at,
        OUTBOX.c.not_before,
        CHAT.c.platform,
        CHAT.c.address,
        CHAT.c.is_group,
        CHAT.c.gone_at,
        CARD.c.message,
    )
    .join(CHAT, CHAT.c.id == OUTBOX.c.chat_id)
    .outerjoin(CARD, and_(CARD.c.chat_id == OUTBOX.c.chat_id, CARD.c.name == OUTBOX.c.card, OUTBOX.c.card != ""))
    .where(OUTBOX.c.state == OutboxState.WAITING.value, OUTBOX.c.id > bindparam("after"))
    .where(or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= bindparam("now", type_=OUTBOX.c.created_at.type)))
    .order_by(OUTBOX.c.id)
    .limit(bindparam("most"))
)
_DUE_BUT = _DUE.where(or_(OUTBOX.c.urgent, OUTBOX.c.chat_id.not_in(bindparam("blocked", expanding=True))))
_MARK_SENT = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=OutboxState.SENT.value, sent_at=bindparam("now", type_=OUTBOX.c.created_at.type))
)


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
    db.execute(_INSERT if key is None else _INSERT_ONCE[db.get_bind().dialect.name], row)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a row, and where its panel is now."""

    id: int
    state: OutboxState
    error: str = ""
    chat_id: int = 0
    card: str = ""
    place: str = ""


def due(db: Session, blocked: Collection[int] = (), after: int = 0, most: int = 200) -> list[Parcel]:
    """The oldest messages that may leave now, in order, except those to ``blocked`` chats; urgent ones always."""
    facts = {"after": after, "now": utc_now(), "most": most}
    found = db.execute(_DUE_BUT, {**facts, "blocked": list(blocked)}) if blocked else db.execute(_DUE, facts)
    return [
        Parcel(
            id=row.id,
            chat_id=row.chat_id,
            platform=row.platform,
            address=row.address,
            is_group=row.is_group,
            reply=_readable(row.body),
            urgent=row.urgent,
            created_at=row.created_at,
            due_at=row.not_before or row.created_at,
            place=row.message or "",
            is_gone=row.gone_at is not None,
        )
        for row in found
    ]


def _readable(body: dict[str, Any]) -> Reply:
    """The reply; one that an older version wrote differently says nothing, but holds up nobody."""
    try:
        return Reply.from_json(body)
    except (KeyError, TypeError, ValueError, AttributeError):
        return _BLANK


def enclosure(db: Session, attachment_id: int) -> Enclosure | None:
    """The file of a message."""
    query = select(ATTACHMENT.c.name, ATTACHMENT.c.mime, ATTACHMENT.c.content)
    row = db.execute(query.where(ATTACHMENT.c.id == attachment_id)).first()
    if row is not None and row.mime == recipes.RECIPE:
        try:
            return Enclosure(row.name, *recipes.draw(row.content))
        except (MissingExtra, ValueError, KeyError) as problem:
            _log.error("a file cannot be drawn", attachment=attachment_id, error=logs.where(problem))
            return None
    return None if row is None else Enclosure(row.name, row.mime, row.content)


def settle(db: Session, outcomes: Sequence[Settled]) -> None:
    """Writes what became of rows, and the places of panels."""
    now = utc_now()
    plain = [outcome.id for outcome in outcomes if outcome.state is OutboxState.SENT and not outcome.error]
    if plain:
        db.execute(_MARK_SENT, {"ids": plain, "now": now})
    for outcome in outcomes:
        if outcome.error or outcome.state is not OutboxState.SENT:
            told: dict[str, Any] = {"state": outcome.state.value, "error": outcome.error[:400]}
            told |= {"sent_at": now} if outcome.state is OutboxState.SENT else {}
            db.execute(update(OUTBOX).where(OUTBOX.c.id == outcome.id).values(**told))
    places = {(outcome.chat_id, outcome.card): outcome.place for outcome in outcomes if outcome.card and outcome.place}
    if places:
        dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
        put = dialect.insert(CARD)
        put = put.on_conflict_do_update(index_elements=["chat_id", "name"], set_={"message": put.excluded.message})
        rows = [{"chat_id": chat, "name": name, "message": at} for (chat, name), at in sorted(places.items())]
        db.execute(put, [{**row, "sent_at": now} for row in rows])


def lag(db: Session) -> timedelta:
    """How long the oldest message that may leave has been waiting."""
    now = utc_now()
    since = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.created_at, type_=OUTBOX.c.created_at.type)
    query = select(func.min(since, type_=OUTBOX.c.created_at.type))
    oldest = db.scalar(query.where(OUTBOX.c.state == OutboxState.WAITING.value, since <= now))
    return timedelta() if oldest is None else now - oldest


def prune(db: Session, most: int = 1000) -> int:
    """Removes up to ``most`` messages that left long ago, and the files that only travelled with them."""
    before = utc_now() - KEPT
    old = select(OUTBOX.c.id).where(OUTBOX.c.state != OutboxState.WAITING.value, OUTBOX.c.created_at < before)
    # A notice's key must still be there when the same is written again, which nobody does after so long.
    old = old.where(or_(OUTBOX.c.key.is_(None), OUTBOX.c.created_at < utc_now() - KEY_KEPT)).limit(most)
    files = select(ATTACHMENT.c.id).where(ATTACHMENT.c.subject == "", ATTACHMENT.c.created_at < before).limit(most)
    db.execute(delete(ATTACHMENT).where(ATTACHMENT.c.id.in_(files)))
    return cast("CursorResult[Any]", db.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(old)))).rowcount
