"""Every purchasing operation, by every role, in every scope, through the door: what is expected is written down here.

A world with an order in every state; each attempt is complete and valid, and taken back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from handlers import CATALOG
from handlers.purchasing import PURCHASING
from jxc_bot.desk import Desk
from models.errors import NotAllowed, NotFound
from models.operation import Actor, Operation, Price
from models.people import Role
from models.purchase_errors import ApprovalRole
from models.purchase_receipt import OverDelivery, PurchaseReceiptLine
from models.table import table
from tests.given import Given, ident
from tests.given_purchase import Buying

DESK = Desk(CATALOG)
OWNER, MANAGER, BUYER, SELLER = Role.OWNER, Role.MANAGER, Role.BUYER, Role.SELLER
KEEPER, FINANCE, SUPPLIER, CUSTOMER = Role.WAREHOUSE, Role.FINANCE, Role.SUPPLIER, Role.CUSTOMER
LEADERS = {OWNER, MANAGER}
BUYERS = {*LEADERS, BUYER}
READERS = {*BUYERS, FINANCE}
RECEIVERS = {*BUYERS, KEEPER}
PAYERS = {*LEADERS, FINANCE}
STAFF = {*READERS, KEEPER, SELLER}
HERE, ANYWHERE, EVERYWHERE = "here", "anywhere", "everywhere"
"""Where the role has to be held: in the order's warehouse, in any, or in all of the company."""

EXPECTED: dict[str, tuple[set[Role], str]] = {
    "request_purchase": (STAFF, HERE),
    "purchase_requests": (STAFF, ANYWHERE),
    "decline_request": (BUYERS, HERE),
    "order_requests": (BUYERS, HERE),
    "order_purchase": (BUYERS, HERE),
    "copy_order": (BUYERS, HERE),
    "change_order": (BUYERS, HERE),
    "submit_order": (BUYERS, HERE),
    "decide_order": (LEADERS, HERE),
    "order_evidence": (READERS, HERE),
    "send_order": (BUYERS, HERE),
    "record_answer": (BUYERS, HERE),
    "order_differences": (READERS, HERE),
    "resolve_difference": (BUYERS, HERE),
    "answer_question": (BUYERS, HERE),
    "next_suppliers": (READERS, HERE),
    "note_silence": (set(), HERE),
    "purchase_orders": ({*READERS, KEEPER}, ANYWHERE),
    "show_order": ({*READERS, KEEPER}, HERE),
    "receive_order": (RECEIVERS, HERE),
    "receive_products": (RECEIVERS, HERE),
    "decide_over_delivery": (BUYERS, HERE),
    "over_deliveries": (BUYERS, ANYWHERE),
    "quarantined_goods": (RECEIVERS, ANYWHERE),
    "settle_quarantine": (BUYERS, HERE),
    "return_purchase": (RECEIVERS, HERE),
    "undo_receipt": (BUYERS, HERE),
    "close_order": (BUYERS, HERE),
    "reopen_order": (BUYERS, HERE),
    "cancel_consequences": (READERS, HERE),
    "cancel_order": (BUYERS, HERE),
    "pay_supplier": (PAYERS, ANYWHERE),
    "allocate_payment": (PAYERS, ANYWHERE),
    "undo_payment": (PAYERS, ANYWHERE),
    "supplier_payables": (READERS, ANYWHERE),
    "supplier_statement": (READERS, ANYWHERE),
    "supplier_card": (READERS, ANYWHERE),
    "supplier_scorecard": (READERS, ANYWHERE),
    "supplier_products": (READERS, ANYWHERE),
    "purchase_prices": (READERS, ANYWHERE),
    "purchase_report": (READERS, ANYWHERE),
    "set_supplier_terms": (BUYERS, ANYWHERE),
    "set_supplier_product": (BUYERS, ANYWHERE),
    "set_approval_rule": (LEADERS, EVERYWHERE),
    "remove_approval_rule": (LEADERS, EVERYWHERE),
    "approval_rules": (READERS, ANYWHERE),
    "supplier_orders": ({SUPPLIER}, ANYWHERE),
    "supplier_order": ({SUPPLIER}, ANYWHERE),
    "answer_order": ({SUPPLIER}, ANYWHERE),
    "ask_about_order": ({SUPPLIER}, ANYWHERE),
    "announce_shipment": ({SUPPLIER}, ANYWHERE),
    "supplier_due": ({SUPPLIER}, ANYWHERE),
    "shared_stock": ({SUPPLIER}, ANYWHERE),
}


