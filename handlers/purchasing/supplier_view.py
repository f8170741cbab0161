"""What a supplier sees: its own orders, its own prices, nothing of anybody else's; in a private chat only.

An order that is not its own, or that was never sent, does not exist for a supplier: NotFound, not NotAllowed.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers.facts import product_names
from handlers.purchasing.choices import own_orders
from handlers.purchasing.facts import PARTY, WAREHOUSE, axes_of, name_of
from handlers.purchasing.orders import ORDER, ident, lines_of, minor_of, order_of, total_of
from handlers.purchasing.said import differing, live_answers
from models.errors import NotFound
from models.operation import Actor, Form, Measure, Outcome, Price, Ref, Units, operation
from models.people import Role
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_answer import AnswerKind, SupplierAnswer
from models.purchase_state import Answer, Headline
from models.supplier import SupplierProduct
from models.table import table
from models.units import units_of
from models.values import ZERO

LINE = table(PurchaseLine)
LISTED = table(SupplierProduct)


class SaidFact(BaseModel):
    """What the supplier has said to a line; only what differs from the order is set."""

    model_config = ConfigDict(frozen=True)
    kind: AnswerKind
    quantity: Measure | None = None
    product: str = ""
    price: Price | None = None
    expected_on: date | None = None


class SupplierLineFact(BaseModel):
    """One line, as the supplier reads it, with its own code for the product."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    line: int
    product_id: int
    product: str
    code: str = ""
    unit: str
    ordered: Measure
    outstanding: Measure
    price: Price | None = None
    tax_rate: Decimal = ZERO
    expected_on: date | None = None
    said: SaidFact | None = None
    """The answer that waits for the buyer's yes or no."""


class SupplierOrderFact(Outcome):
    """One order, as its supplier reads it."""

    order_id: int
    number: str
    revision: int
    supplier: str = ""
    warehouse: str
    address: str = ""
    answer: Answer
    state: Headline
    ordered_on: date
    expected_on: date | None = None
    lines: list[SupplierLineFact]
    prices_include_tax: bool = False
    total: Decimal | None = None
    note: str = ""


class OwnOrderForm(Form):
    """One of the supplier's own orders."""

    order: Annotated[int, Ref(PurchaseOrder, among=own_orders)]


class OwnOrderShown(SupplierOrderFact):
    """The order."""


class OwnOrders(Form):
    """Which orders are there for us?"""


class OwnOrderRow(BaseModel):
    """One order in the supplier's list."""

    model_config = ConfigDict(frozen=True)
    order_id: int
    number: str
    state: Headline
    ordered_on: date
    expected_on: date | None = None
    unanswered: bool


class OwnOrdersListed(Outcome):
    """The supplier's orders that are not done, newest first."""

    orders: list[OwnOrderRow]


class OwnDue(Form):
    """What is due from us?"""


class DueLineFact(BaseModel):
    """Goods a supplier has to deliver."""

    model_config = ConfigDict(frozen=True)
    order_id: int
    number: str
    product: str
    outstanding: Measure
    expected_on: date | None = None
    late_days: int = 0


class OwnDueListed(Outcome):
    """What the supplier has to deliver, the most urgent first."""

    lines: list[DueLineFact]


def own_order(db: Session, actor: Actor, order_id: int) -> PurchaseOrder:
    """An order that was sent to a supplier the actor speaks for. Raises NotFound."""
    order = db.get(PurchaseOrder, order_id)
    if order is None or order.sends == 0 or order.supplier_id not in actor.parties(Role.SUPPLIER):
        raise NotFound(kind="purchase_order", text=str(order_id))
    return order


@operation(allowed=Role.SUPPLIER, confirm=False, audited=False, group="supplier")
def supplier_order(db: Session, actor: Actor, form: OwnOrderForm) -> OwnOrderShown:
    """Shows one order to its supplier."""
    own_order(db, actor, form.order)
    return OwnOrderShown(**supplier_order_facts(db, actor, order_of(db, form.order)))


@operation(allowed=Role.SUPPLIER, confirm=False, audited=False, group="supplier")
def supplier_orders(db: Session, actor: Actor, form: OwnOrders) -> OwnOrdersListed:
    """Lists the supplier's open orders."""
    query = select(ORDER.c.id).where(ORDER.c.supplier_id.in_(sorted(actor.parties(Role.SUPPLIER))))
    waiting = select(LINE.c.order_id).where(LINE.c.outstanding > ZERO)
    query = query.where(ORDER.c.sends > 0, ORDER.c.cancelled_at.is_(None), ORDER.c.id.in_(waiting))
    ids = list(db.scalars(query.order_by(ORDER.c.id.desc()).limit(100)))
    orders = [order_of(db, order_id) for order_id in ids]
    axes = axes_of(db, orders, lines_of(db, ids))
    rows = [
        OwnOrderRow(
            order_id=ident(order),
            number=order.number,
            state=axes[ident(order)]["state"],
            ordered_on=order.ordered_on,
            expected_on=order.expected_on,
            unanswered=order.answer_state is Answer.SENT,
        )
        for order in orders
    ]
    return OwnOrdersListed(orders=rows)


