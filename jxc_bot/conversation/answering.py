"""What is typed or picked while a draft is live: an answer to the question, a correction, one more line, a way back."""

from __future__ import annotations

from typing import Any

from jxc_bot.conversation import adding, amending, beside, cards, drafts, quick
from jxc_bot.conversation.dialogue import ask, begin, cancel, confirm, offered, step
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.reading.correction import read_correction
from jxc_bot.conversation.reading.which_line import read_ordinal
from jxc_bot.conversation.settle import Question, at, learn, put
from jxc_bot.conversation.slots import Answers, Slot, lines_field, slot_at
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Taken
from jxc_bot.conversation.views import view_of
from jxc_bot.words.fold import STOPS, bare, fold, once
from jxc_bot.words.lexicon import words_of
from models.draft import Draft, DraftState
from models.operation import Operation

NUMERIC = ("quantity", "price", "amount", "unit_price", "count", "day")
"""Kinds whose answers may be a bare digit, which then does not pick from the list."""


def answer(turn: Turn, operation: Operation, draft: Draft, text: str) -> None:
    """A typed message while a draft is live."""
    said = once(fold(text).strip(STOPS))
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
    correction = read_correction(once(bare(text)))
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
    more = adding.taken(turn, operation, draft.answers, text)
    if more is not None:
        step(turn, operation, draft, notice=more)
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


def offers(draft: Draft, text: str) -> bool:
    """Whether the text is, word for word, one of the answers that are on offer (领用 is a command as well)."""
    said = fold(text).strip(STOPS)
    return any(fold(str(option["label"])) == said for option in draft.options)


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
            ask(turn, operation, draft, Question(slot, offered(turn, operation, draft, slot)))
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
