"""Making orders: from lines, from an older order, from requests, and for other parts of the program."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field
from sqlalchemy import select
from sqlmodel import Session

from handlers import checks
from handlers.places import check_party, my_warehouses
from handlers.purchasing.choices import likely_suppliers, live_orders
from handlers.purchasing.facts import OrderFact, order_facts
from handlers.purchasing.orders import (
    BUYERS,
    ident,
    lines_of,
    minor_of,
    order_of,
    order_scope,
    share_charges,
    terms_of,
)
from handlers.purchasing.prices import last_prices
from models.errors import Archived, Invalid
from models.location import Warehouse
from models.numbering import next_number
from models.operation import Actor, Form, Price, Ref, Suggest, operation
from models.party import Party
from models.place import place_in
from models.product import Product
from models.purchase import PERCENT_PLACES, Percent, PurchaseLine, PurchaseOrder
from models.supplier import SupplierTerms
from models.table import table
from models.values import ZERO, Amount, Day, Quantity, Text, day_of, scaled

PRODUCT = table(Product)
PREFIX = "PO"
MOST_TAX = Decimal(100)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line to order. What is left out is proposed: the supplier's last price, its tax rate and lead time."""

    product_id: int
    quantity: Decimal
    price: Price | None = None
    unit: str = ""
    tax_rate: Decimal | None = None
    expected_on: date | None = None
    request_line_id: int | None = None


class OrderedProduct(Form):
    """Some of one product is ordered."""

    product: Annotated[int, Ref(Product)]
    quantity: Quantity
    price: Price | None = None
    unit: Text = ""
    tax_rate: Percent | None = None
    expected_on: Day | None = None


class OrderPurchase(Form):
    """Goods are ordered from a supplier: a draft, until it is submitted."""

    lines: Annotated[list[OrderedProduct], Field(min_length=1, max_length=200)]
    supplier: Annotated[int, Ref(Party, role="supplier"), Suggest(likely_suppliers)]
    warehouse: Annotated[int, Ref(Warehouse), Suggest(my_warehouses)]
    expected_on: Day | None = None
    prices_include_tax: bool | None = None
    discount: Amount = ZERO
    freight: Amount = ZERO
    note: Text = ""


class OrderDrafted(OrderFact):
    """An order is drafted."""


class CopyOrder(Form):
    """The same again."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(live_orders, fill=False)]
    expected_on: Day | None = None


@operation(allowed=BUYERS, group="purchase")
def order_purchase(db: Session, actor: Actor, form: OrderPurchase) -> OrderDrafted:
    """Drafts an order; prices not given are the supplier's last ones."""
    lines = [
        DraftLine(line.product, line.quantity, line.price, line.unit, line.tax_rate, line.expected_on)
        for line in form.lines
    ]
    order = draft_order(
        db,
        actor,
        form.supplier,
        form.warehouse,
        lines,
        "message",
        expected_on=form.expected_on,
        prices_include_tax=form.prices_include_tax,
        discount=form.discount,
        freight=form.freight,
        note=form.note,
    )
    return OrderDrafted(**order_facts(db, actor, order))


@operation(allowed=BUYERS, scope=order_scope, group="purchase")
def copy_order(db: Session, actor: Actor, form: CopyOrder) -> OrderDrafted:
    """Drafts an order with the lines of an older one, at today's prices and days."""
    old = order_of(db, form.order)
    lines = [
        DraftLine(line.product_id, line.agreed, unit=line.unit, tax_rate=line.tax_rate)
        for line in lines_of(db, [form.order])
        if line.agreed > 0
    ]
    order = draft_order(
        db,
        actor,
        old.supplier_id,
        old.warehouse_id,
        lines,
        f"copy:{form.order}",
        expected_on=form.expected_on,
        prices_include_tax=old.prices_include_tax,
        note=old.note,
    )
    return OrderDrafted(**order_facts(db, actor, order))


