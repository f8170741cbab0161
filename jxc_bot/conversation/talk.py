"""Where every message arrives: who speaks is found, what is meant is told apart, and one screen answers.

Runs inside the transaction of the message's inbox row. It writes replies into the outbox and performs operations
through the desk; it sends nothing and commits nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from jxc_bot.conversation import (
    answering,
    drafts,
    edited,
    files,
    groups,
    inline,
    joining,
    menu,
    no_command,
    posting_card,
    profile,
    stock_list,
)
from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.press import press
from jxc_bot.conversation.purchasing import screens as purchasing
from jxc_bot.conversation.reading.text import from_table, normalise
from jxc_bot.conversation.registry import TEXTS, run
from jxc_bot.conversation.reply import Reply, Toast
from jxc_bot.conversation.slots import slot_at
from jxc_bot.conversation.turn import Services, Turn
from jxc_bot.finder import Match
from jxc_bot.identity import Speaker, actor_for, chat_of, locale_for, speaker_of
from jxc_bot.lookup import Verdict
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import CommandMatch, command, words_of
from models.draft import Draft, DraftState
from models.values import utc_now

LONGEST = 4000
"""Characters of one message that are read; more is refused with a word."""
SPOKEN = (Event.TEXT, Event.EDITED, Event.FILE, Event.OTHER)
"""What people say to each other in a group; the bot reads it only when it is meant."""
__all__ = ["Conversation", "posting_card", "profile", "purchasing", "stock_list"]


class Conversation:
    """Answers messages."""

    def __init__(self, services: Services, clock: Callable[[], datetime] = utc_now) -> None:
        self.services = services
        self.clock = clock

    def handle(self, db: Session, incoming: Incoming) -> None:
        """Answers one message, button, file or event."""
        if incoming.event is Event.MIGRATED:
            groups.migrated(db, incoming)
            return
        speaker = speaker_of(db, incoming)
        if incoming.event is Event.INLINE:
            self._inline(db, incoming, speaker)
            return
        if incoming.chat.is_group and not incoming.addressed and incoming.event in SPOKEN:
            return
        chat = chat_of(db, incoming, speaker)
        words = Words.of(locale_for(speaker, incoming, chat, self.services.company))
        if incoming.event in (Event.JOINED, Event.LEFT):
            groups.membership(db, incoming, chat, words)
            return
        grants = speaker.grants if speaker is not None else ()
        if speaker is None or not grants:
            if incoming.event is Event.EDITED:
                return
            joining.stranger(db, self.services, incoming, chat, words, self.clock())
            return
        at = self.clock()
        origin = f"{incoming.platform}:{incoming.chat.address}:{incoming.message}"
        actor = actor_for(
            speaker, grants, self.services.company, at, locale=words.locale, private=not chat.is_group, origin=origin
        )
        turn = Turn(db, self.services, incoming, chat, speaker, actor, words, at)
        self.services.finder.refresh(db)
        self._answer(turn)

    def _answer(self, turn: Turn) -> None:
        match turn.incoming.event:
            case Event.TEXT:
                read(turn)
            case Event.EDITED:
                edited.changed(turn, read)
            case Event.BUTTON:
                press(turn)
            case Event.FILE if turn.incoming.text and drafts.live(turn) is None:
                read(turn)  # a caption is a message too
            case Event.FILE:
                files.received(turn)
            case Event.OTHER:
                files.not_read(turn)
            case _:
                pass

    def _inline(self, db: Session, incoming: Incoming, speaker: Speaker | None) -> None:
        """A query from any chat is answered through the asker's private chat with us, if there is one."""
        company, at = self.services.company, self.clock()
        chat = chat_of(db, incoming, speaker)
        words = Words.of(locale_for(speaker, incoming, chat, company))
        grants = speaker.grants if speaker is not None else ()
        if speaker is None or not grants:
            enqueue(db, chat.id, inline.for_stranger(incoming, words))
            return
        actor = actor_for(speaker, grants, company, at, locale=words.locale, private=False, origin="inline")
        turn = Turn(db, self.services, incoming, chat, speaker, actor, words, at)
        self.services.finder.refresh(db)
        enqueue(db, chat.id, inline.answer(turn))


