"""The supplier says what is on its way: all that is outstanding, or some lines; when, with whom, under which number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from handlers.purchasing.shipping import ShipmentAnnounced
from handlers.purchasing.supplier_view import OwnDueListed
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.cards import data as draft_data
from jxc_bot.conversation.drafts import card_name
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.purchasing.doing import ask, operation_of
from jxc_bot.conversation.purchasing.finding import orders_named
from jxc_bot.conversation.purchasing.paging import lines_here, pager, turn_page
from jxc_bot.conversation.registry import on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from jxc_bot.words import format as formats
from models.draft import Draft
from models.operation import Operation, Outcome
from models.people import Role
from models.values import ZERO

LINES = 8
HEAD = {"a": "arrives_on", "s": "shipped_on", "c": "carrier", "t": "tracking", "n": "note"}


@on_command("announce_shipment", Role.SUPPLIER)
def announce(turn: Turn, text: str) -> None:
    """``发货 PO-12``; without a number, which of the open orders?"""
    found = orders_named(turn, text)
    if found:
        begin_shipment(turn, found[0])
        return
    rows = ask(turn, "supplier_orders").orders
    if len(rows) == 1:
        begin_shipment(turn, rows[0].order_id)
    elif rows:
        buttons = [Button(row.number, f"so:{base36(row.order_id)}:0:ship") for row in rows[:LINES]]
        turn.say(turn.word("ship-which"), rows_of(buttons, 2))
    else:
        turn.say(turn.word("supplier-orders-none"))


@on_command("supplier_due", Role.SUPPLIER)
def due(turn: Turn, text: str) -> None:
    """``待交货``: what is due from us, the most urgent first."""
    found: OwnDueListed = ask(turn, "supplier_due")
    if not found.lines:
        turn.say(turn.word("supplier-due-none"))
        return
    shown = [turn.word("supplier-due-title", count=len(found.lines))]
    for line in found.lines[: 2 * LINES]:
        facts = facts_of(turn, line)
        told = {"product": line.product, "quantity": facts["outstanding"], "number": line.number}
        key = "supplier-due-late" if line.late_days else "supplier-due-line"
        shown.append(turn.word(key, **told, day=facts.get("expected_on", "–"), days=line.late_days))
    orders = list(dict.fromkeys((line.order_id, line.number) for line in found.lines))[:6]
    buttons = [Button(number, f"so:{base36(order_id)}:0:ship") for order_id, number in orders]
    turn.say("\n".join(shown), rows_of(buttons, 2))


def begin_shipment(turn: Turn, order_id: int) -> None:
    """The card with everything that is outstanding. Raises NotFound for anybody else's order."""
    order = ask(turn, "supplier_order", order=order_id)
    rows = [
        {
            "line": line.line_id,
            "quantity": str(line.outstanding.quantity),
            "_product": line.product_id,
            "_unit": line.unit,
        }
        for line in order.lines
        if line.outstanding.quantity > ZERO
    ]
    if not rows:
        turn.say(turn.word("ship-nothing", number=order.number))
        return
    dialogue.begin(turn, operation_of(turn, "announce_shipment"), "", {"order": order_id, "lines": rows})


def show(turn: Turn, draft: Draft, notice: str = "") -> None:
    """What is on its way."""
    order = ask(turn, "supplier_order", order=draft.answers["order"])
    names = {line.line_id: line.product for line in order.lines}
    shown = [notice] if notice else []
    shown.append(turn.word("ship-title", number=order.number, warehouse=order.warehouse))
    rows: list[dict[str, Any]] = draft.answers["lines"]
    for number in lines_here(draft, len(rows)):
        row = rows[number]
        units = spoken_units(turn, [row["_product"]])[row["_product"]]
        quantity = formats.measure_both(Decimal(row["quantity"]), units, turn.words.locale)
        shown.append(turn.word("ship-line", n=number + 1, product=names[row["line"]], quantity=quantity))
    for name in HEAD.values():
        if draft.answers.get(name):
            value = draft.answers[name]
            if name.endswith("_on"):
                value = formats.day(date.fromisoformat(value), turn.words.locale, turn.actor.today)
            label = turn.label(f"field-{name.replace('_', '-')}")
            shown.append(turn.word("known-field", field=label, value=value))
    turn.say("\n".join(shown), _buttons(turn, draft, rows), card=card_name(draft))


def _buttons(turn: Turn, draft: Draft, rows: list[dict[str, Any]]) -> list[list[Button]]:
    numbers = []
    for number in lines_here(draft, len(rows)):
        numbers.append(Button(turn.label("act-change-line", n=number + 1), draft_data(draft, "qt", str(number))))
        if len(rows) > 1:
            numbers.append(Button(turn.label("act-drop-line", n=number + 1), draft_data(draft, "dr", str(number))))
    head = [
        Button(turn.label(f"field-{name.replace('_', '-')}"), draft_data(draft, "hd", letter))
        for letter, name in HEAD.items()
    ]
    send = Button(turn.label("act-send-shipment"), draft_data(draft, "ok"), style="success")
    cancel = Button(turn.label("button-cancel"), draft_data(draft, "no"))
    return [[send, cancel], *rows_of(numbers, 4), *pager(draft, len(rows)), *rows_of(head, 3)]


def _ask_quantity(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    draft.answers["_changing"] = f"lines.{int(argument)}.quantity"
    dialogue.step(turn, operation, draft)


def _ask_head(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    draft.answers["_changing"] = HEAD[argument]
    dialogue.step(turn, operation, draft)


def _drop(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    if len(draft.answers["lines"]) > 1:  # without lines everything would be announced
        del draft.answers["lines"][int(argument)]
    dialogue.step(turn, operation, draft)


def _result(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    assert isinstance(outcome, ShipmentAnnounced)
    button = Button(turn.label("act-look-order"), f"so:{base36(outcome.order_id)}:0:show")
    return turn.word("ship-done", number=outcome.number), [[button]]


VIEWS["announce_shipment"] = View(
    show=show,
    result=_result,
    acts={"qt": _ask_quantity, "hd": _ask_head, "dr": _drop, "pg": turn_page},
)
