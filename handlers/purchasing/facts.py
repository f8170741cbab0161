"""An order as facts: its four axes, its headline, its lines; what cards, lists and documents are made from."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers.facts import Cost, product_names
from handlers.purchasing.debts import open_amounts
from handlers.purchasing.orders import RECEIPT, RECEIPT_LINE, lines_of, minor_of, terms_of
from models.location import Warehouse
from models.operation import Actor, Measure, Outcome, Price, Secrecy, Units
from models.party import Party
from models.payable import Payable, PayableKind
from models.people import Person
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_state import (
    Answer,
    Approval,
    Headline,
    PaymentState,
    ReceiptState,
    headline,
    payment_state,
    receipt_state,
)
from models.supplier import SupplierProduct
from models.table import table
from models.units import units_of
from models.values import ZERO

PARTY, WAREHOUSE, PERSON = table(Party), table(Warehouse), table(Person)
PAYABLE, LISTED = table(Payable), table(SupplierProduct)
LINE = table(PurchaseLine)

CostPrice = Annotated[Price, Secrecy("cost")]
"""A purchase price: only for those entitled to costs."""


class OrderLineFact(BaseModel):
    """One line of an order."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    line: int
    product_id: int
    product: str
    sku: str
    unit: str
    ordered: Measure
    received: Measure
    outstanding: Measure
    closed: Measure
    returned: Measure
    minimum: Measure | None = None
    """The least the supplier sells of it, where less is ordered: no refusal, but to be known."""
    price: CostPrice | None = None
    tax_rate: Decimal = ZERO
    total: Cost | None = None
    expected_on: date | None = None
    late_days: int = 0


class OrderFact(Outcome):
    """A purchase order as it stands."""

    order_id: int
    number: str
    revision: int
    state: Headline
    approval: Approval
    answer: Answer
    receipt: ReceiptState
    payment: PaymentState
    supplier_id: int
    supplier: str
    warehouse_id: int
    warehouse: str
    requester: str = ""
    ordered_on: date
    expected_on: date | None = None
    late_days: int = 0
    lines: list[OrderLineFact]
    line_count: int = 0
    prices_include_tax: bool = False
    discount: Cost | None = None
    freight: Cost | None = None
    total: Cost | None = None
    """With tax."""
    short_of_minimum: Cost | None = None
    """What is missing to the supplier's minimum order."""
    below_minimum: str = ""
    """The products of which less is ordered than the supplier sells."""
    decided_by: str = ""
    decision_note: str = ""
    note: str = ""


def order_facts(db: Session, actor: Actor, order: PurchaseOrder) -> dict[str, Any]:
    """The facts of ``order`` for an OrderFact."""
    assert order.id is not None
    lines = lines_of(db, [order.id])
    ids = sorted({line.product_id for line in lines})
    names, units, minor = product_names(db, ids), units_of(db, ids), minor_of(actor)
    least = _minimums(db, order.supplier_id, ids)
    told = [
        line_fact(actor, order, line, names[line.product_id], units[line.product_id], minor, least.get(line.product_id))
        for line in lines
    ]
    total = sum((line.total or ZERO for line in told), ZERO)
    minimum = terms_of(db, order.supplier_id).minimum_order
    axes = axes_of(db, [order], lines)[order.id]
    return {
        "order_id": order.id,
        "number": order.number,
        "revision": order.revision,
        **axes,
        "supplier_id": order.supplier_id,
        "supplier": name_of(db, PARTY, order.supplier_id),
        "warehouse_id": order.warehouse_id,
        "warehouse": name_of(db, WAREHOUSE, order.warehouse_id),
        "requester": name_of(db, PERSON, order.requester_id),
        "ordered_on": order.ordered_on,
        "expected_on": order.expected_on,
        "late_days": max((line.late_days for line in told), default=0),
        "lines": told,
        "line_count": len(told),
        "prices_include_tax": order.prices_include_tax,
        "discount": order.discount,
        "freight": order.freight,
        "total": total,
        "short_of_minimum": minimum - total if total < minimum else None,
        "below_minimum": ", ".join(line.product for line in told if line.minimum is not None),
        "decided_by": name_of(db, PERSON, order.decided_by),
        "decision_note": order.decision_note,
        "note": order.note,
    }


