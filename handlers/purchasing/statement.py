"""The account with one supplier over a period (对账单): what was owed at its beginning, what happened, what is owed."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers.facts import Cost
from handlers.purchasing.debts import PAYABLE, PAYMENT, balance
from handlers.purchasing.facts import PARTY, name_of
from handlers.purchasing.orders import READERS
from handlers.purchasing.payables import check_party_known
from models.errors import Invalid
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.payable import PayableKind
from models.values import ZERO, Day


class StatementEntry(StrEnum):
    """What a line of a statement is."""

    RECEIPT = "receipt"
    RETURN = "return"
    UNDONE = "undone"
    PAYMENT = "payment"
    PAYMENT_UNDONE = "payment_undone"


class SupplierStatement(Form):
    """The account with a supplier; this month's unless told otherwise."""

    supplier: Annotated[int, Ref(Party, role="supplier")]
    since: Day | None = None
    until: Day | None = None


class StatementLine(BaseModel):
    """One entry: ``owed`` raises what we owe, ``paid`` lowers it; ``balance`` is what is owed after it."""

    model_config = ConfigDict(frozen=True)
    day: date
    kind: StatementEntry
    number: str
    owed: Cost = ZERO
    paid: Cost = ZERO
    balance: Cost = ZERO
    due_on: date | None = None


class SupplierStatementShown(Outcome):
    """The account: opening + owed − paid = closing."""

    supplier_id: int
    supplier: str
    since: date
    until: date
    opening: Cost
    lines: list[StatementLine]
    owed: Cost
    paid: Cost
    closing: Cost
    currency: str


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def supplier_statement(db: Session, actor: Actor, form: SupplierStatement) -> SupplierStatementShown:
    """The statement of one supplier."""
    check_party_known(db, form.supplier)
    return statement(db, actor, form.supplier, form.since, form.until)


def statement(
    db: Session, actor: Actor, supplier_id: int, since: date | None, until: date | None
) -> SupplierStatementShown:
    """The account over a period, days inclusive. Raises Invalid when it ends before it begins."""
    end = until or actor.today
    start = since or end.replace(day=1)
    if end < start:
        raise Invalid(name="until", reason="before-since", detail=end.isoformat())
    owed = select(PAYABLE.c.booked_on, PAYABLE.c.kind, PAYABLE.c.number, PAYABLE.c.amount, PAYABLE.c.due_on)
    owed = owed.where(PAYABLE.c.supplier_id == supplier_id, PAYABLE.c.booked_on.between(start, end))
    paid = select(PAYMENT.c.paid_on, PAYMENT.c.number, PAYMENT.c.amount)
    paid = paid.where(PAYMENT.c.supplier_id == supplier_id, PAYMENT.c.paid_on.between(start, end))
    rows = [
        StatementLine(day=day, kind=StatementEntry(kind), number=number, owed=amount, due_on=_due(kind, due))
        for day, kind, number, amount, due in db.execute(owed.order_by(PAYABLE.c.booked_on, PAYABLE.c.id))
    ]
    for day, number, amount in db.execute(paid.order_by(PAYMENT.c.paid_on, PAYMENT.c.id)):
        kind = StatementEntry.PAYMENT if amount > 0 else StatementEntry.PAYMENT_UNDONE
        rows.append(StatementLine(day=day, kind=kind, number=number, paid=amount))
    rows.sort(key=lambda row: row.day)
    opening = balance(db, supplier_id, before=start)
    running, lines = opening, []
    for row in rows:
        running += row.owed - row.paid
        lines.append(row.model_copy(update={"balance": running}))
    return SupplierStatementShown(
        supplier_id=supplier_id,
        supplier=name_of(db, PARTY, supplier_id),
        since=start,
        until=end,
        opening=opening,
        lines=lines,
        owed=sum((row.owed for row in rows), ZERO),
        paid=sum((row.paid for row in rows), ZERO),
        closing=running,
        currency=actor.company.currency,
    )


def _due(kind: str, due_on: date) -> date | None:
    return due_on if kind == PayableKind.RECEIPT else None
