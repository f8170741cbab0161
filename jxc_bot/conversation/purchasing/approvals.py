"""Approval: the card with the evidence, yes in one tap, no with a reason."""

from __future__ import annotations

from typing import Any

from handlers.purchasing.evidence import EvidenceShown, LineEvidence
from handlers.purchasing.orders import order_of
from handlers.purchasing.scorecard import Score
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.facts import facts_of, shown_value
from jxc_bot.conversation.purchasing.doing import ask, operation_of
from jxc_bot.conversation.purchasing.order_card import data, decides
from jxc_bot.conversation.purchasing.results import order_result
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.views import VIEWS, View
from jxc_bot.words import format as formats
from models.errors import NotAllowed

MOST = 3
"""Lines whose evidence fits a screen."""


def deny(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """Asks why, and then denies without another question."""
    row = order_of(turn.db, order_id)
    operation = operation_of(turn, "decide_order")
    if not turn.actor.may_in(operation.allowed, row.warehouse_id):
        raise NotAllowed(operation="decide_order")
    answers: dict[str, Any] = {"order": order_id, "revision": revision, "approve": False}
    dialogue.begin(turn, operation, "", answers | {"_direct": True, "_changing": "note"})


def look(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The evidence alone."""
    found: EvidenceShown = ask(turn, "order_evidence", order=order_id)
    turn.say(evidence_card(turn, found), approval_buttons(turn, found))


def approval_buttons(turn: Turn, found: EvidenceShown) -> list[list[Button]]:
    """Yes, no, and the order itself."""
    buttons = []
    if decides(turn, found):
        buttons.append(Button(turn.label("act-ok"), data(found, "ok"), style="success"))
        buttons.append(Button(turn.label("act-no"), data(found, "no"), style="danger"))
    buttons.append(Button(turn.label("act-look"), data(found, "show")))
    return [buttons]


def evidence_card(turn: Turn, found: EvidenceShown) -> str:
    """Who asks for what, for how much, and what speaks for and against it."""
    facts = facts_of(turn, found)
    shown = [turn.word("approval-title", number=found.number, supplier=found.supplier)]
    shown.append(turn.word("order-card-where", warehouse=found.warehouse, requester=found.requester or "–"))
    if "total" in facts:
        shown.append(turn.word("order-card-total", total=facts["total"]))
    for line in found.evidence[:MOST]:
        shown += line_evidence(turn, line)
    if len(found.evidence) > MOST:
        shown.append(turn.word("more-lines", count=len(found.evidence) - MOST))
    shown.append(score_line(turn, found))
    return "\n".join(shown)


def line_evidence(turn: Turn, line: LineEvidence) -> list[str]:
    """What is known about one line, two or three short rows."""
    facts = facts_of(turn, line)
    head = turn.word("evidence-line", product=line.product, quantity=facts["quantity"])
    if "price" in facts:
        head += turn.word("evidence-price", price=facts["price"])
        if "price_change" in facts and line.price_change:
            key = "evidence-dearer" if line.price_change > 0 else "evidence-cheaper"
            head += turn.word(key, percent=formats.percent(abs(line.price_change), turn.words.locale))
    shown = [head]
    prices = [_price(turn, price) for price in line.last_prices if turn.actor.sees("cost")]
    if prices:
        shown.append(turn.word("evidence-last-prices", prices=" · ".join(prices)))
    stock = turn.word("evidence-stock", on_hand=facts["on_hand"], on_order=facts["on_order"])
    if line.days_of_cover is not None:
        days, after = (int(value or 0) for value in (line.days_of_cover, line.days_with_this))
        return [*shown, stock + turn.word("evidence-cover", days=days, after=after)]
    return [*shown, stock + turn.word("evidence-no-usage")]


def _price(turn: Turn, price: Any) -> str:
    shown: str = shown_value(turn, price.price)
    return f"{shown} ({formats.day(price.day, turn.words.locale, turn.actor.today)})"


def score_line(turn: Turn, score: Score) -> str:
    """A supplier's score with its sample; under five receipts only the sample."""
    if score.overall is None:
        return turn.word("score-too-few", receipts=score.sample)
    return turn.word("score-line", overall=score.overall, receipts=score.sample)


VIEWS["decide_order"] = View(result=order_result)
