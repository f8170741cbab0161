"""How well a supplier does: on time, in full, quality, price, answer time; quantity-weighted, with the sample size.

Under five receipts there is no score: a number made from two deliveries is a rumour.

* **on time**: of what came, the share that came by the day first agreed; what is overdue counts as late.
* **in full**: of what was ordered and is finished or overdue, the share that came (over-delivery adds nothing).
* **quality**: of what was delivered, the share that passed: not rejected, not in quarantine, not returned as faulty.
* **price**: what was paid against the average of all suppliers for the same goods; above one is dearer.
* **answer**: hours from sending an order to its first answer, on average.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import and_, case, func, or_, select
from sqlmodel import Session

from handlers.purchasing.choices import DONE
from handlers.purchasing.facts import PARTY, name_of
from handlers.purchasing.giving_back import RETURN, RETURN_LINE
from handlers.purchasing.orders import LINE, ORDER, READERS, RECEIPT, RECEIPT_LINE
from handlers.purchasing.payables import check_party_known
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.purchase_receipt import PurchaseReturnReason, Quality
from models.values import ZERO, Day, rounded

FEWEST = 5
"""Receipts below which there is no score."""
PERIOD = timedelta(days=365)
PERCENT_PLACES = 1
FAULTS = tuple(reason for reason in PurchaseReturnReason if reason.fault)


class Score(BaseModel):
    """A supplier's score in per cent; None where there is too little to say."""

    model_config = ConfigDict(frozen=True)
    sample: int = 0
    """Receipts it is made from."""
    on_time: Decimal | None = None
    in_full: Decimal | None = None
    quality: Decimal | None = None
    price: Decimal | None = None
    """105: five per cent dearer than the average of all."""
    answer_hours: Decimal | None = None
    answers: int = 0
    """Orders that were answered: the sample of the answer time."""
    overall: Decimal | None = None
    """The mean of on time, in full and quality."""


class SupplierScorecard(Form):
    """How well does this supplier do? The last twelve months unless told otherwise."""

    supplier: Annotated[int, Ref(Party, role="supplier")]
    since: Day | None = None
    until: Day | None = None


class ScorecardShown(Score, Outcome):
    """The scorecard."""

    supplier_id: int
    supplier: str
    since: date
    until: date
    fewest: int = FEWEST
    """Receipts it takes for a score."""


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def supplier_scorecard(db: Session, actor: Actor, form: SupplierScorecard) -> ScorecardShown:
    """Shows how well a supplier did over a period."""
    check_party_known(db, form.supplier)
    until = form.until or actor.today
    since = form.since or until - PERIOD
    return ScorecardShown(
        supplier_id=form.supplier,
        supplier=name_of(db, PARTY, form.supplier),
        since=since,
        until=until,
        **dict(score_of(db, form.supplier, actor.today, since=since, until=until)),
    )


def score_of(
    db: Session, supplier_id: int, today: date, *, since: date | None = None, until: date | None = None
) -> Score:
    """The score of a supplier over a period, the last twelve months unless told otherwise."""
    end = until or today
    start = since or end - PERIOD
    count = select(func.count()).select_from(RECEIPT).where(*_receipts(supplier_id, start, end))
    receipts = db.scalar(count) or 0
    hours, answers = _answers(db, supplier_id, start, end)
    if receipts < FEWEST:
        return Score(sample=receipts, answers=answers)
    rows = _delivered(db, supplier_id, start, end)
    on_time, in_full = _punctual(db, supplier_id, today, start, end, rows), _full(db, supplier_id, today, start, end)
    quality = _quality(db, supplier_id, start, end, rows)
    known = [Fraction(part) for part in (on_time, in_full, quality) if part is not None]
    overall = rounded(sum(known, Fraction(0)) / len(known), PERCENT_PLACES) if known else None
    return Score(
        sample=receipts,
        on_time=on_time,
        in_full=in_full,
        quality=quality,
        price=_price(db, supplier_id, start, end),
        answer_hours=hours if answers >= FEWEST else None,
        answers=answers,
        overall=overall,
    )


def _receipts(supplier_id: int, since: date, until: date) -> tuple[Any, ...]:
    return (
        RECEIPT.c.supplier_id == supplier_id,
        RECEIPT.c.undone_at.is_(None),
        RECEIPT.c.received_on.between(since, until),
    )


def _delivered(db: Session, supplier_id: int, since: date, until: date) -> Sequence[Any]:
    columns = (RECEIPT_LINE.c.quality, RECEIPT_LINE.c.quantity, RECEIPT_LINE.c.quarantined, RECEIPT_LINE.c.scrapped)
    query = select(*columns, RECEIPT_LINE.c.expected_on, RECEIPT.c.received_on)
    query = query.join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
    return db.execute(query.where(*_receipts(supplier_id, since, until))).all()


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return rounded(100 * Fraction(part) / Fraction(whole), PERCENT_PLACES) if whole > 0 else None


