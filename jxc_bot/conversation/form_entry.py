"""A quick entry for a form without lines: values behind the names of its fields, choices, places, the rest in order."""

from __future__ import annotations

from collections.abc import Iterable

from jxc_bot.conversation.field_words import field_also, field_label
from jxc_bot.conversation.known_words import choice_of
from jxc_bot.conversation.reading.price import read_price
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.slots import Answers, FieldShape, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.words.fold import fold
from models.location import Warehouse
from models.operation import Operation


def fill_form(turn: Turn, operation: Operation, answers: Answers, text: str) -> None:
    """A form without lines: values behind the names of its fields, the rest into the first field that is free."""
    fields = shape(operation.form)
    names = {fold(word): field for field in fields for word in _names_of(turn, operation, field)}
    current: FieldShape | None = None
    said: dict[str, list[str]] = {"": []}
    for word in text.split():
        head, _, tail = word.partition(":")
        if fold(head) in names:
            current = names[fold(head)]
            said[current.name] = [tail] if tail else []
        elif _takes_choice(turn, fields, answers, word):
            current = _value_after(fields, said) or current
        elif not _takes_amount(fields, said, word) and not _takes_place(turn, fields, said, word, current):
            said[current.name if current else ""].append(word)
    rest = " ".join(said.pop(""))
    for name, words in said.items():
        answers["?" + name] = " ".join(words)
    free = [f for f in fields if "?" + f.name not in answers]
    first = next((f for f in free if f.kind in ("text", "ref")), None) or next((f for f in free if f.required), None)
    if rest and first is not None and first.name not in answers:
        answers["?" + first.name] = rest


def _value_after(fields: Iterable[FieldShape], said: dict[str, list[str]]) -> FieldShape | None:
    """The free text that a choice is the head of (改商品 可乐 名称 可口可乐): what follows is its value."""
    ref = any(f.ref is not None and f.required for f in fields)
    field = next((f for f in fields if ref and f.kind == "text" and f.required and f.name not in said), None)
    if field is not None:
        said[field.name] = []
    return field


def _takes_place(
    turn: Turn, fields: Iterable[FieldShape], said: dict[str, list[str]], word: str, current: FieldShape | None
) -> bool:
    """A warehouse by its exact name, behind what else was said (新增库位 冷冻 北仓)."""
    field = next((f for f in fields if f.ref is not None and f.ref.target is Warehouse and f.name not in said), None)
    behind = current is None and bool(said[""])
    if field is None or not behind or not turn.finder.knows(Warehouse, word):
        return False
    said[field.name] = [word]
    return True


def _names_of(turn: Turn, operation: Operation, field: FieldShape) -> list[str]:
    """What a field may be called in a typed line: its label, its other names in the words file, its identifier."""
    return [field_label(turn, operation, field.name), *field_also(turn, operation, field.name), field.name]


def _takes_amount(fields: Iterable[FieldShape], said: dict[str, list[str]], word: str) -> bool:
    """A bare number is the amount that the form cannot do without (付款 娃哈哈 5000)."""
    field = next((f for f in fields if f.kind == "amount" and f.required and f.name not in said), None)
    if field is None or isinstance(read_price(word), Refused):
        return False
    said[field.name] = [word]
    return True


def _takes_choice(turn: Turn, fields: Iterable[FieldShape], answers: Answers, word: str) -> bool:
    for field in fields:
        choice = choice_of(turn, field, word)
        if choice is not None and field.name not in answers:
            answers[field.name] = choice.value
            return True
    return False