class World:
    """Orders in every state, a receipt, goods that wait, a payment, a question."""

    def __init__(self, given: Given) -> None:
        self.given, self.buying = given, Buying(given)
        buying = self.buying
        self.there = given.warehouse("那里")
        self.rival, self.customer = given.party("别家"), given.party("客户", customer=True)
        supplier, cola, tea = ident(buying.supplier), buying.cola, buying.tea
        buying.do("set_supplier_terms", buying.manager, supplier=supplier, shares_stock=True)
        small = (cola, 24, "2")
        self.draft = buying.draft(small).order_id
        self.approved, self.sent, self.late = buying.approved(small), buying.sent(small), buying.sent(small)
        self.differs, self.closed = buying.sent(small), buying.sent(small)
        answer = {
            "line": buying.line_ids(self.differs)[0],
            "kind": "dearer",
            "price": Price(amount=Decimal(3), unit="瓶"),
        }
        buying.do("answer_order", buying.seller, order=self.differs, lines=[answer])
        buying.do("close_order", buying.buyer, order=self.closed, reason="断货")
        self.arriving = buying.sent((cola, 24, "2"), (tea, 12, "1"))
        goods = [(1, 30), (2, 12, {"quality": "quarantine", "reason": "破"})]
        self.receipt = buying.receive(self.arriving, *goods).receipt_id
        self.question = buying.do("ask_about_order", buying.seller, order=self.sent, question="几点？").question_id
        paid = buying.do("pay_supplier", buying.finance, supplier=supplier, amount=Decimal(5), on_account=True)
        self.payment = paid.payment_id
        buying.do("request_purchase", buying.keeper, warehouse=ident(buying.main), lines=[buying.line(tea, 6)])
        rule = buying.do("set_approval_rule", buying.manager, minimum=Decimal(1000))
        self.rule = rule.rule_id
        big = buying.draft((cola, 2400, "2"))
        self.waiting = buying.do("submit_order", buying.buyer, order=big.order_id).order_id
        self.over, self.held, self.request = (self.newest(t) for t in self._rows())

    def _rows(self) -> Iterator[Any]:
        from models.purchase_request import PurchaseRequest

        yield OverDelivery
        yield PurchaseReceiptLine
        yield PurchaseRequest

    def newest(self, kind: type[Any]) -> int:
        rows = table(kind)
        query = select(rows.c.id).order_by(rows.c.id.desc()).limit(1)
        if kind is PurchaseReceiptLine:
            query = query.where(rows.c.quality == "quarantine")
        found = self.given.database.read_now(lambda db: db.scalar(query))
        assert found is not None, kind
        return int(found)

    def request_of(self, name: str) -> dict[str, Any]:
        """A complete, valid request of that operation."""
        buying = self.buying
        here, supplier = {"warehouse": ident(buying.main)}, {"supplier": ident(buying.supplier)}
        lines = [buying.line(buying.cola, 24)]
        requests: dict[str, Callable[[], dict[str, Any]]] = {
            "request_purchase": lambda: {"lines": lines, **here},
            "decline_request": lambda: {"request": self.request, "reason": "不用"},
            "order_requests": lambda: {**supplier, **here},
            "order_purchase": lambda: {"lines": lines, **supplier, **here},
            "copy_order": lambda: {"order": self.sent},
            "change_order": lambda: {"order": self.draft, "note": "急"},
            "submit_order": lambda: {"order": self.draft},
            "decide_order": lambda: {"order": self.waiting, "approve": True},
            "order_evidence": lambda: {"order": self.waiting},
            "send_order": lambda: {"order": self.approved},
            "record_answer": lambda: {"order": self.sent, "rest": "accept"},
            "order_differences": lambda: {"order": self.differs},
            "resolve_difference": lambda: {"order": self.differs, "accept": True},
            "answer_question": lambda: {"question": self.question, "answer": "三点"},
            "next_suppliers": lambda: {"order": self.sent},
            "note_silence": lambda: {"order": self.sent, "round": 1, "step": 1},
            "show_order": lambda: {"order": self.sent},
            "receive_order": lambda: {"order": self.sent},
            "receive_products": lambda: {"lines": lines, **here},
            "decide_over_delivery": lambda: {"over_delivery": self.over, "accept": False},
            "settle_quarantine": lambda: {"line": self.held, "decision": "return"},
            "return_purchase": lambda: {"receipt": self.receipt, "reason": "damaged"},
            "undo_receipt": lambda: {"receipt": self.receipt},
            "close_order": lambda: {"order": self.late, "reason": "不等了"},
            "reopen_order": lambda: {"order": self.closed},
            "cancel_consequences": lambda: {"order": self.sent},
            "cancel_order": lambda: {"order": self.sent},
            "pay_supplier": lambda: {**supplier, "amount": Decimal(5), "on_account": True},
            "allocate_payment": lambda: {"payment": self.payment},
            "undo_payment": lambda: {"payment": self.payment},
            "supplier_statement": lambda: supplier,
            "supplier_card": lambda: supplier,
            "supplier_scorecard": lambda: supplier,
            "supplier_products": lambda: supplier,
            "purchase_prices": lambda: {"product": ident(buying.cola)},
            "set_supplier_terms": lambda: {**supplier, "lead_time_days": 3},
            "set_supplier_product": lambda: {**supplier, "product": ident(buying.tea), "code": "T-1"},
            "set_approval_rule": lambda: {"minimum": Decimal(9)},
            "remove_approval_rule": lambda: {"rule": self.rule},
            "supplier_order": lambda: {"order": self.sent},
            "answer_order": lambda: {"order": self.sent, "rest": "accept"},
            "ask_about_order": lambda: {"order": self.sent, "question": "几点？"},
            "announce_shipment": lambda: {"order": self.sent},
        }
        return requests.get(name, dict)()

    def actors(self) -> Iterator[tuple[str, Role, Actor]]:
        """Everybody: each role inside, company-wide, here and elsewhere; this supplier, a customer; a stranger."""
        at = self.buying.at
        for role in sorted(STAFF):
            for where, warehouse in (("company", None), ("here", self.buying.main), ("there", self.there)):
                yield where, role, replace(self.given.actor(role, warehouse=warehouse), at=at)
        yield "company", SUPPLIER, self.buying.actor(self.buying.seller)
        yield "company", CUSTOMER, replace(self.given.actor(CUSTOMER, party=self.customer), at=at)
        yield "company", Role(0), replace(self.given.actor(OWNER), grants=(), at=at)

    def other_supplier(self) -> Actor:
        return replace(self.given.actor(SUPPLIER, party=self.rival), at=self.buying.at)


