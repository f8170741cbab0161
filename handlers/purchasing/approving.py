"""Who has to agree to an order, asked by the rules, and the yes or no."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import or_, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers import checks
from handlers.purchasing.choices import draft_orders, waiting_orders
from handlers.purchasing.facts import OrderFact, order_facts
from handlers.purchasing.orders import (
    BUYERS,
    LINE,
    ORDER,
    ident,
    lines_of,
    minor_of,
    order_scope,
    taken,
    total_of,
)
from models.approval import ApprovalRule
from models.errors import Invalid
from models.operation import Actor, Form, Ref, Suggest, operation
from models.people import Role
from models.product import Product
from models.purchase import PurchaseLine, PurchaseOrder
from models.purchase_errors import ApprovalRole, OwnOrder, PriceMissing
from models.purchase_state import Approval, stepped
from models.table import table
from models.values import ZERO, Text

PRODUCT = table(Product)
RULE = table(ApprovalRule)
APPROVERS = Role.OWNER | Role.MANAGER | Role.FINANCE | Role.BUYER
"""Who may be named by a rule; which of them it takes, the rule says."""


class SubmitOrder(Form):
    """A drafted order is to go out."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(draft_orders)]
    revision: int | None = None


class OrderSubmitted(OrderFact):
    """The order waits for approval, or needs none."""

    approver_roles: str = ""


class DecideOrder(Form):
    """An order is approved or denied."""

    order: Annotated[int, Ref(PurchaseOrder), Suggest(waiting_orders)]
    approve: bool
    note: Text = ""
    revision: int | None = None


class OrderDecided(OrderFact):
    """The order is approved, or denied."""


@operation(allowed=BUYERS | Role.SYSTEM, scope=order_scope, group="purchase")
def submit_order(db: Session, actor: Actor, form: SubmitOrder) -> OrderSubmitted:
    """Asks the rules whether somebody has to agree. Raises PriceMissing while a line has no price."""
    order = taken(db, form.order, form.revision)
    lines = lines_of(db, [form.order])
    _check_complete(db, order, lines)
    if order.approval_state is Approval.DENIED:
        order.approval = stepped(order.number, Approval.DENIED, Approval.DRAFT)
    ask_approval(db, actor, order, lines)
    order.revision += 1
    db.flush()
    return OrderSubmitted(**order_facts(db, actor, order), approver_roles=role_names(order.approver_role))


@operation(allowed=APPROVERS, scope=order_scope, group="purchase")
def decide_order(db: Session, actor: Actor, form: DecideOrder) -> OrderDecided:
    """Approves or denies a waiting order. Raises OwnOrder for who asked for it, ApprovalRole for the wrong role."""
    order = taken(db, form.order, form.revision)
    then = stepped(order.number, order.approval_state, Approval.APPROVED if form.approve else Approval.DENIED)
    if actor.person_id is not None and actor.person_id in (order.requester_id, order.submitted_by):
        raise OwnOrder(number=order.number)
    if not actor.may_in(Role(order.approver_role), order.warehouse_id):
        raise ApprovalRole(number=order.number, roles=role_names(order.approver_role))
    order.approval = then
    order.decided_by, order.decided_at = actor.person_id, actor.at
    order.decision_note = checks.note(form.note)
    if form.approve:
        order.approved_total = total_of(order, lines_of(db, [form.order]), minor_of(actor))
    order.revision += 1
    db.flush()
    return OrderDecided(**order_facts(db, actor, order))


