"""The proof that orders, receipts, returns, debts and stock say the same: what ``jxc-bot check`` asks of purchasing.

Counters on order lines and receipt lines are caches of what came and went; payables are what receipts and returns
say; and what a receipt put into stock is what its moves carry.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from handlers.purchasing.debts import PAYABLE, balance, open_amounts, unallocated
from handlers.purchasing.giving_back import RETURN, RETURN_LINE
from handlers.purchasing.orders import LINE, ORDER, RECEIPT, RECEIPT_LINE
from models.payable import PayableKind, Payment
from models.proof import Difference
from models.purchase_receipt import Quality
from models.stock import StockMove
from models.table import table
from models.values import ZERO

MOVE, PAYMENT = table(StockMove), table(Payment)
Sums = dict[int, Decimal]


def purchase_differences(db: Session) -> Iterator[Difference]:
    """Everything that does not hold; nothing when purchasing is sound."""
    yield from _order_lines(db)
    yield from _receipt_lines(db)
    yield from _debts(db)
    yield from _stock(db)
    yield from _balances(db)


def _sums(db: Session, query: Any) -> Sums:
    return {row[0]: row[1] for row in db.execute(query)}


def _differences(kind: str, subjects: dict[int, str], expected: Sums, found: Sums) -> Iterator[Difference]:
    for key, subject in subjects.items():
        right, said = expected.get(key, ZERO), found.get(key, ZERO)
        if right != said:
            yield Difference(kind, subject, str(right), str(said))


def _order_lines(db: Session) -> Iterator[Difference]:
    """A line's counters against the receipts and returns that made them."""
    columns = (LINE.c.received, LINE.c.over, LINE.c.billed, LINE.c.returned)
    rows = db.execute(select(LINE.c.id, ORDER.c.number, LINE.c.line, *columns).join(ORDER)).all()
    subjects = {row.id: f"{row.number}/{row.line}" for row in rows}
    came = (RECEIPT.c.undone_at.is_(None), RECEIPT_LINE.c.quality != Quality.REJECT)

    def received(column: Any) -> Any:
        query = select(RECEIPT_LINE.c.order_line_id, func.sum(column)).join(RECEIPT).where(*came)
        return query.group_by(RECEIPT_LINE.c.order_line_id)

    went = select(RECEIPT_LINE.c.order_line_id, func.sum(RETURN_LINE.c.quantity))
    went = went.join(RECEIPT_LINE, RECEIPT_LINE.c.id == RETURN_LINE.c.receipt_line_id)
    went = went.join(RETURN, RETURN.c.id == RETURN_LINE.c.return_id).where(RETURN.c.undone_at.is_(None))
    went = went.group_by(RECEIPT_LINE.c.order_line_id)
    replaced = _sums(db, went.where(RETURN.c.replace))
    kept = {key: q - replaced.get(key, ZERO) for key, q in _sums(db, received(RECEIPT_LINE.c.quantity)).items()}
    yield from _differences("received", subjects, kept, {row.id: row.received for row in rows})
    yield from _differences("over", subjects, _sums(db, received(RECEIPT_LINE.c.over)), {r.id: r.over for r in rows})
    billed = _sums(db, received(RECEIPT_LINE.c.gross))
    yield from _differences("billed", subjects, billed, {row.id: row.billed for row in rows})
    yield from _differences("returned", subjects, _sums(db, went), {row.id: row.returned for row in rows})


def _receipt_lines(db: Session) -> Iterator[Difference]:
    """What went back of each receipt line, and what was credited for it."""
    columns = (RECEIPT_LINE.c.id, RECEIPT.c.number, RECEIPT_LINE.c.line, RECEIPT_LINE.c.returned)
    rows = db.execute(select(*columns, RECEIPT_LINE.c.credited).join(RECEIPT)).all()
    subjects = {row.id: f"{row.number}/{row.line}" for row in rows}
    for name in ("quantity", "gross"):
        query = select(RETURN_LINE.c.receipt_line_id, func.sum(RETURN_LINE.c[name]))
        query = query.join(RETURN).where(RETURN.c.undone_at.is_(None)).group_by(RETURN_LINE.c.receipt_line_id)
        said = {row.id: row.returned if name == "quantity" else row.credited for row in rows}
        yield from _differences(f"returned {name}", subjects, _sums(db, query), said)


def _debts(db: Session) -> Iterator[Difference]:
    """What is owed for each receipt and return; and nothing is settled twice."""
    sources = (
        (PayableKind.RECEIPT, RECEIPT, RECEIPT_LINE, RECEIPT_LINE.c.receipt_id, PAYABLE.c.receipt_id, 1),
        (PayableKind.RETURN, RETURN, RETURN_LINE, RETURN_LINE.c.return_id, PAYABLE.c.return_id, -1),
    )
    for kind, document, lines, of, owed_for, sign in sources:
        subjects = {row.id: row.number for row in db.execute(select(document.c.id, document.c.number))}
        gross = _sums(db, select(of, func.sum(lines.c.gross)).group_by(of))
        owed = _sums(db, select(owed_for, PAYABLE.c.amount).where(PAYABLE.c.kind == kind))
        yield from _differences(f"owed for {kind}", subjects, {key: sign * q for key, q in gross.items()}, owed)
    numbers = {row.id: row.number for row in db.execute(select(PAYABLE.c.id, PAYABLE.c.number))}
    for key, left in open_amounts(db, numbers.keys()).items():
        if left < 0:
            yield Difference("settled", numbers[key], "0", str(left))


def _stock(db: Session) -> Iterator[Difference]:
    """What each receipt and return moved, against the ledger."""
    for document, lines, of in (
        (RECEIPT, RECEIPT_LINE, RECEIPT_LINE.c.receipt_id),
        (RETURN, RETURN_LINE, RETURN_LINE.c.return_id),
    ):
        posted = select(document.c.id, document.c.number).where(document.c.posting_id.is_not(None))
        subjects = {row.id: row.number for row in db.execute(posted)}
        moved = select(document.c.id, func.sum(MOVE.c.value)).join(MOVE, MOVE.c.posting_id == document.c.posting_id)
        said = _sums(db, select(of, func.sum(lines.c.cost)).group_by(of))
        yield from _differences("cost", subjects, _sums(db, moved.group_by(document.c.id)), said)


def _balances(db: Session) -> Iterator[Difference]:
    """What is owed to each supplier is what is open: debts less credits less money on account."""
    payables = db.execute(select(PAYABLE.c.id, PAYABLE.c.supplier_id, PAYABLE.c.amount)).all()
    left = open_amounts(db, [row.id for row in payables])
    payments = db.execute(select(PAYMENT.c.id, PAYMENT.c.supplier_id, PAYMENT.c.reverses_id)).all()
    free = unallocated(db, [row.id for row in payments])
    still: Sums = {}
    for row in payables:
        still[row.supplier_id] = still.get(row.supplier_id, ZERO) + (left[row.id] if row.amount > 0 else -left[row.id])
    for row in payments:
        still[row.supplier_id] = still.get(row.supplier_id, ZERO) - free[row.id]
    for supplier_id, amount in still.items():
        owed = balance(db, supplier_id)
        if owed != amount:
            yield Difference("balance", f"supplier {supplier_id}", str(owed), str(amount))