def draft_order(
    db: Session,
    actor: Actor,
    supplier_id: int,
    warehouse_id: int,
    lines: Sequence[DraftLine],
    origin: str,
    *,
    expected_on: date | None = None,
    prices_include_tax: bool | None = None,
    discount: Decimal = ZERO,
    freight: Decimal = ZERO,
    note: str = "",
) -> PurchaseOrder:
    """Drafts an order; the way in for other parts of the program too (``origin``: ``reorder`` …).

    Raises Invalid, NotFound, Archived, FractionOfUnit, OutOfRange or Inexact, as the lines deserve.
    """
    _check_ends(db, supplier_id, warehouse_id)
    terms = terms_of(db, supplier_id)
    day = check_expected(actor, expected_on) or usual_day(actor, terms)
    minor = minor_of(actor)
    order = PurchaseOrder(
        number=next_number(db, PREFIX, actor.today),
        supplier_id=supplier_id,
        warehouse_id=warehouse_id,
        requester_id=actor.person_id,
        origin=origin,
        ordered_on=actor.today,
        expected_on=day,
        prices_include_tax=terms.prices_include_tax if prices_include_tax is None else prices_include_tax,
        tax_recoverable=terms.tax_recoverable,
        discount=check_money(discount, "discount", minor),
        freight=check_money(freight, "freight", minor),
        note=checks.note(note),
        created_at=actor.at,
    )
    db.add(order)
    db.flush()
    made = order_lines(db, actor, order, lines, terms, 1)
    share_charges(db, order, made, minor)
    db.flush()
    return order


def order_lines(
    db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[DraftLine], terms: SupplierTerms, first: int
) -> list[PurchaseLine]:
    """Adds lines to an order, numbered from ``first``; prices left out are the supplier's last ones."""
    products = checks.counted(db, [(line.product_id, line.quantity) for line in lines])
    check_products(db, products.keys())
    prices = last_prices(db, order.supplier_id, products.keys(), with_tax=order.prices_include_tax)
    made = []
    for number, line in enumerate(lines, first):
        price = line.price or prices.get(line.product_id)
        checks.value_of(price, line.quantity)
        day = check_expected(actor, line.expected_on) or order.expected_on
        row = PurchaseLine(
            order_id=ident(order),
            line=number,
            product_id=line.product_id,
            unit=_unit(line, price, products[line.product_id]),
            ordered=line.quantity,
            outstanding=line.quantity,
            tax_rate=check_tax(line.tax_rate if line.tax_rate is not None else terms.tax_rate),
            expected_on=day,
            first_expected_on=day,
            request_line_id=line.request_line_id,
        )
        row.set_price(price)
        db.add(row)
        made.append(row)
    db.flush()
    return made


def _check_ends(db: Session, supplier_id: int, warehouse_id: int) -> None:
    """Raises NotFound or Archived unless the supplier sells and the warehouse takes in."""
    check_party(db, supplier_id, "supplier")
    place_in(db, warehouse_id)


def usual_day(actor: Actor, terms: SupplierTerms) -> date | None:
    """When goods ordered now come, by the supplier's lead time and cut-off hour."""
    local = actor.at.astimezone(actor.company.zone)
    return terms.expected_on(day_of(actor.at, actor.company.zone), local.hour)


def check_expected(actor: Actor, day: date | None) -> date | None:
    """A day on which goods are to come. Raises Invalid: in-past."""
    if day is not None and day < actor.today:
        raise Invalid(name="expected_on", reason="in-past", detail=day.isoformat())
    return day


def check_money(amount: Decimal, field: str, minor: int) -> Decimal:
    """An amount of money in whole coins, not below zero. Raises Invalid, Inexact, OutOfRange."""
    if amount.is_finite() and amount < 0:
        raise Invalid(name=field, reason="negative", detail=str(amount)[:40])
    scaled(amount, minor)
    return checks.unit_price(amount, field) or ZERO


def check_tax(rate: Decimal) -> Decimal:
    """A tax rate in per cent. Raises Invalid (negative, too-high) or Inexact."""
    if not rate.is_finite() or rate > MOST_TAX:
        raise Invalid(name="tax_rate", reason="too-high", detail=str(rate)[:40])
    if rate < 0:
        raise Invalid(name="tax_rate", reason="negative", detail=str(rate)[:40])
    scaled(rate, PERCENT_PLACES)
    return rate


def check_products(db: Session, product_ids: Collection[int]) -> None:
    """Raises Archived when one of the products is no longer bought."""
    query = select(PRODUCT.c.name).where(PRODUCT.c.id.in_(sorted(product_ids)), PRODUCT.c.archived_at.is_not(None))
    name = db.scalar(query.limit(1))
    if name is not None:
        raise Archived(kind="product", text=name)


def _unit(line: DraftLine, price: Price | None, product: checks.Counted) -> str:
    """The unit to order in: as said, as priced, or the largest that the quantity fills."""
    names = [name for name, _, _ in product.units]
    for said in (line.unit, price.unit if line.price and price else ""):
        if said and said in names:
            return said
    for name, numerator, denominator in product.units:
        if (Fraction(line.quantity) * denominator / numerator).denominator == 1:
            return name
    return names[-1] if names else ""
