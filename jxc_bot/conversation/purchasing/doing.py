"""Performing an operation from a button of a card, and saying why it could not be."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from jxc_bot.conversation import present
from jxc_bot.conversation.turn import Turn
from models.errors import Refused
from models.operation import Operation, Outcome


def operation_of(turn: Turn, name: str) -> Operation:
    """An operation by its name."""
    return turn.desk.catalog[name]


def may(turn: Turn, name: str, warehouse_id: int | None = None) -> bool:
    """Whether this reader may perform an operation, there if a warehouse is named."""
    operation = turn.desk.catalog.get(name)
    if operation is None or not turn.actor.has(operation.allowed):
        return False
    return warehouse_id is None or turn.actor.may_in(operation.allowed, warehouse_id)


def perform(turn: Turn, name: str, key: str, **fields: Any) -> Any:
    """The outcome of an operation, the first one if the key was used before. Raises Refused."""
    operation = operation_of(turn, name)
    form = operation.form.model_validate(fields)
    done = turn.desk.perform(turn.db, turn.actor, operation, form, key=key)
    turn.toast(turn.label("already-done-toast" if done.repeated else "done"))
    return done.outcome


def ask(turn: Turn, name: str, **fields: Any) -> Any:
    """The outcome of a mere question. Raises Refused."""
    operation = operation_of(turn, name)
    form = operation.form.model_validate(fields)
    outcome: Outcome = turn.desk.perform(turn.db, turn.actor, operation, form).outcome
    return outcome


def refuse(turn: Turn, error: Refused, *, anew: bool = True) -> None:
    """Says why not: as an alert over the button, and as a message where that is too short."""
    text = present.error_text(turn, error)
    short = bare(text)
    turn.toast(short, alert=True)
    if not turn.pressed or (anew and len(short) > 200):
        turn.say(text, edit=False)


def bare(text: str) -> str:
    """A text without its markup, for a toast."""
    return unescape(re.sub(r"<[^>]+>", "", text))
