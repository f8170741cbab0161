"""The dialogue: a draft from its first word to its posting.

begin → (ask → answer)* → preview → confirm. A typed answer goes to the question last asked; a correction, a further
line or a new quantity may be typed at the preview as well. Everything is in the draft, nothing in memory.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from jxc_bot.conversation import amending, beside, cards, drafts, present, quick
from jxc_bot.conversation.fields import Option, Taken, Trouble
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.reading.correction import read_correction
from jxc_bot.conversation.reading.which_line import read_ordinal
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.settle import (
    Question,
    at,
    check,
    complete,
    invalid_slot,
    learn,
    listed,
    put,
    settle,
    suggested,
)
from jxc_bot.conversation.slots import Answers, Slot, lines_field, slot_at, slots
from jxc_bot.conversation.turn import Turn, base36
from jxc_bot.conversation.views import view_of
from jxc_bot.words import format as formats
from jxc_bot.words.fold import STOPS, fold
from jxc_bot.words.lexicon import words_of
from models.draft import Draft, DraftState
from models.errors import Invalid, Refused
from models.journal import Performed
from models.operation import Operation, Outcome
from models.table import table

PERFORMED = table(Performed)
MADE = ("product_id", "party_id", "warehouse_id")
"""Facts of an outcome that name what was made."""
NUMERIC = ("quantity", "price", "amount", "unit_price", "count", "day")
"""Kinds whose answers may be a bare digit, which then does not pick from the list."""


def begin(turn: Turn, operation: Operation, text: str = "", answers: Answers | None = None) -> None:
    """Starts an operation with what is known already. An older draft here is put away with a word about it."""
    given: Answers = dict(answers or {})
    quick.fill(turn, operation, given, text)
    waiting = None if operation.confirm or operation.audited else drafts.live(turn)
    if waiting is not None:
        given["_waiting"] = waiting.id
    draft, parked = drafts.begin(turn, operation.name, given)
    notice = turn.word("parked") if parked and waiting is None else ""
    complete_at_once = bool(text.strip())
    step(turn, operation, draft, notice=notice, direct=complete_at_once and turn.speaker.posts_directly)


def step(turn: Turn, operation: Operation, draft: Draft, *, notice: str = "", direct: bool = False) -> None:
    """Asks the next question, or shows the preview, or (for a mere question) answers."""
    question = settle(turn, operation, draft) or _changing(turn, operation, draft)
    if question is not None:
        _ask(turn, operation, draft, question, notice)
        return
    view = view_of(operation.name)
    if view.tidy is not None:
        view.tidy(turn, draft)
        question = _changing(turn, operation, draft)
        if question is not None:
            _ask(turn, operation, draft, question)
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


def _ask(turn: Turn, operation: Operation, draft: Draft, question: Question, notice: str = "") -> None:
    draft.state, draft.asking = DraftState.ASKING, question.slot.path
    draft.options = [option.as_json() for option in question.options]
    drafts.save(turn, draft)
    cards.ask(turn, operation, draft, question, notice)


def _ask_again(turn: Turn, operation: Operation, draft: Draft, error: ValidationError) -> None:
    slot, key = invalid_slot(operation, draft.answers, error)
    slot = slot or next(iter(slots(operation, draft.answers)))
    at(turn, operation, draft, slot).box.pop(slot.field.name, None)
    known = key if turn.words.has(key) else "invalid-other"
    _ask(turn, operation, draft, Question(slot, trouble=Trouble(known)))


def _changing(turn: Turn, operation: Operation, draft: Draft) -> Question | None:
    """The question for an answer that the person wants to change, until it is given or skipped."""
    path = draft.answers.get("_changing")
    slot = slot_at(operation, draft.answers, path) if path else None
    return None if slot is None else Question(slot, offered(turn, operation, draft, slot))


def offered(turn: Turn, operation: Operation, draft: Draft, slot: Slot) -> tuple[Option, ...]:
    """What may be picked for a slot when it is asked on purpose."""
    asking = at(turn, operation, draft, slot)
    return tuple(suggested(asking)) or listed(asking)


def answer(turn: Turn, operation: Operation, draft: Draft, text: str) -> None:
    """A typed message while a draft is live."""
    said = fold(text).strip(STOPS)
    if draft.state == DraftState.READY and said in words_of("answers", "yes"):
        confirm(turn, operation, draft)
    elif draft.state == DraftState.READY and _says_only_wrong(text):
        drafts.save(turn, draft)
        cards.change_menu(turn, operation, draft)
    elif said in words_of("answers", "cancel") or (
        draft.state == DraftState.READY and said in words_of("answers", "no")
    ):
        cancel(turn, operation, draft)
    elif said in words_of("answers", "back"):
        back(turn, operation, draft)
    elif draft.state == DraftState.READY and said in words_of("answers", "change"):
        drafts.save(turn, draft)
        cards.change_menu(turn, operation, draft)
    elif draft.state == DraftState.ASKING and said in words_of("answers", "skip"):
        skip(turn, operation, draft)
    elif draft.state == DraftState.ASKING and _confirms_too_early(operation, draft, said):
        step(turn, operation, draft, notice=turn.word("not-finished") + "\n")
    elif draft.state == DraftState.READY and _taken_by_view(turn, operation, draft, text):
        step(turn, operation, draft)
    elif draft.state == DraftState.READY and view_of(operation.name).not_taken:
        drafts.save(turn, draft)
        cards.preview(turn, operation, draft, notice=turn.word(view_of(operation.name).not_taken))
    else:
        _take(turn, operation, draft, text)


def _says_only_wrong(text: str) -> bool:
    """``不对`` alone: something is to be changed, and what is not said yet."""
    correction = read_correction(text)
    return correction is not None and not correction.text


def _confirms_too_early(operation: Operation, draft: Draft, said: str) -> bool:
    """``确认`` where goods, an amount, a day or a name are asked: none of them is called so."""
    slot = slot_at(operation, draft.answers, draft.asking)
    named = slot is not None and (
        slot.field.kind in ("ref", *NUMERIC) or (slot.field.kind == "text" and slot.field.required)
    )
    return named and said in words_of("answers", "yes")


def _taken_by_view(turn: Turn, operation: Operation, draft: Draft, text: str) -> bool:
    take = view_of(operation.name).take
    return take is not None and take(turn, operation, draft, text)


def _take(turn: Turn, operation: Operation, draft: Draft, text: str) -> None:
    correction = read_correction(text)
    slot = slot_at(operation, draft.answers, draft.asking) if draft.state == DraftState.ASKING else None
    if slot is None or slot.field.kind != "text":
        notice = amending.of_a_line(turn, operation, draft.answers, text)
        if notice is not None:
            step(turn, operation, draft, notice=notice)
            return
    if correction is not None and slot is not None and not correction.text:
        back(turn, operation, draft)
        return
    if correction is not None and amending.correct(turn, operation, draft.answers, correction):
        draft.answers.pop("_changing", None)
        step(turn, operation, draft)
        return
    if slot is not None:
        _answer_slot(turn, operation, draft, slot, text)
        return
    if not amending.amend(turn, operation, draft.answers, text):
        drafts.save(turn, draft)
        cards.preview(turn, operation, draft, notice=turn.word("not-understood-at-preview"))
        return
    step(turn, operation, draft)


def _answer_slot(turn: Turn, operation: Operation, draft: Draft, slot: Slot, text: str) -> None:
    """Takes ``text`` as the answer to the question asked; more than was asked for is taken too."""
    picked = _picked(draft, slot, text)
    if picked is not None:
        pick(turn, operation, draft, slot, picked)
        return
    asking = at(turn, operation, draft, slot)
    lines = lines_field(operation.form)
    if slot.field.kind == "quantity" or (slot.field.ref is not None and slot.line is not None):
        box: Answers = {}
        entry = quick.read_line(turn, operation, text)
        richer = entry.measure is not None and (entry.price is not None or (entry.rest and slot.field.ref is not None))
        several = lines is not None and len(pieces(turn, text)) > 1
        if several and lines is not None and slot.field.ref is not None:
            rows = draft.answers[lines.name]
            del rows[slot.line :]
            quick.fill(turn, operation, draft.answers, text)
            step(turn, operation, draft)
            return
        if richer:
            quick.fill_line(turn, operation, draft.answers, box, text)
            asking.box.update(box)
            _answered(draft, slot)
            step(turn, operation, draft)
            return
    if beside.taken(asking, text):
        step(turn, operation, draft)
        return
    # Free text is kept as it was typed, punctuation and all.
    said = turn.incoming.text.strip() if slot.field.kind == "text" else text
    asking.box["?" + slot.field.name] = said[:1000]
    _answered(draft, slot)
    step(turn, operation, draft)


def _picked(draft: Draft, slot: Slot, text: str) -> int | None:
    """The number of the option that a bare digit, or its label, picks."""
    said = fold(text).strip(STOPS + ")")
    number = int(said[:6]) if said.isdecimal() and slot.field.kind not in NUMERIC else read_ordinal(said) or 0
    if 1 <= number <= len(draft.options):
        return number - 1
    labels = [fold(str(option["label"])) for option in draft.options]
    return labels.index(said) if labels.count(said) == 1 else None


def pick(turn: Turn, operation: Operation, draft: Draft, slot: Slot, number: int) -> None:
    """Takes an option of the list as the answer, and learns what words it was an answer to."""
    option = draft.options[number]
    asking = at(turn, operation, draft, slot)
    asking.box.pop("?" + slot.field.name, None)
    if option.get("learn"):
        learn(turn, slot, option["learn"], option["value"])
    if slot.field.kind == "quantity":
        asking.box["_unit"] = ""
    put(asking, Taken(option["value"]))
    _answered(draft, slot)
    step(turn, operation, draft)


def _answered(draft: Draft, slot: Slot) -> None:
    if draft.answers.get("_changing") == slot.path:
        del draft.answers["_changing"]
    trail = [path for path in draft.answers.get("_trail", []) if path != slot.path]
    draft.answers["_trail"] = [*trail, slot.path][-40:]


def back(turn: Turn, operation: Operation, draft: Draft) -> None:
    """Takes back the last answer, or leaves the change of one."""
    changing = draft.answers.pop("_changing", None)
    if changing:
        slot = slot_at(operation, draft.answers, changing)
        if slot is not None:
            at(turn, operation, draft, slot).box.pop("?" + slot.field.name, None)
        step(turn, operation, draft)
        return
    trail = list(draft.answers.get("_trail", []))
    while trail:
        slot = slot_at(operation, draft.answers, trail.pop())
        if slot is not None:
            box = at(turn, operation, draft, slot).box
            box.pop(slot.field.name, None)
            box.pop("?" + slot.field.name, None)
            draft.answers["_trail"] = trail
            _ask(turn, operation, draft, Question(slot, offered(turn, operation, draft, slot)))
            return
    draft.answers["_trail"] = []
    step(turn, operation, draft, notice=turn.word("nothing-before"))


def skip(turn: Turn, operation: Operation, draft: Draft) -> None:
    """Leaves a question open; one that must be answered stays."""
    slot = slot_at(operation, draft.answers, draft.asking)
    if slot is not None and not slot.field.required:
        box = at(turn, operation, draft, slot).box
        box.pop("?" + slot.field.name, None)
        box.pop(slot.field.name, None)
    draft.answers.pop("_changing", None)
    step(turn, operation, draft)


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
        _ask(turn, operation, draft, Question(slot, offered(turn, operation, draft, slot)), notice=text + "\n")
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


def create_instead(turn: Turn, operation: Operation, draft: Draft) -> None:
    """Starts making what was not found, to come back here afterwards."""
    slot = slot_at(operation, draft.answers, draft.asking)
    if slot is None or slot.field.ref is None:
        return
    making = turn.desk.catalog.get(f"add_{slot.field.ref.target.__name__.lower()}")
    if making is None:
        return
    text = str(draft.answers.get("_sought", ""))
    answers: dict[str, Any] = {"_return": {"draft": draft.id, "slot": slot.path}}
    if text:
        answers["?name"] = text
    begin(turn, making, "", answers)
