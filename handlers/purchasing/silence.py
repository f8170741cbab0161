"""Suppliers who do not answer: what is due to be done about it, computed from what is true now.

Four steps after an order was sent, in working hours of the company: remind the supplier, remind again, tell the
buyer, offer the next supplier. Nothing is scheduled: whoever asks gets the steps that are due and were not taken, so
that a missed night loses nothing, and ``note_silence`` makes that nothing is done twice. Of several reminders that
became due while nobody looked, only the last is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import product_names
from handlers.purchasing.choices import DONE
from handlers.purchasing.facts import PARTY, CostPrice, name_of
from handlers.purchasing.orders import LINE, ORDER, READERS, ident, lines_of, order_of, order_scope, terms_of
from handlers.purchasing.prices import LISTED, last_prices
from handlers.purchasing.scorecard import Score, score_of
from models.errors import AlreadyDone
from models.operation import Actor, Form, Outcome, Ref, operation
from models.people import Role
from models.purchase import PurchaseOrder
from models.purchase_answer import SilenceMark
from models.purchase_state import Answer
from models.table import table
from models.values import ZERO, day_of
from models.working_hours import after_working_hours

MARK = table(SilenceMark)
MOST = 3
"""How many other suppliers are offered."""


class SilenceStep(IntEnum):
    """What is done, in this order."""

    REMIND = 1
    REMIND_AGAIN = 2
    TELL_BUYER = 3
    OFFER_NEXT = 4

    @property
    def hours(self) -> int:
        """Working hours after sending. The buyer is told an hour after the second reminder, then the next offered."""
        return {1: 4, 2: 24, 3: 25, 4: 26}[self.value]

    @property
    def to_supplier(self) -> bool:
        return self in (SilenceStep.REMIND, SilenceStep.REMIND_AGAIN)


@dataclass(frozen=True, slots=True)
class SilenceFact:
    """A step that is due about one order."""

    order_id: int
    number: str
    supplier_id: int
    supplier: str
    warehouse_id: int
    requester_id: int | None
    round: int
    """Which sending of the order it is about."""
    step: SilenceStep
    due_at: datetime
    sent_at: datetime

    @property
    def key(self) -> str:
        """The same step has the same key, whoever computes it and whenever."""
        return f"silence:{self.order_id}:{self.round}:{self.step.value}"


class NoteSilence(Form):
    """A step about a silent supplier is taken."""

    order: Annotated[int, Ref(PurchaseOrder)]
    round: int
    step: SilenceStep


class SilenceNoted(Outcome):
    """The step is taken, and will not be again."""

    order_id: int
    number: str
    supplier_id: int
    supplier: str
    step: SilenceStep
    hours: int


class OfferedPrice(BaseModel):
    """What another supplier asks for one line."""

    model_config = ConfigDict(frozen=True)
    product: str
    price: CostPrice | None = None


class NextSupplier(BaseModel):
    """Another supplier that could be asked."""

    model_config = ConfigDict(frozen=True)
    supplier_id: int
    supplier: str
    rank: int | None = None
    lines: int
    """How many of the order's lines it sells."""
    of_lines: int
    prices: list[OfferedPrice]
    lead_time_days: int | None = None
    score: Score


class ShowNextSuppliers(Form):
    """Who else could deliver this order?"""

    order: Annotated[int, Ref(PurchaseOrder)]


class NextSuppliersShown(Outcome):
    """The next suppliers, the best first."""

    order_id: int
    number: str
    supplier: str
    candidates: list[NextSupplier]


def supplier_silence(db: Session, now: datetime, zone: ZoneInfo) -> list[SilenceFact]:
    """The steps that are due at ``now`` and were not taken, the oldest first. Reads only."""
    query = select_rows(PurchaseOrder).where(
        col(PurchaseOrder.answer) == Answer.SENT,
        col(PurchaseOrder.cancelled_at).is_(None),
        col(PurchaseOrder.approval).in_(DONE),
        col(PurchaseOrder.id).in_(select(LINE.c.order_id).where(LINE.c.outstanding > ZERO)),
    )
    due = []
    for order in db.exec(query.order_by(col(PurchaseOrder.id))):
        taken = set(db.scalars(select(MARK.c.step).where(MARK.c.order_id == order.id, MARK.c.round == order.sends)))
        due += _due(db, order, taken, now, zone)
    return sorted(due, key=lambda fact: (fact.due_at, fact.order_id))


