"""Taking back what purchasing posted: stock, order, debt and receipt go back together, or not at all.

``REVERSALS`` says, by what a posting was made from, how it is undone; handlers/undo.py asks it, so that there is no
way to take back only the stock of a receipt.
"""

from collections.abc import Callable, Mapping
from typing import Annotated

from sqlalchemy import select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from handlers.purchasing.booking import take_back
from handlers.purchasing.choices import recent_receipts
from handlers.purchasing.debts import PAYABLE, SETTLEMENT, lock_supplier, paid_by, unowe
from handlers.purchasing.giving_back import RETURN, locked_receipt, payable_of
from handlers.purchasing.orders import BUYERS, ident, lines_of, locked_orders, minor_of, share_charges
from handlers.purchasing.receipt_facts import ReceiptFact, receipt_facts, receipt_lines
from handlers.purchasing.returning import receipt_scope
from models import ledger
from models.errors import HasDependents, Invalid, NotFound
from models.moves import Posted
from models.operation import Actor, Form, Ref, Suggest, operation
from models.payable import Payable
from models.purchase import PurchaseLine
from models.purchase_receipt import (
    OverDelivery,
    OverDeliveryState,
    PurchaseReceipt,
    PurchaseReceiptLine,
    PurchaseReturn,
    PurchaseReturnLine,
    Quality,
)
from models.stock import Posting, PostingKind
from models.table import table
from models.values import ZERO, Text

OVER = table(OverDelivery)


class UndoReceipt(Form):
    """A receipt was a mistake."""

    receipt: Annotated[int, Ref(PurchaseReceipt), Suggest(recent_receipts, fill=False)]
    note: Text = ""


class ReceiptUndone(ReceiptFact):
    """The receipt is taken back: the order waits for its goods again, and nothing is owed for it."""

    undone_number: str


@operation(allowed=BUYERS, scope=receipt_scope, group="purchase")
def undo_receipt(db: Session, actor: Actor, form: UndoReceipt) -> ReceiptUndone:
    """Takes a receipt back. Raises HasDependents with the return, payment or posting that builds on it."""
    receipt = locked_receipt(db, form.receipt)
    _take_back_receipt(db, actor, receipt, checks.note(form.note))
    return ReceiptUndone(**receipt_facts(db, actor, receipt), undone_number=receipt.undone_number)


def _undo_receipt(db: Session, actor: Actor, original: Posting, document_id: int, note: str) -> Posted:
    posting = _take_back_receipt(db, actor, locked_receipt(db, document_id), note)
    assert posting is not None
    return posting


def _take_back_receipt(db: Session, actor: Actor, receipt: PurchaseReceipt, note: str) -> Posted | None:
    _check_free(db, receipt)
    posting = ledger.reverse(db, actor, receipt.posting_id, note=note) if receipt.posting_id else None
    rows = [row for row in receipt_lines(db, ident(receipt)) if row.quality != Quality.REJECT]
    ids = {row.order_line_id for row in rows}
    lines = {ident(w): w for w in db.exec(select_rows(PurchaseLine).where(col(PurchaseLine.id).in_(ids)))}
    orders = locked_orders(db, {line.order_id for line in lines.values()})
    stale = set()
    for row in rows:
        line = lines[row.order_line_id]
        if not take_back(line, row, cancelled=orders[line.order_id].cancelled_at is not None):
            stale.add(line.order_id)
        row.quarantined = ZERO
    receipt.undone_at = actor.at
    receipt.undone_number = posting.number if posting else receipt.number
    db.flush()
    for order_id in stale:
        # Booked under older terms: what it carried of freight and discount is shared out anew.
        share_charges(db, orders[order_id], lines_of(db, [order_id]), minor_of(actor))
    debt = payable_of(db, ident(receipt))
    if debt is not None:
        unowe(db, debt, receipt.undone_number, actor.today)
    _put_aside_again(db, receipt)
    db.flush()
    return posting


def _check_free(db: Session, receipt: PurchaseReceipt) -> None:
    """Raises HasDependents while a return or a payment builds on the receipt."""
    query = select(RETURN.c.number).where(RETURN.c.receipt_id == receipt.id, RETURN.c.undone_at.is_(None))
    blocker = db.scalar(query.order_by(RETURN.c.id.desc()).limit(1))
    debt = payable_of(db, ident(receipt))
    if blocker is None and debt is not None:
        blocker = paid_by(db, ident(debt)) or _credited_by(db, ident(debt))
    if blocker:
        raise HasDependents(number=receipt.number, blocker=blocker)


def _credited_by(db: Session, payable_id: int) -> str:
    """The number of another document's credit that was used for this debt; empty: none."""
    query = select(PAYABLE.c.number).join(SETTLEMENT, SETTLEMENT.c.credit_id == PAYABLE.c.id)
    query = query.where(SETTLEMENT.c.payable_id == payable_id, SETTLEMENT.c.released_at.is_(None))
    return db.scalar(query.limit(1)) or ""


