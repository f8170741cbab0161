"""Drafts kept in the database: found, begun, changed, ended. A restart or another worker goes on where one stands."""

from __future__ import annotations

import copy
import zlib
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.attributes import flag_modified

from jxc_bot.conversation.message import Event
from jxc_bot.conversation.turn import Turn
from models.draft import Draft, DraftState
from models.table import table

DRAFT = table(Draft)
LIVE = (DraftState.ASKING, DraftState.READY)
LIFETIME = timedelta(hours=8)
CORRECTABLE = timedelta(minutes=30)
"""How long after posting a typed correction is still taken for one."""
NONE_LIVE = "no live draft"
"""Seen by this turn: there is none to put aside."""

BEGUN, SAID, HEARD = "_begun", "_said", "_heard"
"""In a draft's answers: the message that began it, a sum of its text, and the messages that were said to it since."""
MOST_SOUGHT, MOST_HEARD = 20, 20

_MINE = (DRAFT.c.chat_id == bindparam("chat")) & (DRAFT.c.person_id == bindparam("person"))
_NEWEST = select(Draft).where(_MINE).order_by(DRAFT.c.id.desc()).limit(1)
_LIVE = _NEWEST.where(DRAFT.c.state.in_([state.value for state in LIVE]))
_LOCKED = select(Draft).where(DRAFT.c.id == bindparam("draft")).with_for_update()
_DONE = _NEWEST.where(DRAFT.c.state == DraftState.DONE.value)
_PARKED = _NEWEST.where(DRAFT.c.state == DraftState.PARKED.value)
_PARK = (
    update(DRAFT)
    .where(_MINE, DRAFT.c.state.in_([state.value for state in LIVE]))
    .values(state=DraftState.PARKED.value, touched_at=bindparam("now", type_=DRAFT.c.touched_at.type))
)


def live(turn: Turn) -> Draft | None:
    """This person's draft in this chat, if one is under way; one that has lain too long is put away."""
    draft: Draft | None = turn.db.scalars(_LIVE, _whose(turn)).first()
    if draft is not None and draft.expires_at <= turn.at:
        draft.state = DraftState.EXPIRED
        turn.db.add(draft)
        return None
    turn.seen[NONE_LIVE] = draft is None
    return draft


def last_done(turn: Turn) -> Draft | None:
    """The draft this person finished last in this chat, while a correction may still mean it."""
    draft: Draft | None = turn.db.scalars(_DONE, _whose(turn)).first()
    return draft if draft is not None and draft.touched_at >= turn.at - CORRECTABLE else None


def last_parked(turn: Turn) -> Draft | None:
    """The draft that was put aside last and not long ago, newer than what was finished since."""
    draft: Draft | None = turn.db.scalars(_PARKED, _whose(turn)).first()
    done = last_done(turn)
    if draft is None or draft.touched_at < turn.at - CORRECTABLE or draft.expires_at <= turn.at:
        return None
    return draft if done is None or done.touched_at < draft.touched_at else None


def _whose(turn: Turn) -> dict[str, int | None]:
    return {"chat": turn.chat.id, "person": turn.actor.person_id}


def by_id(turn: Turn, draft_id: int) -> Draft | None:
    """A draft whose button was pressed, locked until the press is answered."""
    found: Draft | None = turn.db.scalars(_LOCKED, {"draft": draft_id}).first()
    return found


def park(turn: Turn) -> int:
    """Puts this person's live drafts here aside, their cards still good; returns how many."""
    if turn.seen.get(NONE_LIVE):
        return 0
    parked = turn.db.execute(_PARK, {**_whose(turn), "now": turn.at})
    return int(parked.rowcount)  # type: ignore[attr-defined]


def take_up(turn: Turn, draft: Draft) -> None:
    """Makes a parked draft the live one again, since one of its buttons was pressed."""
    park(turn)
    turn.seen[NONE_LIVE] = False
    draft.state = DraftState.ASKING if draft.asking else DraftState.READY


def begin(turn: Turn, operation: str, answers: dict[str, Any]) -> tuple[Draft, int]:
    """A new draft. Older live ones here are parked; returns how many."""
    if turn.amends is not None and operation in turn.desk.catalog and turn.desk.catalog[operation].confirm:
        return _anew(turn.amends, operation, answers), 0
    parked = park(turn)
    assert turn.actor.person_id is not None
    draft = Draft(
        operation=operation,
        person_id=turn.actor.person_id,
        chat_id=turn.chat.id,
        thread=turn.incoming.chat.thread,
        answers=answers,
        options=[],
        created_at=turn.at,
        touched_at=turn.at,
        expires_at=turn.at + LIFETIME,
    )
    return draft, parked  # stored with the first save, which every path reaches


def _anew(draft: Draft, operation: str, answers: dict[str, Any]) -> Draft:
    """The same draft, from other words; what was answered since by the way stays answered."""
    if draft.operation == operation:
        given = [name for name in draft.answers.get("_trail", []) if "." not in name]
        answers = {name: draft.answers[name] for name in given if draft.answers.get(name) is not None} | answers
    draft.operation, draft.answers, draft.asking, draft.options = operation, answers, "", []
    draft.state = DraftState.ASKING
    return draft


def begun(turn: Turn) -> dict[str, Any]:
    """What a new draft keeps of the typed message that began it."""
    if turn.incoming.event not in (Event.TEXT, Event.EDITED):
        return {}
    return {BEGUN: turn.incoming.message, SAID: sum_of(turn)}


def sum_of(turn: Turn) -> int:
    """A short sum of what is typed now, by which the same words are known again."""
    return zlib.crc32(turn.incoming.text.encode("utf-8", "replace"))


def said_in(turn: Turn, message: str) -> Draft | None:
    """This person's draft here that a typed message began, or gave an answer to, among the last of them."""
    newest = turn.db.scalars(_NEWEST.limit(MOST_SOUGHT), _whose(turn)).all()
    began = (draft for draft in newest if draft.answers.get(BEGUN) == message)
    return next(began, None) or next((draft for draft in newest if message in draft.answers.get(HEARD, ())), None)


def hear(turn: Turn, draft: Draft) -> None:
    """Remembers that the message now read was said to this draft; it is written with the next save."""
    heard = [message for message in draft.answers.get(HEARD, ()) if message != turn.incoming.message]
    draft.answers[HEARD] = [*heard, turn.incoming.message][-MOST_HEARD:]


def note(turn: Turn, draft: Draft, name: str, value: Any) -> None:
    """Keeps a remark of the dialogue's own with a draft that is over; nothing else of it changes."""
    draft.answers = {**draft.answers, name: value}
    turn.db.add(draft)


def save(turn: Turn, draft: Draft) -> None:
    """Writes a draft back; its version rises, so that buttons shown before are known to be old."""
    turn.seen[NONE_LIVE] = False
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