@operation(allowed=Role.SYSTEM, group="purchase")
def note_silence(db: Session, actor: Actor, form: NoteSilence) -> SilenceNoted:
    """Marks a step as taken. Raises AlreadyDone when it was, or when the supplier has answered meanwhile."""
    order = db.get(PurchaseOrder, form.order, with_for_update=True)
    order = order or order_of(db, form.order)
    taken = select(MARK.c.id).where(
        MARK.c.order_id == form.order, MARK.c.round == form.round, MARK.c.step == int(form.step)
    )
    if order.answer_state is not Answer.SENT or order.sends != form.round or db.scalar(taken) is not None:
        raise AlreadyDone(number=order.number)
    db.add(SilenceMark(order_id=form.order, round=form.round, step=int(form.step), taken_at=actor.at))
    db.flush()
    return SilenceNoted(
        order_id=form.order,
        number=order.number,
        supplier_id=order.supplier_id,
        supplier=name_of(db, PARTY, order.supplier_id),
        step=form.step,
        hours=form.step.hours,
    )


@operation(allowed=READERS | Role.SYSTEM, scope=order_scope, confirm=False, audited=False, group="purchase")
def next_suppliers(db: Session, actor: Actor, form: ShowNextSuppliers) -> NextSuppliersShown:
    """Who else sells what an order asks for: most lines first, then by rank, then by score."""
    order = order_of(db, form.order)
    waiting = [line for line in lines_of(db, [form.order]) if line.outstanding > 0]
    products = sorted({line.product_id for line in waiting})
    names = {key: name for key, (name, _) in product_names(db, products).items()}
    found = []
    for supplier_id in _sellers(db, products, order.supplier_id):
        prices = last_prices(db, supplier_id, products, with_tax=order.prices_include_tax)
        sold = _sold(db, supplier_id, products) | set(prices)
        terms = terms_of(db, supplier_id)
        found.append(
            NextSupplier(
                supplier_id=supplier_id,
                supplier=name_of(db, PARTY, supplier_id),
                rank=terms.rank,
                lines=len(sold),
                of_lines=len(products),
                prices=[OfferedPrice(product=names[key], price=prices.get(key)) for key in products if key in sold],
                lead_time_days=terms.lead_time_days,
                score=score_of(db, supplier_id, day_of(actor.at, actor.company.zone)),
            )
        )
    found.sort(key=_preference)
    return NextSuppliersShown(
        order_id=ident(order),
        number=order.number,
        supplier=name_of(db, PARTY, order.supplier_id),
        candidates=found[:MOST],
    )


def _due(db: Session, order: PurchaseOrder, taken: set[int], now: datetime, zone: ZoneInfo) -> list[SilenceFact]:
    assert order.sent_at is not None
    sent_at = order.sent_at
    steps = [(step, after_working_hours(sent_at, step.hours, zone)) for step in SilenceStep]
    reached = [(step, at) for step, at in steps if at <= now]
    # A reminder that a later one has overtaken is not sent any more.
    last = max((step for step, _ in reached if step.to_supplier), default=None)
    return [
        SilenceFact(
            order_id=ident(order),
            number=order.number,
            supplier_id=order.supplier_id,
            supplier=name_of(db, PARTY, order.supplier_id),
            warehouse_id=order.warehouse_id,
            requester_id=order.requester_id,
            round=order.sends,
            step=step,
            due_at=at,
            sent_at=sent_at,
        )
        for step, at in reached
        if step not in taken and not (step.to_supplier and step is not last)
    ]


def _sellers(db: Session, products: Sequence[int], but: int) -> list[int]:
    """Suppliers that list these products or were ordered them from before."""
    listed = select(LISTED.c.supplier_id).where(LISTED.c.product_id.in_(products))
    ordered = select(ORDER.c.supplier_id).join(LINE, LINE.c.order_id == ORDER.c.id)
    ordered = ordered.where(LINE.c.product_id.in_(products), ORDER.c.approval.in_(DONE))
    query = select(PARTY.c.id).where(PARTY.c.archived_at.is_(None), PARTY.c.id != but, PARTY.c.is_supplier)
    return sorted(db.scalars(query.where(PARTY.c.id.in_(listed.union(ordered)))))


def _sold(db: Session, supplier_id: int, products: Sequence[int]) -> set[int]:
    query = select(LISTED.c.product_id).where(LISTED.c.supplier_id == supplier_id)
    return set(db.scalars(query.where(LISTED.c.product_id.in_(products))))


def _preference(found: NextSupplier) -> tuple[int, int, float, int]:
    score = -1.0 if found.score.overall is None else float(found.score.overall)
    return (-found.lines, found.rank or 1000, -score, found.supplier_id)
