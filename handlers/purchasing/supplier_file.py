"""What was agreed with a supplier, and its own names and prices for our products."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from handlers.facts import Cost, product_names
from handlers.places import check_party
from handlers.purchasing.drafting import check_money, check_tax
from handlers.purchasing.facts import PARTY, CostPrice, name_of
from handlers.purchasing.orders import BUYERS, READERS, minor_of, terms_of
from handlers.purchasing.prices import LISTED, PriceFact, price_history
from models.errors import Invalid, NotFound
from models.operation import Actor, Form, Measure, Outcome, Price, Ref, operation
from models.party import Party
from models.people import LEADERS
from models.product import LookupChange, Product
from models.purchase import PERCENT_PLACES, Percent
from models.supplier import CreditRating, PaymentTerm, SupplierListPrice, SupplierProduct, SupplierTerms
from models.units import units_of
from models.values import ZERO, Amount, Day, Quantity, Text

LONGEST_TERM = 365
LONGEST_LEAD = 365
LAST_HOUR = 23
MOST_OVER = Decimal(100)


class SetSupplierTerms(Form):
    """Terms of a supplier are agreed; what is left out stays as it is."""

    supplier: Annotated[int, Ref(Party, role="supplier")]
    credit_rating: CreditRating | None = None
    payment_term: PaymentTerm | None = None
    term_days: int | None = None
    lead_time_days: int | None = None
    minimum_order: Amount | None = None
    cutoff_hour: int | None = None
    over_delivery_percent: Percent | None = None
    tax_rate: Percent | None = None
    prices_include_tax: bool | None = None
    tax_recoverable: bool | None = None
    shares_stock: bool | None = None
    rank: int | None = None


class TermsFact(BaseModel):
    """The terms of a supplier."""

    model_config = ConfigDict(frozen=True)
    credit_rating: CreditRating
    payment_term: PaymentTerm
    term_days: int
    lead_time_days: int | None = None
    minimum_order: Cost
    cutoff_hour: int | None = None
    over_delivery_percent: Decimal
    tax_rate: Decimal
    prices_include_tax: bool
    tax_recoverable: bool
    shares_stock: bool
    rank: int | None = None


class SupplierTermsSet(TermsFact, Outcome):
    """The terms hold from now on."""

    supplier_id: int
    supplier: str


class SetSupplierProduct(Form):
    """What a supplier calls a product, and asks for it."""

    supplier: Annotated[int, Ref(Party, role="supplier")]
    product: Annotated[int, Ref(Product)]
    price: Price | None = None
    code: Text = ""
    name: Text = ""
    minimum_quantity: Quantity | None = None
    priced_on: Day | None = None


class SupplierProductFact(BaseModel):
    """One product of a supplier's list."""

    model_config = ConfigDict(frozen=True)
    product_id: int
    product: str
    sku: str
    code: str = ""
    name: str = ""
    price: CostPrice | None = None
    minimum_quantity: Measure
    priced_on: date | None = None


class SupplierProductSet(SupplierProductFact, Outcome):
    """The supplier's list says so now."""

    supplier_id: int
    supplier: str
    old_price: CostPrice | None = None


class ListSupplierProducts(Form):
    """What does this supplier sell, and for how much?"""

    supplier: Annotated[int, Ref(Party, role="supplier")]


class SupplierProductsListed(Outcome):
    """The supplier's list."""

    supplier: str
    products: list[SupplierProductFact]


class ShowPriceHistory(Form):
    """What did this product cost, and where?"""

    product: Annotated[int, Ref(Product)]
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None


class PriceHistoryShown(Outcome):
    """The last prices, the newest first."""

    product: str
    prices: list[PriceFact]


@operation(allowed=BUYERS, group="purchase")
def set_supplier_terms(db: Session, actor: Actor, form: SetSupplierTerms) -> SupplierTermsSet:
    """Changes what is given. Consent to see our stock is given by leaders only."""
    check_party(db, form.supplier, "supplier")
    terms = terms_of(db, form.supplier)
    if form.shares_stock is not None and not actor.has(LEADERS):
        raise Invalid(name="shares_stock", reason="leaders-only")
    changes = {name: value for name, value in form.model_dump().items() if name != "supplier" and value is not None}
    _check_terms(actor, changes)
    for name, value in changes.items():
        setattr(terms, name, value)
    db.add(terms)
    db.flush()
    return SupplierTermsSet(
        supplier_id=form.supplier, supplier=name_of(db, PARTY, form.supplier), **dict(terms_fact(terms))
    )


