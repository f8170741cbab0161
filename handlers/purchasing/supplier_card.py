"""One supplier on one card: who it is, what was agreed, what was ordered, received, returned, paid, and how well."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import func, select
from sqlmodel import Session

from handlers.facts import Cost
from handlers.purchasing.choices import DONE
from handlers.purchasing.debts import PAYABLE, PAYMENT, balance, open_payables
from handlers.purchasing.giving_back import RETURN
from handlers.purchasing.orders import LINE, ORDER, READERS, RECEIPT, terms_of
from handlers.purchasing.prices import LISTED
from handlers.purchasing.scorecard import Score, score_of
from handlers.purchasing.supplier_file import TermsFact, terms_fact
from models.errors import NotFound
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.payable import PayableKind
from models.people import Grant, Role
from models.table import table
from models.values import ZERO

GRANT = table(Grant)


class ShowSupplier(Form):
    """Who is this supplier, and how is it to work with?"""

    supplier: Annotated[int, Ref(Party, role="supplier")]


class SupplierShown(TermsFact, Score, Outcome):
    """The supplier's card."""

    supplier_id: int
    supplier: str
    code: str
    contact: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    archived: bool = False
    in_chat: int
    """People who speak for it in chat."""
    products: int
    """Products on its list."""
    orders: int
    open_orders: int
    late_lines: int
    receipts: int
    returns: int
    first_order_on: date | None = None
    last_order_on: date | None = None
    last_receipt_on: date | None = None
    bought: Cost = ZERO
    """Received in all, with tax, less returns."""
    paid: Cost = ZERO
    balance: Cost = ZERO
    overdue: Cost = ZERO


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def supplier_card(db: Session, actor: Actor, form: ShowSupplier) -> SupplierShown:
    """Shows everything about one supplier that fits a card."""
    party = db.get(Party, form.supplier)
    if party is None or not party.is_supplier:
        raise NotFound(kind="supplier", text=str(form.supplier))
    return SupplierShown(
        supplier_id=form.supplier,
        supplier=party.name,
        code=party.code,
        contact=party.contact,
        phone=party.phone,
        address=party.address,
        note=party.note,
        archived=party.archived_at is not None,
        in_chat=_count(db, GRANT, GRANT.c.party_id == form.supplier, GRANT.c.role == int(Role.SUPPLIER)),
        **dict(terms_fact(terms_of(db, form.supplier))),
        products=_count(db, LISTED, LISTED.c.supplier_id == form.supplier),
        **_history(db, actor, form.supplier),
        **_money(db, actor, form.supplier),
        **dict(score_of(db, form.supplier, actor.today)),
    )


def _count(db: Session, source: Any, *conditions: Any) -> int:
    return db.scalar(select(func.count()).select_from(source).where(*conditions)) or 0


def _history(db: Session, actor: Actor, supplier_id: int) -> dict[str, Any]:
    mine = (ORDER.c.supplier_id == supplier_id, ORDER.c.cancelled_at.is_(None), ORDER.c.approval.in_(DONE))
    days = db.execute(select(func.min(ORDER.c.ordered_on), func.max(ORDER.c.ordered_on)).where(*mine)).one()
    waiting = select(LINE.c.order_id, LINE.c.expected_on).join(ORDER, ORDER.c.id == LINE.c.order_id)
    rows = db.execute(waiting.where(*mine, LINE.c.outstanding > ZERO)).all()
    came = (RECEIPT.c.supplier_id == supplier_id, RECEIPT.c.undone_at.is_(None))
    return {
        "orders": _count(db, ORDER, *mine),
        "open_orders": len({row.order_id for row in rows}),
        "late_lines": sum(1 for row in rows if row.expected_on is not None and row.expected_on < actor.today),
        "receipts": _count(db, RECEIPT, *came),
        "returns": _count(db, RETURN, RETURN.c.supplier_id == supplier_id, RETURN.c.undone_at.is_(None)),
        "first_order_on": days[0],
        "last_order_on": days[1],
        "last_receipt_on": db.scalar(select(func.max(RECEIPT.c.received_on)).where(*came)),
    }


def _money(db: Session, actor: Actor, supplier_id: int) -> dict[str, Decimal]:
    owed = select(func.sum(PAYABLE.c.amount)).where(PAYABLE.c.supplier_id == supplier_id)
    paid = select(func.sum(PAYMENT.c.amount)).where(PAYMENT.c.supplier_id == supplier_id)
    due = [
        left
        for payable, left in open_payables(db, supplier_id)
        if payable.kind == PayableKind.RECEIPT and payable.due_on < actor.today
    ]
    return {
        "bought": db.scalar(owed) or ZERO,
        "paid": db.scalar(paid) or ZERO,
        "balance": balance(db, supplier_id),
        "overdue": sum(due, ZERO),
    }
