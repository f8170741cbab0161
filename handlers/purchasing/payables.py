"""What is owed to suppliers and not paid yet."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers.facts import Cost
from handlers.places import check_party
from handlers.purchasing.debts import PAYABLE, open_amounts
from handlers.purchasing.facts import PARTY, names_of
from handlers.purchasing.orders import READERS
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.values import ZERO


class ListPayables(Form):
    """What do we owe?"""

    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None


class PayableRow(BaseModel):
    """One amount that is open."""

    model_config = ConfigDict(frozen=True)
    payable_id: int
    number: str
    supplier_id: int
    supplier: str
    amount: Cost
    open: Cost
    due_on: date
    overdue_days: int = 0


class PayablesListed(Outcome):
    """What is open, the oldest due first."""

    payables: list[PayableRow]
    total: Cost
    overdue: Cost


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def supplier_payables(db: Session, actor: Actor, form: ListPayables) -> PayablesListed:
    """Lists what is open, with how long it is overdue by the company's day."""
    query = select(PAYABLE).where(PAYABLE.c.amount > ZERO)
    if form.supplier is not None:
        query = query.where(PAYABLE.c.supplier_id == form.supplier)
    rows = db.execute(query.order_by(PAYABLE.c.due_on, PAYABLE.c.id)).all()
    left = open_amounts(db, [row.id for row in rows])
    names = names_of(db, PARTY, {row.supplier_id for row in rows})
    told = [
        PayableRow(
            payable_id=row.id,
            number=row.number,
            supplier_id=row.supplier_id,
            supplier=names[row.supplier_id],
            amount=row.amount,
            open=left[row.id],
            due_on=row.due_on,
            overdue_days=max(0, (actor.today - row.due_on).days),
        )
        for row in rows
        if left[row.id] > 0
    ]
    return PayablesListed(
        payables=told,
        total=sum((row.open for row in told), ZERO),
        overdue=sum((row.open for row in told if row.overdue_days), ZERO),
    )


def check_party_known(db: Session, supplier_id: int) -> None:
    """An archived supplier can still be paid; somebody who is none cannot."""
    party = db.get(Party, supplier_id)
    if party is None or party.archived_at is None:
        check_party(db, supplier_id, "supplier")
