"""Goods in and out without an order, and transfers between warehouses."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from handlers import checks
from handlers.checks import Counted
from handlers.facts import PostingFact, line_facts, warehouse_name
from handlers.picking import pick
from handlers.places import (
    check_party,
    locations_there,
    my_warehouses,
    open_warehouses,
    other_warehouses,
    recent_customers,
    recent_suppliers,
)
from models import ledger
from models.errors import Conflict, Invalid, NotEnoughStock
from models.location import Location, LocationKind, Warehouse
from models.moves import Posted
from models.operation import Actor, Form, Price, Ref, Suggest, Suggestion, operation
from models.party import Party
from models.people import LEADERS, Role
from models.place import outside, place_in
from models.product import Product
from models.stock import PostingKind
from models.values import Day, Quantity, Text


class StockLine(Form):
    """Some of one product."""

    product: Annotated[int, Ref(Product)]
    quantity: Quantity


class GoodsInLine(StockLine):
    """Some of one product arrives."""

    cost: Price | None = None


class ReceiveGoods(Form):
    """Goods arrive without an order."""

    lines: Annotated[list[GoodsInLine], Field(min_length=1, max_length=checks.LINES)]
    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses), Suggest(my_warehouses)]
    supplier: Annotated[int | None, Ref(Party, role="supplier"), Suggest(recent_suppliers, fill=False)] = None
    location: Annotated[int | None, Ref(Location, among=locations_there)] = None
    happened_on: Day | None = None
    note: Text = ""


class GoodsReceived(PostingFact):
    """Goods are in."""


@operation(allowed=Role.WAREHOUSE | Role.BUYER | LEADERS)
def receive_goods(db: Session, actor: Actor, form: ReceiveGoods) -> GoodsReceived:
    """Books goods in from outside at the cost stated, or at the average of what lies there."""
    found = counted(db, form.lines)
    check_party(db, form.supplier, "supplier")
    there, source = place_in(db, form.warehouse, form.location), outside(db, LocationKind.SUPPLIER)
    moves = [
        ledger.Move(
            line.product, source, there, line.quantity, value=checks.value_of(line.cost, line.quantity), line=number
        )
        for number, line in enumerate(form.lines, 1)
    ]
    posting = ledger.post(
        db,
        actor,
        PostingKind.GOODS_IN,
        moves,
        happened_on=checks.day(actor, form.happened_on),
        party_id=form.supplier,
        note=checks.note(form.note),
        goods=checks.goods(found),
    )
    return GoodsReceived(**line_facts(db, actor, posting, form.warehouse, found=found))


class IssueReason(StrEnum):
    """Why goods leave without an order."""

    SOLD = "sold"
    USED = "used"
    SAMPLE = "sample"
    GIFT = "gift"
    REPLACEMENT = "replacement"
    PRODUCTION = "production"
    STAFF = "staff"
    OTHER = "other"


CONSUMED = frozenset({IssueReason.USED, IssueReason.PRODUCTION, IssueReason.STAFF, IssueReason.OTHER})
"""Reasons for which the goods go to no customer."""


def likely_reason(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """With a customer named, goods are sold."""
    return [Suggestion(IssueReason.SOLD)] if answers.get("customer") is not None else []


class IssueGoods(Form):
    """Goods leave without an order."""

    lines: Annotated[list[StockLine], Field(min_length=1, max_length=checks.LINES)]
    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses), Suggest(my_warehouses)]
    reason: Annotated[IssueReason, Suggest(likely_reason)]
    customer: Annotated[int | None, Ref(Party, role="customer"), Suggest(recent_customers, fill=False)] = None
    location: Annotated[int | None, Ref(Location, among=locations_there)] = None
    happened_on: Day | None = None
    note: Text = ""


class GoodsIssued(PostingFact):
    """Goods are out."""

    reason: IssueReason


@operation(allowed=Role.WAREHOUSE | Role.SELLER | LEADERS)
def issue_goods(db: Session, actor: Actor, form: IssueGoods) -> GoodsIssued:
    """Books goods out at the average cost of what lies there; refuses what is not available."""
    check_party(db, form.customer, "customer")
    found = counted(db, form.lines)
    gone_to = LocationKind.ADJUSTMENT if form.reason in CONSUMED else LocationKind.CUSTOMER
    posting = take_out(
        db,
        actor,
        PostingKind.GOODS_OUT,
        form.lines,
        found,
        warehouse=form.warehouse,
        location=form.location,
        destination=gone_to,
        happened_on=checks.day(actor, form.happened_on),
        party_id=form.customer,
        reason=form.reason,
        note=checks.note(form.note),
    )
    return GoodsIssued(**line_facts(db, actor, posting, form.warehouse, found=found), reason=form.reason)


class TransferStock(Form):
    """Goods go from one warehouse to another. Sending needs a role in the first only."""

    lines: Annotated[list[StockLine], Field(min_length=1, max_length=checks.LINES)]
    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses), Suggest(my_warehouses)]
    destination: Annotated[int, Ref(Warehouse, scoped=False), Suggest(other_warehouses)]
    location: Annotated[int | None, Ref(Location, among=locations_there)] = None
    happened_on: Day | None = None
    note: Text = ""


class StockTransferred(PostingFact):
    """Goods are in another warehouse; ``stock_there`` of a line is what lies there now."""

    destination: str


@operation(allowed=Role.WAREHOUSE | LEADERS)
def transfer_stock(db: Session, actor: Actor, form: TransferStock) -> StockTransferred:
    """Moves goods from one warehouse to another in one step; their cost travels with them."""
    if form.destination == form.warehouse:
        place = warehouse_name(db, form.warehouse)
        raise Invalid(name="destination", reason="same-place", detail=place)
    found = counted(db, form.lines)
    posting = take_out(
        db,
        actor,
        PostingKind.TRANSFER,
        form.lines,
        found,
        warehouse=form.warehouse,
        location=form.location,
        destination=place_in(db, form.destination),
        happened_on=checks.day(actor, form.happened_on),
        note=checks.note(form.note),
    )
    facts = line_facts(db, actor, posting, form.warehouse, there=form.destination, found=found)
    return StockTransferred(**facts, destination=posting.warehouses[form.destination])


def counted(db: Session, lines: Sequence[StockLine]) -> Mapping[int, Counted]:
    """The products of ``lines``, their quantities checked; raises as ``checks.counted``."""
    return checks.counted(db, [(line.product, line.quantity) for line in lines])


def take_out(
    db: Session,
    actor: Actor,
    kind: PostingKind,
    lines: Sequence[StockLine],
    found: Mapping[int, Counted],
    *,
    warehouse: int,
    location: int | None,
    destination: int | LocationKind,
    **facts: Any,
) -> Posted:
    """Posts ``lines``, of products ``found``, out of a warehouse; ``facts`` are the ledger's.

    ``destination``: a place, or the kind of an outside one. Raises as the ledger does.
    """
    place_in(db, warehouse, location)
    there = outside(db, destination) if isinstance(destination, LocationKind) else destination
    wanted = [(line.product, line.quantity) for line in lines]
    picks = pick(db, warehouse, wanted, found, actor.at, location)
    moves = [
        ledger.Move(
            part.level.product_id,
            part.level.location_id,
            there,
            part.quantity,
            lot_id=part.level.lot_id,
            line=part.line,
        )
        for part in picks
    ]
    try:
        return ledger.post(db, actor, kind, moves, goods=checks.goods(found), **facts)
    except NotEnoughStock as faster:
        # It was there when we looked; whoever took it may have left some elsewhere. The repeat will tell.
        raise Conflict from faster
