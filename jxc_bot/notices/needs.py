"""Somebody needs something; and what became of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session

from handlers.purchasing.drafting import OrderDrafted
from handlers.purchasing.orders import BUYERS, LINE
from handlers.purchasing.requests import PurchaseRequested, RequestDeclined
from jxc_bot.conversation.purchasing.requests import request_buttons, request_text
from jxc_bot.notices.readers import groups, people, persons, send
from jxc_bot.notices.registry import notice
from models.operation import Actor
from models.people import Purpose
from models.purchase_request import PurchaseRequest, PurchaseRequestLine
from models.table import table

REQUEST, WANTED = table(PurchaseRequest), table(PurchaseRequestLine)


@notice(PurchaseRequested)
def purchase_requested(db: Session, actor: Actor, outcome: PurchaseRequested) -> None:
    """Those who buy for that warehouse, and their group."""
    request = db.get(PurchaseRequest, outcome.request_id)
    assert request is not None
    readers = [*people(db, actor.company, actor.at, BUYERS, request.warehouse_id, but=actor.person_id)]
    readers += groups(db, actor.company, actor.at, [Purpose.PURCHASING], request.warehouse_id)
    for reader in readers:
        text = request_text(reader, outcome)
        send(reader, text, request_buttons(reader, outcome), key=f"request:{outcome.request_id}", silent=True)


@notice(OrderDrafted)
def request_ordered(db: Session, actor: Actor, outcome: OrderDrafted) -> None:
    """Who asked for it; an order that comes from no request is nobody's news yet."""
    ordered = select(LINE.c.request_line_id).where(LINE.c.order_id == outcome.order_id)
    query = select(REQUEST.c.number, REQUEST.c.requester_id).join(WANTED, WANTED.c.request_id == REQUEST.c.id)
    for row in db.execute(query.where(WANTED.c.id.in_(ordered)).distinct()).all():
        for reader in persons(db, actor.company, actor.at, {row.requester_id} - {actor.person_id}):
            told = {"number": row.number, "order": outcome.number, "supplier": outcome.supplier}
            text = reader.word("notice-request-ordered", **told)
            send(reader, text, key=f"request-ordered:{row.number}:{outcome.order_id}", silent=True)


@notice(RequestDeclined)
def request_declined(db: Session, actor: Actor, outcome: RequestDeclined) -> None:
    """Who asked for it."""
    request = db.get(PurchaseRequest, outcome.request_id)
    for reader in persons(db, actor.company, actor.at, {request.requester_id if request else None} - {actor.person_id}):
        word = reader.word(
            "notice-request-declined", number=outcome.number, reason=outcome.reason or "–", by=actor.name
        )
        send(reader, word, key=f"request-declined:{outcome.request_id}")
