"""The dialogue: a draft from its first word to its posting.

begin → (ask → answer)* → preview → confirm. A typed answer goes to the question last asked; a correction, a further
line or a new quantity may be typed at the preview as well. Everything is in the draft, nothing in memory.
"""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy import select

from jxc_bot.conversation import cards, drafts, present, quick
from jxc_bot.conversation.message import Event
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.settle import (
    Question,
    at,
    check,
    complete,
    invalid_slot,
    listed,
    settle,
    suggested,
)
from jxc_bot.conversation.slots import Answers, Slot, slot_at, slots
from jxc_bot.conversation.turn import Turn, base36
from jxc_bot.conversation.understood import Option, Trouble
from jxc_bot.conversation.views import view_of
from jxc_bot.words import format as formats
from models.draft import Draft, DraftState
from models.errors import Invalid, Refused
from models.journal import Performed
from models.operation import Operation, Outcome
from models.table import table

PERFORMED = table(Performed)
MADE = ("product_id", "party_id", "warehouse_id")
"""Facts of an outcome that name what was made."""


def begin(turn: Turn, operation: Operation, text: str = "", answers: Answers | None = None) -> None:
    """Starts an operation with what is known already. An older draft here is put away with a word about it."""
    given: Answers = dict(answers or {})
    quick.fill(turn, operation, given, text)
    given |= drafts.begun(turn)
    waiting = None if operation.confirm or operation.audited else drafts.live(turn)
    if waiting is not None:
        given["_waiting"] = waiting.id
    draft, parked = drafts.begin(turn, operation.name, given)
    notice = turn.word("parked") if parked and waiting is None else ""
    complete_at_once = bool(text.strip())
    posts_directly = turn.speaker.posts_directly and turn.incoming.event is not Event.EDITED
    step(turn, operation, draft, notice=notice, direct=complete_at_once and posts_directly)


def step(turn: Turn, operation: Operation, draft: Draft, *, notice: str = "", direct: bool = False) -> None:
    """Asks the next question, or shows the preview, or (for a mere question) answers."""
    question = settle(turn, operation, draft) or _changing(turn, operation, draft)
    if question is not None:
        ask(turn, operation, draft, question, notice)
        return
    view = view_of(operation.name)
    if view.tidy is not None:
        view.tidy(turn, draft)
        question = _changing(turn, operation, draft)
        if question is not None:
            ask(turn, operation, draft, question)
            return
    try:
        form = complete(operation, draft.answers)
    except ValidationError as error:
        _ask_again(turn, operation, draft, error)
        return
    direct = direct and not (view.offers is not None and view.offers(turn, draft)[1])
    if not operation.confirm or direct or draft.answers.get("_direct"):
        drafts.save(turn, draft)
        confirm(turn, operation, draft)
        return
    refused = check(turn, operation, form)
    draft.state, draft.asking, draft.options = DraftState.READY, "", []
    drafts.save(turn, draft)
    told = present.error_text(turn, refused) + "\n" if refused is not None else ""
    cards.preview(turn, operation, draft, notice=told + notice if told else notice)


def ask(turn: Turn, operation: Operation, draft: Draft, question: Question, notice: str = "") -> None:
    draft.state, draft.asking = DraftState.ASKING, question.slot.path
    draft.options = [option.as_json() for option in question.options]
    drafts.save(turn, draft)
    cards.ask(turn, operation, draft, question, notice)


def _ask_again(turn: Turn, operation: Operation, draft: Draft, error: ValidationError) -> None:
    slot, key = invalid_slot(operation, draft.answers, error)
    slot = slot or next(iter(slots(operation, draft.answers)))
    at(turn, operation, draft, slot).box.pop(slot.field.name, None)
    known = key if turn.words.has(key) else "invalid-other"
    ask(turn, operation, draft, Question(slot, trouble=Trouble(known)))


def _changing(turn: Turn, operation: Operation, draft: Draft) -> Question | None:
    """The question for an answer that the person wants to change, until it is given or skipped."""
    path = draft.answers.get("_changing")
    slot = slot_at(operation, draft.answers, path) if path else None
    return None if slot is None else Question(slot, offered(turn, operation, draft, slot))


def offered(turn: Turn, operation: Operation, draft: Draft, slot: Slot) -> tuple[Option, ...]:
    """What may be picked for a slot when it is asked on purpose."""
    asking = at(turn, operation, draft, slot)
    return tuple(suggested(asking)) or listed(asking)


def cancel(turn: Turn, operation: Operation, draft: Draft) -> None:
    """Puts the draft away; nothing was posted."""
    draft.state = DraftState.CANCELLED
    drafts.save(turn, draft)
    turn.toast(turn.label("cancelled"))
    own = view_of(operation.name).cancelled
    text, buttons = own(turn, draft) if own is not None else (turn.word("cancelled"), ())
    turn.say(text, buttons, card=drafts.card_name(draft))
    _go_on(turn, draft)


