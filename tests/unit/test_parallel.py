"""Many at once: nothing is sold twice, nothing is booked twice, and nobody waits for each other for ever."""

import asyncio
import random
from collections import Counter
from decimal import Decimal
from typing import Any

from handlers import CATALOG
from jxc_bot import audit
from jxc_bot.database import Database
from jxc_bot.desk import Desk, Performance
from models import proof, reservations
from models.errors import AlreadyExists, Invalid, NotEnoughStock, Refused
from models.operation import Actor
from models.people import Role
from models.product import Product
from models.reservations import Promise
from models.stock import Posting, StockMove
from tests.given import Given, ident

DESK = Desk(CATALOG)


async def perform(database: Database, actor: Actor, verb: str, key: str = "", /, **answers: Any) -> Performance:
    operation = DESK.catalog[verb]
    form = operation.form(**answers)
    return await database.write(lambda db: DESK.perform(db, actor, operation, form, key))


def line(product: Product, quantity: int) -> dict[str, Any]:
    return {"product": ident(product), "quantity": Decimal(quantity)}


def outcomes(results: list[Any]) -> Counter[str]:
    """How it went for each: done, or the kind of refusal. Anything but a refusal is raised."""
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refused):
            raise result
    return Counter("done" if not isinstance(r, Refused) else type(r).__name__ for r in results)


def assert_sound(given: Given) -> None:
    assert given.database.read_now(lambda db: list(proof.differences(db))) == []
    assert given.database.read_now(lambda db: list(audit.broken_links(db))) == []


async def test_of_fifty_who_take_the_last_unit_at_once_exactly_one_gets_it(given: Given) -> None:
    cola, main = given.product("可乐"), given.warehouse()
    given.stock(cola, main, 1, 2)
    actors = [given.actor(Role.WAREHOUSE, warehouse=main) for _ in range(5)]
    results = await asyncio.gather(
        *(
            perform(
                given.database,
                actors[n % 5],
                "issue_goods",
                f"key:{n}",
                lines=[line(cola, 1)],
                warehouse=main.id,
                reason="sold",
            )
            for n in range(50)
        ),
        return_exceptions=True,
    )
    assert outcomes(results) == {"done": 1, "NotEnoughStock": 49}
    assert (given.on_hand(cola), given.value(cola, main)) == (0, 0)
    assert_sound(given)


async def test_the_last_units_spread_over_two_places_are_found_by_whoever_is_second(given: Given) -> None:
    cola, main = given.product("可乐"), given.warehouse()
    given.stock(cola, main, 3, 3)
    given.stock(cola, main, 3, 3, location=given.location(main, "A-01"))
    owner = given.actor(Role.OWNER)
    results = await asyncio.gather(
        *(
            perform(given.database, owner, "issue_goods", lines=[line(cola, 2)], warehouse=main.id, reason="sold")
            for _ in range(4)
        ),
        return_exceptions=True,
    )
    assert outcomes(results) == {"done": 3, "NotEnoughStock": 1}
    assert given.on_hand(cola) == 0


async def test_the_same_confirm_ten_times_at_once_is_one_posting_and_all_see_it(given: Given) -> None:
    """The last unit is taken: whoever waits must be told of the first posting, not that there is none left."""
    cola, main, owner = given.product("可乐"), given.warehouse(), given.actor(Role.OWNER)
    given.stock(cola, main, 1, 2)
    facts = {"lines": [line(cola, 1)], "warehouse": main.id, "reason": "sold"}
    told = await asyncio.gather(
        *(perform(given.database, owner, "issue_goods", "draft:7:1", **facts) for _ in range(10))
    )
    assert Counter(performance.repeated for performance in told) == {True: 9, False: 1}
    assert len({performance.outcome.model_dump_json() for performance in told}) == 1
    assert (given.count(Posting), given.on_hand(cola)) == (2, 0)


async def test_a_confirm_pressed_again_after_a_restart_shows_the_first_result(given: Given, database_url: str) -> None:
    cola, main, owner = given.product("可乐"), given.warehouse(), given.actor(Role.OWNER)
    facts = {"lines": [line(cola, 1)], "warehouse": main.id}
    first = await perform(given.database, owner, "receive_goods", "draft:7:1", **facts)
    restarted = Database(database_url)
    again = await perform(restarted, owner, "receive_goods", "draft:7:1", **facts)
    restarted.close()
    assert again.repeated
    assert again.outcome == first.outcome
    assert given.on_hand(cola) == 1


