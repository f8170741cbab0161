"""What happens to a chat from outside: it moves to another address, or it cannot be written to any more."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlmodel import Session

from models.draft import Draft
from models.journal import Card, Outbox, OutboxState
from models.people import Chat
from models.table import table
from models.values import utc_now

CHAT = table(Chat)
CARD = table(Card)
DRAFT = table(Draft)
OUTBOX = table(Outbox)


def moved(db: Session, platform: str, old: str, new: str) -> None:
    """A group has a new address. It keeps its purpose and all that refers to it, and what waits goes there.

    Somebody may have written at the new address already: then there is a chat there, which gives up the address, what
    was begun there, and the panels that stand there. Messages are numbered anew after a move, so that no place of a
    panel from before holds any more.
    """
    here = select(CHAT.c.id).where(CHAT.c.platform == platform)
    chat_id = db.scalar(here.where(CHAT.c.address == old))
    if chat_id is None:
        return
    db.execute(delete(CARD).where(CARD.c.chat_id == chat_id))
    other = db.scalar(here.where(CHAT.c.address == new))
    if other is not None:
        gives_up = {"address": f"moved:{other}", "gone_at": utc_now()}
        db.execute(update(CHAT).where(CHAT.c.id == other).values(**gives_up))
        waiting = (OUTBOX.c.chat_id == other, OUTBOX.c.state == OutboxState.WAITING.value)
        db.execute(update(OUTBOX).where(*waiting).values(chat_id=chat_id))
        for begun in (DRAFT, CARD):
            db.execute(update(begun).where(begun.c.chat_id == other).values(chat_id=chat_id))
    db.execute(update(CHAT).where(CHAT.c.id == chat_id).values(address=new, gone_at=None))


def gone(db: Session, chat_id: int, reason: str) -> None:
    """We are blocked or removed: nothing more is sent, what waits is given up."""
    now = utc_now()
    db.execute(update(CHAT).where(CHAT.c.id == chat_id, CHAT.c.gone_at.is_(None)).values(gone_at=now))
    waiting = (OUTBOX.c.chat_id == chat_id, OUTBOX.c.state == OutboxState.WAITING.value)
    db.execute(update(OUTBOX).where(*waiting).values(state=OutboxState.GIVEN_UP.value, error=reason[:400]))
