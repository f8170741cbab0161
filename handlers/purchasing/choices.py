"""Likely answers in purchasing forms, and which rows an actor may name."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from handlers.purchasing.orders import BUYERS, LINE, ORDER, PARTY, READERS, RECEIPT, RECEIVERS, warehouses_read
from handlers.purchasing.prices import usual_suppliers
from models.operation import Actor, Suggestion
from models.people import STAFF, Role
from models.product import Product
from models.purchase_state import Approval
from models.supplier import SupplierProduct
from models.table import table
from models.values import ZERO

PRODUCT = table(Product)
LISTED = table(SupplierProduct)
MOST = 6
DONE = (Approval.APPROVED, Approval.NOT_NEEDED)


def likely_suppliers(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """Who sells all the products named so far: the usual supplier first."""
    products = {
        line["product"] for line in answers.get("lines") or [] if isinstance(line, dict) and line.get("product")
    }
    if not products:
        return []
    usual = db.execute(select(PRODUCT.c.id, PRODUCT.c.supplier_id).where(PRODUCT.c.id.in_(products))).all()
    listed = db.execute(
        select(LISTED.c.product_id, LISTED.c.supplier_id).where(LISTED.c.product_id.in_(products))
    ).all()
    votes: dict[int, set[int]] = {}
    for product_id, supplier_id in [*usual, *listed, *usual_suppliers(db, products).items()]:
        if supplier_id is not None:
            votes.setdefault(supplier_id, set()).add(product_id)
    best = sorted(votes, key=lambda supplier_id: (-len(votes[supplier_id]), supplier_id))[:MOST]
    query = select(PARTY.c.id, PARTY.c.name).where(PARTY.c.id.in_(best), PARTY.c.archived_at.is_(None))
    names = {row.id: row.name for row in db.execute(query)}
    return [Suggestion(supplier_id, names[supplier_id]) for supplier_id in best if supplier_id in names]


def awaited_orders(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """Orders the actor's warehouses wait for, the one expected first at the top."""
    query = _orders(actor, RECEIVERS).join(LINE, LINE.c.order_id == ORDER.c.id)
    query = query.where(LINE.c.outstanding > ZERO, ORDER.c.approval.in_(DONE))
    query = query.order_by(func.coalesce(func.min(LINE.c.expected_on), date.max), ORDER.c.id)
    return _told(db, query.group_by(ORDER.c.id, ORDER.c.number, PARTY.c.name))


def draft_orders(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """Orders that still have to be submitted, newest first."""
    query = _orders(actor, BUYERS).where(ORDER.c.approval.in_((Approval.DRAFT, Approval.DENIED)))
    return _told(db, query.order_by(ORDER.c.id.desc()))


def waiting_orders(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """Orders that wait for approval, oldest first."""
    query = _orders(actor, STAFF).where(ORDER.c.approval == Approval.WAITING)
    return _told(db, query.order_by(ORDER.c.id))


def live_orders(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """Orders that are not cancelled, newest first."""
    return _told(db, _orders(actor, READERS | RECEIVERS).order_by(ORDER.c.id.desc()))


def own_orders(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The orders a supplier's person may name: sent, and its own."""
    query = select(ORDER.c.id).where(ORDER.c.supplier_id.in_(sorted(actor.parties(Role.SUPPLIER))))
    return set(db.scalars(query.where(ORDER.c.sends > 0)))


def lines_of_order(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int] | None:
    """The lines of the order that was named."""
    order_id = answers.get("order")
    return None if order_id is None else set(db.scalars(select(LINE.c.id).where(LINE.c.order_id == order_id)))


def recent_receipts(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The last receipts of the actor's warehouses."""
    query = select(RECEIPT.c.id, RECEIPT.c.number, PARTY.c.name).join(PARTY, PARTY.c.id == RECEIPT.c.supplier_id)
    query = query.where(RECEIPT.c.undone_at.is_(None)).order_by(RECEIPT.c.id.desc())
    scope = actor.warehouses(RECEIVERS)
    if scope is not None:
        query = query.where(RECEIPT.c.warehouse_id.in_(sorted(scope)))
    return _told(db, query)


def _orders(actor: Actor, roles: Role) -> Any:
    query = select(ORDER.c.id, ORDER.c.number, PARTY.c.name).join(PARTY, PARTY.c.id == ORDER.c.supplier_id)
    return query.where(ORDER.c.cancelled_at.is_(None), warehouses_read(actor, roles))


def _told(db: Session, query: Any) -> Sequence[Suggestion]:
    return [Suggestion(row.id, f"{row.number} {row.name}") for row in db.execute(query.limit(MOST))]
