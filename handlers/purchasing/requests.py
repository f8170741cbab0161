"""Needs said by anyone who works here (请购), and the orders made of them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import or_, select, update
from sqlmodel import Session

from handlers import checks
from handlers.facts import product_names
from handlers.places import my_warehouses
from handlers.purchasing.choices import likely_suppliers
from handlers.purchasing.drafting import DraftLine, OrderDrafted, check_expected, check_products, draft_order
from handlers.purchasing.facts import PERSON, WAREHOUSE, name_of, order_facts
from handlers.purchasing.orders import BUYERS, ident
from models.errors import Invalid, NotFound
from models.location import Warehouse
from models.numbering import next_number
from models.operation import Actor, Form, Measure, Outcome, Ref, Suggest, operation
from models.party import Party
from models.people import STAFF
from models.place import place_in
from models.product import Product
from models.purchase_request import PurchaseRequest, PurchaseRequestLine, RequestState
from models.supplier import SupplierProduct
from models.table import table
from models.units import units_of
from models.values import Day, Quantity, Text

PREFIX = "QG"
REQUEST, LINE = table(PurchaseRequest), table(PurchaseRequestLine)
PRODUCT, LISTED = table(Product), table(SupplierProduct)


class RequestedProduct(Form):
    """Some of one product is needed."""

    product: Annotated[int, Ref(Product)]
    quantity: Quantity


class RequestPurchase(Form):
    """Something is needed."""

    lines: Annotated[list[RequestedProduct], Field(min_length=1, max_length=200)]
    warehouse: Annotated[int, Ref(Warehouse), Suggest(my_warehouses)]
    wanted_on: Day | None = None
    note: Text = ""


class RequestLineFact(BaseModel):
    """One line of a request."""

    model_config = ConfigDict(frozen=True)
    line_id: int
    product_id: int
    product: str
    quantity: Measure
    state: RequestState


class RequestFact(Outcome):
    """A request as it stands."""

    request_id: int
    number: str
    warehouse: str
    requester: str
    requested_on: date
    wanted_on: date | None = None
    lines: list[RequestLineFact]
    note: str = ""


class PurchaseRequested(RequestFact):
    """The need is written down, for the buyers."""


class RequestDeclined(RequestFact):
    """It will not be ordered."""

    reason: str = ""


class DeclineRequest(Form):
    """A request will not be ordered."""

    request: Annotated[int, Ref(PurchaseRequest)]
    reason: Text = ""


class OrderRequests(Form):
    """What was requested is ordered: one request, or all that is open for the warehouse and usual at the supplier."""

    supplier: Annotated[int, Ref(Party, role="supplier"), Suggest(likely_suppliers)]
    warehouse: Annotated[int, Ref(Warehouse), Suggest(my_warehouses)]
    request: Annotated[int | None, Ref(PurchaseRequest)] = None


class ListRequests(Form):
    """What is requested and not ordered yet?"""

    warehouse: Annotated[int | None, Ref(Warehouse)] = None


class RequestsListed(Outcome):
    """The open requests."""

    requests: list[RequestFact]


def request_scope(db: Session, form: Any) -> Collection[int]:
    """The warehouse a request is for."""
    found = db.scalar(select(REQUEST.c.warehouse_id).where(REQUEST.c.id == form.request))
    return [] if found is None else [int(found)]


@operation(allowed=STAFF, group="purchase")
def request_purchase(db: Session, actor: Actor, form: RequestPurchase) -> PurchaseRequested:
    """Writes a need down; nothing is ordered by it."""
    place_in(db, form.warehouse)
    checks.counted(db, [(line.product, line.quantity) for line in form.lines])
    check_products(db, {line.product for line in form.lines})
    request = PurchaseRequest(
        number=next_number(db, PREFIX, actor.today),
        requester_id=actor.person_id,
        warehouse_id=form.warehouse,
        wanted_on=check_expected(actor, form.wanted_on),
        note=checks.note(form.note),
        requested_on=actor.today,
        created_at=actor.at,
    )
    db.add(request)
    db.flush()
    for number, line in enumerate(form.lines, 1):
        row = PurchaseRequestLine(
            request_id=ident(request), line=number, product_id=line.product, quantity=line.quantity
        )
        db.add(row)
    db.flush()
    return PurchaseRequested(**request_facts(db, request))


@operation(allowed=BUYERS, scope=request_scope, group="purchase")
def decline_request(db: Session, actor: Actor, form: DeclineRequest) -> RequestDeclined:
    """Says no to what is open of a request."""
    request = _request(db, form.request)
    changed = db.execute(
        update(LINE)
        .where(LINE.c.request_id == form.request, LINE.c.state == RequestState.OPEN)
        .values(state=RequestState.DECLINED, note=checks.note(form.reason))
        .returning(LINE.c.id)
    ).all()
    if not changed:
        raise Invalid(name="request", reason="nothing-open", detail=request.number)
    return RequestDeclined(**request_facts(db, request), reason=form.reason)


@operation(allowed=BUYERS, group="purchase")
def order_requests(db: Session, actor: Actor, form: OrderRequests) -> OrderDrafted:
    """Drafts one order of requested lines; each requested line is ordered once."""
    rows = _open_lines(db, form)
    if not rows:
        raise Invalid(name="request", reason="nothing-open")
    lines = [DraftLine(row.product_id, row.quantity, request_line_id=row.id) for row in rows]
    order = draft_order(db, actor, form.supplier, form.warehouse, lines, "request")
    ids = [row.id for row in rows]
    db.execute(update(LINE).where(LINE.c.id.in_(ids)).values(state=RequestState.ORDERED))
    return OrderDrafted(**order_facts(db, actor, order))


@operation(allowed=STAFF, confirm=False, audited=False, group="purchase")
def purchase_requests(db: Session, actor: Actor, form: ListRequests) -> RequestsListed:
    """Lists requests with something open, oldest first, of the warehouses the actor works in."""
    query = select(REQUEST.c.id).where(
        REQUEST.c.id.in_(select(LINE.c.request_id).where(LINE.c.state == RequestState.OPEN))
    )
    scope = actor.warehouses(STAFF)
    if scope is not None:
        query = query.where(REQUEST.c.warehouse_id.in_(sorted(scope)))
    if form.warehouse is not None:
        query = query.where(REQUEST.c.warehouse_id == form.warehouse)
    ids = db.scalars(query.order_by(REQUEST.c.id).limit(100)).all()
    return RequestsListed(requests=[RequestFact(**request_facts(db, _request(db, key))) for key in ids])


def request_facts(db: Session, request: PurchaseRequest) -> dict[str, Any]:
    """The facts of a request."""
    rows = db.execute(select(LINE).where(LINE.c.request_id == request.id).order_by(LINE.c.line)).all()
    ids = sorted({row.product_id for row in rows})
    names, units = product_names(db, ids), units_of(db, ids)
    lines = [
        RequestLineFact(
            line_id=row.id,
            product_id=row.product_id,
            product=names[row.product_id][0],
            quantity=Measure(quantity=row.quantity, units=units[row.product_id]),
            state=RequestState(row.state),
        )
        for row in rows
    ]
    return {
        "request_id": request.id,
        "number": request.number,
        "warehouse": name_of(db, WAREHOUSE, request.warehouse_id),
        "requester": name_of(db, PERSON, request.requester_id),
        "requested_on": request.requested_on,
        "wanted_on": request.wanted_on,
        "lines": lines,
        "note": request.note,
    }


def _request(db: Session, request_id: int) -> PurchaseRequest:
    found = db.get(PurchaseRequest, request_id)
    if found is None:
        raise NotFound(kind="purchase_request", text=str(request_id))
    return found


def _open_lines(db: Session, form: OrderRequests) -> Sequence[Any]:
    """The requested lines to be ordered, locked, so that two buyers do not order them twice."""
    query = select(LINE).join(REQUEST, REQUEST.c.id == LINE.c.request_id)
    query = query.where(LINE.c.state == RequestState.OPEN, REQUEST.c.warehouse_id == form.warehouse)
    if form.request is not None:
        query = query.where(REQUEST.c.id == form.request)
    else:
        listed = select(LISTED.c.product_id).where(LISTED.c.supplier_id == form.supplier)
        usual = select(PRODUCT.c.id).where(PRODUCT.c.supplier_id == form.supplier)
        query = query.where(or_(LINE.c.product_id.in_(listed), LINE.c.product_id.in_(usual)))
    return db.execute(query.order_by(LINE.c.id).with_for_update(of=LINE)).all()
