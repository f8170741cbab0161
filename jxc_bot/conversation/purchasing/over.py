"""More came than was ordered and tolerated: it stands aside until somebody else keeps it or sends it back."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.orders import BUYERS
from handlers.purchasing.over_delivery import OverFact, over_fact
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing.doing import ask, may, perform, refuse
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36
from models.errors import NotAllowed, Refused
from models.purchase_receipt import OverDelivery, OverDeliveryState, PurchaseReceipt

MOST = 6


def over_text(turn: Turn, fact: OverFact) -> str:
    """What is too much, of which order, and what keeping it would cost."""
    facts = facts_of(turn, fact)
    told = {"product": fact.product, "quantity": facts["quantity"], "ordered": facts["ordered"]}
    shown = [turn.word("over-title", receipt=fact.receipt_number, order=fact.order_number, supplier=fact.supplier)]
    waits = fact.state is OverDeliveryState.WAITING
    shown.append(turn.word("over-line" if waits else "over-line-done", **told))
    if waits and "amount" in facts:
        shown.append(turn.word("over-amount", amount=facts["amount"]))
    if fact.reported_by:
        shown.append(turn.word("over-reported", by=fact.reported_by))
    if fact.state is not OverDeliveryState.WAITING:
        shown.append(turn.word("over-decided", state=choice_label(turn, fact.state)))
    return "\n".join(shown)


def over_buttons(turn: Turn, fact: OverFact) -> list[list[Button]]:
    """Keep it, or send it back; the order to look at."""
    key = base36(fact.over_delivery_id)
    look = Button(turn.label("act-look-order"), f"po:{base36(fact.order_id)}:0:show")
    if fact.state is not OverDeliveryState.WAITING or not may(turn, "decide_over_delivery"):
        return [[look]]
    keep = Button(turn.label("act-keep-over"), f"ov:{key}:y", style="success")
    return [[keep, Button(turn.label("act-refuse-over"), f"ov:{key}:n", style="danger"), look]]


@on_button("ov")
def decide(turn: Turn, parts: Sequence[str]) -> None:
    """``ov:<goods>:<y or n>``, or ``ov:<goods>:s`` to look."""
    over_id = from_base36(parts[0])
    over = turn.db.get(OverDelivery, over_id)
    receipt = turn.db.get(PurchaseReceipt, over.receipt_id) if over is not None else None
    try:
        if over is None or receipt is None or not may(turn, "decide_over_delivery", receipt.warehouse_id):
            raise NotAllowed(operation="decide_over_delivery")
        if parts[1] in ("y", "n"):
            key = f"over:{over_id}:{parts[1]}"
            perform(turn, "decide_over_delivery", key, over_delivery=over_id, accept=parts[1] == "y")
            turn.db.refresh(over)
        fact = over_fact(turn.db, turn.actor, over)
        turn.say(over_text(turn, fact), over_buttons(turn, fact))
    except Refused as error:
        refuse(turn, error)


@on_command("over_deliveries", BUYERS)
def waiting(turn: Turn, text: str) -> None:
    """What stands aside, a button each."""
    rows = ask(turn, "over_deliveries").waiting
    if not rows:
        turn.say(turn.word("over-none"))
        return
    shown = [turn.word("over-list", count=len(rows))]
    buttons = []
    for number, row in enumerate(rows[:MOST], 1):
        shown.append(turn.word("over-row", n=number, product=row.product, quantity=facts_of(turn, row)["quantity"]))
        buttons.append(Button(str(number), f"ov:{base36(row.over_delivery_id)}:s"))
    turn.say("\n".join(shown), [buttons])
