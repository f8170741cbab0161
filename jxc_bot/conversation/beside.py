"""Answers to something else than was asked: an amount at the question of a reason, a warehouse at that of a product."""

from __future__ import annotations

from jxc_bot.conversation import fields, quick
from jxc_bot.conversation.amounts import count_in, measure_json
from jxc_bot.conversation.known_words import choice_of
from jxc_bot.conversation.slots import Answers, FieldShape, carrier, lines_field, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Asking, Choose, Taken
from jxc_bot.words.fold import fold
from models.location import Warehouse

ITS_OWN = ("text", "quantity", "price", "attachment")
"""Kinds whose answers are never taken for something else."""
SHORTEST = 2
"""Characters of a warehouse's name that are enough."""


def taken(asking: Asking, text: str) -> bool:
    """Puts what was said where it belongs, if that is not the question asked; the question is then asked again."""
    field = asking.slot.field
    if field.kind == "text" or field.kind == "attachment":
        return False
    meant = fields.read(asking, text)
    if isinstance(meant, Taken) or (isinstance(meant, Choose) and field.ref is None and meant.key == "which-one"):
        return False
    if field.kind not in ITS_OWN and _amount(asking, text):
        return True
    header = [other for other in shape(asking.operation.form) if other.name != field.name]
    return any(_is_answer(asking, other, text) for other in header)


def in_its_unit(row: Answers, said: Answers) -> None:
    """A bare number that replaces a quantity counts what the first one counted: 3箱, then 5, is 5箱."""
    count_in(said.get("?quantity"), row.get("_unit"))


def _amount(asking: Asking, text: str) -> bool:
    """An amount with a unit, and nothing else, is the new quantity of the line."""
    operation, answers = asking.operation, asking.answers
    counts = next((f for f in shape(carrier(operation.form)) if f.kind == "quantity"), None)
    entry = quick.read_line(asking.turn, operation, text)
    if counts is None or entry.measure is None or entry.names or not any(p.unit for p in entry.measure.parts):
        return False
    lines = lines_field(operation.form)
    rows: list[Answers] = [answers] if lines is None else answers.get(lines.name) or []
    if not rows:
        return False
    box = asking.box if asking.slot.line is not None else rows[-1]
    box["?" + counts.name] = measure_json(entry.measure)
    return True


def _is_answer(asking: Asking, field: FieldShape, text: str) -> bool:
    """Whether the text is exactly what another field of the form can hold; it is written there."""
    answers = asking.answers
    if field.ref is not None and field.ref.target is Warehouse and _is_warehouse(asking.turn, text):
        answers["?" + field.name] = text
        return True
    choice = choice_of(asking.turn, field, text)
    if choice is not None:
        answers[field.name] = choice.value
    return choice is not None


def _is_warehouse(turn: Turn, text: str) -> bool:
    said = fold(text)
    begins = len(said) >= SHORTEST and any(name.startswith(said) for name in turn.finder.place_names)
    return begins or turn.finder.knows(Warehouse, text)
