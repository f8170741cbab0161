"""What the supplier wants otherwise, and the buyer's yes or no: an accepted answer changes the order."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from handlers.facts import product_names
from handlers.purchasing.answering import answer_state
from handlers.purchasing.approving import ask_again_if_dearer
from handlers.purchasing.choices import lines_of_order, live_orders
from handlers.purchasing.facts import CostPrice, OrderFact, order_facts
from handlers.purchasing.orders import (
    BUYERS,
    READERS,
    ident,
    keep_history,
    lines_of,
    minor_of,
    order_of,
    order_scope,
    share_charges,
    taken,
)
from handlers.purchasing.said import differing, live_answers, open_lines
from handlers.purchasing.sending import mark_sent
from models.errors import Invalid
from models.operation import Actor, Form, Measure, Outcome, Ref, Suggest, operation
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_answer import AnswerKind, AnswerState, SupplierAnswer
from models.purchase_state import Answer, stepped
from models.units import units_of
from models.values import ZERO


class ResolveDifference(Form):
    """The buyer accepts what the supplier offers, or does not; on one line, or on all that differ."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]
    accept: bool
    line: Annotated[int | None, Ref(PurchaseLine, among=lines_of_order)] = None
    revision: int | None = None


class DifferenceResolved(OrderFact):
    """The order says now what was agreed, or is back with the supplier."""

    accepted: int
    rejected: int
    left: int


class ShowDifferences(Form):
    """What does the supplier want otherwise?"""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]


class DifferenceFact(BaseModel):
    """One line, old and new; only what differs is set among the new."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    line: int
    kind: AnswerKind
    product: str
    quantity: Measure
    """What is still to come by the order."""
    price: CostPrice | None = None
    expected_on: date | None = None
    new_product: str = ""
    new_quantity: Measure | None = None
    new_price: CostPrice | None = None
    new_expected_on: date | None = None
    note: str = ""


class DifferencesShown(Outcome):
    """The order against the supplier's answer."""

    order_id: int
    number: str
    revision: int
    supplier: str
    differences: list[DifferenceFact]
    unanswered: int


