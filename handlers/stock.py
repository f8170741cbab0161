"""Goods in and out without an order, between warehouses, and corrections of what lies there."""

from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from handlers.facts import PostingFact, line_facts
from handlers.places import home_of, my_warehouses, outside
from models import ledger
from models.location import LocationKind, Warehouse
from models.operation import Actor, Form, Price, Ref, Suggest, operation
from models.party import Party
from models.people import Role
from models.product import Product
from models.stock import PostingKind
from models.values import Day, Quantity, Text, rounded


class GoodsInLine(Form):
    """Some of one product arrives."""

    product: Annotated[int, Ref(Product)]
    quantity: Quantity
    cost: Price | None = None


class ReceiveGoods(Form):
    """Goods arrive without an order."""

    lines: Annotated[list[GoodsInLine], Field(min_length=1, max_length=200)]
    warehouse: Annotated[int, Ref(Warehouse), Suggest(my_warehouses)]
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    happened_on: Day | None = None
    note: Text = ""


class GoodsReceived(PostingFact):
    """Goods are in."""


@operation(allowed=Role.WAREHOUSE | Role.BUYER | Role.MANAGER | Role.OWNER)
def receive_goods(db: Session, actor: Actor, form: ReceiveGoods) -> GoodsReceived:
    """Books goods in from outside at the cost stated, or at the average of what lies there."""
    source, home = outside(db, LocationKind.SUPPLIER), home_of(db, form.warehouse)
    moves = [
        ledger.Move(
            line.product,
            source,
            home,
            line.quantity,
            value=rounded(line.cost.of(line.quantity)) if line.cost else None,
            line=number,
        )
        for number, line in enumerate(form.lines, 1)
    ]
    posting = ledger.post(
        db,
        actor,
        PostingKind.GOODS_IN,
        moves,
        happened_on=form.happened_on,
        party_id=form.supplier,
        note=form.note,
    )
    return GoodsReceived(**line_facts(db, posting, form.warehouse))
