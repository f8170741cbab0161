"""Goods go back to the supplier, against the receipt line they came with: at its cost, and off its debt.

Stock keeps an average, so that goods once bought dear may lie there cheap. A return takes what its line cost; never
more than stock is worth, and with the last unit whatever is left. Both numbers are kept on the return's line.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from handlers.facts import product_names
from handlers.purchasing.debts import lock_supplier, owe, settle_by_credit
from handlers.purchasing.orders import LINE, ORDER, RECEIPT_LINE, ident, locked_orders, minor_of
from models import ledger
from models.errors import Invalid, NotFound
from models.landed_cost import part_of
from models.levels import LevelKey, locked_costs, locked_levels
from models.location import LocationKind
from models.moves import StockKey
from models.operation import Actor
from models.payable import Payable, PayableKind
from models.place import outside, place_in
from models.purchase import PurchaseLine
from models.purchase_errors import OrderCancelled, TooMuch
from models.purchase_receipt import (
    PurchaseReceipt,
    PurchaseReceiptLine,
    PurchaseReturn,
    PurchaseReturnLine,
    PurchaseReturnReason,
    Quality,
)
from models.stock import PostingKind
from models.table import table
from models.units import units_of
from models.values import AMOUNT_PLACES, ZERO

RETURN, RETURN_LINE = table(PurchaseReturn), table(PurchaseReturnLine)


class Going(NamedTuple):
    """Some of one receipt line that goes back."""

    line: PurchaseReceiptLine
    quantity: Decimal
    from_quarantine: bool = False


class Gone(NamedTuple):
    """Money that earlier returns took of a receipt line."""

    cost: Decimal = ZERO
    tax: Decimal = ZERO
    gross: Decimal = ZERO


def locked_receipt(db: Session, receipt_id: int) -> PurchaseReceipt:
    """A receipt and the orders it is of, locked, orders first. Raises NotFound, Invalid (already-undone)."""
    query = select(LINE.c.order_id).join(RECEIPT_LINE, RECEIPT_LINE.c.order_line_id == LINE.c.id)
    locked_orders(db, set(db.scalars(query.where(RECEIPT_LINE.c.receipt_id == receipt_id))))
    receipt = db.get(PurchaseReceipt, receipt_id, with_for_update=True, populate_existing=True)
    if receipt is None:
        raise NotFound(kind="receipt", text=str(receipt_id))
    if receipt.undone_at is not None:
        raise Invalid(name="receipt", reason="already-undone", detail=receipt.undone_number)
    lock_supplier(db, receipt.supplier_id)
    return receipt


def returnable(row: PurchaseReceiptLine) -> Decimal:
    """What of a receipt line passed and has not gone back; rejected goods never came in."""
    return ZERO if row.quality == Quality.REJECT else row.quantity - row.returned - row.quarantined - row.scrapped


def give_back(
    db: Session,
    actor: Actor,
    receipt: PurchaseReceipt,
    going: Sequence[Going],
    reason: PurchaseReturnReason,
    *,
    replace: bool = False,
    location_id: int | None = None,
    returned_on: date | None = None,
    note: str = "",
) -> PurchaseReturn:
    """Books a return of a locked receipt. Raises Invalid, TooMuch, NotEnoughStock, OrderCancelled."""
    _check(db, going)
    if replace:
        _check_alive(db, going)
    day = checks.day(actor, returned_on) or actor.today
    if day < receipt.received_on:
        raise Invalid(name="returned_on", reason="before-received", detail=day.isoformat())
    made = _begin(db, actor, receipt, day, reason, replace=replace, note=note)
    where = None if location_id is None else place_in(db, receipt.warehouse_id, location_id)
    gone = _gone(db, going)
    places = [where or _place(db, receipt, part) for part in going]
    rows = [
        _row(actor, made, number, part, place, gone.get(ident(part.line), Gone()))
        for number, (part, place) in enumerate(zip(going, places, strict=True), 1)
    ]
    _value(db, receipt, rows, going)
    ordered = _ordered(db, going)
    for row, part in zip(rows, going, strict=True):
        _mark(ordered[part.line.order_line_id], row, part, replace=replace)
        db.add(row)
    _post(db, actor, made, rows, going)
    _credit(db, made, rows)
    db.flush()
    return made


def _begin(
    db: Session,
    actor: Actor,
    receipt: PurchaseReceipt,
    day: date,
    reason: PurchaseReturnReason,
    *,
    replace: bool,
    note: str,
) -> PurchaseReturn:
    made = PurchaseReturn(
        receipt_id=ident(receipt),
        supplier_id=receipt.supplier_id,
        warehouse_id=receipt.warehouse_id,
        returned_on=day,
        reason=reason,
        replace=replace,
        note=checks.note(note),
        returned_by=actor.person_id,
        created_at=actor.at,
    )
    db.add(made)
    db.flush()
    return made


def _check(db: Session, going: Sequence[Going]) -> None:
    checks.counted(db, [(part.line.product_id, part.quantity) for part in going])
    for part in going:
        possible = part.line.quarantined if part.from_quarantine else returnable(part.line)
        if part.quantity > possible:
            product_id = part.line.product_id
            raise TooMuch(
                product=product_names(db, [product_id])[product_id][0],
                wanted=part.quantity,
                possible=possible,
                units=units_of(db, [product_id])[product_id],
            )


def _check_alive(db: Session, going: Sequence[Going]) -> None:
    """Nothing is delivered again on an order that is cancelled: raises OrderCancelled."""
    query = select(ORDER.c.number).join(LINE, LINE.c.order_id == ORDER.c.id)
    query = query.where(LINE.c.id.in_([part.line.order_line_id for part in going]), ORDER.c.cancelled_at.is_not(None))
    cancelled = db.scalar(query.limit(1))
    if cancelled is not None:
        raise OrderCancelled(number=cancelled)


def _place(db: Session, receipt: PurchaseReceipt, part: Going) -> int:
    """Where the goods should lie: where they were put, or at home since they were released."""
    if part.line.quality == Quality.QUARANTINE and not part.from_quarantine:
        return place_in(db, receipt.warehouse_id)
    assert part.line.location_id is not None
    return part.line.location_id


def _gone(db: Session, going: Sequence[Going]) -> dict[int, Gone]:
    """What earlier returns took of each receipt line: cost, tax, gross."""
    columns = (RETURN_LINE.c.cost_of_line, RETURN_LINE.c.tax, RETURN_LINE.c.gross)
    query = select(RETURN_LINE.c.receipt_line_id, *columns).join(RETURN, RETURN.c.id == RETURN_LINE.c.return_id)
    query = query.where(RETURN_LINE.c.receipt_line_id.in_([part.line.id for part in going]))
    found: dict[int, Gone] = {}
    for line_id, cost, tax, gross in db.execute(query.where(RETURN.c.undone_at.is_(None))):
        before = found.get(line_id, Gone())
        found[line_id] = Gone(before.cost + cost, before.tax + tax, before.gross + gross)
    return found


def _row(
    actor: Actor, made: PurchaseReturn, number: int, part: Going, location_id: int, gone: Gone
) -> PurchaseReturnLine:
    """The return's line: its part of what the receipt line cost and is owed; the last part takes the rest."""
    line, minor = part.line, minor_of(actor)
    upto = line.returned + part.quantity

    def share(total: Decimal, before: Decimal, places: int) -> Decimal:
        return max(ZERO, part_of(total, line.quantity, upto, places) - before)

    return PurchaseReturnLine(
        return_id=ident(made),
        line=number,
        receipt_line_id=ident(line),
        quantity=part.quantity,
        location_id=location_id,
        from_quarantine=part.from_quarantine,
        cost_of_line=share(line.cost, gone.cost, AMOUNT_PLACES),
        tax=share(line.tax, gone.tax, minor),
        gross=share(line.gross, gone.gross, minor),
    )