@operation(allowed=READERS, scope=order_scope, confirm=False, audited=False, group="purchase")
def order_differences(db: Session, actor: Actor, form: ShowDifferences) -> DifferencesShown:
    """Shows what differs, old beside new."""
    order = order_of(db, form.order)
    lines = {ident(line): line for line in lines_of(db, [form.order])}
    answers = live_answers(db, form.order)
    pending = differing(answers)
    ids = {line.product_id for line in lines.values()} | {a.product_id for a in pending if a.product_id}
    names, units = product_names(db, sorted(ids)), units_of(db, ids)
    told = []
    for answer in pending:
        line, new = lines[answer.line_id], answer.product_id or lines[answer.line_id].product_id
        fact = DifferenceFact(
            line_id=answer.line_id,
            line=line.line,
            kind=AnswerKind(answer.kind),
            product=names[line.product_id][0],
            quantity=Measure(quantity=line.outstanding, units=units[line.product_id]),
            price=line.price,
            expected_on=line.expected_on,
            new_product=names[answer.product_id][0] if answer.product_id else "",
            new_quantity=None if answer.quantity is None else Measure(quantity=answer.quantity, units=units[new]),
            new_price=answer.price,
            new_expected_on=answer.expected_on,
            note=answer.note,
        )
        told.append(fact)
    told.sort(key=lambda fact: fact.line)
    facts = order_facts(db, actor, order)
    return DifferencesShown(
        **{name: facts[name] for name in ("order_id", "number", "revision", "supplier")},
        differences=told,
        unanswered=len(open_lines(list(lines.values()), answers)),
    )


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def resolve_difference(db: Session, actor: Actor, form: ResolveDifference) -> DifferenceResolved:
    """Changes the order as the supplier offered, or lets the order stand and asks the supplier again."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    chosen = [a for a in differing(live_answers(db, form.order)) if form.line in (None, a.line_id)]
    if not chosen:
        raise Invalid(name="order", reason="nothing-differs", detail=order.number)
    for answer in chosen:
        answer.state = AnswerState.ACCEPTED if form.accept else AnswerState.REJECTED
        if form.accept:
            line = next(line for line in lines if line.id == answer.line_id)
            lines += _apply(db, actor, order, lines, line, answer)
    db.flush()
    if form.accept:
        share_charges(db, order, lines, minor_of(actor))
        ask_again_if_dearer(db, actor, order, lines)
    left = _move_on(db, actor, order, lines)
    order.revision += 1
    db.flush()
    done = len(chosen)
    return DifferenceResolved(
        **order_facts(db, actor, order),
        accepted=done if form.accept else 0,
        rejected=0 if form.accept else done,
        left=left,
    )


def _move_on(db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> int:
    """Once nothing is left to decide: agreed, or back to the supplier. Returns what is left."""
    answers = live_answers(db, ident(order))
    left = len(differing(answers))
    if left:
        return left
    if open_lines(lines, answers):
        if order.answer_state is not Answer.SENT:
            mark_sent(actor, order)
        return 0
    then = answer_state(order.answer_state, lines, answers)
    if order.answer_state is Answer.REFUSED:
        return 0  # the refusal is accepted: the lines are closed, and there is nothing to agree on
    if then is not order.answer_state:
        order.answer = stepped(order.number, order.answer_state, then)
    return 0


def _apply(
    db: Session,
    actor: Actor,
    order: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    line: PurchaseLine,
    answer: SupplierAnswer,
) -> list[PurchaseLine]:
    """Makes the line say what was offered; returns the line that was added for a substitute, if one was."""
    keep_history(db, actor, order, line, answer.kind)
    if answer.kind == AnswerKind.REFUSE:
        line.closed += line.outstanding
        line.settle()
        return []
    if answer.product_id is not None and line.received + line.closed > 0:
        return [_beside(db, order, lines, line, answer)]
    coming = line.outstanding if answer.quantity is None else answer.quantity
    line.ordered = line.received + line.closed + coming
    line.over = min(line.over, line.ordered)
    line.settle()
    if answer.product_id is not None:
        line.product_id = answer.product_id
        line.unit = _base_unit(db, answer.product_id)
        if answer.price is None and line.price_amount is not None:
            # The price stays, for one base unit of the new product as of the old one.
            line.price_unit = line.unit if line.price_numerator == line.price_denominator else line.price_unit
    if answer.price is not None:
        line.set_price(answer.price)
    line.expected_on = answer.expected_on or line.expected_on
    return []


def _beside(
    db: Session, order: PurchaseOrder, lines: Sequence[PurchaseLine], line: PurchaseLine, answer: SupplierAnswer
) -> PurchaseLine:
    """The rest of a line that has begun comes as another product: a line of its own, and the old one is done."""
    assert answer.product_id is not None
    coming = line.outstanding if answer.quantity is None else answer.quantity
    line.ordered, line.outstanding = line.received + line.closed, ZERO
    line.over = min(line.over, line.ordered)
    new = PurchaseLine(
        order_id=ident(order),
        line=max(other.line for other in lines) + 1,
        product_id=answer.product_id,
        unit=_base_unit(db, answer.product_id),
        ordered=coming,
        outstanding=coming,
        tax_rate=line.tax_rate,
        expected_on=answer.expected_on or line.expected_on,
        first_expected_on=answer.expected_on or line.expected_on,
    )
    new.set_price(answer.price or line.price)
    db.add(new)
    db.flush()
    db.add(
        SupplierAnswer(
            order_id=ident(order),
            line_id=ident(new),
            round=order.sends,
            kind=AnswerKind.ACCEPT,
            state=AnswerState.ACCEPTED,
            answered_by=answer.answered_by,
            answered_at=answer.answered_at,
        )
    )
    return new


def _base_unit(db: Session, product_id: int) -> str:
    return units_of(db, [product_id])[product_id][-1][0]