def ask_approval(db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """Moves a draft to waiting, or to not needed, as the rules say."""
    order.submitted_by, order.submitted_on = actor.person_id, actor.today
    order.approver_role = int(required_roles(db, actor, order, lines))
    then = Approval.WAITING if order.approver_role else Approval.NOT_NEEDED
    order.approval = stepped(order.number, order.approval_state, then)
    if then is Approval.NOT_NEEDED:
        order.approved_total = total_of(order, lines, minor_of(actor))


def ask_again_if_dearer(db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """An approved order whose total has risen since is asked for again, where the rules want it."""
    if not order.approval_state.done or total_of(order, lines, minor_of(actor)) <= order.approved_total:
        return
    roles = required_roles(db, actor, order, lines)
    if not roles:
        order.approved_total = total_of(order, lines, minor_of(actor))
        return
    order.approver_role = int(roles)
    order.submitted_by, order.submitted_on = actor.person_id, actor.today
    order.approval = stepped(order.number, order.approval_state, Approval.WAITING)


def required_roles(db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> Role:
    """The roles of which one has to agree (none: nobody has to).

    Where several rules apply, the roles they have in common; where they have none, those of the highest minimum.
    The owner may always agree.
    """
    query = select_rows(ApprovalRule).where(col(ApprovalRule.active))
    query = query.where(or_(RULE.c.supplier_id.is_(None), RULE.c.supplier_id == order.supplier_id))
    rules = db.exec(query.order_by(col(ApprovalRule.minimum).desc())).all()
    applying = [rule for rule in rules if _amount(db, actor, order, lines, rule) >= rule.minimum]
    if not applying:
        return Role(0)
    common = Role(applying[0].approver_role)
    for rule in applying[1:]:
        common &= Role(rule.approver_role)
    return (common or Role(applying[0].approver_role)) | Role.OWNER


def role_names(mask: int) -> str:
    """The names of the roles in a mask, for the words to look up."""
    return " ".join(role.name.lower() for role in Role if mask & role and role.name)


def _amount(
    db: Session, actor: Actor, order: PurchaseOrder, lines: Sequence[PurchaseLine], rule: ApprovalRule
) -> Decimal:
    """What a rule compares with its minimum; below zero when nothing of the order concerns it."""
    mine = _concerned(db, lines, rule)
    if not mine:
        return Decimal(-1)
    minor = minor_of(actor)
    amount = total_of(order, mine, minor)
    if rule.per_day and order.requester_id is not None:
        for other in _same_day(db, actor, order, rule):
            amount += total_of(other, _concerned(db, lines_of(db, [ident(other)]), rule), minor)
    return amount


def _concerned(db: Session, lines: Sequence[PurchaseLine], rule: ApprovalRule) -> list[PurchaseLine]:
    if rule.category_id is None:
        return list(lines)
    ids: Collection[int] = {line.product_id for line in lines}
    query = select(PRODUCT.c.id).where(PRODUCT.c.id.in_(ids), PRODUCT.c.category_id == rule.category_id)
    wanted = set(db.scalars(query))
    return [line for line in lines if line.product_id in wanted]


def _same_day(db: Session, actor: Actor, order: PurchaseOrder, rule: ApprovalRule) -> Sequence[PurchaseOrder]:
    """The other orders that the same person asked for and submitted today."""
    refused = (Approval.DRAFT, Approval.DENIED)
    query: Any = select_rows(PurchaseOrder).where(
        ORDER.c.requester_id == order.requester_id,
        ORDER.c.submitted_on == actor.today,
        ORDER.c.id != order.id,
        ORDER.c.cancelled_at.is_(None),
        ORDER.c.approval.not_in(refused),
    )
    if rule.supplier_id is not None:
        query = query.where(ORDER.c.supplier_id == rule.supplier_id)
    found: Sequence[PurchaseOrder] = db.exec(query).all()
    return found


def _check_complete(db: Session, order: PurchaseOrder, lines: Sequence[PurchaseLine]) -> None:
    """Raises Invalid (nothing-to-order) or PriceMissing."""
    if not any(line.outstanding > ZERO for line in lines):
        raise Invalid(name="lines", reason="nothing-to-order", detail=order.number)
    missing = {line.product_id for line in lines if line.price_amount is None}
    if missing:
        query = select(PRODUCT.c.name).join(LINE, LINE.c.product_id == PRODUCT.c.id)
        names = db.scalars(query.where(LINE.c.order_id == order.id, PRODUCT.c.id.in_(missing)).distinct())
        raise PriceMissing(number=order.number, products=sorted(names))