def _value(db: Session, receipt: PurchaseReceipt, rows: Sequence[PurchaseReturnLine], going: Sequence[Going]) -> None:
    """What each line takes out of stock's value: what it cost, within what stock is worth."""
    levels = {LevelKey(p.line.product_id, r.location_id, p.line.lot_id) for r, p in zip(rows, going, strict=True)}
    locked_levels(db, levels)  # in the ledger's order: levels before costs
    costs = locked_costs(db, {StockKey(part.line.product_id, receipt.warehouse_id) for part in going})
    for row, part in zip(rows, going, strict=True):
        here = costs[StockKey(part.line.product_id, receipt.warehouse_id)]
        row.cost = here.value if row.quantity >= here.quantity else min(row.cost_of_line, here.value)
        here.quantity -= row.quantity
        here.value -= row.cost


def _ordered(db: Session, going: Sequence[Going]) -> dict[int, PurchaseLine]:
    """The order lines that what goes back had come for."""
    ids = {part.line.order_line_id for part in going}
    return {ident(line): line for line in db.exec(select_rows(PurchaseLine).where(col(PurchaseLine.id).in_(ids)))}


def _mark(ordered: PurchaseLine, row: PurchaseReturnLine, part: Going, *, replace: bool) -> None:
    """Moves the receipt line and the order line on."""
    line = part.line
    line.returned += row.quantity
    line.credited += row.gross
    if part.from_quarantine:
        line.quarantined -= row.quantity
    ordered.returned += row.quantity
    if replace:
        ordered.received -= row.quantity
        ordered.settle()


def _post(
    db: Session, actor: Actor, made: PurchaseReturn, rows: Sequence[PurchaseReturnLine], going: Sequence[Going]
) -> None:
    supplier = outside(db, LocationKind.SUPPLIER)
    moves = [
        ledger.Move(
            part.line.product_id,
            row.location_id,
            supplier,
            row.quantity,
            value=row.cost,
            lot_id=part.line.lot_id,
            line=row.line,
        )
        for row, part in zip(rows, going, strict=True)
    ]
    posting = ledger.post(
        db,
        actor,
        PostingKind.PURCHASE_RETURN,
        moves,
        happened_on=made.returned_on,
        party_id=made.supplier_id,
        reason=made.reason,
        note=made.note,
        source=f"purchase_return:{made.id}",
    )
    made.number, made.posting_id = posting.number, posting.id


def _credit(db: Session, made: PurchaseReturn, rows: Sequence[PurchaseReturnLine]) -> None:
    """Owes less, and first of all less of the receipt the goods came with."""
    credit = owe(
        db,
        made.supplier_id,
        PayableKind.RETURN,
        made.number,
        -sum((row.gross for row in rows), ZERO),
        -sum((row.tax for row in rows), ZERO),
        booked_on=made.returned_on,
        due_on=made.returned_on,
        receipt_id=made.receipt_id,
        return_id=made.id,
    )
    debt = payable_of(db, made.receipt_id)
    if credit is not None and debt is not None:
        settle_by_credit(db, debt, credit, made.returned_on)


def payable_of(db: Session, receipt_id: int) -> Payable | None:
    """What is owed for a receipt; None when nothing is."""
    query = select_rows(Payable).where(col(Payable.receipt_id) == receipt_id, col(Payable.kind) == PayableKind.RECEIPT)
    return db.exec(query).first()
