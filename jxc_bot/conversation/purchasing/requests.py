"""What people need (请购): the card for those who buy, and the order made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.purchasing.choices import likely_suppliers
from handlers.purchasing.requests import RequestFact, request_facts
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of, refuse
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from models.draft import Draft
from models.errors import NotAllowed
from models.operation import Outcome
from models.people import STAFF
from models.purchase_request import PurchaseRequest, RequestState

LINES = 8
PAGE = 5


def request_text(turn: Turn, request: RequestFact, title: str = "request-title") -> str:
    """Who needs what, where, until when."""
    facts = facts_of(turn, request)
    shown = [turn.word(title, number=request.number, requester=request.requester or "–", warehouse=request.warehouse)]
    for number, line in enumerate(request.lines[:LINES], 1):
        told = facts_of(turn, line)
        shown.append(turn.word("request-line", n=number, product=line.product, quantity=told["quantity"]))
        if line.state is not RequestState.OPEN:
            shown[-1] += turn.word("request-line-state", state=told["state"])
    if len(request.lines) > LINES:
        shown.append(turn.word("more-lines", count=len(request.lines) - LINES))
    if request.wanted_on is not None:
        shown.append(turn.word("request-wanted", day=facts["wanted_on"]))
    if request.note:
        shown.append(turn.word("order-card-note", note=request.note))
    return "\n".join(shown)


def request_buttons(turn: Turn, request: RequestFact) -> list[list[Button]]:
    """Order it, or say no."""
    if not may(turn, "order_requests") or not any(line.state is RequestState.OPEN for line in request.lines):
        return []
    key = base36(request.request_id)
    return [
        [
            Button(turn.label("act-order-request"), f"rq:{key}:o", style="success"),
            Button(turn.label("act-decline-request"), f"rq:{key}:n"),
        ]
    ]


@on_button("rq")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``rq:<request>:<o order, n decline, s show>``."""
    request = turn.db.get(PurchaseRequest, from_base36(parts[0]))
    name = "decline_request" if parts[1] == "n" else "order_requests"
    if request is None or not may(turn, name, request.warehouse_id):
        refuse(turn, NotAllowed(operation=name))
        return
    fact = RequestFact(**request_facts(turn.db, request))
    if parts[1] == "n":
        answers = {"request": fact.request_id, "_direct": True, "_changing": "reason"}
        dialogue.begin(turn, operation_of(turn, name), "", answers)
    elif parts[1] == "o":
        _order(turn, fact, request.warehouse_id, from_base36(parts[2]) if len(parts) > 2 else None)
    else:
        turn.say(request_text(turn, fact), request_buttons(turn, fact))


def _order(turn: Turn, fact: RequestFact, warehouse_id: int, supplier: int | None) -> None:
    """Makes an order of it: at the only supplier of these products, at the one that was chosen, or at one to name."""
    lines = [{"product": line.product_id} for line in fact.lines if line.state is RequestState.OPEN]
    likely = likely_suppliers(turn.db, turn.actor, {"lines": lines})
    supplier = supplier or (likely[0].value if len(likely) == 1 else None)
    if supplier is None and likely:
        key = base36(fact.request_id)
        buttons = [Button(found.label[:20], f"rq:{key}:o:{base36(found.value)}") for found in likely]
        turn.say(request_text(turn, fact) + "\n" + turn.word("request-which-supplier"), rows_of(buttons, 2))
        return
    answers: dict[str, Any] = {"request": fact.request_id, "warehouse": warehouse_id, "_direct": True}
    if supplier is not None:
        answers["supplier"] = supplier
    dialogue.begin(turn, operation_of(turn, "order_requests"), "", answers)


@on_command("purchase_requests", STAFF)
def open_requests(turn: Turn, text: str) -> None:
    """``请购单``: what is needed and not ordered yet."""
    rows = ask(turn, "purchase_requests").requests
    if not rows:
        turn.say(turn.word("requests-none"))
        return
    shown, buttons = [turn.word("requests-title", count=len(rows))], []
    for row in rows[:PAGE]:
        first = row.lines[0]
        told = {"number": row.number, "requester": row.requester or "–", "count": len(row.lines)}
        quantity = facts_of(turn, first)["quantity"]
        shown.append(turn.word("requests-row", **told, product=first.product, quantity=quantity))
        buttons.append(Button(row.number, f"rq:{base36(row.request_id)}:s"))
    if len(rows) > PAGE:
        shown.append(turn.word("more-lines", count=len(rows) - PAGE))
    turn.say("\n".join(shown), rows_of(buttons, 2) if may(turn, "order_requests") else ())


def _result(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    assert isinstance(outcome, RequestFact)
    return request_text(turn, outcome, "request-done"), ()


VIEWS["request_purchase"] = View(result=_result)
