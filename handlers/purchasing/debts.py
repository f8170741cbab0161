"""What is owed to suppliers: making payables, settling them, and what is still open."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.errors import NotFound
from models.party import Party
from models.payable import Payable, PayableKind, Payment, Settlement
from models.table import table
from models.values import ZERO

PAYABLE, PAYMENT, SETTLEMENT = table(Payable), table(Payment), table(Settlement)
PARTY = table(Party)


def lock_supplier(db: Session, supplier_id: int) -> None:
    """Holds the supplier's money until the transaction ends. Raises NotFound."""
    # Not FOR UPDATE: rows that refer to the supplier may go on being written by others.
    query = select(PARTY.c.id).where(PARTY.c.id == supplier_id).with_for_update(key_share=True)
    if db.scalar(query) is None:
        raise NotFound(kind="supplier", text=str(supplier_id))


def owe(
    db: Session,
    supplier_id: int,
    kind: PayableKind,
    number: str,
    amount: Decimal,
    tax: Decimal,
    *,
    booked_on: date,
    due_on: date,
    receipt_id: int | None = None,
    return_id: int | None = None,
    reverses_id: int | None = None,
) -> Payable | None:
    """Books a payable; nothing owed makes none."""
    if not amount:
        return None
    row = Payable(
        supplier_id=supplier_id,
        kind=kind,
        number=number,
        amount=amount,
        tax=tax,
        booked_on=booked_on,
        due_on=due_on,
        receipt_id=receipt_id,
        return_id=return_id,
        reverses_id=reverses_id,
    )
    db.add(row)
    db.flush()
    return row


def unowe(db: Session, original: Payable, number: str, day: date) -> Payable:
    """Books the opposite of a payable and lets both settle each other, as far as they are open."""
    assert original.id is not None
    opposite = owe(
        db,
        original.supplier_id,
        PayableKind.UNDONE,
        number,
        -original.amount,
        -original.tax,
        booked_on=day,
        due_on=day,
        receipt_id=original.receipt_id,
        return_id=original.return_id,
        reverses_id=original.id,
    )
    assert opposite is not None
    debt, credit = (original, opposite) if original.amount > 0 else (opposite, original)
    settle_by_credit(db, debt, credit, day)
    return opposite


def settle_by_credit(db: Session, debt: Payable, credit: Payable, day: date) -> Decimal:
    """Lets a credit pay for a debt as far as both are open; returns how much that was."""
    assert debt.id is not None and credit.id is not None
    left = open_amounts(db, [debt.id, credit.id])
    amount = min(left[debt.id], left[credit.id])
    if amount > 0:
        db.add(Settlement(payable_id=debt.id, credit_id=credit.id, amount=amount, settled_on=day))
        db.flush()
    return max(amount, ZERO)


def open_amounts(db: Session, payable_ids: Collection[int]) -> dict[int, Decimal]:
    """What is not settled of each payable, without sign: of a debt still to pay, of a credit still to use."""
    ids = sorted(set(payable_ids))
    rows = db.execute(select(PAYABLE.c.id, PAYABLE.c.amount).where(PAYABLE.c.id.in_(ids)))
    left = {row.id: abs(row.amount) for row in rows}
    for side in (SETTLEMENT.c.payable_id, SETTLEMENT.c.credit_id):
        query = select(side, func.sum(SETTLEMENT.c.amount)).where(side.in_(ids), SETTLEMENT.c.released_at.is_(None))
        for payable_id, amount in db.execute(query.group_by(side)):
            left[payable_id] -= amount
    return left


def open_payables(db: Session, supplier_id: int, *, credits_only: bool = False) -> list[tuple[Payable, Decimal]]:
    """The supplier's debts (or its credits) that are not settled, oldest due day first, with what is open."""
    side = col(Payable.amount) < ZERO if credits_only else col(Payable.amount) > ZERO
    query = select_rows(Payable).where(col(Payable.supplier_id) == supplier_id, side)
    rows = list(db.exec(query.order_by(col(Payable.due_on), col(Payable.id))))
    left = open_amounts(db, [row.id for row in rows if row.id is not None])
    return [(row, left[row.id]) for row in rows if row.id is not None and left[row.id] > 0]


def unallocated(db: Session, payment_ids: Sequence[int]) -> dict[int, Decimal]:
    """What of each payment is still on account."""
    ids = sorted(set(payment_ids))
    left: dict[int, Decimal] = {
        row.id: row.amount for row in db.execute(select(PAYMENT.c.id, PAYMENT.c.amount).where(PAYMENT.c.id.in_(ids)))
    }
    query = select(SETTLEMENT.c.payment_id, func.sum(SETTLEMENT.c.amount))
    query = query.where(SETTLEMENT.c.payment_id.in_(ids), SETTLEMENT.c.released_at.is_(None))
    for payment_id, amount in db.execute(query.group_by(SETTLEMENT.c.payment_id)):
        left[payment_id] -= amount
    return left


def balance(db: Session, supplier_id: int, before: date | None = None) -> Decimal:
    """What we owe a supplier in all; with ``before``, what we owed when that day began."""
    owed = select(func.sum(PAYABLE.c.amount)).where(PAYABLE.c.supplier_id == supplier_id)
    paid = select(func.sum(PAYMENT.c.amount)).where(PAYMENT.c.supplier_id == supplier_id)
    if before is not None:
        owed, paid = owed.where(PAYABLE.c.booked_on < before), paid.where(PAYMENT.c.paid_on < before)
    return (db.scalar(owed) or ZERO) - (db.scalar(paid) or ZERO)


def paid_by(db: Session, payable_id: int) -> str:
    """The number of a payment that paid for a payable; empty: none did."""
    query: Any = select(PAYMENT.c.number).join(SETTLEMENT, SETTLEMENT.c.payment_id == PAYMENT.c.id)
    query = query.where(SETTLEMENT.c.payable_id == payable_id, SETTLEMENT.c.released_at.is_(None))
    return db.scalar(query.order_by(PAYMENT.c.id.desc()).limit(1)) or ""
