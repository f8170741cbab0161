"""Somebody has to agree to an order; and what they said."""

from __future__ import annotations

from sqlmodel import Session

from handlers.purchasing.approving import OrderDecided, OrderSubmitted
from handlers.purchasing.closing import OrderReopened
from handlers.purchasing.facts import OrderFact
from handlers.purchasing.orders import order_of
from jxc_bot.conversation.purchasing.approvals import approval_buttons, evidence_card
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.notices.readers import groups, people, persons, send
from jxc_bot.notices.registry import notice
from models.operation import Actor
from models.people import Purpose, Role
from models.purchase_state import Approval


def ask_approvers(db: Session, actor: Actor, outcome: OrderFact) -> None:
    """The card with the evidence: to those who may agree, and without money to the purchasing group."""
    order = order_of(db, outcome.order_id)
    key = f"approval:{outcome.order_id}:{order.revision}"
    asked = [key for key in (order.requester_id, order.submitted_by) if key is not None]
    for reader in people(db, actor.company, actor.at, Role(order.approver_role), order.warehouse_id):
        if reader.actor.person_id not in asked:
            found = ask(reader, "order_evidence", order=outcome.order_id)
            send(reader, evidence_card(reader, found), approval_buttons(reader, found), key=key)
    for reader in groups(db, actor.company, actor.at, [Purpose.PURCHASING], order.warehouse_id):
        found = ask(reader, "order_evidence", order=outcome.order_id)
        send(reader, evidence_card(reader, found), approval_buttons(reader, found), key=key)


@notice(OrderSubmitted, OrderReopened)
def order_submitted(db: Session, actor: Actor, outcome: OrderFact) -> None:
    """Where the rules want an approval, it is asked for."""
    if outcome.approval is Approval.WAITING:
        ask_approvers(db, actor, outcome)


@notice(OrderDecided)
def order_decided(db: Session, actor: Actor, outcome: OrderDecided) -> None:
    """Who asked for it learns the answer."""
    order = order_of(db, outcome.order_id)
    asked = {order.requester_id, order.submitted_by} - {actor.person_id}
    word = "notice-approved" if outcome.approval is Approval.APPROVED else "notice-denied"
    for reader in persons(db, actor.company, actor.at, asked):
        notice = reader.word(word, by=actor.name, reason=outcome.decision_note or "–")
        send(reader, order_text(reader, outcome, notice=notice), order_buttons(reader, outcome))
