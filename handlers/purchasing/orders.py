"""Taking purchase orders in hand: under a lock, of the version the person saw, and with their lines."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.errors import Invalid, NotFound
from models.landed_cost import Booked, minor_places, spread
from models.operation import Actor
from models.party import Party
from models.people import Role
from models.purchase import PurchaseLine, PurchaseLineHistory, PurchaseOrder
from models.purchase_answer import AnswerState, SupplierAnswer
from models.purchase_errors import OrderCancelled, OrderNotApproved, StaleOrder
from models.purchase_receipt import PurchaseReceipt, PurchaseReceiptLine
from models.purchase_state import Answer, Approval, stepped
from models.supplier import SupplierTerms
from models.table import table
from models.values import AMOUNT_PLACES, ZERO

ORDER = table(PurchaseOrder)
LINE = table(PurchaseLine)
RECEIPT = table(PurchaseReceipt)
RECEIPT_LINE = table(PurchaseReceiptLine)
ANSWER = table(SupplierAnswer)
PARTY = table(Party)

BUYERS = Role.BUYER | Role.MANAGER | Role.OWNER
"""Who orders."""
RECEIVERS = Role.WAREHOUSE | Role.BUYER | Role.MANAGER | Role.OWNER
"""Who takes goods in."""
PAYERS = Role.FINANCE | Role.MANAGER | Role.OWNER
"""Who pays."""
READERS = BUYERS | Role.FINANCE
"""Who reads money of purchases."""


def locked_orders(db: Session, ids: Collection[int]) -> dict[int, PurchaseOrder]:
    """The orders of these ids, locked in id order until the transaction ends. Raises NotFound."""
    query = select_rows(PurchaseOrder).where(col(PurchaseOrder.id).in_(sorted(set(ids))))
    query = query.order_by(col(PurchaseOrder.id)).with_for_update().execution_options(populate_existing=True)
    found = {ident(order): order for order in db.exec(query)}
    for order_id in ids:
        if order_id not in found:
            raise NotFound(kind="purchase_order", text=str(order_id))
    return found


def taken(db: Session, order_id: int, revision: int | None = None, *, cancelled: bool = False) -> PurchaseOrder:
    """One order, locked. Raises NotFound, StaleOrder (another ``revision``) and OrderCancelled (unless allowed)."""
    order = locked_orders(db, [order_id])[order_id]
    if revision is not None and revision != order.revision:
        raise StaleOrder(number=order.number, seen=revision, current=order.revision)
    if order.cancelled_at is not None and not cancelled:
        raise OrderCancelled(number=order.number)
    return order


def order_of(db: Session, order_id: int) -> PurchaseOrder:
    """One order, to read. Raises NotFound."""
    order = db.get(PurchaseOrder, order_id)
    if order is None:
        raise NotFound(kind="purchase_order", text=str(order_id))
    return order


def lines_of(db: Session, order_ids: Collection[int]) -> list[PurchaseLine]:
    """The lines of orders, order by order; current once the orders are locked."""
    query = select_rows(PurchaseLine).where(col(PurchaseLine.order_id).in_(sorted(set(order_ids))))
    query = query.order_by(col(PurchaseLine.order_id), col(PurchaseLine.line))
    return list(db.exec(query.execution_options(populate_existing=True)))


def line_of(lines: Sequence[PurchaseLine], line_id: int) -> PurchaseLine:
    """The line of that id. Raises NotFound when it is of another order."""
    for line in lines:
        if line.id == line_id:
            return line
    raise NotFound(kind="purchase_line", text=str(line_id))


def ident(row: Any) -> int:
    """The id of a stored row."""
    found = row.id
    assert isinstance(found, int)
    return found


def order_scope(db: Session, form: Any) -> Collection[int]:
    """The warehouse of the order that a form names: what the door checks."""
    found = db.scalar(select(ORDER.c.warehouse_id).where(ORDER.c.id == form.order))
    return [] if found is None else [int(found)]


def warehouses_read(actor: Actor, roles: Role) -> Any:
    """The condition that keeps a query on orders within the actor's warehouses."""
    scope = actor.warehouses(roles)
    return ORDER.c.warehouse_id.in_(sorted(scope)) if scope is not None else ORDER.c.id.is_not(None)


