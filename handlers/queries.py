"""Questions about stock: how much there is, where, and why it is that much. They change nothing."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.checks import Counted
from handlers.facts import Cost, warehouse_name
from handlers.places import open_warehouses
from models.balance import Warehouses, Worth, balance_of, by_warehouse, worth_of
from models.errors import Invalid, NotFound
from models.location import Warehouse
from models.operation import Actor, Form, Measure, Outcome, Ref, operation
from models.people import STAFF
from models.product import Product
from models.stock import PostingKind, StockCost
from models.stock_card import CardLine, Mark, card, stock_on
from models.table import table
from models.values import ZERO, Day

WAREHOUSE, COST = table(Warehouse), table(StockCost)

HISTORY = 6
"""Moves told at once: what fits one screen of a phone."""
MOST_HISTORY = 50


class StockOf(Form):
    """How much is there of one product, or was there at the end of a day."""

    product: Annotated[int, Ref(Product)]
    warehouse: Annotated[int | None, Ref(Warehouse, among=open_warehouses)] = None
    happened_on: Day | None = None


class StockPlace(BaseModel):
    """What there is of a product in one warehouse."""

    model_config = ConfigDict(frozen=True)
    warehouse: str
    on_hand: Measure
    reserved: Measure | None = None
    available: Measure | None = None
    """Where some is reserved: what is not."""
    value: Cost | None = None


class StockTold(Outcome):
    """What there is of a product, in the warehouses the actor may see."""

    product_id: int
    product: str
    sku: str
    on_hand: Measure
    reserved: Measure | None = None
    available: Measure | None = None
    value: Cost | None = None
    average: Cost | None = None
    """Average cost of one ``unit``."""
    unit: str = ""
    places: list[StockPlace]


class PastStockTold(StockTold):
    """What there was of a product at the end of a day."""

    happened_on: date


@operation(allowed=STAFF, confirm=False, audited=False)
def stock_of(db: Session, actor: Actor, form: StockOf) -> StockTold:
    """On hand, reserved and available of a product, in all and by warehouse. Raises NotFound, Invalid (in-future)."""
    product, scope = _product(db, form.product), _scope(actor, form.warehouse)
    day = _past_day(actor, form.happened_on)
    if day is not None:
        return _past(db, actor, form.product, product, scope, day)
    there = by_warehouse(db, form.product, scope)
    balance, worth = balance_of(db, form.product, scope), worth_of(db, form.product, scope)
    names, values = _names_and_values(db, form.product, there)
    places = [
        StockPlace(
            warehouse=names[warehouse_id],
            on_hand=_measure(product, found.on_hand),
            reserved=_measure(product, found.reserved) if found.reserved else None,
            available=_measure(product, found.available) if found.reserved else None,
            value=values.get(warehouse_id, ZERO),
        )
        for warehouse_id, found in there.items()
        if found.on_hand or found.reserved
    ]
    return StockTold(
        product_id=form.product,
        product=product.name,
        sku=product.sku,
        on_hand=_measure(product, balance.on_hand),
        reserved=_measure(product, balance.reserved) if balance.reserved else None,
        available=_measure(product, balance.available) if balance.reserved else None,
        value=worth.value if worth.quantity else None,
        average=worth.average,
        unit=product.units[-1][0] if product.units else "",
        places=places,
    )


def _past(db: Session, actor: Actor, product_id: int, product: Counted, scope: Warehouses, day: date) -> PastStockTold:
    held = stock_on(db, day, actor.today, warehouses=scope, product_ids=[product_id])
    there = {key.warehouse_id: worth for key, worth in sorted(held.items())}
    names, _ = _names_and_values(db, product_id, there)
    quantity = sum((worth.quantity for worth in there.values()), ZERO)
    value = sum((worth.value for worth in there.values()), ZERO)
    return PastStockTold(
        product_id=product_id,
        product=product.name,
        sku=product.sku,
        on_hand=_measure(product, quantity),
        value=value if quantity else None,
        average=Worth(quantity, value).average,
        unit=product.units[-1][0] if product.units else "",
        happened_on=day,
        places=[
            StockPlace(warehouse=names[key], on_hand=_measure(product, worth.quantity), value=worth.value)
            for key, worth in there.items()
        ],
    )


class HistoryOf(Form):
    """Why is there that much of one product."""

    product: Annotated[int, Ref(Product)]
    warehouse: Annotated[int | None, Ref(Warehouse, among=open_warehouses)] = None
    happened_on: Day | None = None
    """The moves up to the end of this day."""
    count: int = HISTORY


class HistoryLine(BaseModel):
    """One move: what came or went, and the balance after it."""

    model_config = ConfigDict(frozen=True)
    happened_on: date
    kind: PostingKind
    came: Measure | None = None
    went: Measure | None = None
    moved: Measure | None = None
    """What went from one of the warehouses told about to another, which changes nothing in all."""
    person: str = ""
    balance: Measure
    party: str = ""
    number: str
    value: Cost | None = None
    source: str = ""
    destination: str = ""
    note: str = ""


class HistoryTold(Outcome):
    """The last moves of a product, newest first, and what there was before them."""

    product_id: int
    product: str
    sku: str
    warehouse: str = ""
    on_hand: Measure
    lines: list[HistoryLine]
    earlier: Measure | None = None
    """What there was before the oldest move told; absent when the list is the whole story."""


class PastHistoryTold(HistoryTold):
    """The same up to the end of a day: ``on_hand`` is what there was then."""

    happened_on: date


@operation(allowed=STAFF, confirm=False, audited=False)
def history_of(db: Session, actor: Actor, form: HistoryOf) -> HistoryTold:
    """The moves that made the number what it is. Raises NotFound, Invalid (in-future)."""
    product, scope = _product(db, form.product), _scope(actor, form.warehouse)
    count = min(max(form.count, 1), MOST_HISTORY)
    day = _past_day(actor, form.happened_on)
    before = Mark(day + timedelta(days=1), 0) if day is not None else None
    lines = card(db, form.product, scope, before=before, limit=count + 1)
    told, more = lines[:count], lines[count:]
    now = balance_of(db, form.product, scope).on_hand if day is None else lines[0].balance if lines else ZERO
    facts: dict[str, Any] = {
        "product_id": form.product,
        "product": product.name,
        "sku": product.sku,
        "warehouse": warehouse_name(db, form.warehouse) if form.warehouse else "",
        "on_hand": _measure(product, now),
        "lines": [_line(product, line) for line in told],
        "earlier": _measure(product, more[0].balance) if more else None,
    }
    return HistoryTold(**facts) if day is None else PastHistoryTold(**facts, happened_on=day)


def _past_day(actor: Actor, day: date | None) -> date | None:
    """A day gone by; None: now. Raises Invalid (in-future)."""
    if day is not None and day > actor.today:
        raise Invalid(name="happened_on", reason="in-future", detail=day.isoformat())
    return day if day != actor.today else None


def _line(product: Counted, line: CardLine) -> HistoryLine:
    return HistoryLine(
        happened_on=line.happened_on,
        number=line.number,
        kind=line.kind,
        came=_measure(product, line.change) if line.change > ZERO else None,
        went=_measure(product, -line.change) if line.change < ZERO else None,
        moved=_measure(product, line.quantity) if line.change == ZERO else None,
        balance=_measure(product, line.balance),
        value=line.value,
        party=line.party,
        person=line.person,
        source=line.source,
        destination=line.destination,
        note=line.note,
    )


def _names_and_values(
    db: Session, product_id: int, warehouses: Collection[int]
) -> tuple[dict[int, str], dict[int, Decimal]]:
    """What warehouses are called, and what their goods of a product cost."""
    named = select(WAREHOUSE.c.id, WAREHOUSE.c.name).where(WAREHOUSE.c.id.in_(warehouses))
    costs = select(COST.c.warehouse_id, COST.c.value)
    costs = costs.where(COST.c.product_id == product_id, COST.c.warehouse_id.in_(warehouses))
    return {row.id: row.name for row in db.execute(named)}, {row.warehouse_id: row.value for row in db.execute(costs)}


def _product(db: Session, product_id: int) -> Counted:
    found = checks.products(db, [product_id])
    if product_id not in found:
        raise NotFound(kind="product", text=str(product_id))
    return found[product_id]


def _scope(actor: Actor, warehouse_id: int | None) -> Warehouses:
    """The warehouses asked about: the one named (the door has checked it), else all that the actor works in."""
    return actor.warehouses(STAFF) if warehouse_id is None else [warehouse_id]


def _measure(product: Counted, quantity: Decimal) -> Measure:
    return Measure(quantity=quantity, units=product.units)
