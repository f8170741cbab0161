"""Between order and receipt: the supplier asks back, and says what is on its way."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.facts import product_names
from handlers.purchasing.choices import lines_of_order, own_orders
from handlers.purchasing.facts import PARTY, name_of
from handlers.purchasing.orders import BUYERS, ORDER, ident, line_of, lines_of, taken
from handlers.purchasing.supplier_view import own_order
from models.errors import Invalid, NotFound
from models.operation import Actor, Form, Measure, Outcome, Ref, operation
from models.people import Role
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_answer import Shipment, ShipmentLine, SupplierQuestion
from models.purchase_errors import TooMuch
from models.table import table
from models.units import units_of
from models.values import ZERO, Day, Quantity, Text

SHIPMENT, SHIPMENT_LINE = table(Shipment), table(ShipmentLine)
QUESTION = table(SupplierQuestion)


class AskAboutOrder(Form):
    """The supplier asks something about an order."""

    order: Annotated[int, Ref(PurchaseOrder, among=own_orders)]
    question: Text
    line: Annotated[int | None, Ref(PurchaseLine, among=lines_of_order)] = None


class QuestionFact(Outcome):
    """A question about an order."""

    question_id: int
    order_id: int
    number: str
    supplier: str
    product: str = ""
    question: str
    answer: str = ""


class OrderQuestioned(QuestionFact):
    """The question goes to the buyer."""


class AnswerQuestion(Form):
    """The buyer answers."""

    question: Annotated[int, Ref(SupplierQuestion)]
    answer: Text


class QuestionAnswered(QuestionFact):
    """The answer goes to the supplier."""


class ShippedLine(Form):
    """Some of one line is on its way."""

    line: Annotated[int, Ref(PurchaseLine, among=lines_of_order)]
    quantity: Quantity


class AnnounceShipment(Form):
    """Goods are on their way; without lines, all that is outstanding."""

    order: Annotated[int, Ref(PurchaseOrder, among=own_orders)]
    lines: Annotated[list[ShippedLine], Field(max_length=200)] = []
    arrives_on: Day | None = None
    carrier: Text = ""
    tracking: Text = ""
    shipped_on: Day | None = None
    note: Text = ""


class ShippedLineFact(BaseModel):
    """One line of a shipment."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    product: str
    quantity: Measure


class ShipmentAnnounced(Outcome):
    """The warehouse knows what is coming."""

    shipment_id: int
    order_id: int
    number: str
    supplier: str
    warehouse_id: int
    shipped_on: date
    arrives_on: date | None = None
    carrier: str = ""
    tracking: str = ""
    lines: list[ShippedLineFact]
    note: str = ""


@operation(allowed=Role.SUPPLIER, group="supplier")
def ask_about_order(db: Session, actor: Actor, form: AskAboutOrder) -> OrderQuestioned:
    """Writes the question down for the buyer."""
    order = own_order(db, actor, form.order)
    if form.line is not None:
        line_of(lines_of(db, [form.order]), form.line)
    asked = SupplierQuestion(
        order_id=form.order,
        line_id=form.line,
        question=checks.name(form.question, "question", checks.NOTE),
        asked_by=actor.person_id,
        asked_at=actor.at,
    )
    db.add(asked)
    db.flush()
    return OrderQuestioned(**_question_facts(db, order, asked))


def question_scope(db: Session, form: AnswerQuestion) -> list[int]:
    """The warehouse of the order that was asked about."""
    query = select(ORDER.c.warehouse_id).join(QUESTION, QUESTION.c.order_id == ORDER.c.id)
    found = db.scalar(query.where(QUESTION.c.id == form.question))
    return [] if found is None else [int(found)]


