"""How fields and the answers in them are called and shown on a card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jxc_bot.conversation.facts import choice_label, money
from jxc_bot.conversation.fields import product_of
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Asking
from jxc_bot.words import LOCALES, Words
from jxc_bot.words import format as formats
from models.operation import Operation, Units

SHORTEST = 2
"""Letters of a name in another language that are too few: to, no and for are words of every sentence."""


def show(asking: Asking, value: Any, labels: Mapping[tuple[str, int], str], units: Mapping[int, Units]) -> str:
    """An answer as plain text on the preview card. ``labels`` are names of referred rows by (target, id)."""
    turn, shape = asking.turn, asking.slot.field
    match shape.kind:
        case "ref" if shape.ref is not None:
            return labels.get((shape.ref.target.__name__, value), f"#{value}")
        case "quantity":
            product_id = product_of(asking)
            spoken = units.get(product_id) if product_id else None
            if spoken:
                return formats.measure_both(Decimal(value), spoken, turn.words.locale)
            return formats.number(Decimal(value), turn.words.locale)
        case "price":
            shown = money(turn, Decimal(value["amount"]))
            return f"{shown}/{value['unit']}" if value["unit"] else shown
        case "amount" | "unit_price":
            return money(turn, Decimal(value))
        case "percent":
            return formats.percent(Decimal(value) / 100, turn.words.locale)
        case "day":
            return formats.day(date.fromisoformat(value), turn.words.locale, turn.actor.today, weekday=True)
        case "choice" if shape.choices is not None:
            return choice_label(turn, shape.choices(value))
        case "flag":
            return turn.label("yes" if value else "no")
        case "attachment":
            return turn.label("photo-attached")
        case _:
            return str(value)


def field_label(turn: Turn, operation: Operation, name: str) -> str:
    """The name of a field, as this operation calls it or as all do."""
    return turn.label(_field_key(turn.words, operation, name))


def field_names(turn: Turn, operation: Operation, name: str) -> list[str]:
    """What people may call a field when they type: its label and its other names, in any language."""
    found = _names_in(turn.words, operation, name)
    for words in (Words.of(locale) for locale in LOCALES if locale != turn.words.locale):
        found += [word for word in _names_in(words, operation, name) if not word.isascii() or len(word) > SHORTEST]
    return found


def _names_in(words: Words, operation: Operation, name: str) -> list[str]:
    key = _field_key(words, operation, name)
    return [words(key), *(words(key + ".also").split() if words.has(key + ".also") else [])]


def question(turn: Turn, operation: Operation, name: str, **facts: object) -> str:
    """The question for a field."""
    key = _field_key(turn.words, operation, name)
    return turn.word(f"{key}.ask", **facts) if turn.words.has(f"{key}.ask") else turn.word("ask", field=turn.label(key))


def _field_key(words: Words, operation: Operation, name: str) -> str:
    dashed = name.replace("_", "-")
    own = f"field-{operation.name.replace('_', '-')}-{dashed}"
    return own if words.has(own) else f"field-{dashed}"