def _minimums(db: Session, supplier_id: int, product_ids: Collection[int]) -> dict[int, Decimal]:
    """The least the supplier sells of each product, where it said so."""
    query = select(LISTED.c.product_id, LISTED.c.minimum_quantity).where(LISTED.c.supplier_id == supplier_id)
    query = query.where(LISTED.c.product_id.in_(product_ids), LISTED.c.minimum_quantity > ZERO)
    return {row.product_id: row.minimum_quantity for row in db.execute(query)}


def line_fact(
    actor: Actor,
    order: PurchaseOrder,
    line: PurchaseLine,
    name: tuple[str, str],
    units: Units,
    minor: int,
    least: Decimal | None = None,
) -> OrderLineFact:
    """One line as facts; late is computed from today, in the company's zone."""
    assert line.id is not None

    def measure(quantity: Decimal) -> Measure:
        return Measure(quantity=quantity, units=units)

    return OrderLineFact(
        line_id=line.id,
        line=line.line,
        product_id=line.product_id,
        product=name[0],
        sku=name[1],
        unit=line.unit,
        ordered=measure(line.ordered),
        received=measure(line.received),
        outstanding=measure(line.outstanding),
        closed=measure(line.closed),
        minimum=measure(least) if least and line.outstanding > 0 and line.agreed < least else None,
        returned=measure(line.returned),
        price=line.price,
        tax_rate=line.tax_rate,
        total=line.total(order, minor),
        expected_on=line.expected_on,
        late_days=late_days(actor.today, order, line),
    )


def late_days(today: date, order: PurchaseOrder, line: PurchaseLine) -> int:
    """Days since the goods should have been here; 0: not late."""
    if line.outstanding <= 0 or line.expected_on is None or not order.approval_state.done:
        return 0
    return max(0, (today - line.expected_on).days)


def axes_of(db: Session, orders: Sequence[PurchaseOrder], lines: Sequence[PurchaseLine]) -> dict[int, dict[str, Any]]:
    """The four axes and the headline of each order, from its lines and payables."""
    money = paid_of(db, [order.id for order in orders if order.id is not None])
    found = {}
    for order in orders:
        assert order.id is not None
        receipt = receipt_state(line.progress for line in lines if line.order_id == order.id)
        payment = payment_state(*money.get(order.id, (ZERO, ZERO)), receipt)
        found[order.id] = {
            "approval": order.approval_state,
            "answer": order.answer_state,
            "receipt": receipt,
            "payment": payment,
            "state": headline(
                order.approval_state, order.answer_state, receipt, payment, cancelled=order.cancelled_at is not None
            ),
        }
    return found


def paid_of(db: Session, order_ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Per order: what its receipts are owed, and what of that is open."""
    query = select(LINE.c.order_id, PAYABLE.c.id, PAYABLE.c.amount).distinct()
    query = query.join(RECEIPT_LINE, RECEIPT_LINE.c.order_line_id == LINE.c.id)
    query = query.join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
    query = query.join(PAYABLE, PAYABLE.c.receipt_id == RECEIPT.c.id)
    query = query.where(LINE.c.order_id.in_(sorted(order_ids)), RECEIPT.c.undone_at.is_(None))
    rows = db.execute(query.where(PAYABLE.c.kind == PayableKind.RECEIPT)).all()
    left = open_amounts(db, {row.id for row in rows})
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for order_id, payable_id, amount in rows:
        billed, still = found.get(order_id, (ZERO, ZERO))
        found[order_id] = (billed + amount, still + left[payable_id])
    return found


def name_of(db: Session, source: Any, row_id: int | None) -> str:
    """The name of a party, warehouse or person."""
    if row_id is None:
        return ""
    return db.scalar(select(source.c.name).where(source.c.id == row_id)) or ""


def names_of(db: Session, source: Any, ids: Collection[int | None]) -> dict[int | None, str]:
    """The names of several; nobody has the empty name."""
    wanted = sorted({key for key in ids if key is not None})
    found: dict[int | None, str] = {None: ""}
    found |= {row.id: row.name for row in db.execute(select(source.c.id, source.c.name).where(source.c.id.in_(wanted)))}
    return found
