"""Somebody needs something; and what became of it."""

from __future__ import annotations

from sqlmodel import Session

from handlers.purchasing.orders import BUYERS
from handlers.purchasing.requests import PurchaseRequested, RequestDeclined
from jxc_bot.conversation.purchasing.requests import request_buttons, request_text
from jxc_bot.notices.readers import groups, people, persons, send
from jxc_bot.notices.registry import notice
from models.operation import Actor
from models.people import Purpose
from models.purchase_request import PurchaseRequest


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


@notice(RequestDeclined)
def request_declined(db: Session, actor: Actor, outcome: RequestDeclined) -> None:
    """Who asked for it."""
    request = db.get(PurchaseRequest, outcome.request_id)
    for reader in persons(db, actor.company, actor.at, {request.requester_id if request else None} - {actor.person_id}):
        word = reader.word(
            "notice-request-declined", number=outcome.number, reason=outcome.reason or "–", by=actor.name
        )
        send(reader, word, key=f"request-declined:{outcome.request_id}")
