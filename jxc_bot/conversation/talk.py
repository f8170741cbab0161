"""Where every message arrives: who speaks is found, what is meant is told apart, and one screen answers.

Runs inside the transaction of the message's inbox row. It writes replies into the outbox and performs operations
through the desk; it sends nothing and commits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from jxc_bot.conversation import (
    amending,
    answering,
    dialogue,
    drafts,
    edited,
    files,
    groups,
    inline,
    joining,
    menu,
    posting_card,
    profile,
    stock_list,
)
from jxc_bot.conversation.elsewhere import command_elsewhere
from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.press import press
from jxc_bot.conversation.purchasing import screens as purchasing
from jxc_bot.conversation.reading.correction import read_correction
from jxc_bot.conversation.reading.text import from_table, normalise
from jxc_bot.conversation.references import names
from jxc_bot.conversation.registry import TEXTS, may_run, name_of, on_button, run
from jxc_bot.conversation.reply import Button, Reply, Toast
from jxc_bot.conversation.slots import slot_at
from jxc_bot.conversation.turn import Services, Turn, rows_of
from jxc_bot.conversation.what_for import asks_what_for
from jxc_bot.finder import Match
from jxc_bot.identity import Speaker, actor_for, chat_of, locale_for, speaker_of
from jxc_bot.lookup import Verdict
from jxc_bot.outbox import enqueue
from jxc_bot.words import Words
from jxc_bot.words.lexicon import CommandMatch, answer, command, similar_command
from models.draft import Draft, DraftState
from models.product import Product
from models.values import utc_now

LONGEST = 4000
"""Characters of one message that are read; more is refused with a word."""
LIKELY = 0.001
"""Confidence of a look-up from which its candidates are worth showing to somebody who named no command."""
LONGEST_DATA = 64
"""Bytes of a button's data."""
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
    if draft is not None and draft.operation in turn.desk.catalog:
        drafts.hear(turn, draft)
        answering.answer(turn, turn.desk.catalog[draft.operation], draft, text)
        return
    _without_command(turn, text)


def _command(turn: Turn, text: str) -> CommandMatch | None:
    """The command a message begins with. A glued one is none when a product is really called so (入库单 3本)."""
    first, _, more = text.partition("\n")
    about = "" if more else menu.command_asked_about(first)
    if about:
        return CommandMatch("help", about, first)
    match = command(first)
    if match is None:
        return None
    if match.mention and match.mention.lower() != turn.services.bot_username.lower():
        return None
    if match.glued:
        whole = turn.finder.product(turn.db, first, person_id=turn.actor.person_id)
        if whole.verdict is Verdict.ACT and whole.exact:
            return None
    rest = match.rest + ("\n" + more if more else "")
    return CommandMatch(match.key, rest, match.typed, match.glued, match.mention)


def _is_answer(turn: Turn, draft: Draft, match: CommandMatch) -> bool:
    """Words such as 取消 that mean something to the running dialogue first; a free text may begin like a command."""
    if turn.incoming.text.startswith("/"):
        return False
    if match.glued and draft.state == DraftState.ASKING and draft.operation in turn.desk.catalog:
        asked = slot_at(turn.desk.catalog[draft.operation], draft.answers, draft.asking)
        return asked is not None and asked.field.kind == "text"
    return match.key == "cancel"


def _without_command(turn: Turn, text: str) -> None:
    """No command and no dialogue: a correction of what was just posted, a product's name, or something near."""
    if _small_talk(turn, text) or _corrects_last(turn, text):
        return
    meant = command_elsewhere(turn, text)
    if meant is not None and run(turn, meant.key, meant.rest, meant.typed):
        return
    if asks_what_for(turn, text):
        return
    likely: Match | None = None
    if len(text) <= 60 and may_run(turn, "stock"):
        likely = turn.finder.product(turn.db, text, person_id=turn.actor.person_id)
        if likely.verdict is Verdict.ACT:
            dialogue.begin(turn, turn.desk.catalog["stock_of"], "", {"product": likely.ids[0]})
            return
    near = [key for key, _ in similar_command(text.split("\n")[0][:40], 3) if may_run(turn, key)]
    rest = text.split("\n")[0].partition(" ")[2]
    rows = rows_of([Button(name_of(turn, key), _fitting(f"c:{key}", rest)) for key in near], 3)
    if likely is not None and likely.verdict is Verdict.ASK and likely.confidence > LIKELY:
        called = names(turn, Product, likely.ids)
        rows += [[Button(called[i][:40], f"p:{i}")] for i in likely.ids if i in called]
    if rows:
        turn.say(turn.word("did-you-mean-title", text=text[:40]), rows)
        return
    examples = [e for e in (menu.example_of(turn, key) for key in menu.FIRST if may_run(turn, key)) if e][:3]
    shown = [turn.word("nothing-found", text=text[:40])]
    shown += [turn.word("greeting-example", example=example) for example in examples]
    turn.say(
        "\n".join(shown), [[Button(turn.label("button-menu"), "c:menu"), Button(turn.label("button-help"), "c:help")]]
    )


def _small_talk(turn: Turn, text: str) -> bool:
    """Thanks; and a yes or a no to nothing, which shows once more what was done last."""
    kind = answer(text)
    if kind == "thanks":
        turn.say(turn.word("welcome-thanks"))
    elif kind == "yes" and (parked := drafts.last_parked(turn)) and parked.operation in turn.desk.catalog:
        drafts.take_up(turn, parked)  # shown once more, and not done: it was out of sight
        dialogue.step(turn, turn.desk.catalog[parked.operation], parked, notice=turn.word("going-on"))
    elif kind in ("yes", "no"):
        last = drafts.last_done(turn)
        if last is not None and last.operation in turn.desk.catalog and turn.desk.catalog[last.operation].confirm:
            turn.say(turn.word("already-done" if kind == "yes" else "wrong-posted"))
            dialogue.show_again(turn, turn.desk.catalog[last.operation], last)
        else:
            turn.say(turn.word("nothing-to-confirm" if kind == "yes" else "nothing-to-cancel"))
    elif kind == "cancel":
        turn.say(turn.word("nothing-to-cancel"))
    return kind in ("thanks", "yes", "no", "cancel")


@on_button("p")
def product_button(turn: Turn, parts: Sequence[str]) -> None:
    """``p:<product>``: what there is of a product that was likely meant."""
    if not may_run(turn, "stock"):
        raise ValueError(parts[0])
    dialogue.begin(turn, turn.desk.catalog["stock_of"], "", {"product": int(parts[0])})


def _fitting(data: str, rest: str) -> str:
    """A button's data with the rest of the line, where the platform has room for it."""
    whole = f"{data}:{rest}"
    return whole if rest and len(whole.encode()) <= LONGEST_DATA else data


def _corrects_last(turn: Turn, text: str) -> bool:
    """``不对，是5箱`` after posting: the same entry once more with the change, beside an undo of the first."""
    correction = read_correction(text)
    last = drafts.last_done(turn) if correction is not None else None
    if correction is None or last is None or last.operation not in turn.desk.catalog:
        return False
    operation = turn.desk.catalog[last.operation]
    answers = {name: value for name, value in last.answers.items() if not name.startswith("_")}
    if not operation.confirm or not amending.correct(turn, operation, answers, correction):
        return False
    turn.say(turn.word("correcting-posted"))
    dialogue.begin(turn, operation, "", answers)
    return True


def toast_only(db: Session, chat_id: int, incoming: Incoming, text: str) -> None:
    """Answers a button where there is no turn (a stranger's press)."""
    enqueue(db, chat_id, Reply(toast=Toast(incoming.callback, text[:200], alert=True)))
