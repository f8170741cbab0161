"""Corrections of what lies in a warehouse, each with a coded reason."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field
from sqlmodel import Session

from handlers import checks
from handlers.checks import Counted
from handlers.facts import PostingFact, line_facts
from handlers.places import locations_there, my_warehouses, open_warehouses
from handlers.stock import StockLine, counted, take_out
from models import ledger
from models.errors import Invalid
from models.location import Location, LocationKind, Warehouse
from models.moves import Posted
from models.operation import Actor, Form, Ref, Suggest, Suggestion, operation
from models.people import LEADERS, Role
from models.place import outside, place_in
from models.stock import PostingKind
from models.values import Day, Text


class Direction(StrEnum):
    """More lies there than the books say, or less."""

    GAIN = "gain"
    LOSS = "loss"


class AdjustReason(StrEnum):
    """Why the books were wrong, or what became of the goods."""

    MISCOUNTED = "miscounted"
    FOUND = "found"
    UNBOOKED_IN = "unbooked_in"
    WRONG_PRODUCT = "wrong_product"
    WRONG_UNIT = "wrong_unit"
    UNBOOKED_OUT = "unbooked_out"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    SPOILED = "spoiled"
    SPILLAGE = "spillage"
    LOST = "lost"
    THEFT = "theft"
    SAMPLE = "sample"
    OTHER = "other"


EITHER = (AdjustReason.MISCOUNTED, AdjustReason.WRONG_PRODUCT, AdjustReason.WRONG_UNIT, AdjustReason.OTHER)
GAINS = (AdjustReason.MISCOUNTED, AdjustReason.FOUND, AdjustReason.UNBOOKED_IN, *EITHER[1:])
LOSSES = (*(r for r in AdjustReason if r not in GAINS and r not in EITHER), *EITHER)
SCRAPPED = frozenset({AdjustReason.DAMAGED, AdjustReason.EXPIRED, AdjustReason.SPOILED})
"""Goods that are thrown away (报损)."""


def fitting_reasons(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The reasons that go with the direction answered."""
    if answers.get("direction") is None:
        return [Suggestion(reason) for reason in AdjustReason]
    return [Suggestion(reason) for reason in (GAINS if answers["direction"] == Direction.GAIN else LOSSES)]


class AdjustStock(Form):
    """What lies in a warehouse is not what the books say."""

    lines: Annotated[list[StockLine], Field(min_length=1, max_length=checks.LINES)]
    direction: Direction
    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses), Suggest(my_warehouses)]
    reason: Annotated[AdjustReason, Suggest(fitting_reasons, fill=False)]
    location: Annotated[int | None, Ref(Location, among=locations_there)] = None
    happened_on: Day | None = None
    note: Text = ""


class StockAdjusted(PostingFact):
    """The books say what is there."""

    direction: Direction
    reason: AdjustReason


@operation(allowed=Role.WAREHOUSE | LEADERS)
def adjust_stock(db: Session, actor: Actor, form: AdjustStock) -> StockAdjusted:
    """Adds what was found, or takes off what is gone; damaged and expired goods go to scrap.

    Raises Invalid where the reason does not go with the direction, and as the ledger does.
    """
    gain = form.direction is Direction.GAIN
    if form.reason not in (GAINS if gain else LOSSES):
        raise Invalid(name="reason", reason=f"not-for-{form.direction}", detail=form.reason)
    found = counted(db, form.lines)
    posting = _gain(db, actor, form, found) if gain else _loss(db, actor, form, found)
    facts = line_facts(db, actor, posting, form.warehouse, found=found)
    return StockAdjusted(**facts, direction=form.direction, reason=form.reason)


def _gain(db: Session, actor: Actor, form: AdjustStock, found: Mapping[int, Counted]) -> Posted:
    there, source = place_in(db, form.warehouse, form.location), outside(db, LocationKind.ADJUSTMENT)
    moves = [ledger.Move(line.product, source, there, line.quantity, line=n) for n, line in enumerate(form.lines, 1)]
    day, note = checks.day(actor, form.happened_on), checks.note(form.note)
    facts: dict[str, Any] = {"happened_on": day, "reason": form.reason, "note": note}
    return ledger.post(db, actor, PostingKind.ADJUSTMENT, moves, goods=checks.goods(found), **facts)


def _loss(db: Session, actor: Actor, form: AdjustStock, found: Mapping[int, Counted]) -> Posted:
    kind = LocationKind.SCRAP if form.reason in SCRAPPED else LocationKind.ADJUSTMENT
    return take_out(
        db,
        actor,
        PostingKind.ADJUSTMENT,
        form.lines,
        found,
        warehouse=form.warehouse,
        location=form.location,
        destination=kind,
        happened_on=checks.day(actor, form.happened_on),
        reason=form.reason,
        note=checks.note(form.note),
    )