def unfinished_orders(db: Session, supplier_id: int) -> Sequence[str]:
    """The numbers of a supplier's orders that are drafted, wait for approval or for goods, the oldest first."""
    waits = select(LINE.c.order_id).where(LINE.c.outstanding > ZERO)
    query = select(ORDER.c.number).where(ORDER.c.supplier_id == supplier_id, ORDER.c.id.in_(waits))
    query = query.where(ORDER.c.cancelled_at.is_(None), ORDER.c.approval != Approval.DENIED)
    return db.scalars(query.order_by(ORDER.c.id)).all()


def check_approved(order: PurchaseOrder) -> None:
    """Raises OrderNotApproved unless the company wants the order."""
    if not order.approval_state.done:
        raise OrderNotApproved(number=order.number, approval=order.approval)


def terms_of(db: Session, party_id: int) -> SupplierTerms:
    """The supplier's terms, or the defaults where nothing was agreed (then not stored)."""
    return db.get(SupplierTerms, party_id) or SupplierTerms(party_id=party_id)


def minor_of(actor: Actor) -> int:
    """Decimals of the company's smallest coin."""
    return minor_places(actor.company.currency)


def total_of(order: PurchaseOrder, lines: Sequence[PurchaseLine], minor: int) -> Decimal:
    """What the order comes to, with tax."""
    return sum((line.total(order, minor) for line in lines), ZERO)


def keep_history(db: Session, actor: Actor, order: PurchaseOrder, line: PurchaseLine, reason: str) -> None:
    """Writes down what the line says now, before it changes."""
    old = PurchaseLineHistory(
        line_id=ident(line),
        revision=order.revision,
        reason=reason,
        product_id=line.product_id,
        unit=line.unit,
        ordered=line.ordered,
        expected_on=line.expected_on,
        changed_by=actor.person_id,
        changed_at=actor.at,
    )
    old.set_price(line.price)
    db.add(old)


def share_charges(db: Session, order: PurchaseOrder, lines: Sequence[PurchaseLine], minor: int) -> None:
    """Begins new terms: what is left of freight and discount is shared out over what is still to come, by value.

    Raises Invalid when the discount is more than the goods.
    """
    used = ZERO
    if any(line.received or line.returned for line in lines):
        mine = [ident(line) for line in lines]
        query = select(func.sum(RECEIPT_LINE.c.charge)).join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
        query = query.where(RECEIPT_LINE.c.order_line_id.in_(mine), RECEIPT.c.undone_at.is_(None))
        used = db.scalar(query) or ZERO
    left = order.freight - order.discount - used
    waiting = [line for line in lines if line.outstanding > 0]
    values = [line.terms(order, minor).price.of(line.outstanding) for line in waiting]
    if not used and order.discount > sum(values, Fraction(order.freight)):
        raise Invalid(name="discount", reason="more-than-goods", detail=str(order.discount))
    whole_coins = left == round(left, minor)
    shares = dict(
        zip((line.line for line in waiting), _shares(left, values, minor if whole_coins else None), strict=True)
    )
    for line in lines:
        line.charge = shares.get(line.line, ZERO)
        line.charge_quantity = line.outstanding
        line.pricing += 1
        line.set_booked(ZERO, Booked())


def _shares(total: Decimal, values: Sequence[Any], places: int | None) -> list[Decimal]:
    return spread(total, values, AMOUNT_PLACES if places is None else places)


def unsend(db: Session, order: PurchaseOrder) -> None:
    """What the supplier said was said of another order: takes it back to unsent."""
    if order.answer_state is not Answer.UNSENT:
        order.answer = stepped(order.number, order.answer_state, Answer.UNSENT)
    live = (AnswerState.GIVEN, AnswerState.ACCEPTED)
    db.execute(
        ANSWER.update()
        .where(ANSWER.c.order_id == order.id, ANSWER.c.state.in_(live))
        .values(state=AnswerState.SUPERSEDED)
    )


def back_to_draft(order: PurchaseOrder) -> None:
    """A changed order has to be approved again."""
    if order.approval_state is not Approval.DRAFT:
        order.approval = stepped(order.number, order.approval_state, Approval.DRAFT)
    order.decided_by, order.decided_at, order.decision_note = None, None, ""
