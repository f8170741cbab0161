"""Ordering: a line or a pasted list becomes one draft; prices are proposed, the next step is on the card."""

from __future__ import annotations

from handlers.purchasing.orders import terms_of
from handlers.purchasing.prices import last_prices
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.purchasing.doing import operation_of, perform, refuse
from jxc_bot.conversation.purchasing.finding import orders_named
from jxc_bot.conversation.purchasing.order_card import show
from jxc_bot.conversation.purchasing.orders import choose
from jxc_bot.conversation.purchasing.results import order_result
from jxc_bot.conversation.registry import on_command
from jxc_bot.conversation.settle import json_value
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.views import VIEWS, View
from models.draft import Draft
from models.errors import Refused
from models.people import Role


def propose_prices(turn: Turn, draft: Draft) -> None:
    """A line without a price gets the supplier's last one, shown before anything is confirmed."""
    answers = draft.answers
    rows, supplier_id = answers.get("lines") or [], answers.get("supplier")
    for row in rows:
        own = "_proposed" not in row or row.get("price") != row["_proposed"]
        if not own and answers.get("_priced_at") != supplier_id:
            del row["price"], row["_proposed"]
    if not supplier_id:
        return
    answers["_priced_at"] = supplier_id
    stated = answers.get("prices_include_tax")
    with_tax = terms_of(turn.db, supplier_id).prices_include_tax if stated is None else bool(stated)
    open_rows = [row for row in rows if "price" not in row and row.get("product")]
    found = last_prices(turn.db, supplier_id, [row["product"] for row in open_rows], with_tax=with_tax)
    for row in open_rows:
        if row["product"] in found:
            row["price"] = row["_proposed"] = json_value(found[row["product"]])


@on_command("copy_order", Role.BUYER | Role.MANAGER | Role.OWNER)
def copy(turn: Turn, text: str) -> None:
    """``复制 PO-12``: the same again, as a draft."""
    found = orders_named(turn, text)
    if len(found) > 1:
        choose(turn, found, "copy")
        return
    if not found:
        dialogue.begin(turn, operation_of(turn, "copy_order"), text)
        return
    try:
        key = f"copy:{turn.incoming.platform}:{turn.incoming.chat.address}:{turn.incoming.message}"
        made = perform(turn, "copy_order", key, order=found[0])
        show(turn, made.order_id, notice=turn.word("order-copied"))
    except Refused as error:
        refuse(turn, error)


VIEWS["order_purchase"] = View(tidy=propose_prices, result=order_result)