@operation(allowed=Role.SUPPLIER, confirm=False, audited=False, group="supplier")
def supplier_due(db: Session, actor: Actor, form: OwnDue) -> OwnDueListed:
    """Lists what the supplier has to deliver and when."""
    query = select(LINE, ORDER.c.number).join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.where(ORDER.c.supplier_id.in_(sorted(actor.parties(Role.SUPPLIER))), ORDER.c.sends > 0)
    query = query.where(ORDER.c.cancelled_at.is_(None), LINE.c.outstanding > ZERO)
    query = query.where(ORDER.c.answer.in_((Answer.SENT, Answer.ACCEPTED, Answer.ANSWERED_DIFFERS)))
    rows = db.execute(query.order_by(LINE.c.expected_on, LINE.c.id).limit(200)).all()
    ids = sorted({row.product_id for row in rows})
    names, units = product_names(db, ids), units_of(db, ids)
    told = [
        DueLineFact(
            order_id=row.order_id,
            number=row.number,
            product=names[row.product_id][0],
            outstanding=Measure(quantity=row.outstanding, units=units[row.product_id]),
            expected_on=row.expected_on,
            late_days=max(0, (actor.today - row.expected_on).days) if row.expected_on else 0,
        )
        for row in rows
    ]
    return OwnDueListed(lines=told)


def supplier_order_facts(db: Session, actor: Actor, order: PurchaseOrder) -> dict[str, Any]:
    """The facts of an order for its supplier; money only where nobody else reads."""
    lines = lines_of(db, [ident(order)])
    said = {answer.line_id: answer for answer in differing(live_answers(db, ident(order)))}
    ids = sorted({line.product_id for line in lines} | {a.product_id for a in said.values() if a.product_id})
    names, units = product_names(db, ids), units_of(db, ids)
    codes = _own_codes(db, order.supplier_id, ids)
    shown = actor.private
    told = [
        SupplierLineFact(
            line_id=ident(line),
            line=line.line,
            product_id=line.product_id,
            product=names[line.product_id][0],
            code=codes.get(line.product_id, ""),
            unit=line.unit,
            ordered=Measure(quantity=line.ordered, units=units[line.product_id]),
            outstanding=Measure(quantity=line.outstanding, units=units[line.product_id]),
            price=line.price if shown else None,
            tax_rate=line.tax_rate,
            expected_on=line.expected_on,
            said=_said(said[ident(line)], line, names, units, shown) if ident(line) in said else None,
        )
        for line in lines
    ]
    warehouse = select(WAREHOUSE.c.address).where(WAREHOUSE.c.id == order.warehouse_id)
    axes = axes_of(db, [order], lines)[ident(order)]
    return {
        "order_id": ident(order),
        "number": order.number,
        "revision": order.revision,
        "supplier": name_of(db, PARTY, order.supplier_id),
        "warehouse": name_of(db, WAREHOUSE, order.warehouse_id),
        "address": db.scalar(warehouse) or "",
        "answer": axes["answer"],
        "state": axes["state"],
        "ordered_on": order.ordered_on,
        "expected_on": order.expected_on,
        "lines": told,
        "prices_include_tax": order.prices_include_tax,
        "total": total_of(order, lines, minor_of(actor)) if shown else None,
        "note": order.note,
    }


def _said(
    answer: SupplierAnswer,
    line: PurchaseLine,
    names: Mapping[int, tuple[str, str]],
    units: Mapping[int, Units],
    shown: bool,
) -> SaidFact:
    product_id = answer.product_id or line.product_id
    return SaidFact(
        kind=AnswerKind(answer.kind),
        quantity=None if answer.quantity is None else Measure(quantity=answer.quantity, units=units[product_id]),
        product=names[product_id][0] if answer.product_id else "",
        price=answer.price if shown else None,
        expected_on=answer.expected_on,
    )


def _own_codes(db: Session, supplier_id: int, product_ids: Sequence[int]) -> dict[int, str]:
    query = select(LISTED.c.product_id, LISTED.c.code).where(LISTED.c.supplier_id == supplier_id)
    return {row.product_id: row.code for row in db.execute(query.where(LISTED.c.product_id.in_(product_ids)))}
