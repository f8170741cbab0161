"""Every operation, by every role, in every scope, through the door, on a real ledger.

What is expected is written down here and not read from the code: a role that gets a right by mistake, or loses one,
fails here. Each attempt is a complete, valid request that would succeed if only the role were right; it is rolled
back afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from handlers import CATALOG
from handlers.invitations import newcomer
from jxc_bot.desk import Desk
from models import ledger
from models.errors import NotAllowed
from models.location import LocationKind
from models.operation import Actor, GrantFact, Operation, Secrecy
from models.people import STAFF, Purpose, Role
from models.place import outside
from models.product import Alias, AliasOf
from models.stock import PostingKind
from tests.given import Given, ident

DESK = Desk(CATALOG)
OWNER, MANAGER, BUYER, SELLER = Role.OWNER, Role.MANAGER, Role.BUYER, Role.SELLER
KEEPER, FINANCE, SUPPLIER, CUSTOMER = Role.WAREHOUSE, Role.FINANCE, Role.SUPPLIER, Role.CUSTOMER
LEADERS = {OWNER, MANAGER}
INSIDERS = {OWNER, MANAGER, BUYER, SELLER, KEEPER, FINANCE}
ROLES = (*sorted(INSIDERS), SUPPLIER, CUSTOMER)

HERE, ANYWHERE, COMPANY = "here", "anywhere", "company"
"""Where the role has to be held: in the warehouse touched, in any, or for the whole company."""

EXPECTED: dict[str, tuple[set[Role], str]] = {
    "receive_goods": ({OWNER, MANAGER, BUYER, KEEPER}, HERE),
    "issue_goods": ({OWNER, MANAGER, SELLER, KEEPER}, HERE),
    "transfer_stock": ({OWNER, MANAGER, KEEPER}, HERE),
    "adjust_stock": ({OWNER, MANAGER, KEEPER}, HERE),
    "undo_posting": ({OWNER, MANAGER, BUYER, SELLER, KEEPER}, HERE),
    "stock_of": (INSIDERS, HERE),
    "history_of": (INSIDERS, HERE),
    "price_of": (INSIDERS, ANYWHERE),
    "add_product": ({OWNER, MANAGER, BUYER, KEEPER}, ANYWHERE),
    "change_product": ({OWNER, MANAGER, BUYER}, ANYWHERE),
    "archive_product": (LEADERS, ANYWHERE),
    "restore_product": (LEADERS, ANYWHERE),
    "list_aliases": (INSIDERS, ANYWHERE),
    "forget_alias": (LEADERS, ANYWHERE),
    "add_party": ({OWNER, MANAGER, BUYER, SELLER}, ANYWHERE),
    "change_party": ({OWNER, MANAGER, BUYER, SELLER}, ANYWHERE),
    "archive_party": (LEADERS, ANYWHERE),
    "restore_party": (LEADERS, ANYWHERE),
    "add_warehouse": (LEADERS, COMPANY),
    "add_location": ({OWNER, MANAGER, KEEPER}, HERE),
    "archive_warehouse": (LEADERS, HERE),
    "archive_location": ({OWNER, MANAGER, KEEPER}, HERE),
    "invite_person": (LEADERS, HERE),
    "join_company": (set(), ANYWHERE),
    "list_people": (LEADERS, ANYWHERE),
    "revoke_role": (LEADERS, HERE),
    "deactivate_person": (LEADERS, COMPANY),
    "bind_group": (LEADERS, HERE),
    "unbind_group": (LEADERS, HERE),
    "set_language": ({*INSIDERS, SUPPLIER, CUSTOMER}, ANYWHERE),
    "set_profile": ({*INSIDERS, SUPPLIER, CUSTOMER}, ANYWHERE),
    "set_direct_posting": (INSIDERS, ANYWHERE),
}
SUBJECTS = {"stock", "products", "partners", "people", "settings"}
"""The groups of operations that this table answers for."""


@dataclass
class World:
    """A company with one of everything; ``here`` is the warehouse that requests touch."""

    given: Given

    def __post_init__(self) -> None:
        given = self.given
        self.cola = given.product("可乐")
        self.tea = given.product("茶")
        self.old = given.product("旧货", archived=True)
        self.here, self.there, self.spare = (given.warehouse(name) for name in ("这里", "那里", "空仓"))
        self.shelf = given.location(self.here, "A-01")
        self.supplier, self.customer = given.party("供货商"), given.party("客户", customer=True)
        self.gone = given.party("散了", customer=True)
        given.database.write_now(self._archive)
        self.alias = given.database.write_now(self._learn)
        self.group = given.group("仓库群", purpose=Purpose.WAREHOUSE, warehouse=self.here)
        self.worker = given.person("小工", Role.WAREHOUSE, warehouse=self.here)
        given.stock(self.cola, self.here, 100, 100)

    def _learn(self, db: Any) -> int:
        """Words that everybody uses; only leaders take them back. One's own are the dialogue's test."""
        alias = Alias(kind=AliasOf.PRODUCT, text="小可乐", target_id=ident(self.cola))
        db.add(alias)
        db.flush()
        return ident(alias)

    def _archive(self, db: Any) -> None:
        from models.party import Party
        from models.values import utc_now

        row = db.get(Party, self.gone.id)
        row.archived_at = utc_now()
        db.add(row)

    def posting_of(self, db: Any, actor: Actor) -> int:
        home, source = self.given.home(self.here), outside(db, LocationKind.SUPPLIER)
        move = ledger.Move(ident(self.cola), source, home, Decimal(1), Decimal(1))
        return ident(ledger.post(db, actor, PostingKind.GOODS_IN, [move]))

    def request(self, db: Any, name: str, actor: Actor) -> dict[str, Any]:
        """A complete, valid request of that operation, touching the warehouse ``here`` where it touches any."""
        lines = [{"product": self.cola.id, "quantity": Decimal(1)}]
        here = {"warehouse": self.here.id}
        requests: dict[str, Callable[[], dict[str, Any]]] = {
            "receive_goods": lambda: {"lines": lines, **here},
            "issue_goods": lambda: {"lines": lines, **here, "reason": "sold"},
            "transfer_stock": lambda: {"lines": lines, **here, "destination": self.there.id},
            "adjust_stock": lambda: {"lines": lines, **here, "direction": "loss", "reason": "lost"},
            "undo_posting": lambda: {"posting": self.posting_of(db, actor)},
            "stock_of": lambda: {"product": self.cola.id, **here},
            "history_of": lambda: {"product": self.cola.id, **here},
            "price_of": lambda: {"product": self.cola.id},
            "add_product": lambda: {"name": "雪碧", "unit": "瓶"},
            "change_product": lambda: {"product": self.cola.id, "field": "sale_price", "value": "3.5"},
            "archive_product": lambda: {"product": self.tea.id},
            "restore_product": lambda: {"product": self.old.id},
            "list_aliases": dict,
            "forget_alias": lambda: {"alias": self.alias},
            "add_party": lambda: {"name": "新客", "kind": "customer"},
            "change_party": lambda: {"party": self.customer.id, "field": "phone", "value": "138"},
            "archive_party": lambda: {"party": self.customer.id},
            "restore_party": lambda: {"party": self.gone.id},
            "add_warehouse": lambda: {"name": "东仓", "code": "E1"},
            "add_location": lambda: {"name": "B-01", **here},
            "archive_warehouse": lambda: {"warehouse": self.here.id},
            "archive_location": lambda: {"location": self.shelf.id},
            "invite_person": lambda: {"role": "warehouse", **here},
            "join_company": lambda: {"token": "x"},
            "list_people": dict,
            "revoke_role": lambda: {"person": self.worker.id, "role": "warehouse"},
            "deactivate_person": lambda: {"person": self.worker.id},
            "bind_group": lambda: {"chat": self.group.id, "purpose": "sales", **here},
            "unbind_group": lambda: {"chat": self.group.id},
            "set_language": lambda: {"language": "en"},
            "set_profile": lambda: {"name": "新名"},
            "set_direct_posting": lambda: {"direct": True},
        }
        return requests[name]()

    def actors(self) -> Iterator[tuple[str, Role, Actor]]:
        """Everybody: each role inside, company-wide, here and elsewhere; suppliers, customers; a stranger."""
        for role in ROLES:
            if role in INSIDERS:
                for where, warehouse in (("company", None), ("here", self.here), ("there", self.there)):
                    yield where, role, self.given.actor(role, warehouse=warehouse)
            else:
                party = self.supplier if role is SUPPLIER else self.customer
                yield "company", role, self.given.actor(role, party=party)
        yield "company", Role(0), replace(self.given.actor(OWNER), grants=())


class _Undo(Exception):
    """Takes an attempt back."""


def _attempt(world: World, operation: Operation, actor: Actor) -> bool:
    """Whether the door let it pass; anything but NotAllowed that goes wrong is raised."""
    passed = False

    def work(db: Any) -> None:
        nonlocal passed
        if operation.name == "archive_warehouse":
            _empty(db, world)
        form = operation.form(**world.request(db, operation.name, actor))
        DESK.perform(db, actor, operation, form)
        passed = True
        raise _Undo

    try:
        world.given.database.write_now(work)
    except (_Undo, NotAllowed):
        return passed
    raise AssertionError("unreachable")


def _empty(db: Any, world: World) -> None:
    home, customers = world.given.home(world.here), outside(db, LocationKind.CUSTOMER)
    move = ledger.Move(ident(world.cola), home, customers, Decimal(100))
    ledger.post(db, world.given.actor(Role.SYSTEM), PostingKind.GOODS_OUT, [move])


def _expected(name: str, where: str, role: Role) -> bool:
    roles, held = EXPECTED[name]
    if role not in roles:
        return False
    return where == "company" or held == ANYWHERE or (held == HERE and where == "here")


def test_every_operation_by_every_role_in_every_scope(given: Given) -> None:
    world = World(given)
    everybody = list(world.actors())
    assert len(everybody) == 6 * 3 + 2 + 1
    wrong = [
        f"{name} by {role.name or 'a stranger'} ({where}): {'passed' if not may else 'refused'}"
        for name in EXPECTED
        for where, role, actor in everybody
        if _attempt(world, DESK.catalog[name], actor) != (may := _expected(name, where, role))
    ]
    assert wrong == []


def test_every_operation_is_in_the_table() -> None:
    assert {operation.name for operation in CATALOG if operation.group in SUBJECTS} == set(EXPECTED)


def test_suppliers_and_customers_do_nothing_but_what_is_made_for_them() -> None:
    outsiders = SUPPLIER | CUSTOMER
    allowed = {operation.name for operation in CATALOG if operation.allowed & outsiders}
    made_for_them = {operation.name for operation in CATALOG if operation.group in ("supplier", "customer")}
    assert allowed <= made_for_them | {"set_language", "set_profile"}
    assert not [o.name for o in CATALOG if o.group in ("supplier", "customer") and o.allowed & STAFF & ~Role.OWNER]


def test_an_invitation_is_opened_only_with_the_guests_hat_on(given: Given) -> None:
    """Nobody holds the role GUEST: it is put on for one request, and takes all other rights off."""
    world = World(given)
    owner = given.actor(OWNER)
    assert newcomer(owner).grants == (GrantFact(Role.GUEST),)
    for name in EXPECTED:
        if name != "join_company":
            assert not _attempt(world, DESK.catalog[name], newcomer(owner))


def test_a_role_in_one_warehouse_gives_no_right_in_another(given: Given) -> None:
    """A keeper here who is a buyer there receives in both, but issues only here."""
    world = World(given)
    here, there = ident(world.here), ident(world.there)
    person = given.actor(KEEPER, warehouse=world.here)
    actor = replace(person, grants=(GrantFact(KEEPER, here), GrantFact(BUYER, there)))
    lines = [{"product": world.cola.id, "quantity": Decimal(1)}]

    def may(name: str, warehouse: int, **more: Any) -> bool:
        operation = DESK.catalog[name]
        form = operation.form(lines=lines, warehouse=warehouse, **more)
        try:
            given.database.write_now(lambda db: DESK.perform(db, actor, operation, form))
        except NotAllowed as refused:
            assert refused.warehouse
            return False
        return True

    assert may("receive_goods", here)
    assert may("receive_goods", there)
    assert may("issue_goods", here, reason="sold")
    assert not may("issue_goods", there, reason="sold")


@pytest.mark.parametrize(
    ("role", "cost", "price"),
    [
        (OWNER, True, True),
        (MANAGER, True, True),
        (BUYER, True, True),
        (FINANCE, True, True),
        (SELLER, False, True),
        (KEEPER, False, False),
        (SUPPLIER, False, False),
        (CUSTOMER, False, False),
        (Role.GUEST, False, False),
    ],
)
def test_who_sees_cost_and_price_and_that_no_group_does(given: Given, role: Role, cost: bool, price: bool) -> None:
    actor = replace(given.actor(OWNER), grants=(GrantFact(role),))
    assert (actor.sees("cost"), actor.sees("price")) == (cost, price)
    in_group = replace(actor, private=False)
    assert (in_group.sees("cost"), in_group.sees("price")) == (False, False)


def _bare_numbers(model: type[BaseModel], path: str) -> Iterator[str]:
    """Decimals among the facts that nobody marked: they would be shown to everybody, without a unit."""
    for name, info in model.model_fields.items():
        marks = [*info.metadata]
        kinds = [info.annotation]
        while kinds:
            kind = kinds.pop()
            marks += list(getattr(kind, "__metadata__", ()))
            kinds += list(get_args(kind))
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind.__module__.startswith("handlers"):
                yield from _bare_numbers(kind, f"{path}.{name}")
            if kind is Decimal and not any(isinstance(mark, Secrecy) for mark in marks):
                yield f"{path}.{name}"


@pytest.mark.parametrize("operation", [o for o in CATALOG if o.group in SUBJECTS], ids=lambda o: o.name)
def test_every_amount_of_money_in_an_outcome_says_who_may_read_it(operation: Operation) -> None:
    assert list(_bare_numbers(operation.outcome, operation.name)) == []
