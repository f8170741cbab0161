"""A return as facts: what went back, what it takes out of stock's value, and what is owed less."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import Cost, product_names, stock_in
from handlers.purchasing.facts import PARTY, WAREHOUSE, name_of
from handlers.purchasing.orders import RECEIPT, ident
from handlers.purchasing.receipt_facts import receipt_lines
from models.operation import Measure, Outcome
from models.purchase_receipt import PurchaseReturn, PurchaseReturnLine, PurchaseReturnReason
from models.units import units_of
from models.values import ZERO


class ReturnLineFact(BaseModel):
    """One line of a return."""

    model_config = ConfigDict(frozen=True)
    receipt_line_id: int
    product_id: int
    product: str
    sku: str
    quantity: Measure
    cost: Cost | None = None
    credit: Cost | None = None
    stock: Measure


class ReturnFact(Outcome):
    """A return as it stands."""

    return_id: int
    number: str
    receipt_number: str
    supplier_id: int
    supplier: str
    warehouse_id: int
    warehouse: str
    returned_on: date
    reason: PurchaseReturnReason
    replace: bool
    lines: list[ReturnLineFact]
    total: Cost | None = None
    """What is owed less."""
    cost_difference: Cost | None = None
    """What the goods had cost beyond what stock still held for them."""
    note: str = ""


def return_facts(db: Session, made: PurchaseReturn) -> dict[str, Any]:
    """The facts of a return."""
    query = select_rows(PurchaseReturnLine).where(col(PurchaseReturnLine.return_id) == made.id)
    rows = db.exec(query.order_by(col(PurchaseReturnLine.line))).all()
    lines = {row.id: row for row in receipt_lines(db, made.receipt_id)}
    ids = sorted({lines[row.receipt_line_id].product_id for row in rows})
    names, units, stock = product_names(db, ids), units_of(db, ids), stock_in(db, made.warehouse_id, ids)
    told = []
    for row in rows:
        product_id = lines[row.receipt_line_id].product_id
        told.append(
            ReturnLineFact(
                receipt_line_id=row.receipt_line_id,
                product_id=product_id,
                product=names[product_id][0],
                sku=names[product_id][1],
                quantity=Measure(quantity=row.quantity, units=units[product_id]),
                cost=row.cost,
                credit=row.gross,
                stock=Measure(quantity=stock.get(product_id, ZERO), units=units[product_id]),
            )
        )
    difference = sum((row.cost_of_line - row.cost for row in rows), ZERO)
    return {
        "posting_id": made.posting_id,
        "return_id": ident(made),
        "number": made.number,
        "receipt_number": db.scalar(select(RECEIPT.c.number).where(RECEIPT.c.id == made.receipt_id)) or "",
        "supplier_id": made.supplier_id,
        "supplier": name_of(db, PARTY, made.supplier_id),
        "warehouse_id": made.warehouse_id,
        "warehouse": name_of(db, WAREHOUSE, made.warehouse_id),
        "returned_on": made.returned_on,
        "reason": PurchaseReturnReason(made.reason),
        "replace": made.replace,
        "lines": told,
        "total": sum((row.gross for row in rows), ZERO),
        "cost_difference": difference or None,
        "note": made.note,
    }