def read(turn: Turn) -> None:
    """A typed message: a command, an answer in the running dialogue, or the name of a product."""
    text = normalise(from_table(turn.incoming.text))
    if not text:
        return
    if len(turn.incoming.text) > LONGEST:
        turn.say(turn.word("too-long", limit=LONGEST))
        return
    match = _command(turn, text)
    if match is not None and match.key == "start" and match.rest.strip() and text.startswith("/"):
        joining.rejoin(turn, match.rest.strip())
        return
    draft = drafts.live(turn)
    asked = draft is not None and draft.state == DraftState.ASKING
    free = bool(turn.incoming.reply_to) or (match is None and not asked)
    if free and any(screen(turn, text) for screen in TEXTS):
        return
    for_dialogue = draft is not None and match is not None and _is_answer(turn, draft, match)
    if match is not None and not for_dialogue and run(turn, match.key, match.rest, match.typed):
        return
    if draft is not None and no_command.goes_elsewhere(turn, draft, text):
        return
    if draft is not None and draft.operation in turn.desk.catalog:
        drafts.hear(turn, draft)
        answering.answer(turn, turn.desk.catalog[draft.operation], draft, text)
        return
    no_command.answered(turn, text)


def _command(turn: Turn, text: str) -> CommandMatch | None:
    """The command a message begins with. A glued one is none when a product is really called so (入库单 3本)."""
    first, _, more = text.partition("\n")
    about = "" if more else menu.command_asked_about(first)
    if about:
        return CommandMatch("help", about, first)
    match = command(first) or command(_without_wish(first))
    if match is None:
        return None
    if match.mention and match.mention.lower() != turn.services.bot_username.lower():
        return None
    if match.glued:
        whole = turn.finder.product(turn.db, first, person_id=turn.actor.person_id)
        if whole.verdict is Verdict.ACT and whole.exact and not _asks_about(turn, match, whole):
            return None
    rest = match.rest + ("\n" + more if more else "")
    return CommandMatch(match.key, rest, match.typed, match.glued, match.mention)


def _asks_about(turn: Turn, match: CommandMatch, whole: Match) -> bool:
    """Whether the name that was found is that without the question's words (红牛还有多少)."""
    rest = turn.finder.product(turn.db, match.rest, person_id=turn.actor.person_id)
    return rest.verdict is Verdict.ACT and rest.ids[:1] == whole.ids[:1]


def _without_wish(text: str) -> str:
    """The text without the words that only wish (我要收货, please receive …)."""
    for word in words_of("order", "wish"):
        if fold(text).startswith(word) and (not word.isascii() or text[len(word) : len(word) + 1] == " "):
            return text[len(word) :].strip(" ,")
    return ""


def _is_answer(turn: Turn, draft: Draft, match: CommandMatch) -> bool:
    """Words such as 取消 that mean something to the running dialogue first; a free text may begin like a command."""
    if turn.incoming.text.startswith("/"):
        return False
    if draft.state == DraftState.ASKING and answering.offers(draft, turn.incoming.text):
        return True
    if match.glued and draft.state == DraftState.ASKING and draft.operation in turn.desk.catalog:
        asked = slot_at(turn.desk.catalog[draft.operation], draft.answers, draft.asking)
        return asked is not None and asked.field.kind == "text"
    return match.key == "cancel"


def toast_only(db: Session, chat_id: int, incoming: Incoming, text: str) -> None:
    """Answers a button where there is no turn (a stranger's press)."""
    enqueue(db, chat_id, Reply(toast=Toast(incoming.callback, text[:200], alert=True)))
