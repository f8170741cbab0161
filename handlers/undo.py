"""Undo: a linked reversal of a posting, made once, refused with the blocker's name when later facts build on it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlmodel import Session

from handlers import checks
from handlers.facts import PostingFact, line_facts
from handlers.places import BUTTONS
from handlers.purchasing.orders import ident
from handlers.purchasing.undoing import REVERSALS
from handlers.undo_refusals import OWN, already_undone, holders, why_not
from models import ledger
from models.errors import HasDependents, Invalid, NotAllowed, NotFound
from models.location import Location
from models.moves import Posted
from models.operation import Actor, Form, Ref, Suggest, Suggestion, operation
from models.people import LEADERS, Role
from models.product import Product
from models.stock import Posting, StockMove
from models.table import table
from models.values import Text

POSTING = table(Posting)
MOVE = table(StockMove)
LOCATION = table(Location)
PRODUCT = table(Product)
LISTED = 200


def warehouses_of(db: Session, form: "UndoPosting") -> Collection[int]:
    """The warehouses whose stock the undo changes: those of the posting's moves."""
    ends = (MOVE.c.source_id, MOVE.c.destination_id)
    query = select(LOCATION.c.warehouse_id).distinct().where(MOVE.c.posting_id == form.posting)
    query = query.where(LOCATION.c.id.in_(ends), LOCATION.c.warehouse_id.is_not(None))
    return {int(found) for found in db.scalars(query)}


def undoable(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The newest postings that this person may undo."""
    return list(db.scalars(_undoable(select(POSTING.c.id), actor).limit(LISTED)))


def recent_postings(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The last postings, the person's own first, each named by its number and first product."""
    own = (POSTING.c.actor_id == actor.person_id).desc()
    query = _undoable(select(POSTING.c.id, POSTING.c.number), actor).order_by(None)
    rows = db.execute(query.order_by(own, POSTING.c.id.desc()).limit(BUTTONS)).all()
    firsts = _first_products(db, [row.id for row in rows])
    return [Suggestion(row.id, f"{row.number} {firsts.get(row.id, '')}".strip()) for row in rows]


class UndoPosting(Form):
    """Take a posting back."""

    posting: Annotated[int, Ref(Posting, among=undoable, excuse=why_not), Suggest(recent_postings, fill=False)]
    note: Text = ""


class PostingUndone(PostingFact):
    """A posting was taken back: the lines say what moved the other way; ``undone`` is its number."""

    undone: str


@operation(allowed=Role.WAREHOUSE | Role.BUYER | Role.SELLER | LEADERS, scope=warehouses_of)
def undo_posting(db: Session, actor: Actor, form: UndoPosting) -> PostingUndone:
    """Posts the opposite. Leaders undo anything; others what they posted themselves in the last days.

    Raises NotAllowed, Invalid (too-late, itself a reversal), AlreadyUndone, HasDependents.
    """
    original = db.get(Posting, form.posting)
    if original is None:
        raise NotFound(kind="posting", text=str(form.posting))
    if not _leads(actor, warehouses_of(db, form)):
        if original.actor_id is None or original.actor_id != actor.person_id:
            raise NotAllowed(operation="undo_posting")
        if actor.at - original.recorded_at > OWN:
            raise Invalid(name="posting", reason="too-late-to-undo", detail=original.number)
    try:
        posting = _reversed(db, actor, original, checks.note(form.note))
    except HasDependents as held:
        if not held.blocker:
            held.reserved = next(iter(holders(db, form.posting)), "")
        raise
    except Invalid as wrong:
        raise (already_undone(db, form.posting) if wrong.reason == "already-undone" else None) or wrong from None
    facts = line_facts(db, actor, posting, _shown_warehouse(db, form))
    return PostingUndone(**facts, undone=original.number)


def _reversed(db: Session, actor: Actor, original: Posting, note: str) -> Posted:
    """The reversal; what a document posted goes back together with the document."""
    document, _, number = original.source.partition(":")
    if document in REVERSALS:
        return REVERSALS[document](db, actor, original, int(number), note)
    return ledger.reverse(db, actor, ident(original), note=note)


def _leads(actor: Actor, touched: Collection[int]) -> bool:
    """Whether the actor is a leader in every warehouse touched."""
    led = actor.warehouses(LEADERS)
    return led is None or (bool(led) and set(touched) <= led)


def _shown_warehouse(db: Session, form: UndoPosting) -> int:
    """The warehouse whose stock is told: of a transfer the one the goods come back to."""
    first = select(MOVE.c.source_id, MOVE.c.destination_id).where(MOVE.c.posting_id == form.posting).limit(1)
    source, destination = db.execute(first).one()
    query = select(LOCATION.c.id, LOCATION.c.warehouse_id).where(LOCATION.c.id.in_((source, destination)))
    ends = {row.id: row.warehouse_id for row in db.execute(query)}
    return int(ends[source] or ends[destination])


def _undoable(query: Select[Any], actor: Actor) -> Select[Any]:
    """``query`` on postings narrowed to those this person may undo, newest first."""
    reversal = POSTING.alias("reversal")
    undone = exists().where(reversal.c.reverses_id == POSTING.c.id)
    query = query.where(POSTING.c.reverses_id.is_(None), ~undone)
    own = (POSTING.c.actor_id == actor.person_id) & (POSTING.c.recorded_at >= actor.at - OWN)
    led, scope = actor.warehouses(LEADERS), actor.warehouses(undo_posting.allowed)
    if led is not None:
        query = query.where(or_(own, ~_touches_others(led)) if led else own)
    if scope is not None:
        query = query.where(~_touches_others(scope))
    return query.order_by(POSTING.c.id.desc())


def _touches_others(warehouses: Collection[int]) -> ColumnElement[bool]:
    """Whether the posting moves goods of a warehouse that is not among ``warehouses``."""
    ends = LOCATION.c.id.in_((MOVE.c.source_id, MOVE.c.destination_id))
    return exists().where(MOVE.c.posting_id == POSTING.c.id, ends, LOCATION.c.warehouse_id.not_in(warehouses))


def _first_products(db: Session, postings: Sequence[int]) -> Mapping[int, str]:
    """The product of each posting's first line."""
    query = (
        select(MOVE.c.posting_id, PRODUCT.c.name)
        .join(PRODUCT, PRODUCT.c.id == MOVE.c.product_id)
        .where(MOVE.c.posting_id.in_(postings))
        .order_by(MOVE.c.posting_id, MOVE.c.id.desc())
    )
    return {row.posting_id: row.name for row in db.execute(query)}
