"""Goods that had passed go back to the supplier: all of a receipt that is still here, or some of its lines."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.purchasing.choices import recent_receipts
from handlers.purchasing.giving_back import Going, give_back, locked_receipt, returnable
from handlers.purchasing.orders import RECEIPT, RECEIPT_LINE, RECEIVERS, ident
from handlers.purchasing.receipt_facts import receipt_lines
from handlers.purchasing.return_facts import ReturnFact, return_facts
from models.errors import NotFound
from models.location import Location
from models.operation import Actor, Form, Ref, Suggest, operation
from models.purchase_receipt import (
    PurchaseReceipt,
    PurchaseReceiptLine,
    PurchaseReturnReason,
)
from models.values import ZERO, Day, Quantity, Text


def receipt_scope(db: Session, form: Any) -> Collection[int]:
    """The warehouse of the receipt a form names."""
    found = db.scalar(select(RECEIPT.c.warehouse_id).where(RECEIPT.c.id == form.receipt))
    return [] if found is None else [int(found)]


def lines_of_receipt(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int] | None:
    """The lines of the receipt that was named."""
    receipt_id = answers.get("receipt")
    if receipt_id is None:
        return None
    return set(db.scalars(select(RECEIPT_LINE.c.id).where(RECEIPT_LINE.c.receipt_id == receipt_id)))


class ReturnedLine(Form):
    """Some of one receipt line goes back."""

    line: Annotated[int, Ref(PurchaseReceiptLine, among=lines_of_receipt)]
    quantity: Quantity


class ReturnPurchase(Form):
    """Goods of a receipt go back; without lines, all that is still here of it."""

    receipt: Annotated[int, Ref(PurchaseReceipt), Suggest(recent_receipts, fill=False)]
    reason: PurchaseReturnReason
    lines: Annotated[list[ReturnedLine], Field(max_length=200)] = []
    replace: bool = False
    location: Annotated[int | None, Ref(Location)] = None
    """Where the goods lie now, if they were moved since."""
    returned_on: Day | None = None
    note: Text = ""


class PurchaseReturned(ReturnFact):
    """The goods are on their way back, and the debt is smaller."""


@operation(allowed=RECEIVERS, scope=receipt_scope, group="purchase")
def return_purchase(db: Session, actor: Actor, form: ReturnPurchase) -> PurchaseReturned:
    """Sends goods back that had passed; what waits in quarantine is settled there."""
    receipt = locked_receipt(db, form.receipt)
    rows = {ident(row): row for row in receipt_lines(db, form.receipt)}
    wanted: dict[int, Decimal] = {}
    for said in form.lines:
        if said.line not in rows:
            raise NotFound(kind="receipt_line", text=str(said.line))
        wanted[said.line] = wanted.get(said.line, ZERO) + checks.positive(said.quantity)
    if not form.lines:
        wanted = {line_id: returnable(row) for line_id, row in rows.items() if returnable(row) > ZERO}
    going = [Going(rows[line_id], quantity) for line_id, quantity in wanted.items()]
    made = give_back(
        db,
        actor,
        receipt,
        going,
        form.reason,
        replace=form.replace,
        location_id=form.location,
        returned_on=form.returned_on,
        note=form.note,
    )
    return PurchaseReturned(**return_facts(db, made))
