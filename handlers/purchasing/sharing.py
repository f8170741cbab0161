"""What a supplier may see of us, where we let it (供应商信息共享): stock and usage of its own products."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, or_, select
from sqlmodel import Session

from handlers.facts import COST, product_names
from handlers.purchasing.evidence import USAGE_DAYS, usage_of
from handlers.purchasing.facts import WAREHOUSE
from handlers.purchasing.prices import LISTED
from handlers.purchasing.tracking import on_order
from models.errors import NotAllowed
from models.operation import Actor, Form, Measure, Outcome, operation
from models.people import Role
from models.product import Product
from models.supplier import SupplierTerms
from models.table import table
from models.units import units_of
from models.values import ZERO

PRODUCT, TERMS = table(Product), table(SupplierTerms)
MOST = 100


class SharedStock(Form):
    """How much is left of what we deliver?"""


class SharedProduct(BaseModel):
    """One of the supplier's own products, over all warehouses."""

    model_config = ConfigDict(frozen=True)
    product_id: int
    product: str
    on_hand: Measure
    on_order: Measure
    """On order in all, at whomever."""
    usage: Measure
    """Used in the last thirty days."""


class SharedStockShown(Outcome):
    """Stock and usage of the supplier's own products."""

    products: list[SharedProduct]
    days: int = USAGE_DAYS


@operation(allowed=Role.SUPPLIER, confirm=False, audited=False, group="supplier")
def shared_stock(db: Session, actor: Actor, form: SharedStock) -> SharedStockShown:
    """Shows a supplier its own products, if we agreed to that. Raises NotAllowed otherwise."""
    parties = sorted(actor.parties(Role.SUPPLIER))
    agreed = sorted(db.scalars(select(TERMS.c.party_id).where(TERMS.c.party_id.in_(parties), TERMS.c.shares_stock)))
    if not agreed or not actor.private:
        raise NotAllowed(operation="shared_stock")
    listed = select(LISTED.c.product_id).where(LISTED.c.supplier_id.in_(agreed))
    query = select(PRODUCT.c.id).where(or_(PRODUCT.c.supplier_id.in_(agreed), PRODUCT.c.id.in_(listed)))
    ids = list(db.scalars(query.where(PRODUCT.c.archived_at.is_(None)).order_by(PRODUCT.c.id).limit(MOST)))
    names, units = product_names(db, ids), units_of(db, ids)
    here = select(COST.c.product_id, func.sum(COST.c.quantity)).where(COST.c.product_id.in_(ids))
    stock = {row[0]: row[1] for row in db.execute(here.group_by(COST.c.product_id))}
    coming: dict[int, Decimal] = {}
    for (product_id, _), quantity in on_order(db, ids).items():
        coming[product_id] = coming.get(product_id, ZERO) + quantity
    used: dict[int, Decimal] = {}
    for warehouse_id in db.scalars(select(WAREHOUSE.c.id)).all():
        for product_id, quantity in usage_of(db, actor.today, warehouse_id, ids).items():
            used[product_id] = used.get(product_id, ZERO) + quantity
    told = [
        SharedProduct(
            product_id=key,
            product=names[key][0],
            on_hand=Measure(quantity=stock.get(key, ZERO), units=units[key]),
            on_order=Measure(quantity=coming.get(key, ZERO), units=units[key]),
            usage=Measure(quantity=used.get(key, ZERO), units=units[key]),
        )
        for key in ids
    ]
    return SharedStockShown(products=told)
