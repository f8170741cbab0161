"""The supplier answers, line by line or all at once; by itself, or on the telephone to a buyer who writes it down.

Operations of suppliers are scoped by the parties they speak for: another supplier's order does not exist for them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from handlers.purchasing.choices import lines_of_order, live_orders, own_orders
from handlers.purchasing.drafting import check_expected
from handlers.purchasing.orders import BUYERS, ident, line_of, lines_of, order_scope, taken
from handlers.purchasing.said import differing, live_answers, open_lines
from handlers.purchasing.supplier_view import SupplierOrderFact, own_order, supplier_order_facts
from models.errors import Invalid
from models.operation import Actor, Form, Price, Ref, Suggest, operation
from models.people import Role
from models.product import Product
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_answer import AnswerKind, AnswerState, SupplierAnswer
from models.purchase_errors import IllegalTransition
from models.purchase_state import Answer, stepped
from models.values import Day, Quantity, Text


class RestAnswer(StrEnum):
    """What is said to the lines that are not named."""

    OPEN = "open"
    ACCEPT = "accept"
    REFUSE = "refuse"


class AnsweredLine(Form):
    """What is said to one line; only what differs needs to be said."""

    line: Annotated[int, Ref(PurchaseLine, among=lines_of_order)]
    kind: AnswerKind
    quantity: Quantity | None = None
    price: Price | None = None
    expected_on: Day | None = None
    product: Annotated[int | None, Ref(Product)] = None
    note: Text = ""


class AnswerOrder(Form):
    """The supplier answers an order."""

    order: Annotated[int, Ref(PurchaseOrder, among=own_orders)]
    lines: Annotated[list[AnsweredLine], Field(max_length=200)] = []
    rest: RestAnswer = RestAnswer.OPEN
    revision: int | None = None


class RecordAnswer(Form):
    """A supplier's answer, written down by a buyer."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders)]
    lines: Annotated[list[AnsweredLine], Field(max_length=200)] = []
    rest: RestAnswer = RestAnswer.OPEN
    revision: int | None = None