def _punctual(
    db: Session, supplier_id: int, today: date, since: date, until: date, rows: Sequence[Any]
) -> Decimal | None:
    """Of what came (and was not rejected) or is overdue, the share that came by its day."""
    came = [row for row in rows if row.quality != Quality.REJECT and row.expected_on is not None]
    good = sum((row.quantity for row in came if row.received_on <= row.expected_on), ZERO)
    overdue = select(func.sum(LINE.c.outstanding)).join(ORDER, ORDER.c.id == LINE.c.order_id)
    overdue = overdue.where(ORDER.c.supplier_id == supplier_id, ORDER.c.cancelled_at.is_(None))
    overdue = overdue.where(ORDER.c.approval.in_(DONE), ORDER.c.ordered_on.between(since, until))
    late = db.scalar(overdue.where(LINE.c.expected_on < today)) or ZERO
    return _ratio(good, sum((row.quantity for row in came), ZERO) + late)


def _full(db: Session, supplier_id: int, today: date, since: date, until: date) -> Decimal | None:
    """Of what was agreed on lines that are finished or overdue, the share that came."""
    query = select(LINE.c.ordered, LINE.c.over, LINE.c.received).join(ORDER, ORDER.c.id == LINE.c.order_id)
    query = query.where(ORDER.c.supplier_id == supplier_id, ORDER.c.cancelled_at.is_(None))
    query = query.where(ORDER.c.approval.in_(DONE), ORDER.c.ordered_on.between(since, until))
    rows = db.execute(query.where(or_(LINE.c.outstanding == ZERO, LINE.c.expected_on < today))).all()
    agreed = sum((row.ordered - row.over for row in rows), ZERO)
    return _ratio(sum((min(row.received, row.ordered - row.over) for row in rows), ZERO), agreed)


def _quality(db: Session, supplier_id: int, since: date, until: date, rows: Sequence[Any]) -> Decimal | None:
    delivered = sum((row.quantity for row in rows), ZERO)
    bad = sum((row.quantity for row in rows if row.quality == Quality.REJECT), ZERO)
    bad += sum((row.quarantined + row.scrapped for row in rows), ZERO)
    query = select(func.sum(RETURN_LINE.c.quantity)).join(RETURN, RETURN.c.id == RETURN_LINE.c.return_id)
    query = query.join(RECEIPT, RECEIPT.c.id == RETURN.c.receipt_id)
    query = query.where(RETURN.c.undone_at.is_(None), RETURN.c.reason.in_(FAULTS))
    returned = db.scalar(query.where(*_receipts(supplier_id, since, until))) or ZERO
    return _ratio(max(ZERO, delivered - bad - returned), delivered)


def _price(db: Session, supplier_id: int, since: date, until: date) -> Decimal | None:
    """What was paid, against what the same quantities cost on average at all suppliers; None without another."""
    own = RECEIPT.c.supplier_id == supplier_id
    query = select(
        RECEIPT_LINE.c.product_id,
        func.sum(RECEIPT_LINE.c.cost).label("cost"),
        func.sum(RECEIPT_LINE.c.quantity).label("quantity"),
        func.sum(case((own, RECEIPT_LINE.c.cost), else_=ZERO)).label("own_cost"),
        func.sum(case((own, RECEIPT_LINE.c.quantity), else_=ZERO)).label("own_quantity"),
    ).join(RECEIPT, RECEIPT.c.id == RECEIPT_LINE.c.receipt_id)
    query = query.where(RECEIPT.c.undone_at.is_(None), RECEIPT.c.received_on.between(since, until))
    query = query.where(RECEIPT_LINE.c.quality != Quality.REJECT).group_by(RECEIPT_LINE.c.product_id)
    paid, usual = Fraction(0), Fraction(0)
    for row in db.execute(query):
        if row.own_quantity and row.own_quantity != row.quantity:
            paid += Fraction(row.own_cost)
            usual += Fraction(row.cost) / Fraction(row.quantity) * Fraction(row.own_quantity)
    return rounded(100 * paid / usual, PERCENT_PLACES) if usual else None


def _answers(db: Session, supplier_id: int, since: date, until: date) -> tuple[Decimal | None, int]:
    """Average hours to the first answer, and how many orders that is of."""
    query = select(ORDER.c.first_sent_at, ORDER.c.first_answered_at)
    query = query.where(ORDER.c.supplier_id == supplier_id, ORDER.c.ordered_on.between(since, until))
    rows = db.execute(query.where(and_(ORDER.c.first_answered_at.is_not(None), ORDER.c.first_sent_at.is_not(None))))
    seconds = [int((row.first_answered_at - row.first_sent_at).total_seconds()) for row in rows]
    if not seconds:
        return None, 0
    return rounded(Fraction(sum(seconds), 3600 * len(seconds)), 1), len(seconds)