@operation(allowed=BUYERS, scope=question_scope, group="purchase")
def answer_question(db: Session, actor: Actor, form: AnswerQuestion) -> QuestionAnswered:
    """Answers a supplier's question, once."""
    asked = db.get(SupplierQuestion, form.question, with_for_update=True)
    if asked is None:
        raise NotFound(kind="question", text=str(form.question))
    if asked.answer:
        raise Invalid(name="question", reason="already-answered", detail=asked.answer)
    asked.answer = checks.name(form.answer, "answer", checks.NOTE)
    asked.answered_by = actor.person_id
    order = db.get(PurchaseOrder, asked.order_id)
    assert order is not None
    return QuestionAnswered(**_question_facts(db, order, asked))


@operation(allowed=Role.SUPPLIER, group="supplier")
def announce_shipment(db: Session, actor: Actor, form: AnnounceShipment) -> ShipmentAnnounced:
    """Writes down what is on its way. Raises TooMuch when more is announced than is outstanding."""
    own_order(db, actor, form.order)
    order = taken(db, form.order)
    lines = lines_of(db, [form.order])
    wanted = _wanted(form, order, lines)
    shipment = Shipment(
        order_id=form.order,
        shipped_on=form.shipped_on or actor.today,
        arrives_on=form.arrives_on,
        carrier=checks.one_line(form.carrier, "carrier", 64),
        tracking=checks.one_line(form.tracking, "tracking", 64),
        note=checks.note(form.note),
        announced_by=actor.person_id,
        announced_at=actor.at,
    )
    if shipment.arrives_on is not None and shipment.arrives_on < shipment.shipped_on:
        raise Invalid(name="arrives_on", reason="before-shipped", detail=shipment.arrives_on.isoformat())
    db.add(shipment)
    db.flush()
    told = _shipped_lines(db, lines, wanted)
    for line_id, quantity in wanted.items():
        db.add(ShipmentLine(shipment_id=ident(shipment), line_id=line_id, quantity=quantity))
    return ShipmentAnnounced(
        shipment_id=ident(shipment),
        order_id=form.order,
        number=order.number,
        supplier=name_of(db, PARTY, order.supplier_id),
        warehouse_id=order.warehouse_id,
        shipped_on=shipment.shipped_on,
        arrives_on=shipment.arrives_on,
        carrier=shipment.carrier,
        tracking=shipment.tracking,
        lines=told,
        note=shipment.note,
    )


def _wanted(form: AnnounceShipment, order: PurchaseOrder, lines: list[PurchaseLine]) -> dict[int, Decimal]:
    """What is announced of each line; without lines, all that is outstanding."""
    wanted: dict[int, Decimal] = {}
    for said in form.lines or [ShippedLine(line=ident(w), quantity=w.outstanding) for w in lines if w.outstanding > 0]:
        line_of(lines, said.line)
        wanted[said.line] = wanted.get(said.line, ZERO) + checks.positive(said.quantity)
    if not wanted:
        raise Invalid(name="lines", reason="nothing-outstanding", detail=order.number)
    return wanted


def _shipped_lines(db: Session, lines: list[PurchaseLine], wanted: dict[int, Decimal]) -> list[ShippedLineFact]:
    ids = sorted({line.product_id for line in lines})
    names, units = product_names(db, ids), units_of(db, ids)
    told = []
    for line_id, quantity in wanted.items():
        line = line_of(lines, line_id)
        checks.counted(db, [(line.product_id, quantity)])
        if quantity > line.outstanding:
            raise TooMuch(
                product=names[line.product_id][0],
                wanted=quantity,
                possible=line.outstanding,
                units=units[line.product_id],
            )
        measure = Measure(quantity=quantity, units=units[line.product_id])
        told.append(ShippedLineFact(line_id=line_id, product=names[line.product_id][0], quantity=measure))
    return told


def _question_facts(db: Session, order: PurchaseOrder, asked: SupplierQuestion) -> dict[str, object]:
    product = ""
    if asked.line_id is not None:
        line = db.get(PurchaseLine, asked.line_id)
        product = product_names(db, [line.product_id])[line.product_id][0] if line else ""
    return {
        "question_id": ident(asked),
        "order_id": ident(order),
        "number": order.number,
        "supplier": name_of(db, PARTY, order.supplier_id),
        "product": product,
        "question": asked.question,
        "answer": asked.answer,
    }