def confirm(turn: Turn, operation: Operation, draft: Draft) -> None:
    """Performs the operation, once; the card becomes its result."""
    try:
        form = complete(operation, draft.answers)
    except ValidationError as error:
        _ask_again(turn, operation, draft, error)
        return
    key = f"draft:{draft.id}" if operation.audited or operation.confirm else ""
    try:
        performance = turn.desk.perform(turn.db, turn.actor, operation, form, key=key)
    except Refused as refused:
        _refuse(turn, operation, draft, refused)
        return
    draft.state, draft.performed_key, draft.asking, draft.options = DraftState.DONE, key, "", []
    drafts.save(turn, draft)
    turn.toast(turn.label("done"))
    show_result(turn, draft, performance.outcome)
    _resume(turn, draft, performance.outcome)
    _go_on(turn, draft)


def _refuse(turn: Turn, operation: Operation, draft: Draft, refused: Refused) -> None:
    """The door said no: the reason, with the draft still there to be changed."""
    own = view_of(operation.name).refused
    if own is not None and own(turn, operation, draft, refused):
        return
    text = present.error_text(turn, refused)
    turn.toast(turn.label("refused-toast"))
    if not operation.confirm:
        draft.state = DraftState.CANCELLED
        drafts.save(turn, draft)
        turn.say(text, card=drafts.card_name(draft))
        _go_on(turn, draft)
        return
    draft.state, draft.asking = DraftState.READY, ""
    draft.answers.pop("_direct", None)
    named = str(refused.facts.get("name", "")) if isinstance(refused, Invalid) else ""
    slot = slot_at(operation, draft.answers, named)
    if slot is not None and slot.field.kind not in ("lines", "form"):
        draft.answers["_changing"] = slot.path
        ask(turn, operation, draft, Question(slot, offered(turn, operation, draft, slot)), notice=text + "\n")
        return
    drafts.save(turn, draft)
    cards.preview(turn, operation, draft, notice=text + "\n")


def show_result(turn: Turn, draft: Draft, outcome: Outcome) -> None:
    """The card of a finished draft: what was done, with a button to undo it."""
    buttons: list[list[Button]] = []
    undo = turn.desk.catalog.get("undo_posting")
    mine = outcome.posting_id is not None and draft.operation != "undo_posting"
    if mine and undo is not None and turn.desk.may(turn.actor, undo):
        buttons = [[Button(turn.label("button-undo"), f"u:{base36(outcome.posting_id or 0)}")]]
    own = view_of(draft.operation).result
    if own is not None:
        text, more = own(turn, draft, outcome)
        buttons = [*map(list, more), *buttons]
    else:
        text = present.outcome_text(turn, outcome)
    token = getattr(outcome, "token", "")
    if token:
        link = f"{turn.services.link_root}/{turn.services.bot_username}?start={token}"
        until = formats.moment(outcome.expires_at, turn.services.company.zone, turn.words.locale)  # type: ignore[attr-defined]
        text += "\n" + turn.word("invite-link", until=until) + "\n" + link
        buttons.append([Button(turn.label("copy-link"), copy=link)])
    elif hasattr(outcome, "token"):  # its link was given out, once
        text += "\n" + turn.word(f"outcome-{present.kebab(type(outcome).__name__)}.repeated")
    turn.say(text, buttons, card=drafts.card_name(draft))


def show_again(turn: Turn, operation: Operation, draft: Draft) -> None:
    """A button of a finished draft was pressed again: its first and only result."""
    row = turn.db.execute(select(PERFORMED).where(PERFORMED.c.key == draft.performed_key)).first()
    if row is None:
        turn.toast(turn.label("already-done-toast"))
        return
    turn.toast(turn.label("already-done-toast"))
    show_result(turn, draft, operation.outcome.model_validate_json(row.outcome))


def _resume(turn: Turn, draft: Draft, outcome: Outcome) -> None:
    """Goes back to the draft that this one was made for, with what it made filled in."""
    waiting = draft.answers.get("_return")
    made = next((found for name in MADE if (found := getattr(outcome, name, None))), None)
    earlier = drafts.by_id(turn, int(waiting["draft"])) if waiting else None
    if waiting is None or earlier is None or made is None or earlier.state != DraftState.PARKED:
        return
    operation = turn.desk.catalog[earlier.operation]
    slot = slot_at(operation, earlier.answers, waiting["slot"])
    if slot is None:
        return
    turn.finder.refresh(turn.db)
    turn.anew = True
    box = at(turn, operation, earlier, slot).box
    box.pop("?" + slot.field.name, None)
    box[slot.field.name] = made
    step(turn, operation, earlier, notice=turn.word("going-on"))


def _go_on(turn: Turn, asked: Draft) -> None:
    """After a question in between: the entry that was under way, with its card below the answer."""
    waiting = asked.answers.get("_waiting")
    earlier = drafts.by_id(turn, int(waiting)) if waiting else None
    if earlier is None or earlier.operation not in turn.desk.catalog:
        return
    turn.db.refresh(earlier)  # it was put aside by a statement of its own
    if earlier.state != DraftState.PARKED:
        return
    drafts.take_up(turn, earlier)
    turn.anew = True
    step(turn, turn.desk.catalog[earlier.operation], earlier, notice=turn.word("going-on"))