def _put_aside_again(db: Session, receipt: PurchaseReceipt) -> None:
    """Goods beyond the order that had been accepted by this receipt wait again; those that came with it are gone."""
    again = {"state": OverDeliveryState.WAITING, "accepted_receipt_id": None, "decided_by": None, "decided_at": None}
    db.execute(update(OVER).where(OVER.c.accepted_receipt_id == receipt.id).values(**again))
    waiting = (OVER.c.receipt_id == receipt.id, OVER.c.state == OverDeliveryState.WAITING)
    db.execute(update(OVER).where(*waiting).values(state=OverDeliveryState.REFUSED))


def _undo_return(db: Session, actor: Actor, original: Posting, document_id: int, note: str) -> Posted:
    made = db.get(PurchaseReturn, document_id)
    if made is None:
        raise NotFound(kind="purchase_return", text=str(document_id))
    if made.undone_at is not None:
        raise Invalid(name="posting", reason="already-undone", detail=made.undone_number)
    receipt = locked_receipt(db, made.receipt_id)
    lock_supplier(db, receipt.supplier_id)
    rows = list(db.exec(select_rows(PurchaseReturnLine).where(col(PurchaseReturnLine.return_id) == document_id)))
    _check_not_replaced(db, made, rows)
    posting = ledger.reverse(db, actor, ident(original), note=note)
    for row in rows:
        line = db.get(PurchaseReceiptLine, row.receipt_line_id)
        assert line is not None
        line.returned -= row.quantity
        line.credited -= row.gross
        if row.from_quarantine:
            line.quarantined += row.quantity
        ordered = db.get(PurchaseLine, line.order_line_id)
        assert ordered is not None
        ordered.returned -= row.quantity
        if made.replace:
            # What was to be delivered instead is no longer waited for, or was closed meanwhile.
            ordered.closed -= max(ZERO, row.quantity - ordered.outstanding)
            ordered.received += row.quantity
            ordered.settle()
    made.undone_at, made.undone_number = actor.at, posting.number
    credit = db.exec(select_rows(Payable).where(col(Payable.return_id) == document_id)).first()
    if credit is not None:
        _release(db, actor, credit)
        unowe(db, credit, posting.number, actor.today)
    db.flush()
    return posting


def _check_not_replaced(db: Session, made: PurchaseReturn, rows: list[PurchaseReturnLine]) -> None:
    """Raises HasDependents when the goods to replace what went back have come (or were closed) already."""
    if not made.replace:
        return
    for row in rows:
        line = db.get(PurchaseReceiptLine, row.receipt_line_id)
        ordered = db.get(PurchaseLine, line.order_line_id) if line else None
        if ordered is None or ordered.outstanding + ordered.closed < row.quantity:
            raise HasDependents(number=made.number, blocker=_latest_receipt(db, ordered))


def _latest_receipt(db: Session, line: PurchaseLine | None) -> str:
    receipt, row = table(PurchaseReceipt), table(PurchaseReceiptLine)
    query = select(receipt.c.number).join(row, row.c.receipt_id == receipt.c.id)
    query = query.where(row.c.order_line_id == (line.id if line else None), receipt.c.undone_at.is_(None))
    return db.scalar(query.order_by(receipt.c.id.desc()).limit(1)) or ""


def _release(db: Session, actor: Actor, credit: Payable) -> None:
    """What the credit had paid for is open again."""
    held = (SETTLEMENT.c.credit_id == credit.id, SETTLEMENT.c.released_at.is_(None))
    db.execute(update(SETTLEMENT).where(*held).values(released_at=actor.at))


def _undo_quarantine(db: Session, actor: Actor, original: Posting, document_id: int, note: str) -> Posted:
    line = db.get(PurchaseReceiptLine, document_id)
    if line is None:
        raise NotFound(kind="receipt_line", text=str(document_id))
    locked_receipt(db, line.receipt_id)
    moves = ledger.moves_of(db, ident(original))
    posting = ledger.reverse(db, actor, ident(original), note=note)
    line = db.get(PurchaseReceiptLine, document_id, populate_existing=True)
    assert line is not None
    line.quarantined += moves[0].quantity
    if original.kind == PostingKind.GOODS_OUT:
        line.scrapped -= moves[0].quantity
    db.flush()
    return posting


Reversal = Callable[[Session, Actor, Posting, int, str], Posted]
REVERSALS: Mapping[str, Reversal] = {
    "purchase_receipt": _undo_receipt,
    "purchase_return": _undo_return,
    "quarantine": _undo_quarantine,
}
"""By the first part of ``Posting.source``: (db, actor, posting, the document's id, note) → the reversal."""
