"""The batch that goods came in (批次): found by its code, or made."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from handlers import checks
from models.errors import Invalid
from models.product import Product
from models.stock import NO_LOT, Lot
from models.table import table

LOT = table(Lot)


def lot_of(db: Session, product_id: int, said: str, produced_on: date | None) -> int:
    """The lot of that code, made if it is new; without a code the production day is one; NO_LOT when neither is said.

    It expires when the product's shelf life after production is over. Raises Invalid when the lot has another day.
    """
    code = checks.one_line(said, "lot", 64)
    if not code and produced_on is None:
        return NO_LOT
    if not code and produced_on is not None:
        code = f"{produced_on:%Y%m%d}"
    product = db.get(Product, product_id)
    days = product.shelf_life_days if product else None
    expires = produced_on + timedelta(days=days) if produced_on and days is not None else None
    dialect: Any = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    dates = {"produced_on": produced_on, "expires_on": expires}
    # Two may bring the same new lot at once: the second takes the first one's row.
    db.execute(dialect.insert(LOT).values(product_id=product_id, code=code, **dates).on_conflict_do_nothing())
    found = db.execute(select(LOT).where(LOT.c.product_id == product_id, LOT.c.code == code)).one()
    if produced_on is not None and found.produced_on is None:
        db.execute(LOT.update().where(LOT.c.id == found.id).values(**dates))
    elif produced_on not in (None, found.produced_on):
        raise Invalid(name="produced_on", reason="other-day-in-lot", detail=code)
    return int(found.id)