class _Undo(Exception):
    """Takes an attempt back."""


def _attempt(world: World, operation: Operation, actor: Actor) -> bool:
    """Whether it was let pass; anything that goes wrong but a refusal of this role is raised."""
    passed = False

    def work(db: Any) -> None:
        nonlocal passed
        form = operation.form.model_validate(world.request_of(operation.name))
        DESK.perform(db, actor, operation, form)
        passed = True
        raise _Undo

    try:
        world.given.database.write_now(work)
    except (_Undo, NotAllowed, ApprovalRole):
        return passed
    raise AssertionError("unreachable")


def _expected(name: str, where: str, role: Role) -> bool:
    roles, held = EXPECTED[name]
    return role in roles and (where == "company" or held == ANYWHERE or (held == HERE and where == "here"))


def test_every_purchasing_operation_by_every_role_in_every_scope(sqlite_database: Any) -> None:
    world = World(Given(sqlite_database))
    everybody = list(world.actors())
    assert len(everybody) == 6 * 3 + 3
    wrong = [
        f"{name} by {role.name or 'a stranger'} ({where}): {'passed' if not may else 'refused'}"
        for name in EXPECTED
        for where, role, actor in everybody
        if _attempt(world, DESK.catalog[name], actor) != (may := _expected(name, where, role))
    ]
    assert wrong == []


def test_every_purchasing_operation_is_in_the_table() -> None:
    assert {operation.name for operation in PURCHASING} == set(EXPECTED)


@pytest.mark.parametrize("name", ["supplier_order", "answer_order", "ask_about_order", "announce_shipment"])
def test_another_suppliers_order_is_not_there(sqlite_database: Any, name: str) -> None:
    world = World(Given(sqlite_database))
    try:
        passed = _attempt(world, DESK.catalog[name], world.other_supplier())
    except NotFound:
        passed = False
    assert not passed


def test_another_supplier_sees_and_is_shared_nothing(sqlite_database: Any) -> None:
    world = World(Given(sqlite_database))
    other = world.other_supplier()

    def told(name: str) -> Any:
        operation = DESK.catalog[name]
        return world.given.database.write_now(lambda db: DESK.perform(db, other, operation, operation.form()).outcome)

    assert told("supplier_orders").orders == [] and told("supplier_due").lines == []
    assert not _attempt(world, DESK.catalog["shared_stock"], other)
