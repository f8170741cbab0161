"""Cards that go to a supplier's people: an order, a reminder, what became of what they said."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from jxc_bot.conversation.purchasing.documents import send_supplier_document
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.supplier_orders import supplier_buttons, supplier_text
from jxc_bot.notices.readers import send, suppliers_people
from models.operation import Company
from models.purchase import PurchaseOrder


def order_to_supplier(
    db: Session,
    company: Company,
    at: datetime,
    order: PurchaseOrder,
    word: str,
    *,
    key: str | None = None,
    document: bool = False,
) -> int:
    """The order's card, under a sentence, to everybody who speaks for its supplier; returns how many were told.

    ``document``: with the order on paper beside it.
    """
    told = 0
    for reader in suppliers_people(db, company, at, order.supplier_id):
        shown = ask(reader, "supplier_order", order=order.id)
        notice = reader.word(word, number=order.number)
        if document:  # above the card, whose buttons stay at hand
            send_supplier_document(reader, shown.order_id, key=f"{key}:pdf" if key else None)
        send(reader, supplier_text(reader, shown, notice=notice), supplier_buttons(reader, shown), key=key)
        told += 1
    return told


def remind(db: Session, company: Company, order: PurchaseOrder, at: datetime) -> int:
    """A reminder that a buyer asks for, at most once an hour."""
    key = f"remind:{order.id}:{order.sends}:{at:%Y%m%d%H}"
    return order_to_supplier(db, company, at, order, "notice-remind", key=key)
