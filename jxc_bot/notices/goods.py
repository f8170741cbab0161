"""Goods came, were too much, or went back."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from handlers.purchasing.orders import BUYERS, LINE, ORDER, RECEIPT, RECEIPT_LINE, order_of
from handlers.purchasing.over_delivery import OverDeliveryDecided, over_fact
from handlers.purchasing.receiving import PurchaseReceived
from handlers.purchasing.returning import PurchaseReturned
from handlers.purchasing.undoing import ReceiptUndone
from handlers.undo import PostingUndone
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.over import over_buttons, over_text
from jxc_bot.conversation.purchasing.receipt_done import receipt_buttons, receipt_text
from jxc_bot.notices.readers import groups, people, persons, send, suppliers_people
from jxc_bot.notices.registry import notice
from models.operation import Actor
from models.people import Purpose
from models.purchase_receipt import OverDelivery, PurchaseReceipt


@notice(PurchaseReceived)
def purchase_received(db: Session, actor: Actor, outcome: PurchaseReceived) -> None:
    """Who ordered, and the purchasing group; what was too much is put to those who may decide."""
    orders = [order_of(db, order_id) for order_id in outcome.order_ids]
    asked = {order.requester_id for order in orders} - {actor.person_id}
    readers = [*persons(db, actor.company, actor.at, asked)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], outcome.warehouse_id)
    for reader in readers:
        text = receipt_text(reader, outcome, "notice-received")
        send(reader, text, receipt_buttons(reader, outcome), key=f"receipt:{outcome.receipt_id}", silent=True)
    for held in outcome.held:
        _ask_about(db, actor, held.over_delivery_id, outcome.warehouse_id)


def _ask_about(db: Session, actor: Actor, over_id: int, warehouse_id: int) -> None:
    over = db.get(OverDelivery, over_id)
    assert over is not None
    readers = [*people(db, actor.company, actor.at, BUYERS, warehouse_id, but=actor.person_id)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], warehouse_id)
    for reader in readers:
        fact = over_fact(db, reader.actor, over)
        send(reader, over_text(reader, fact), over_buttons(reader, fact), key=f"over:{over_id}")


@notice(OverDeliveryDecided)
def over_decided(db: Session, actor: Actor, outcome: OverDeliveryDecided) -> None:
    """Who reported it learns whether to put it away or to hand it back."""
    over = db.get(OverDelivery, outcome.over_delivery_id)
    for reader in persons(db, actor.company, actor.at, {over.reported_by if over else None} - {actor.person_id}):
        send(reader, over_text(reader, outcome), key=f"over-decided:{outcome.over_delivery_id}")


@notice(PurchaseReturned)
def purchase_returned(db: Session, actor: Actor, outcome: PurchaseReturned) -> None:
    """The supplier knows what comes back; who took the goods in, and the purchasing group."""
    for reader in suppliers_people(db, actor.company, actor.at, outcome.supplier_id):
        word = "notice-return-replace" if outcome.replace else "notice-return"
        shown = [reader.word(word, number=outcome.number, reason=facts_of(reader, outcome)["reason"])]
        shown += [
            reader.word("notice-shipment-line", product=line.product, quantity=facts_of(reader, line)["quantity"])
            for line in outcome.lines[:8]
        ]
        send(reader, "\n".join(shown), key=f"return:{outcome.return_id}")
    _tell_return(db, actor, outcome)


def _tell_return(db: Session, actor: Actor, outcome: PurchaseReturned) -> None:
    receipt = db.get(PurchaseReceipt, db_receipt_of(db, outcome))
    asked = {receipt.received_by if receipt else None} - {actor.person_id}
    readers = [*persons(db, actor.company, actor.at, asked)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], outcome.warehouse_id)
    for reader in readers:
        facts = facts_of(reader, outcome)
        told = {"number": outcome.number, "receipt": outcome.receipt_number, "by": actor.name}
        text = reader.word("notice-returned", **told, reason=facts["reason"], supplier=outcome.supplier)
        send(reader, text, key=f"returned:{outcome.return_id}", silent=True)


def db_receipt_of(db: Session, outcome: PurchaseReturned) -> int:
    """The receipt that a return is of."""
    from models.purchase_receipt import PurchaseReturn

    made = db.get(PurchaseReturn, outcome.return_id)
    return made.receipt_id if made is not None else 0


@notice(ReceiptUndone)
def receipt_undone(db: Session, actor: Actor, outcome: ReceiptUndone) -> None:
    """The order waits for its goods again: who ordered, and the purchasing group."""
    _tell_undone(db, actor, outcome.number, outcome.undone_number)


@notice(PostingUndone)
def posting_undone(db: Session, actor: Actor, outcome: PostingUndone) -> None:
    """The same, where the receipt was taken back by its posting."""
    _tell_undone(db, actor, outcome.undone, outcome.number)


def _tell_undone(db: Session, actor: Actor, number: str, undone_number: str) -> None:
    query = select(RECEIPT).where(RECEIPT.c.number == number, RECEIPT.c.undone_number == undone_number)
    receipt = db.execute(query).first()
    if receipt is None:
        return
    orders = select(ORDER.c.requester_id).join(LINE, LINE.c.order_id == ORDER.c.id)
    orders = orders.join(RECEIPT_LINE, RECEIPT_LINE.c.order_line_id == LINE.c.id)
    asked = set(db.scalars(orders.where(RECEIPT_LINE.c.receipt_id == receipt.id))) - {actor.person_id}
    readers = [*persons(db, actor.company, actor.at, asked)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], receipt.warehouse_id)
    for reader in readers:
        text = reader.word("notice-receipt-undone", by=actor.name, number=number)
        send(reader, text, key=f"receipt-undone:{receipt.id}", silent=True)
