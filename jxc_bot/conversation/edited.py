"""A message that was edited after it was sent: the entry it began is made anew from it, as long as nothing is posted.

What is posted stays as it is; that is said once, with the way to correct or undo it. What was typed as an answer is
not read again, since the question it answered is over.
"""

from __future__ import annotations

from collections.abc import Callable

from jxc_bot.conversation import dialogue, drafts
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.registry import NAMES
from jxc_bot.conversation.turn import Turn
from jxc_bot.words.lexicon import answer, command
from models.draft import Draft, DraftState
from models.operation import Operation

TOLD = "_told"
"""Marks a draft that is over whose edited message has been answered."""


def changed(turn: Turn, read: Callable[[Turn], None]) -> None:
    """Answers an edited message; ``read`` reads it like one that was just typed."""
    draft = drafts.said_in(turn, turn.incoming.message)
    operation = turn.desk.catalog.get(draft.operation) if draft is not None else None
    if draft is None or operation is None:
        if _begins_an_entry(turn):
            read(turn)
        return
    began = draft.answers.get(drafts.BEGUN) == turn.incoming.message
    if began and draft.answers.get(drafts.SAID) == drafts.sum_of(turn):
        return
    if not operation.confirm:
        if began:
            read(turn)  # a question is answered anew
        return
    over = draft.state in (DraftState.DONE, DraftState.CANCELLED, DraftState.EXPIRED) or draft.expires_at <= turn.at
    if over:
        _tell_once(turn, operation, draft)
        return
    if draft.state == DraftState.PARKED:
        drafts.take_up(turn, draft)
    turn.amends = draft
    if began and answer(normalise(turn.incoming.text)) != "yes":  # a tap or a new word confirms, never an edit
        read(turn)
    else:
        dialogue.step(turn, operation, draft, notice=turn.word("edited-answer"))


def _begins_an_entry(turn: Turn) -> bool:
    """Whether a message that came to nothing has become an entry not long after (收获 可乐 3箱, then 收货 可乐 3箱)."""
    found = command(normalise(turn.incoming.text).partition("\n")[0])
    operation = turn.desk.catalog.get(NAMES.get(found.key, found.key)) if found is not None else None
    return operation is not None and operation.confirm and turn.incoming.at >= turn.at - drafts.CORRECTABLE


def _tell_once(turn: Turn, operation: Operation, draft: Draft) -> None:
    if draft.answers.get(TOLD):
        return
    drafts.note(turn, draft, TOLD, value=True)
    if draft.state == DraftState.DONE:
        turn.say(turn.word("edited-posted"))
        dialogue.show_again(turn, operation, draft)
    else:
        turn.say(turn.word("edited-over"))