class AnswerLineFact(BaseModel):
    """One answer, for the supplier who gave it."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    kind: AnswerKind
    quantity: Decimal | None = None
    price: Price | None = None
    expected_on: date | None = None
    product_id: int | None = None
    note: str = ""


class OrderAnswered(SupplierOrderFact):
    """The answer is noted; ``open_lines`` still have none."""

    answers: list[AnswerLineFact]
    open_lines: int


@operation(allowed=Role.SUPPLIER, group="supplier")
def answer_order(db: Session, actor: Actor, form: AnswerOrder) -> OrderAnswered:
    """Takes the answer of the supplier whose order it is."""
    own_order(db, actor, form.order)
    return _answer(db, actor, form)


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def record_answer(db: Session, actor: Actor, form: RecordAnswer) -> OrderAnswered:
    """Takes the answer a buyer heard on the telephone."""
    return _answer(db, actor, form)


def answer_state(now: Answer, lines: Sequence[PurchaseLine], answers: dict[int, SupplierAnswer]) -> Answer:
    """Where the answers lead: nothing changes until every line has one."""
    if open_lines(lines, answers):
        return now
    pending = differing(answers)
    if not pending:
        return Answer.ACCEPTED
    refused = all(a.kind == AnswerKind.REFUSE for a in answers.values())
    return Answer.REFUSED if refused and now is not Answer.ACCEPTED else Answer.ANSWERED_DIFFERS


def _answer(db: Session, actor: Actor, form: AnswerOrder | RecordAnswer) -> OrderAnswered:
    order = taken(db, form.order, form.revision)
    if order.answer_state in (Answer.UNSENT, Answer.REFUSED):
        raise IllegalTransition(number=order.number, axis="answer", now=order.answer, then=Answer.ANSWERED_DIFFERS)
    lines = lines_of(db, [form.order])
    said = [*form.lines, *_rest(db, form, lines)]
    if not said:
        raise Invalid(name="lines", reason="nothing-answered", detail=order.number)
    for answer in said:
        _say(db, actor, order, line_of(lines, answer.line), answer)
    db.flush()
    answers = live_answers(db, form.order)
    then = answer_state(order.answer_state, lines, answers)
    if then is not order.answer_state:
        order.answer = stepped(order.number, order.answer_state, then)
        order.answered_at = actor.at
        order.first_answered_at = order.first_answered_at or actor.at
        order.revision += 1
    db.flush()
    return OrderAnswered(
        **supplier_order_facts(db, actor, order),
        answers=[_fact(answer) for answer in answers.values()],
        open_lines=len(open_lines(lines, answers)),
    )


def _rest(db: Session, form: AnswerOrder | RecordAnswer, lines: Sequence[PurchaseLine]) -> list[AnsweredLine]:
    """The lines not named in the form and not answered before, all answered alike."""
    if form.rest is RestAnswer.OPEN:
        return []
    named = {answer.line for answer in form.lines} | live_answers(db, form.order).keys()
    kind = AnswerKind.ACCEPT if form.rest is RestAnswer.ACCEPT else AnswerKind.REFUSE
    left = [line for line in lines if line.outstanding > 0 and line.id not in named]
    return [AnsweredLine(line=ident(line), kind=kind) for line in left]


def _say(db: Session, actor: Actor, order: PurchaseOrder, line: PurchaseLine, said: AnsweredLine) -> None:
    _check(db, actor, line, said)
    for old in db.exec(
        select_rows(SupplierAnswer).where(
            col(SupplierAnswer.line_id) == line.id, col(SupplierAnswer.state) != AnswerState.SUPERSEDED
        )
    ):
        old.state = AnswerState.SUPERSEDED
    answer = SupplierAnswer(
        order_id=ident(order),
        line_id=ident(line),
        round=order.sends,
        kind=said.kind,
        quantity=said.quantity,
        expected_on=said.expected_on,
        product_id=said.product,
        note=checks.note(said.note),
        answered_by=actor.person_id,
        answered_at=actor.at,
    )
    answer.set_price(said.price)
    db.add(answer)


def _check(db: Session, actor: Actor, line: PurchaseLine, said: AnsweredLine) -> None:
    """Raises Invalid unless the answer says what its kind needs."""
    if line.outstanding <= 0:
        raise Invalid(name="line", reason="nothing-outstanding", detail=str(line.line))
    needed: dict[AnswerKind, tuple[str, Any]] = {
        AnswerKind.LESS: ("quantity", said.quantity),
        AnswerKind.LATER: ("expected_on", said.expected_on),
        AnswerKind.DEARER: ("price", said.price),
        AnswerKind.SUBSTITUTE: ("product", said.product),
    }
    name, value = needed.get(said.kind, ("", True))
    if value is None:
        raise Invalid(name=name, reason="missing")
    if said.kind in (AnswerKind.ACCEPT, AnswerKind.REFUSE):
        return
    product_id = said.product or line.product_id
    quantity = line.outstanding if said.quantity is None else said.quantity
    checks.counted(db, [(product_id, quantity)])
    checks.value_of(said.price, quantity)
    check_expected(actor, said.expected_on)
    if said.kind is AnswerKind.LESS and quantity >= line.outstanding:
        raise Invalid(name="quantity", reason="not-less", detail=str(quantity))
    if said.product is not None and said.product == line.product_id:
        raise Invalid(name="product", reason="same-product")


def _fact(answer: SupplierAnswer) -> AnswerLineFact:
    return AnswerLineFact(
        line_id=answer.line_id,
        kind=AnswerKind(answer.kind),
        quantity=answer.quantity,
        price=answer.price,
        expected_on=answer.expected_on,
        product_id=answer.product_id,
        note=answer.note,
    )
