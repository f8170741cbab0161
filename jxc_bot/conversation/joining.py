"""Strangers and newcomers: one polite sentence and no data, until a valid invitation is shown."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.invitations import JoinCompany, PersonJoined, join_company, newcomer
from jxc_bot.conversation import menu
from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reply import Reply, Toast
from jxc_bot.conversation.turn import Services, Turn
from jxc_bot.identity import ChatRow, actor_for, chat_of, join, speaker_of
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from jxc_bot.words.lexicon import command
from models.errors import Refused


def stranger(db: Session, services: Services, incoming: Incoming, chat: ChatRow, words: Words, at: datetime) -> None:
    """Answers somebody who is not registered: lets them in with a token, or says how to get one."""
    if incoming.event is Event.BUTTON:
        enqueue(db, chat.id, Reply(toast=Toast(incoming.callback, words("stranger")[:200], alert=True)))
        return
    token = _token(incoming)
    if not token or chat.is_group:
        key = "stranger-in-group" if chat.is_group else "stranger"
        enqueue(db, chat.id, Reply(text=words.html(key), thread=incoming.chat.thread))
        return
    try:
        with db.begin_nested():
            join(db, incoming)
            db.flush()
            _welcome(_turn(db, services, incoming, words, at), token)
    except Refused:
        enqueue(db, chat.id, Reply(text=words.html("invitation-invalid")))


def rejoin(turn: Turn, token: str) -> None:
    """Somebody known opens an invitation: one more role, or a link that is no good."""
    if turn.chat.is_group:
        menu.start(turn, "")
        return
    try:
        _welcome(turn, token)
    except Refused:
        turn.say(turn.word("invitation-invalid"))


def _welcome(turn: Turn, token: str) -> None:
    """Takes the invitation and greets. Raises Refused when it is no good."""
    joined = turn.desk.perform(turn.db, newcomer(turn.actor), join_company, JoinCompany(token=token)).outcome
    assert isinstance(joined, PersonJoined)
    incoming, services = turn.incoming, turn.services
    fresh = _turn(turn.db, services, incoming, turn.words, turn.at)
    role = fresh.label(f"choice-role-name-{joined.role}")
    place = joined.warehouse or joined.party
    fresh.say(
        fresh.word("welcome", name=joined.person, role=f"{role} · {place}" if place else role),
        keyboard=menu.home_keyboard(fresh),
    )
    menu.start(fresh, "")


def _turn(db: Session, services: Services, incoming: Incoming, words: Words, at: datetime) -> Turn:
    """The turn of somebody who has just become a person, or has one more role than before."""
    speaker = speaker_of(db, incoming)
    assert speaker is not None
    chat = chat_of(db, incoming, speaker)
    origin = f"{incoming.platform}:{incoming.chat.address}:{incoming.message}"
    grants = speaker.grants
    actor = actor_for(speaker, grants, services.company, at, locale=words.locale, private=True, origin=origin)
    return Turn(db, services, incoming, chat, speaker, actor, words, at)


def _token(incoming: Incoming) -> str:
    """The token of ``/start TOKEN``; empty for anything else."""
    if incoming.event is not Event.TEXT:
        return ""
    match = command(normalise(incoming.text)[:200])
    opened = match is not None and match.key == "start" and incoming.text.lstrip().startswith("/")
    rest = match.rest.strip() if match is not None and opened else ""
    return rest if rest and len(rest) <= 64 and not rest.isspace() else ""
