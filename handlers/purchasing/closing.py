"""The end of an order before everything has come: closed short, opened again, or cancelled with its consequences."""

from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select, update
from sqlmodel import Session

from handlers import checks
from handlers.facts import Cost, product_names
from handlers.purchasing.approving import ask_again_if_dearer
from handlers.purchasing.choices import lines_of_order, live_orders
from handlers.purchasing.facts import OrderFact, order_facts, paid_of
from handlers.purchasing.orders import (
    ANSWER,
    BUYERS,
    READERS,
    line_of,
    lines_of,
    order_of,
    order_scope,
    taken,
)
from handlers.purchasing.over_delivery import OVER
from handlers.purchasing.shipping import SHIPMENT
from models.errors import Invalid
from models.operation import Actor, Form, Measure, Outcome, Ref, Suggest, operation
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_answer import AnswerKind, AnswerState
from models.purchase_receipt import OverDeliveryState
from models.purchase_request import PurchaseRequestLine, RequestState
from models.purchase_state import Answer
from models.table import table
from models.units import units_of
from models.values import ZERO, Text

REQUEST_LINE = table(PurchaseRequestLine)


class CloseOrder(Form):
    """Nothing more is expected: of one line, or of the whole order."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]
    line: Annotated[int | None, Ref(PurchaseLine, among=lines_of_order)] = None
    reason: Text = ""
    revision: int | None = None


class OrderClosed(OrderFact):
    """The rest is no longer waited for."""

    closed_lines: int
    reason: str = ""


class ReopenOrder(Form):
    """The rest is waited for again: of one line, or of the whole order."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]
    line: Annotated[int | None, Ref(PurchaseLine, among=lines_of_order)] = None
    revision: int | None = None


class OrderReopened(OrderFact):
    """The order waits for its goods again."""

    reopened_lines: int


class Consequence(BaseModel):
    """What cancelling does to one line."""

    model_config = ConfigDict(frozen=True)
    product: str
    kept: Measure
    """Came already, and stays."""
    dropped: Measure
    """Will not come."""


class Consequences(BaseModel):
    """What cancelling an order means."""

    model_config = ConfigDict(frozen=True)
    effects: list[Consequence]
    supplier_knows: bool
    """The order was sent: the supplier has to be told."""
    supplier_accepted: bool
    announced_shipments: int
    """Shipments announced for it, perhaps on their way."""
    waiting_over_deliveries: int
    requests_reopened: int
    """Requested lines that are open again."""
    still_owed: Cost | None = None
    """Owed for what came; it stays owed."""


class CancelOrder(Form):
    """An order is called off."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders, fill=False)]
    reason: Text = ""
    revision: int | None = None


class OrderCalledOff(Consequences, OrderFact):
    """The order is off; what that means is named."""

    reason: str = ""


class ShowConsequences(Form):
    """What would cancelling mean?"""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]


class ConsequencesShown(Consequences, Outcome):
    """What cancelling would mean."""

    order_id: int
    number: str
    revision: int
    supplier: str


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def close_order(db: Session, actor: Actor, form: CloseOrder) -> OrderClosed:
    """Closes what is outstanding. Raises Invalid when nothing is."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    chosen = [line for line in _chosen(lines, form.line) if line.outstanding > 0]
    if not chosen:
        raise Invalid(name="order", reason="nothing-outstanding", detail=order.number)
    for line in chosen:
        line.closed += line.outstanding
        line.settle()
    order.revision += 1
    db.flush()
    reason = checks.note(form.reason)
    return OrderClosed(**order_facts(db, actor, order), closed_lines=len(chosen), reason=reason)


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def reopen_order(db: Session, actor: Actor, form: ReopenOrder) -> OrderReopened:
    """Waits again for what was closed; where that exceeds what was approved, the rules are asked again."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    chosen = [line for line in _chosen(lines, form.line) if line.closed > 0]
    if not chosen:
        raise Invalid(name="order", reason="nothing-closed", detail=order.number)
    for line in chosen:
        line.closed = ZERO
        line.settle()
    _ask_anew(db, chosen)
    ask_again_if_dearer(db, actor, order, lines)
    order.revision += 1
    db.flush()
    return OrderReopened(**order_facts(db, actor, order), reopened_lines=len(chosen))


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def cancel_order(db: Session, actor: Actor, form: CancelOrder) -> OrderCalledOff:
    """Calls an order off for good. What came stays, and stays owed."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    meaning = consequences(db, actor, order, lines)
    for line in lines:
        line.closed += line.outstanding
        line.settle()
    db.execute(update(REQUEST_LINE).where(REQUEST_LINE.c.id.in_(_requests(lines))).values(state=RequestState.OPEN))
    order.cancelled_at, order.cancel_reason = actor.at, checks.note(form.reason)
    order.revision += 1
    db.flush()
    facts = order_facts(db, actor, order)
    return OrderCalledOff(**facts, **dict(meaning), reason=order.cancel_reason)


@operation(allowed=READERS, scope=order_scope, confirm=False, audited=False, group="purchase")
def cancel_consequences(db: Session, actor: Actor, form: ShowConsequences) -> ConsequencesShown:
    """Says what cancelling would mean, before it is done."""
    order = order_of(db, form.order)
    facts = order_facts(db, actor, order)
    return ConsequencesShown(
        **{name: facts[name] for name in ("order_id", "number", "revision", "supplier")},
        **dict(consequences(db, actor, order, lines_of(db, [form.order]))),
    )


def consequences(db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> Consequences:
    """What cancelling ``order`` means, as facts."""
    ids = sorted({line.product_id for line in lines})
    names, units = product_names(db, ids), units_of(db, ids)
    announced = select(func.count()).select_from(SHIPMENT).where(SHIPMENT.c.order_id == order.id)
    aside = select(func.count()).select_from(OVER).where(OVER.c.order_line_id.in_([line.id for line in lines]))
    told = [
        Consequence(
            product=names[line.product_id][0],
            kept=Measure(quantity=line.received, units=units[line.product_id]),
            dropped=Measure(quantity=line.outstanding, units=units[line.product_id]),
        )
        for line in lines
    ]
    assert order.id is not None
    return Consequences(
        effects=told,
        supplier_knows=order.answer_state is not Answer.UNSENT,
        supplier_accepted=order.answer_state is Answer.ACCEPTED,
        announced_shipments=db.scalar(announced) or 0 if any(line.outstanding > 0 for line in lines) else 0,
        waiting_over_deliveries=db.scalar(aside.where(OVER.c.state == OverDeliveryState.WAITING)) or 0,
        requests_reopened=len(_requests(lines)),
        still_owed=paid_of(db, [order.id]).get(order.id, (ZERO, ZERO))[1],
    )


def _ask_anew(db: Session, lines: Sequence[PurchaseLine]) -> None:
    """A refusal that was accepted no longer answers a line that is waited for again."""
    ids = [line.id for line in lines]
    refused = (ANSWER.c.line_id.in_(ids), ANSWER.c.kind == AnswerKind.REFUSE)
    db.execute(update(ANSWER).where(*refused).values(state=AnswerState.SUPERSEDED))


def _requests(lines: Sequence[PurchaseLine]) -> Collection[int]:
    """The requested lines of which nothing has come."""
    return [w.request_line_id for w in lines if w.request_line_id is not None and w.received == 0]


def _chosen(lines: Sequence[PurchaseLine], line_id: int | None) -> Sequence[PurchaseLine]:
    return lines if line_id is None else [line_of(lines, line_id)]
