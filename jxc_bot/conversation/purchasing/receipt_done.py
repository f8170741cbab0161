"""A receipt that is booked: what came, what is in stock now, what is still to come, what stands aside."""

from __future__ import annotations

from handlers.purchasing.receipt_facts import ReceiptFact
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.doing import may
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36
from jxc_bot.conversation.views import VIEWS, Shown, View
from models.draft import Draft
from models.operation import Outcome
from models.purchase_receipt import Quality

LINES = 8


def receipt_text(turn: Turn, receipt: ReceiptFact, title: str = "receipt-done") -> str:
    """The receipt as this reader may know it."""
    facts = facts_of(turn, receipt)
    named = {"number": receipt.number, "orders": receipt.order_numbers, "warehouse": receipt.warehouse}
    shown = [turn.word(title, **named, supplier=receipt.supplier)]
    for line in receipt.lines[:LINES]:
        told = facts_of(turn, line)
        if line.quality is Quality.PASS:
            text = turn.word("receipt-done-line", product=line.product, quantity=told["quantity"])
        else:
            apart = {"quality": told["quality"], "reason": line.reason}
            text = turn.word("receipt-done-apart", product=line.product, quantity=told["quantity"], **apart)
        if line.quality is not Quality.REJECT:
            text += turn.word("receipt-done-stock", stock=told["stock"])
        if line.outstanding.quantity:
            text += turn.word("receipt-done-left", outstanding=told["outstanding"])
        shown.append(text)
    if len(receipt.lines) > LINES:
        shown.append(turn.word("more-lines", count=len(receipt.lines) - LINES))
    for held in receipt.held:
        shown.append(turn.word("receipt-done-held", product=held.product, quantity=facts_of(turn, held)["quantity"]))
    if "total" in facts and receipt.total:
        shown.append(turn.word("receipt-done-owed", total=facts["total"], day=facts.get("due_on", "")))
    return "\n".join(shown)


def receipt_buttons(turn: Turn, receipt: ReceiptFact) -> list[list[Button]]:
    """The order, and what may have to be done next."""
    row = [Button(turn.label("act-look-order"), f"po:{base36(order_id)}:0:show") for order_id in receipt.order_ids[:2]]
    if may(turn, "return_purchase", receipt.warehouse_id) and not receipt.undone:
        row.append(Button(turn.label("act-ret"), f"rt:{base36(receipt.receipt_id)}:begin"))
    return [row]


def receipt_result(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    """What a receipt's dialogue ends with."""
    assert isinstance(outcome, ReceiptFact)
    return receipt_text(turn, outcome), receipt_buttons(turn, outcome)


VIEWS["receive_products"] = View(result=receipt_result)
