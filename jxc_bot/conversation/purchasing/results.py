"""The card of what was done to an order: what happened, and how the order stands now."""

from __future__ import annotations

from typing import Any

from handlers.purchasing.facts import OrderFact
from jxc_bot.conversation import present
from jxc_bot.conversation.purchasing.doing import ask, may
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.views import VIEWS, Shown, View
from models.draft import Draft
from models.operation import Outcome


def order_result(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    """The order's card below a word about what was done; for those who may not read orders, only the word."""
    order_id: Any = getattr(outcome, "order_id", None)
    if order_id is None or not may(turn, "show_order"):
        return present.outcome_text(turn, outcome), ()
    fact: OrderFact = ask(turn, "show_order", order=order_id)
    key = f"done-{present.kebab(type(outcome).__name__)}"
    notice = turn.word(key) if turn.words.has(key) else ""
    return order_text(turn, fact, notice=notice), order_buttons(turn, fact)


ORDER_RESULT = View(result=order_result)
for _name in ("copy_order", "order_requests", "change_order", "close_order", "reopen_order", "cancel_order"):
    VIEWS[_name] = ORDER_RESULT
for _name in ("submit_order", "send_order", "show_order", "resolve_difference"):
    VIEWS[_name] = ORDER_RESULT
