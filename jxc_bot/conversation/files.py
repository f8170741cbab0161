"""Photos and documents that a person sends, and everything else that is no text."""

from __future__ import annotations

from jxc_bot.conversation import dialogue, drafts, field_words
from jxc_bot.conversation.settle import at, put
from jxc_bot.conversation.slots import Slot, slot_at, slots
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Taken
from jxc_bot.recipes import RECIPE
from models.draft import Draft
from models.journal import Attachment
from models.operation import Operation


def received(turn: Turn) -> None:
    """A file: the photo that the running dialogue can take, or a word that none is wanted."""
    draft = drafts.live(turn)
    if draft is None or draft.operation not in turn.desk.catalog:
        turn.say(turn.word("file-not-expected"))
        return
    operation = turn.desk.catalog[draft.operation]
    slot = _wanted(operation, draft)
    file = turn.incoming.file
    if slot is None or file is None:
        _not_here(turn, operation, draft)
        return
    if file.content is None:
        turn.say(turn.word("file-not-fetched"))
        return
    mime = "" if file.mime == RECIPE else file.mime[:100]
    kept = Attachment(name=file.name[:200] or "photo.jpg", mime=mime, content=file.content)
    turn.db.add(kept)
    turn.db.flush()
    put(at(turn, operation, draft, slot), Taken(kept.id))
    draft.answers.pop("_changing", None)
    dialogue.step(turn, operation, draft)


def not_read(turn: Turn) -> None:
    """A sticker, a voice message, a location: what can be read instead."""
    draft = drafts.live(turn)
    if draft is not None and draft.operation in turn.desk.catalog:
        _not_here(turn, turn.desk.catalog[draft.operation], draft)
    else:
        turn.say(turn.word("text-expected"))


def _wanted(operation: Operation, draft: Draft) -> Slot | None:
    asked = slot_at(operation, draft.answers, draft.asking)
    if asked is not None and asked.field.kind == "attachment":
        return asked
    found = [slot for slot in slots(operation, draft.answers) if slot.field.kind == "attachment"]
    return min(found, key=lambda slot: slot.line is not None, default=None)  # the document's own before its lines'


def _not_here(turn: Turn, operation: Operation, draft: Draft) -> None:
    slot = slot_at(operation, draft.answers, draft.asking)
    question = field_words.question(turn, operation, slot.field.name) if slot is not None else ""
    turn.say(turn.word("photo-not-expected", question=question) if question else turn.word("text-expected"))
