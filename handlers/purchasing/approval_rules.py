"""The rules of approval, as they are set by those who lead."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from handlers.facts import Cost
from handlers.places import check_party, everywhere
from handlers.purchasing.approving import role_names
from handlers.purchasing.drafting import check_money
from handlers.purchasing.facts import PARTY, name_of
from handlers.purchasing.orders import READERS, minor_of
from models.approval import ApprovalRule
from models.errors import NotFound
from models.operation import Actor, Form, Outcome, Ref, operation
from models.party import Party
from models.people import LEADERS, Role
from models.product import Category
from models.table import table
from models.values import Amount

CATEGORY = table(Category)


class Approver(StrEnum):
    """Who has to agree."""

    OWNER = "owner"
    MANAGER = "manager"
    FINANCE = "finance"
    MANAGER_OR_FINANCE = "manager_or_finance"

    @property
    def roles(self) -> Role:
        return {
            Approver.OWNER: Role.OWNER,
            Approver.MANAGER: Role.MANAGER | Role.OWNER,
            Approver.FINANCE: Role.FINANCE | Role.OWNER,
            Approver.MANAGER_OR_FINANCE: Role.MANAGER | Role.FINANCE | Role.OWNER,
        }[self]


class SetApprovalRule(Form):
    """Orders from an amount on need somebody's approval."""

    minimum: Amount
    approver: Approver = Approver.MANAGER
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    category: Annotated[int | None, Ref(Category)] = None
    per_day: bool = False


class RuleFact(BaseModel):
    """One rule."""

    model_config = ConfigDict(frozen=True)
    rule_id: int
    minimum: Cost
    roles: str
    supplier: str = ""
    category: str = ""
    per_day: bool = False


class ApprovalRuleSet(RuleFact, Outcome):
    """The rule holds from now on."""


class RemoveApprovalRule(Form):
    """A rule no longer holds."""

    rule: Annotated[int, Ref(ApprovalRule)]


class ApprovalRuleRemoved(RuleFact, Outcome):
    """The rule no longer holds."""


class ListApprovalRules(Form):
    """Which rules are there?"""


class ApprovalRulesListed(Outcome):
    """The rules that hold, the highest first."""

    rules: list[RuleFact]


@operation(allowed=LEADERS, scope=everywhere, group="purchase")
def set_approval_rule(db: Session, actor: Actor, form: SetApprovalRule) -> ApprovalRuleSet:
    """Adds a rule. Orders already submitted are not asked for again."""
    check_party(db, form.supplier, "supplier")
    if form.category is not None and db.get(Category, form.category) is None:
        raise NotFound(kind="category", text=str(form.category))
    rule = ApprovalRule(
        minimum=check_money(form.minimum, "minimum", minor_of(actor)),
        supplier_id=form.supplier,
        category_id=form.category,
        per_day=form.per_day,
        approver_role=int(form.approver.roles),
        created_at=actor.at,
    )
    db.add(rule)
    db.flush()
    return ApprovalRuleSet(**dict(_fact(db, rule)))


@operation(allowed=LEADERS, scope=everywhere, group="purchase")
def remove_approval_rule(db: Session, actor: Actor, form: RemoveApprovalRule) -> ApprovalRuleRemoved:
    """Ends a rule; it stays in the books."""
    rule = db.get(ApprovalRule, form.rule)
    if rule is None or not rule.active:
        raise NotFound(kind="approval_rule", text=str(form.rule))
    rule.active = False
    return ApprovalRuleRemoved(**dict(_fact(db, rule)))


@operation(allowed=READERS, confirm=False, audited=False, group="purchase")
def approval_rules(db: Session, actor: Actor, form: ListApprovalRules) -> ApprovalRulesListed:
    """Lists the rules."""
    query = select_rows(ApprovalRule).where(col(ApprovalRule.active)).order_by(col(ApprovalRule.minimum).desc())
    return ApprovalRulesListed(rules=[_fact(db, rule) for rule in db.exec(query)])


def _fact(db: Session, rule: ApprovalRule) -> RuleFact:
    assert rule.id is not None
    return RuleFact(
        rule_id=rule.id,
        minimum=rule.minimum,
        roles=role_names(rule.approver_role),
        supplier=name_of(db, PARTY, rule.supplier_id),
        category=name_of(db, CATEGORY, rule.category_id),
        per_day=rule.per_day,
    )
