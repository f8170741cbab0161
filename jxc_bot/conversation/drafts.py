"""Drafts kept in the database: found, begun, changed, ended. A restart or another worker goes on where one stands."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select

from jxc_bot.conversation.turn import Turn
from models.draft import Draft, DraftState
from models.table import table

DRAFT = table(Draft)
LIVE = (DraftState.ASKING, DraftState.READY)
LIFETIME = timedelta(hours=8)
CORRECTABLE = timedelta(minutes=30)
"""How long after posting a typed correction is still taken for one."""


def live(turn: Turn) -> Draft | None:
    """This person's draft in this chat, if one is under way; one that has lain too long is put away."""
    query = select(Draft).where(
        Draft.chat_id == turn.chat.id, Draft.person_id == turn.actor.person_id, col(Draft.state).in_(LIVE)
    )
    draft = turn.db.exec(query.order_by(col(Draft.id).desc()).limit(1)).first()
    if draft is not None and draft.expires_at <= turn.at:
        draft.state = DraftState.EXPIRED
        turn.db.add(draft)
        return None
    return draft


def last_done(turn: Turn) -> Draft | None:
    """The draft this person finished last in this chat, while a correction may still mean it."""
    query = select(Draft).where(
        Draft.chat_id == turn.chat.id, Draft.person_id == turn.actor.person_id, Draft.state == DraftState.DONE
    )
    draft = turn.db.exec(query.order_by(col(Draft.id).desc()).limit(1)).first()
    return draft if draft is not None and draft.touched_at >= turn.at - CORRECTABLE else None


def by_id(turn: Turn, draft_id: int) -> Draft | None:
    """A draft whose button was pressed, locked until the press is answered."""
    return turn.db.exec(select(Draft).where(Draft.id == draft_id).with_for_update()).first()


def park(turn: Turn) -> int:
    """Puts this person's live drafts here aside, their cards still good; returns how many."""
    mine = (DRAFT.c.chat_id == turn.chat.id) & (DRAFT.c.person_id == turn.actor.person_id)
    old = update(DRAFT).where(mine, DRAFT.c.state.in_(LIVE)).values(state=DraftState.PARKED, touched_at=turn.at)
    return int(turn.db.execute(old).rowcount)  # type: ignore[attr-defined]


def take_up(turn: Turn, draft: Draft) -> None:
    """Makes a parked draft the live one again, since one of its buttons was pressed."""
    park(turn)
    draft.state = DraftState.ASKING if draft.asking else DraftState.READY


def begin(turn: Turn, operation: str, answers: dict[str, Any]) -> tuple[Draft, int]:
    """A new draft. Older live ones here are parked; returns how many."""
    parked = park(turn)
    assert turn.actor.person_id is not None
    draft = Draft(
        operation=operation,
        person_id=turn.actor.person_id,
        chat_id=turn.chat.id,
        thread=turn.incoming.chat.thread,
        answers=answers,
        created_at=turn.at,
        touched_at=turn.at,
        expires_at=turn.at + LIFETIME,
    )
    return draft, parked  # stored with the first save, which every path reaches


def save(turn: Turn, draft: Draft) -> None:
    """Writes a draft back; its version rises, so that buttons shown before are known to be old."""
    draft.version += 1
    draft.touched_at = turn.at
    draft.expires_at = turn.at + LIFETIME
    draft.answers = copy.deepcopy(draft.answers)
    turn.db.add(draft)
    if draft.id is not None:
        flag_modified(draft, "answers")
        flag_modified(draft, "options")
    turn.db.flush()


def card_name(draft: Draft) -> str:
    """The panel of a draft."""
    return f"draft:{draft.id}"
