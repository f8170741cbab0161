"""What changed the debt to suppliers, a row each: receipts, returns, undoings, payments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from handlers.purchasing.debts import open_amounts, unallocated
from jxc_bot.exchange.export import Row, chunks
from models.party import Party
from models.payable import Payable, Payment
from models.purchase_receipt import PurchaseReceipt
from models.table import table
from models.values import ZERO

RECEIPT, PARTY = table(PurchaseReceipt), table(Party)
PAYABLE, PAYMENT = table(Payable), table(Payment)

PAYABLES = "number kind supplier supplier_name day due_on amount tax open receipt reverses recorded_at"


def payables(db: Session) -> Iterator[Row]:
    """Everything that changed what is owed, supplier by supplier, by day."""
    reversed_one = PAYABLE.alias("reversed_one")
    query = select(PAYABLE, PARTY.c.code, PARTY.c.name, RECEIPT.c.number.label("receipt")).add_columns(
        reversed_one.c.number.label("reverses")
    )
    query = query.join(PARTY, PARTY.c.id == PAYABLE.c.supplier_id)
    query = query.join(RECEIPT, RECEIPT.c.id == PAYABLE.c.receipt_id, isouter=True)
    query = query.join(reversed_one, reversed_one.c.id == PAYABLE.c.reverses_id, isouter=True)
    owed = db.execute(query).mappings().all()
    left = _in_chunks(db, open_amounts, [row["id"] for row in owed])
    rows = [_payable(dict(row), left[row["id"]]) for row in owed]
    undone = PAYMENT.alias("undone")
    paid_query = select(PAYMENT, PARTY.c.code, PARTY.c.name, undone.c.number.label("reverses"))
    paid_query = paid_query.join(PARTY, PARTY.c.id == PAYMENT.c.supplier_id)
    paid = db.execute(paid_query.join(undone, undone.c.id == PAYMENT.c.reverses_id, isouter=True)).mappings().all()
    free = _in_chunks(db, unallocated, [row["id"] for row in paid])
    taken_back = {row["reverses_id"] for row in paid}
    rows += [_payment(dict(row), ZERO if row["id"] in taken_back else free[row["id"]]) for row in paid]
    yield from sorted(rows, key=lambda row: (row["supplier"], row["day"], row["recorded_at"], row["number"]))


def _in_chunks(
    db: Session, ask: Callable[[Session, Sequence[int]], dict[int, Decimal]], ids: Sequence[int]
) -> dict[int, Decimal]:
    """Asks about many, some at a time: a statement takes no more parameters than that."""
    return {key: amount for some in chunks(ids) for key, amount in ask(db, some).items()}


def _payable(row: Row, left: Decimal) -> Row:
    return {
        "number": row["number"],
        "kind": row["kind"],
        "supplier": row["code"],
        "supplier_name": row["name"],
        "day": row["booked_on"],
        "due_on": row["due_on"],
        "amount": row["amount"],
        "tax": row["tax"],
        "open": left,
        "receipt": row["receipt"],
        "reverses": row["reverses"],
        "recorded_at": row["created_at"],
    }


def _payment(row: Row, left: Decimal) -> Row:
    return {
        "number": row["number"],
        "kind": "payment" if row["amount"] > 0 else "payment_undone",
        "supplier": row["code"],
        "supplier_name": row["name"],
        "day": row["paid_on"],
        "due_on": None,
        "amount": -row["amount"],
        "tax": ZERO,
        "open": max(ZERO, left),
        "receipt": None,
        "reverses": row["reverses"],
        "recorded_at": row["created_at"],
    }
