"""What was bought: by supplier, product, category, day or month; receipts less returns, over a period."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlmodel import Session

from handlers.facts import Cost
from handlers.purchasing.facts import PARTY
from handlers.purchasing.giving_back import RETURN, RETURN_LINE
from handlers.purchasing.orders import READERS, RECEIPT, RECEIPT_LINE
from models.errors import Invalid
from models.location import Warehouse
from models.operation import Actor, Form, Measure, Outcome, Ref, operation
from models.party import Party
from models.product import Category, Product
from models.purchase_receipt import Quality
from models.table import table
from models.units import units_of
from models.values import ZERO, Day

PRODUCT, CATEGORY = table(Product), table(Category)


class PurchaseReportBy(StrEnum):
    """What the rows of the report are."""

    SUPPLIER = "supplier"
    PRODUCT = "product"
    CATEGORY = "category"
    MONTH = "month"
    DAY = "day"


class PurchaseReport(Form):
    """What was bought? This month's unless told otherwise."""

    by: PurchaseReportBy = PurchaseReportBy.SUPPLIER
    since: Day | None = None
    until: Day | None = None
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    product: Annotated[int | None, Ref(Product)] = None
    category: Annotated[int | None, Ref(Category)] = None
    warehouse: Annotated[int | None, Ref(Warehouse)] = None


class ReportRow(BaseModel):
    """One supplier, product, category, month or day."""

    model_config = ConfigDict(frozen=True)
    key: str
    """The id, the month (2026-11) or the day."""
    label: str
    """Its name; empty where there is none (no category)."""
    quantity: Measure | None = None
    """Of one product only: litres and boxes do not add up."""
    received: Cost
    """Cost of what came, without recoverable tax."""
    returned: Cost
    cost: Cost
    """Received less returned."""
    gross: Cost
    """The same with tax: what is owed for it."""
    receipts: int


class PurchaseReported(Outcome):
    """The report; its formula is received − returned, by the days of receipt and return."""

    by: PurchaseReportBy
    since: date
    until: date
    rows: list[ReportRow]
    received: Cost
    returned: Cost
    cost: Cost
    gross: Cost
    receipts: int
    currency: str


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def purchase_report(db: Session, actor: Actor, form: PurchaseReport) -> PurchaseReported:
    """Adds up receipts and returns of the actor's warehouses over a period."""
    until = form.until or actor.today
    since = form.since or until.replace(day=1)
    if until < since:
        raise Invalid(name="until", reason="before-since", detail=until.isoformat())
    groups: dict[str, list[Any]] = defaultdict(list)
    facts = _facts(db, actor, form, since, until)
    for fact in facts:
        groups[_key(form.by, fact)].append(fact)
    labels = _labels(db, form.by, groups)
    rows = [_row(db, form.by, key, labels.get(key, key), found) for key, found in groups.items()]
    dated = form.by in (PurchaseReportBy.MONTH, PurchaseReportBy.DAY)
    rows.sort(key=(lambda row: row.key) if dated else (lambda row: (-row.cost, row.label)))
    whole = _row(db, PurchaseReportBy.SUPPLIER, "", "", facts)
    return PurchaseReported(
        by=form.by,
        since=since,
        until=until,
        rows=rows,
        received=whole.received,
        returned=whole.returned,
        cost=whole.cost,
        gross=whole.gross,
        receipts=whole.receipts,
        currency=actor.company.currency,
    )


def _facts(db: Session, actor: Actor, form: PurchaseReport, since: date, until: date) -> list[Any]:
    """Receipt lines (sign 1) and return lines (sign −1) of the period."""
    common = (RECEIPT_LINE.c.product_id, PRODUCT.c.category_id, RECEIPT.c.supplier_id, RECEIPT.c.id.label("receipt_id"))
    came = select(RECEIPT.c.received_on.label("day"), *common, RECEIPT_LINE.c.quantity, RECEIPT_LINE.c.cost)
    came = came.add_columns(RECEIPT_LINE.c.gross).join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
    came = came.where(RECEIPT_LINE.c.quality != Quality.REJECT, RECEIPT.c.received_on.between(since, until))
    went = select(RETURN.c.returned_on.label("day"), *common, RETURN_LINE.c.quantity)
    went = went.add_columns(RETURN_LINE.c.cost_of_line.label("cost"), RETURN_LINE.c.gross)
    went = went.join(RETURN, RETURN.c.id == RETURN_LINE.c.return_id)
    went = went.join(RECEIPT_LINE, RECEIPT_LINE.c.id == RETURN_LINE.c.receipt_line_id)
    went = went.join(RECEIPT, RECEIPT.c.id == RETURN.c.receipt_id)
    went = went.where(RETURN.c.undone_at.is_(None), RETURN.c.returned_on.between(since, until))
    found = []
    for query, sign in ((came, 1), (went, -1)):
        chosen = _narrowed(query.join(PRODUCT, PRODUCT.c.id == RECEIPT_LINE.c.product_id), actor, form)
        found += [(sign, row) for row in db.execute(chosen.where(RECEIPT.c.undone_at.is_(None)))]
    return found


def _narrowed(query: Any, actor: Actor, form: PurchaseReport) -> Any:
    for column, value in (
        (RECEIPT.c.supplier_id, form.supplier),
        (RECEIPT_LINE.c.product_id, form.product),
        (PRODUCT.c.category_id, form.category),
        (RECEIPT.c.warehouse_id, form.warehouse),
    ):
        if value is not None:
            query = query.where(column == value)
    scope = actor.warehouses(READERS)
    return query if scope is None else query.where(RECEIPT.c.warehouse_id.in_(sorted(scope)))


def _key(by: PurchaseReportBy, fact: tuple[int, Any]) -> str:
    row = fact[1]
    match by:
        case PurchaseReportBy.SUPPLIER:
            return str(row.supplier_id)
        case PurchaseReportBy.PRODUCT:
            return str(row.product_id)
        case PurchaseReportBy.CATEGORY:
            return str(row.category_id or "")
        case PurchaseReportBy.MONTH:
            return f"{row.day:%Y-%m}"
        case PurchaseReportBy.DAY:
            return f"{row.day:%Y-%m-%d}"


def _labels(db: Session, by: PurchaseReportBy, keys: Any) -> dict[str, str]:
    sources = {PurchaseReportBy.SUPPLIER: PARTY, PurchaseReportBy.PRODUCT: PRODUCT, PurchaseReportBy.CATEGORY: CATEGORY}
    if by not in sources:
        return {}
    source = sources[by]
    ids = [int(key) for key in keys if key]
    rows = db.execute(select(source.c.id, source.c.name).where(source.c.id.in_(ids)))
    return {"": ""} | {str(row.id): row.name for row in rows}


def _row(db: Session, by: PurchaseReportBy, key: str, label: str, facts: Sequence[tuple[int, Any]]) -> ReportRow:
    received = sum((row.cost for sign, row in facts if sign > 0), ZERO)
    returned = sum((row.cost for sign, row in facts if sign < 0), ZERO)
    quantity = None
    if by is PurchaseReportBy.PRODUCT:
        amount: Decimal = sum((sign * row.quantity for sign, row in facts), ZERO)
        quantity = Measure(quantity=amount, units=units_of(db, [int(key)])[int(key)])
    return ReportRow(
        key=key,
        label=label,
        quantity=quantity,
        received=received,
        returned=returned,
        cost=received - returned,
        gross=sum((sign * row.gross for sign, row in facts), ZERO),
        receipts=len({row.receipt_id for sign, row in facts if sign > 0}),
    )
