"""How much there is, where, and why: within one's own warehouses, and never more."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from handlers import CATALOG
from jxc_bot.desk import Desk
from models import reservations
from models.errors import NotAllowed, NotFound
from models.operation import Actor
from models.people import Role
from models.product import Product
from models.reservations import Promise
from tests.given import Given, ident

DESK = Desk(CATALOG)


def ask(given: Given, actor: Actor, verb: str, /, **answers: Any) -> Any:
    operation = DESK.catalog[verb]
    form = operation.form(**answers)
    return given.database.read_now(lambda db: DESK.perform(db, actor, operation, form)).outcome


@pytest.fixture
def cola(given: Given) -> Product:
    return given.product("可乐", units={"箱": 24})


def test_stock_is_told_by_warehouse_with_what_is_reserved(given: Given, cola: Product) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    given.warehouse("空仓")
    given.stock(cola, main, 77, 154)
    given.stock(cola, shop, 3, 9)
    owner = given.actor(Role.OWNER)
    promise = Promise(ident(cola), given.home(main), Decimal(7))
    given.database.write_now(lambda db: reservations.reserve(db, [promise], source="order:1", at=owner.at))
    told = ask(given, owner, "stock_of", product=cola.id)
    assert (told.on_hand.quantity, told.reserved.quantity, told.available.quantity) == (80, 7, 73)
    assert (told.value, told.average, told.unit) == (163, Decimal("2.0375"), "瓶")
    places = [(p.warehouse, p.on_hand.quantity, p.reserved, p.value) for p in told.places]
    assert places[1] == ("门店", 3, None, 9)
    assert (places[0][0], places[0][2].quantity) == ("主仓", 7)


def test_nobody_is_told_of_warehouses_that_are_not_theirs(given: Given, cola: Product) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    given.stock(cola, main, 10, 20)
    given.stock(cola, shop, 3, 9)
    keeper = given.actor(Role.WAREHOUSE, warehouse=shop)
    told = ask(given, keeper, "stock_of", product=cola.id)
    assert (told.on_hand.quantity, [place.warehouse for place in told.places]) == (3, ["门店"])
    history = ask(given, keeper, "history_of", product=cola.id)
    assert (history.on_hand.quantity, len(history.lines)) == (3, 1)
    for verb in ("stock_of", "history_of"):
        with pytest.raises(NotAllowed):
            ask(given, keeper, verb, product=cola.id, warehouse=main.id)
        for outsider in (Role.SUPPLIER, Role.CUSTOMER):
            with pytest.raises(NotAllowed):
                ask(given, given.actor(outsider, party=given.party("外人")), verb, product=cola.id)
        with pytest.raises(NotFound):
            ask(given, keeper, verb, product=999)


def test_what_never_came_is_zero_and_has_no_history(given: Given, cola: Product) -> None:
    owner = given.actor(Role.OWNER)
    told = ask(given, owner, "stock_of", product=cola.id)
    assert (told.on_hand.quantity, told.places, told.value) == (0, [], None)
    assert ask(given, owner, "history_of", product=cola.id).lines == []


def test_history_explains_the_number_line_by_line(given: Given, cola: Product) -> None:
    main, owner = given.warehouse("主仓"), given.actor(Role.OWNER)
    given.stock(cola, main, 20, 20, happened_on=owner.today - timedelta(days=3))
    buyer = given.party("老王", customer=True)

    def do(verb: str, **answers: Any) -> Any:
        operation = DESK.catalog[verb]
        lines = [{"product": cola.id, "quantity": Decimal(answers.pop("quantity"))}]
        form = operation.form(lines=lines, warehouse=main.id, **answers)
        return given.database.write_now(lambda db: DESK.perform(db, owner, operation, form)).outcome

    do("receive_goods", quantity=30, note="补货")
    issued = do("issue_goods", quantity=13, reason="sold", customer=buyer.id)
    told = ask(given, owner, "history_of", product=cola.id)
    assert [(line.kind, line.came and line.came.quantity, line.went and line.went.quantity) for line in told.lines] == [
        ("CK", None, 13),
        ("RK", 30, None),
        ("QC", 20, None),
    ]
    assert [line.balance.quantity for line in told.lines] == [37, 50, 20]
    assert (told.lines[0].number, told.lines[0].party, told.lines[1].note) == (issued.number, "老王", "补货")
    assert (told.on_hand.quantity, told.earlier) == (37, None)
    short = ask(given, owner, "history_of", product=cola.id, warehouse=main.id, count=2)
    assert (len(short.lines), short.earlier.quantity, short.warehouse) == (2, 20, "主仓")


def test_a_transfer_is_no_change_to_whoever_sees_both_ends(given: Given, cola: Product) -> None:
    main, shop, owner = given.warehouse("主仓"), given.warehouse("门店"), given.actor(Role.OWNER)
    given.stock(cola, main, 10, 10)
    operation = DESK.catalog["transfer_stock"]
    lines = [{"product": cola.id, "quantity": Decimal(4)}]
    form = operation.form(lines=lines, warehouse=main.id, destination=shop.id)
    given.database.write_now(lambda db: DESK.perform(db, owner, operation, form))
    seen = ask(given, owner, "history_of", product=cola.id)
    assert [line.balance.quantity for line in seen.lines] == [10, 10]
    there = ask(given, owner, "history_of", product=cola.id, warehouse=shop.id)
    assert [(line.came.quantity, line.balance.quantity) for line in there.lines] == [(4, 4)]
    here = ask(given, owner, "history_of", product=cola.id, warehouse=main.id)
    assert [line.balance.quantity for line in here.lines] == [6, 10]
