"""A supplier stays silent: who else could deliver, at what price and how reliably, and one tap to order there."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.orders import order_of
from handlers.purchasing.silence import NextSupplier, NextSuppliersShown
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.approvals import score_line
from jxc_bot.conversation.purchasing.doing import ask, may, perform, refuse
from jxc_bot.conversation.purchasing.order_card import show
from jxc_bot.conversation.registry import on_button
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36
from models.errors import NotAllowed, Refused

PRICES = 3


def next_text(turn: Turn, found: NextSuppliersShown) -> str:
    """The candidates, the best first."""
    shown = [turn.word("next-title", number=found.number, supplier=found.supplier)]
    if not found.candidates:
        shown.append(turn.word("next-none"))
    for number, candidate in enumerate(found.candidates, 1):
        shown += _candidate(turn, number, candidate)
    return "\n".join(shown)


def _candidate(turn: Turn, number: int, candidate: NextSupplier) -> list[str]:
    told = {"n": number, "supplier": candidate.supplier, "lines": candidate.lines, "of": candidate.of_lines}
    shown = [turn.word("next-candidate", **told)]
    for price in candidate.prices[:PRICES]:
        facts = facts_of(turn, price)
        if "price" in facts:
            shown.append(turn.word("next-price", product=price.product, price=facts["price"]))
    if candidate.lead_time_days is not None:
        shown.append(turn.word("next-lead-time", days=candidate.lead_time_days))
    shown.append(score_line(turn, candidate.score))
    return shown


def next_buttons(turn: Turn, found: NextSuppliersShown) -> list[list[Button]]:
    """A new order at one of them; the old order to look at."""
    order = base36(found.order_id)
    rows = [
        [Button(turn.label("act-reorder", supplier=c.supplier[:14]), f"nx:{order}:{base36(c.supplier_id)}")]
        for c in found.candidates
    ]
    return [*rows, [Button(turn.label("act-look-order"), f"po:{order}:0:show")]]


@on_button("nx")
def reorder(turn: Turn, parts: Sequence[str]) -> None:
    """``nx:<order>:<supplier>``: what is still waited for, ordered elsewhere as a draft; the old order stays."""
    order_id, supplier_id = from_base36(parts[0]), from_base36(parts[1])
    order = order_of(turn.db, order_id)
    try:
        if not may(turn, "order_purchase", order.warehouse_id):
            raise NotAllowed(operation="order_purchase")
        fact = ask(turn, "show_order", order=order_id)
        lines = [
            {"product": line.product_id, "quantity": line.outstanding.quantity, "unit": line.unit}
            for line in fact.lines
            if line.outstanding.quantity > 0
        ]
        key = f"next:{order_id}:{order.sends}:{supplier_id}"
        made = perform(turn, "order_purchase", key, lines=lines, supplier=supplier_id, warehouse=order.warehouse_id)
        show(turn, made.order_id, notice=turn.word("order-elsewhere", number=order.number))
    except Refused as error:
        refuse(turn, error)
