"""What something costs: `可乐多少钱`, `可乐 价格`, `price of cola`, as far as the reader may know it."""

from __future__ import annotations

from handlers.price import PriceTold, price_of
from jxc_bot.conversation import dialogue, present
from jxc_bot.conversation.asking import about
from jxc_bot.conversation.facts import money
from jxc_bot.conversation.reading.entry import read_entry
from jxc_bot.conversation.registry import on_command, run
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.views import VIEWS, Shown, View
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of
from models.draft import Draft
from models.operation import Outcome


@on_command("price", price_of.allowed)
def price(turn: Turn, text: str) -> None:
    """`可乐多少钱一箱`; how much is LEFT of it is asked with the same words in English."""
    if any(f" {word} " in f" {fold(text)} " for word in words_of("questions", "remaining")):
        run(turn, "stock", text)
        return
    owed = next((word for word in words_of("questions", "owed") if fold(text).startswith(word)), "")
    if owed:
        run(turn, "supplier_payables", text[len(owed) :].strip())
        return
    goods = about(turn, without_pack(turn, text)).goods
    dialogue.begin(turn, turn.desk.catalog["price_of"], "", {"?product": goods} if goods else {})


def without_pack(turn: Turn, text: str) -> str:
    """The text without what the price is asked for (一箱): all packs are told."""
    entry = read_entry(text, turn.finder.unit_names, turn.actor.today)
    counted = entry.measure is not None and entry.names and all(part.amount == 1 for part in entry.measure.parts)
    return entry.names if counted else text


def _told(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    assert isinstance(outcome, PriceTold)
    shown = [present.outcome_text(turn, outcome)]
    if not turn.actor.sees("price"):
        return "\n".join([*shown, turn.word("price-hidden.group" if turn.chat.is_group else "price-hidden")]), ()
    if outcome.sale_price is None:
        return "\n".join([*shown, turn.word("price-none", product=outcome.product)]), ()
    head, sale, *costs = shown[0].split("\n")
    packs = [turn.word("price-of-pack", unit=pack.unit, price=money(turn, pack.price)) for pack in outcome.packs]
    return "\n".join([head, sale, *packs, *costs]), ()


VIEWS["price_of"] = View(result=_told)
