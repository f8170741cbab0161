"""Outcomes and errors as text: facts from the operation, words from the words files.

The message ``outcome-…`` is the head. Each item of a list among the facts is told by the attribute named in the
singular (``.line`` for ``lines``), with ``.line-<fact>`` appended where that fact may be shown; every other attribute
that is named like a fact becomes a line of its own when the fact is there and may be shown. So a hidden cost leaves
no trace.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from jxc_bot.conversation.facts import error_facts, facts_of
from jxc_bot.conversation.turn import Turn
from models.errors import JxcError, NotEnoughStock
from models.operation import Outcome

MOST_LINES = 15


def kebab(name: str) -> str:
    """``GoodsReceived`` → ``goods-received``."""
    return "".join("-" + c.lower() if c.isupper() else c for c in name).strip("-").replace("_", "-")


def outcome_text(turn: Turn, outcome: Outcome) -> str:
    """What was done, as this reader may know it."""
    key = "outcome-" + kebab(type(outcome).__name__)
    facts = facts_of(turn, outcome)
    blank = dict.fromkeys(type(outcome).model_fields, "")
    told = [turn.word(key, **blank | facts)]
    for name in type(outcome).model_fields:
        value = getattr(outcome, name)
        attribute = f"{key}.{name.replace('_', '-')}"
        if isinstance(value, (list, tuple)) and value and isinstance(value[0], BaseModel):
            item = f"{key}.{_singular(name)}"
            told += _items(turn, item, list(value))
            if attribute != item and turn.words.has(attribute):
                told.append(turn.word(attribute, count=len(value)))
        elif isinstance(value, (list, tuple)) and not value:
            if turn.words.has(f"{key}.no-{name.replace('_', '-')}"):
                told.append(turn.word(f"{key}.no-{name.replace('_', '-')}"))
        elif name in facts and facts[name] not in ("", None) and turn.words.has(attribute):
            told.append(turn.word(attribute, **blank | facts))
    return "\n".join(part for part in told if part)


def _singular(name: str) -> str:
    if name == "people":
        return "person"
    return (name[:-3] + "y" if name.endswith("ies") else name.removesuffix("s")).replace("_", "-")


def _items(turn: Turn, key: str, items: list[BaseModel]) -> list[str]:
    if not turn.words.has(key):
        return []
    told = [_item(turn, key, item, number) for number, item in enumerate(items[:MOST_LINES], 1)]
    if len(items) > MOST_LINES:
        told.append(turn.word("more-lines", count=len(items) - MOST_LINES))
    return told


def _item(turn: Turn, key: str, item: BaseModel, number: int) -> str:
    facts = facts_of(turn, item)
    blank: dict[str, Any] = dict.fromkeys(type(item).model_fields, "")
    text = turn.word(key, **blank | facts | {"n": number})
    for name, value in facts.items():
        attribute = f"{key}-{name.replace('_', '-')}"
        if value not in ("", None) and turn.words.has(attribute):
            text += turn.word(attribute, **blank | facts)
    return text


def error_text(turn: Turn, error: JxcError) -> str:
    """What is the case, and what to do next."""
    if isinstance(error, NotEnoughStock):
        lines = [turn.word(error.key + ".line", **error_facts(turn, s.__dict__)) for s in error.shortages[:MOST_LINES]]
        return "\n".join(["⚠️ " + turn.word(error.key), *lines])
    return "⚠️ " + sentence(turn, error)


def sentence(turn: Turn, error: JxcError) -> str:
    """An error without lines, in one sentence."""
    return turn.word(_key(turn, error), **_named(turn, error, error_facts(turn, error.facts)))


def _key(turn: Turn, error: JxcError) -> str:
    """An Invalid has a sentence of its own for its field and reason, or for its reason."""
    if error.key != "error-invalid":
        # An attribute named like a fact says it better when that fact is known.
        better = (f"{error.key}.{name.replace('_', '-')}" for name, value in error.facts.items() if value)
        return next((key for key in better if turn.words.has(key)), error.key)
    name, reason = (str(error.facts[part]).replace("_", "-") for part in ("name", "reason"))
    own, general = f"invalid-{name}-{reason}", f"invalid-{reason}"
    return own if turn.words.has(own) else general if turn.words.has(general) else error.key


def _named(turn: Turn, error: JxcError, facts: dict[str, Any]) -> dict[str, Any]:
    """Facts that are keys themselves, in words: the operation refused, the kind of thing not found."""
    named = dict(facts)
    if "operation" in named:
        key = "op-" + str(named["operation"]).replace("_", "-")
        named["operation"] = turn.label(key) if turn.words.has(key) else str(named["operation"])
    if "kind" in named and turn.words.has(f"kind-{named['kind']}"):
        named["kind"] = turn.label(f"kind-{named['kind']}")
    if "name" in named:
        key = "field-" + str(named["name"]).replace("_", "-")
        named["field"] = turn.label(key) if turn.words.has(key) else str(named["name"])
    return named
