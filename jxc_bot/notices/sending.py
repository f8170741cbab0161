"""An order goes to its supplier, is changed after that, closed short or called off."""

from __future__ import annotations

from sqlmodel import Session

from handlers.purchasing.closing import OrderCalledOff, OrderClosed
from handlers.purchasing.differences import DifferenceResolved
from handlers.purchasing.facts import OrderFact
from handlers.purchasing.orders import order_of
from handlers.purchasing.sending import OrderChanged, OrderSent
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.notices.approvals import ask_approvers
from jxc_bot.notices.readers import groups, send
from jxc_bot.notices.registry import notice
from jxc_bot.notices.suppliers import order_to_supplier
from models.operation import Actor
from models.people import Purpose
from models.purchase import PurchaseOrder
from models.purchase_state import Approval


@notice(OrderSent)
def order_sent(db: Session, actor: Actor, outcome: OrderSent) -> None:
    """The supplier gets the order; the purchasing group learns that it went out."""
    order = order_of(db, outcome.order_id)
    word = "notice-order-again" if outcome.round > 1 else "notice-order-new"
    key = f"order-sent:{outcome.order_id}:{outcome.round}"
    order_to_supplier(db, actor.company, actor.at, order, word, key=key, document=True)
    for reader in groups(db, actor.company, actor.at, [Purpose.PURCHASING], outcome.warehouse_id):
        text = order_text(reader, outcome, notice=reader.word("notice-sent", by=actor.name))
        send(reader, text, order_buttons(reader, outcome), key=key, silent=True)


@notice(OrderChanged)
def order_changed(db: Session, actor: Actor, outcome: OrderFact) -> None:
    """A supplier who has the order is told that it will come anew."""
    order = order_of(db, outcome.order_id)
    if order.sends:
        order_to_supplier(db, actor.company, actor.at, order, "notice-order-changed")


@notice(OrderClosed)
def order_closed(db: Session, actor: Actor, outcome: OrderFact) -> None:
    """What is no longer waited for need not be delivered."""
    order = order_of(db, outcome.order_id)
    if order.sends:
        order_to_supplier(db, actor.company, actor.at, order, "notice-order-closed")


@notice(OrderCalledOff)
def order_cancelled(db: Session, actor: Actor, outcome: OrderCalledOff) -> None:
    """The supplier who knows of the order, and the warehouse that waits for it."""
    order = order_of(db, outcome.order_id)
    if outcome.supplier_knows:
        order_to_supplier(db, actor.company, actor.at, order, "notice-order-cancelled")
    purposes = [Purpose.PURCHASING, Purpose.WAREHOUSE]
    for reader in groups(db, actor.company, actor.at, purposes, outcome.warehouse_id):
        notice = reader.word("notice-cancelled", by=actor.name, reason=outcome.reason or "–")
        send(reader, order_text(reader, outcome, notice=notice), order_buttons(reader, outcome))


@notice(DifferenceResolved)
def difference_resolved(db: Session, actor: Actor, outcome: DifferenceResolved) -> None:
    """The supplier learns the buyer's yes or no; what became dearer is asked for again."""
    order: PurchaseOrder = order_of(db, outcome.order_id)
    if outcome.left == 0:
        word = "notice-difference-yes" if outcome.accepted else "notice-difference-no"
        order_to_supplier(db, actor.company, actor.at, order, word)
    if outcome.approval is Approval.WAITING:
        ask_approvers(db, actor, outcome)
