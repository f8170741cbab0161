"""Changing an order: one line, one thing at a time; the rest of the form through the usual dialogue."""

from __future__ import annotations

from typing import Any

from handlers.purchasing.facts import OrderFact
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of
from jxc_bot.conversation.purchasing.order_card import data, order_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from models.errors import NotAllowed

FIELDS = {"q": "quantity", "p": "price", "d": "expected_on"}
MOST_LINES = 60
"""Lines that have a button of their own; the platform takes a hundred."""
HEAD = {"D": "discount", "F": "freight", "E": "expected_on", "N": "note"}


def begin(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """``""``: which line; ``<line>``: what of it; ``<line>.q``: asks for the new quantity, and so on."""
    fact: OrderFact = ask(turn, "show_order", order=order_id)
    if not may(turn, "change_order", fact.warehouse_id):
        raise NotAllowed(operation="change_order")
    line, _, field = argument.partition(".")
    if not argument:
        _which(turn, fact)
    elif line in HEAD:
        _change(turn, fact, {}, HEAD[line])
    elif not field:
        _what(turn, fact, line)
    else:
        _line(turn, fact, from_base36(line), field)


def _which(turn: Turn, fact: OrderFact) -> None:
    buttons = [
        Button(
            turn.label("order-line-label", n=line.line, product=line.product[:12]),
            data(fact, "chg", base36(line.line_id)),
        )
        for line in fact.lines[:MOST_LINES]
    ]
    rows = rows_of(buttons, 2)
    rows.append([Button(turn.label("add-line"), data(fact, "chg", "0.a"))])
    head = [
        Button(turn.label(f"field-{name.replace('_', '-')}"), data(fact, "chg", letter))
        for letter, name in HEAD.items()
    ]
    rows += rows_of(head, 3)
    rows.append([Button(turn.label("button-back"), data(fact, "show"))])
    turn.say(order_text(turn, fact, notice=turn.word("change-which-line")), rows)


def _what(turn: Turn, fact: OrderFact, line: str) -> None:
    buttons = [
        Button(turn.label(f"field-{name.replace('_', '-')}"), data(fact, "chg", f"{line}.{letter}"))
        for letter, name in FIELDS.items()
    ]
    last = [Button(turn.label("act-remove-line"), data(fact, "chg", f"{line}.x"), style="danger")]
    last.append(Button(turn.label("button-back"), data(fact, "chg")))
    turn.say(order_text(turn, fact, notice=turn.word("change-what")), [buttons, last])


def _line(turn: Turn, fact: OrderFact, line_id: int, field: str) -> None:
    if field == "a":
        _change(turn, fact, {"lines": [{"line": None}]}, "lines.0.product")
        return
    line = next(line for line in fact.lines if line.line_id == line_id)
    box: dict[str, Any] = {"line": line_id, "_product": line.product_id, "_unit": line.unit}
    if field == "x":
        _change(turn, fact, {"lines": [box | {"remove": True}]}, "")
    else:
        _change(turn, fact, {"lines": [box]}, f"lines.0.{FIELDS[field]}")


def _change(turn: Turn, fact: OrderFact, answers: dict[str, Any], asked: str) -> None:
    head: dict[str, Any] = {"order": fact.order_id, "revision": fact.revision}
    if asked:
        head |= {"_changing": asked, "_direct": "product" not in asked}
    dialogue.begin(turn, operation_of(turn, "change_order"), "", head | answers)
