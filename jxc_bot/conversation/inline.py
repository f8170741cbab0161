"""Inline mode: ``@bot 可乐`` in any chat lists products, with their stock for those entitled."""

from __future__ import annotations

from jxc_bot.conversation.message import Incoming
from jxc_bot.conversation.references import names
from jxc_bot.conversation.reply import FoundItem, InlineAnswer, Reply
from jxc_bot.conversation.turn import Turn
from jxc_bot.words import Words
from jxc_bot.words import format as formats
from models.balance import balances
from models.people import STAFF
from models.product import Product
from models.units import units_of


def for_stranger(incoming: Incoming, words: Words) -> Reply:
    """Nothing but the way in."""
    return Reply(inline=InlineAnswer(incoming.callback, start_label=words("inline-start")))


def answer(turn: Turn) -> Reply:
    """Up to five products; what is on hand only for staff, and only in the list that the asker alone sees."""
    text = turn.incoming.text.strip()[:200]
    ids = list(turn.finder.product(turn.db, text, person_id=turn.actor.person_id).ids) if text else []
    if not turn.actor.has(STAFF):
        return Reply(inline=InlineAnswer(turn.incoming.callback))
    labels, units = names(turn, Product, ids), units_of(turn.db, ids)
    there = balances(turn.db, ids, turn.actor.warehouses(STAFF))
    items = []
    for product_id in ids:
        quantity = formats.measure_both(there[product_id].on_hand, units[product_id], turn.words.locale)
        shown = turn.word("inline-text", name=labels[product_id])
        items.append(
            FoundItem(f"p{product_id}", labels[product_id], turn.label("inline-stock", quantity=quantity), shown)
        )
    return Reply(inline=InlineAnswer(turn.incoming.callback, tuple(items)))