async def test_a_key_whose_operation_was_refused_may_be_used_again(given: Given) -> None:
    cola, main, owner = given.product("可乐"), given.warehouse(), given.actor(Role.OWNER)
    facts = {"lines": [line(cola, 1)], "warehouse": main.id, "reason": "sold"}

    def refused_but_kept(db: Any) -> str:
        operation = DESK.catalog["issue_goods"]
        try:
            DESK.perform(db, owner, operation, operation.form(**facts), "draft:8:1")
        except NotEnoughStock:
            return "told"
        return "posted"

    assert await given.database.write(refused_but_kept) == "told"
    given.stock(cola, main, 1, 1)
    assert not (await perform(given.database, owner, "issue_goods", "draft:8:1", **facts)).repeated


async def test_documents_with_their_lines_in_opposite_order_all_get_through(given: Given) -> None:
    products = [given.product(f"商品{n}") for n in range(6)]
    main, shop, owner = given.warehouse("主仓"), given.warehouse("门店"), given.actor(Role.OWNER)
    for product in products:
        given.stock(product, main, 500, 500)
        given.stock(product, shop, 500, 500)

    def document(number: int) -> Any:
        lines = [line(product, 1) for product in (products if number % 2 else products[::-1])]
        ends = (main, shop) if number % 4 < 2 else (shop, main)
        return perform(
            given.database, owner, "transfer_stock", lines=lines, warehouse=ends[0].id, destination=ends[1].id
        )

    results = await asyncio.gather(*(document(n) for n in range(40)), return_exceptions=True)
    assert outcomes(results) == {"done": 40}
    assert {given.on_hand(product) for product in products} == {Decimal(1000)}
    assert_sound(given)


async def test_of_many_who_undo_the_same_posting_one_does(given: Given) -> None:
    cola, main, owner = given.product("可乐"), given.warehouse(), given.actor(Role.OWNER)
    given.stock(cola, main, 50, 50)
    issued = await perform(
        given.database, owner, "issue_goods", lines=[line(cola, 5)], warehouse=main.id, reason="sold"
    )
    results = await asyncio.gather(
        *(perform(given.database, owner, "undo_posting", posting=issued.outcome.posting_id) for _ in range(10)),
        return_exceptions=True,
    )
    assert outcomes(results) == {"done": 1, "AlreadyUndone": 9}
    assert {r.reason for r in results if isinstance(r, Invalid)} == {"already-undone"}
    assert given.on_hand(cola) == 50


async def test_of_many_who_add_the_same_product_one_does(given: Given) -> None:
    owner = given.actor(Role.OWNER)
    results = await asyncio.gather(
        *(
            perform(given.database, owner, "add_product", name=f"雪碧{n}", unit="瓶", sku="X-1", barcode="690123456789")
            for n in range(8)
        ),
        return_exceptions=True,
    )
    assert outcomes(results) == {"done": 1, "AlreadyExists": 7}
    assert all(isinstance(r, AlreadyExists) for r in results if isinstance(r, Refused))
    assert given.count(Product) == 1


async def test_promises_and_issues_at_once_never_promise_what_is_gone(given: Given) -> None:
    cola, main, owner = given.product("可乐"), given.warehouse(), given.actor(Role.OWNER)
    given.stock(cola, main, 20, 20)
    home = given.home(main)

    async def reserve(number: int) -> None:
        promise = Promise(ident(cola), home, Decimal(3))
        await given.database.write(
            lambda db: reservations.reserve(db, [promise], source=f"order:{number}", at=owner.at)
        )

    tasks: list[Any] = [reserve(n) for n in range(8)]
    facts = {"lines": [line(cola, 3)], "warehouse": main.id, "reason": "sold"}
    tasks += [perform(given.database, owner, "issue_goods", **facts) for _ in range(8)]
    random.Random(7).shuffle(tasks)
    assert outcomes(await asyncio.gather(*tasks, return_exceptions=True))["done"] == 6
    assert given.on_hand(cola) - given.reserved(cola) == 2
    assert_sound(given)


async def test_numbers_are_given_once(given: Given) -> None:
    people, cola, main = 5, given.product("可乐"), given.warehouse()
    actors = [given.actor(Role.WAREHOUSE, warehouse=main) for _ in range(people)]
    told = await asyncio.gather(
        *(
            perform(given.database, actors[n % people], "receive_goods", lines=[line(cola, 1)], warehouse=main.id)
            for n in range(30)
        )
    )
    numbers = sorted(performance.outcome.number for performance in told)
    assert len(set(numbers)) == 30
    assert numbers[-1].endswith("-030"), "no number is left out"
    assert (given.on_hand(cola), given.count(StockMove)) == (30, 30)
    assert_sound(given)
