"""What a product costs to buy and to sell: as it is registered, and what the goods that lie here have cost."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from handlers.checks import products
from handlers.facts import Cost, SalePrice
from models.balance import worth_of
from models.errors import NotFound
from models.operation import Actor, Form, Outcome, Ref, Units, operation
from models.people import STAFF
from models.product import Product
from models.values import rounded


class PriceOf(Form):
    """What does one product cost."""

    product: Annotated[int, Ref(Product)]


class PackPrice(BaseModel):
    """What one pack is sold for, at the price of its base units."""

    model_config = ConfigDict(frozen=True)
    unit: str
    price: SalePrice


class PriceTold(Outcome):
    """The prices of a product, for one ``unit``, as far as they are registered."""

    product_id: int
    product: str
    sku: str
    unit: str
    sale_price: SalePrice | None = None
    packs: list[PackPrice]
    purchase_price: Cost | None = None
    average: Cost | None = None
    """What the goods that the actor may see have cost on average."""


@operation(allowed=STAFF, confirm=False, audited=False)
def price_of(db: Session, actor: Actor, form: PriceOf) -> PriceTold:
    """The sale price, and for those entitled the purchase price and the average cost. Raises NotFound."""
    product, found = db.get(Product, form.product), products(db, [form.product]).get(form.product)
    if product is None or found is None:
        raise NotFound(kind="product", text=str(form.product))
    price = product.sale_price
    return PriceTold(
        product_id=form.product,
        product=found.name,
        sku=found.sku,
        unit=found.units[-1][0],
        sale_price=price,
        packs=[] if price is None else _packs(price, found.units[:-1]),
        purchase_price=product.purchase_price,
        average=worth_of(db, form.product, actor.warehouses(STAFF)).average,
    )


def _packs(price: Decimal, packs: Units) -> list[PackPrice]:
    return [PackPrice(unit=name, price=rounded(Fraction(price) * above / below)) for name, above, below in packs]
