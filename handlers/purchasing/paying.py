"""Money to suppliers: paid for receipts, the oldest due first, or kept on account; and what is open."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select, update
from sqlmodel import Session

from handlers import checks
from handlers.facts import Cost
from handlers.purchasing.debts import (
    PAYABLE,
    PAYMENT,
    SETTLEMENT,
    balance,
    lock_supplier,
    open_amounts,
    open_payables,
    settle_by_credit,
    unallocated,
)
from handlers.purchasing.drafting import check_money
from handlers.purchasing.facts import PARTY, name_of
from handlers.purchasing.orders import PAYERS, ident, minor_of
from handlers.purchasing.payables import check_party_known
from models.errors import Invalid, NotFound
from models.numbering import next_number
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.payable import Payable, Payment, PaymentMethod, Settlement
from models.purchase_errors import TooMuchMoney
from models.values import ZERO, Amount, Day, Text

PREFIX = "FK"


class PaySupplier(Form):
    """Money goes to a supplier: for one payable, for the oldest, or on account."""

    supplier: Annotated[int, Ref(Party, role="supplier")]
    amount: Amount
    method: PaymentMethod = PaymentMethod.BANK
    payable: Annotated[int | None, Ref(Payable)] = None
    on_account: bool = False
    paid_on: Day | None = None
    note: Text = ""


class SettledFact(BaseModel):
    """What some money paid for."""

    model_config = ConfigDict(frozen=True)
    payable_id: int
    number: str
    amount: Cost
    left: Cost
    due_on: date


class PaymentFact(Outcome):
    """A payment as it stands."""

    payment_id: int
    number: str
    supplier_id: int
    supplier: str
    amount: Cost
    paid_on: date
    method: PaymentMethod
    settled: list[SettledFact]
    on_account: Cost
    """What of it pays for nothing yet."""
    balance: Cost
    """What is owed to the supplier in all, after it."""
    note: str = ""


class SupplierPaid(PaymentFact):
    """The money is booked."""


class AllocatePayment(Form):
    """Money on account pays for something: one payable, or the oldest."""

    payment: Annotated[int, Ref(Payment)]
    payable: Annotated[int | None, Ref(Payable)] = None
    amount: Amount | None = None


class PaymentAllocated(PaymentFact):
    """The money on account pays for it."""


class UndoPayment(Form):
    """A payment was a mistake."""

    payment: Annotated[int, Ref(Payment)]
    note: Text = ""


class PaymentUndone(PaymentFact):
    """The payment is taken back; what it paid for is open again."""

    undone: str


@operation(allowed=PAYERS, group="purchase")
def pay_supplier(db: Session, actor: Actor, form: PaySupplier) -> SupplierPaid:
    """Books money paid. Raises TooMuchMoney when more is paid for one payable than is open on it."""
    check_party_known(db, form.supplier)
    lock_supplier(db, form.supplier)
    amount = check_money(form.amount, "amount", minor_of(actor))
    if amount <= 0:
        raise Invalid(name="amount", reason="not-positive", detail=str(amount))
    payment = Payment(
        number=next_number(db, PREFIX, actor.today),
        supplier_id=form.supplier,
        amount=amount,
        paid_on=checks.day(actor, form.paid_on) or actor.today,
        method=form.method,
        note=checks.note(form.note),
        paid_by=actor.person_id,
        created_at=actor.at,
    )
    db.add(payment)
    db.flush()
    if form.payable is not None:
        _pay_one(db, payment, form.payable, amount)
    elif not form.on_account:
        _use_credits(db, payment)
        _pay_oldest(db, payment, amount)
    return SupplierPaid(**payment_facts(db, payment))


@operation(allowed=PAYERS, group="purchase")
def allocate_payment(db: Session, actor: Actor, form: AllocatePayment) -> PaymentAllocated:
    """Lets money on account pay. Raises TooMuchMoney, Invalid (nothing-on-account)."""
    payment = _payment(db, form.payment)
    free = unallocated(db, [form.payment])[form.payment]
    if free <= 0 or payment.amount < 0:
        raise Invalid(name="payment", reason="nothing-on-account", detail=payment.number)
    amount = free if form.amount is None else check_money(form.amount, "amount", minor_of(actor))
    if not ZERO < amount <= free:
        raise TooMuchMoney(number=payment.number, wanted=amount, possible=free)
    if form.payable is None:
        _pay_oldest(db, payment, amount)
    else:
        possible = open_amounts(db, [form.payable]).get(form.payable, ZERO)
        _pay_one(db, payment, form.payable, min(amount, possible) if form.amount is None else amount)
    return PaymentAllocated(**payment_facts(db, payment))


@operation(allowed=PAYERS, group="purchase")
def undo_payment(db: Session, actor: Actor, form: UndoPayment) -> PaymentUndone:
    """Books the opposite of a payment, once."""
    original = _payment(db, form.payment)
    if original.amount < 0:
        raise Invalid(name="payment", reason="is-a-reversal", detail=original.number)
    done = db.scalar(select(PAYMENT.c.number).where(PAYMENT.c.reverses_id == form.payment))
    if done is not None:
        raise Invalid(name="payment", reason="already-undone", detail=done)
    opposite = Payment(
        number=next_number(db, PREFIX, actor.today),
        supplier_id=original.supplier_id,
        amount=-original.amount,
        paid_on=actor.today,
        method=original.method,
        note=checks.note(form.note),
        paid_by=actor.person_id,
        reverses_id=original.id,
        created_at=actor.at,
    )
    db.add(opposite)
    held = (SETTLEMENT.c.payment_id == form.payment, SETTLEMENT.c.released_at.is_(None))
    db.execute(update(SETTLEMENT).where(*held).values(released_at=actor.at))
    db.flush()
    return PaymentUndone(**payment_facts(db, opposite), undone=original.number)


def payment_facts(db: Session, payment: Payment) -> dict[str, object]:
    """The facts of a payment."""
    query = select(PAYABLE.c.id, PAYABLE.c.number, PAYABLE.c.due_on, SETTLEMENT.c.amount)
    query = query.join(PAYABLE, PAYABLE.c.id == SETTLEMENT.c.payable_id)
    query = query.where(SETTLEMENT.c.payment_id == payment.id, SETTLEMENT.c.released_at.is_(None))
    rows = db.execute(query.order_by(PAYABLE.c.due_on, PAYABLE.c.id)).all()
    left = open_amounts(db, [row.id for row in rows])
    settled = [
        SettledFact(payable_id=row.id, number=row.number, amount=row.amount, left=left[row.id], due_on=row.due_on)
        for row in rows
    ]
    return {
        "payment_id": ident(payment),
        "number": payment.number,
        "supplier_id": payment.supplier_id,
        "supplier": name_of(db, PARTY, payment.supplier_id),
        "amount": payment.amount,
        "paid_on": payment.paid_on,
        "method": PaymentMethod(payment.method),
        "settled": settled,
        "on_account": max(ZERO, payment.amount - sum((row.amount for row in rows), ZERO)),
        "balance": balance(db, payment.supplier_id),
        "note": payment.note,
    }


def _payment(db: Session, payment_id: int) -> Payment:
    payment = db.get(Payment, payment_id)
    if payment is None:
        raise NotFound(kind="payment", text=str(payment_id))
    lock_supplier(db, payment.supplier_id)
    return payment


def _pay_one(db: Session, payment: Payment, payable_id: int, amount: Decimal) -> None:
    payable = db.get(Payable, payable_id)
    if payable is None or payable.supplier_id != payment.supplier_id or payable.amount < 0:
        raise NotFound(kind="payable", text=str(payable_id))
    possible = open_amounts(db, [payable_id])[payable_id]
    if amount > possible:
        raise TooMuchMoney(number=payable.number, wanted=amount, possible=possible)
    _settle(db, payment, payable_id, amount)


def _pay_oldest(db: Session, payment: Payment, amount: Decimal) -> None:
    """Pays what was due first; what is left stays on account."""
    for payable, left in open_payables(db, payment.supplier_id):
        part = min(amount, left)
        if part > 0:
            _settle(db, payment, ident(payable), part)
            amount -= part


def _use_credits(db: Session, payment: Payment) -> None:
    """Credits that wait pay before money does."""
    for credit, _ in open_payables(db, payment.supplier_id, credits_only=True):
        for payable, _ in open_payables(db, payment.supplier_id):
            settle_by_credit(db, payable, credit, payment.paid_on)


def _settle(db: Session, payment: Payment, payable_id: int, amount: Decimal) -> None:
    if amount > 0:
        db.add(Settlement(payable_id=payable_id, payment_id=payment.id, amount=amount, settled_on=payment.paid_on))
        db.flush()