@operation(allowed=BUYERS, group="purchase")
def set_supplier_product(db: Session, actor: Actor, form: SetSupplierProduct) -> SupplierProductSet:
    """Notes the supplier's code, name or price; a new price joins the history."""
    check_party(db, form.supplier, "supplier")
    if form.product not in checks.products(db, [form.product]):
        raise NotFound(kind="product", text=str(form.product))
    query = select_rows(SupplierProduct).where(col(SupplierProduct.supplier_id) == form.supplier)
    row = db.exec(query.where(col(SupplierProduct.product_id) == form.product)).first()
    row = row or SupplierProduct(supplier_id=form.supplier, product_id=form.product)
    old = row.price
    row.code = checks.one_line(form.code, "code", 64) or row.code
    row.name = checks.one_line(form.name, "name", 200) or row.name
    if form.minimum_quantity is not None:
        row.minimum_quantity = checks.positive(form.minimum_quantity, "minimum_quantity")
    row.updated_at = actor.at
    if form.price is not None:
        checks.value_of(form.price, Decimal(1))
        row.set_price(form.price)
        row.priced_on = checks.day(actor, form.priced_on) or actor.today
        listed = SupplierListPrice(supplier_id=form.supplier, product_id=form.product, since_on=row.priced_on)
        listed.set_price(form.price)
        db.add(listed)
    db.add(row)
    # Its own code and name are words for the product, in this supplier's context.
    db.add(LookupChange(kind="product", target_id=form.product))
    db.flush()
    return SupplierProductSet(
        supplier_id=form.supplier,
        supplier=name_of(db, PARTY, form.supplier),
        **dict(_listed(db, [row])[0]),
        old_price=old,
    )


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def supplier_products(db: Session, actor: Actor, form: ListSupplierProducts) -> SupplierProductsListed:
    """Lists a supplier's products with its codes and prices."""
    query = select_rows(SupplierProduct).where(col(SupplierProduct.supplier_id) == form.supplier)
    rows = list(db.exec(query.order_by(col(SupplierProduct.product_id)).limit(500)))
    return SupplierProductsListed(supplier=name_of(db, PARTY, form.supplier), products=_listed(db, rows))


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def purchase_prices(db: Session, actor: Actor, form: ShowPriceHistory) -> PriceHistoryShown:
    """Shows what a product cost, from orders and lists."""
    names = product_names(db, [form.product])
    if form.product not in names:
        raise NotFound(kind="product", text=str(form.product))
    return PriceHistoryShown(product=names[form.product][0], prices=price_history(db, form.product, form.supplier))


def terms_fact(terms: SupplierTerms) -> TermsFact:
    """Terms as facts."""
    return TermsFact.model_validate(terms.model_dump(exclude={"party_id"}))


def supplier_codes(db: Session, supplier_id: int) -> dict[str, int]:
    """The supplier's own codes and names, lower case, and the products they mean."""
    query = select(LISTED.c.product_id, LISTED.c.code, LISTED.c.name).where(LISTED.c.supplier_id == supplier_id)
    return {text.lower(): row.product_id for row in db.execute(query) for text in (row.name, row.code) if text}


def _check_terms(actor: Actor, changes: dict[str, Any]) -> None:
    bounds = {
        "term_days": (0, LONGEST_TERM),
        "lead_time_days": (0, LONGEST_LEAD),
        "cutoff_hour": (0, LAST_HOUR),
        "rank": (1, 999),
    }
    for name, (least, most) in bounds.items():
        if name in changes and not least <= changes[name] <= most:
            raise Invalid(name=name, reason="out-of-bounds", detail=f"{least}-{most}")
    if "minimum_order" in changes:
        check_money(changes["minimum_order"], "minimum_order", minor_of(actor))
    if "tax_rate" in changes:
        check_tax(changes["tax_rate"])
    percent = changes.get("over_delivery_percent", ZERO)
    if not ZERO <= percent <= MOST_OVER:
        raise Invalid(name="over_delivery_percent", reason="out-of-bounds", detail=f"0-{MOST_OVER}")
    if percent != round(percent, PERCENT_PLACES):
        raise Invalid(name="over_delivery_percent", reason="too-fine", detail=str(percent))


def _listed(db: Session, rows: list[SupplierProduct]) -> list[SupplierProductFact]:
    ids = sorted({row.product_id for row in rows})
    names, units = product_names(db, ids), units_of(db, ids)
    return [
        SupplierProductFact(
            product_id=row.product_id,
            product=names[row.product_id][0],
            sku=names[row.product_id][1],
            code=row.code,
            name=row.name,
            price=row.price,
            minimum_quantity=Measure(quantity=row.minimum_quantity, units=units[row.product_id]),
            priced_on=row.priced_on,
        )
        for row in rows
    ]
