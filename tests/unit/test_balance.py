"""What there is, what there was, and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from models import balance, ledger, stock_card
from models.balance import Balance, Worth
from models.location import LocationKind
from models.moves import StockKey
from models.people import Role
from models.stock import PostingKind
from models.values import utc_now
from tests.given import Given, ident

TODAY = utc_now().date()


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def _post(given: Given, product: object, source: int, to: int, quantity: int, day: date, kind: str = "CK") -> None:
    move = ledger.Move(product.id, source, to, Decimal(quantity))
    actor = given.actor(Role.SYSTEM)
    given.database.write_now(lambda db: ledger.post(db, actor, PostingKind(kind), [move], happened_on=day))


def test_stock_is_read_per_product_warehouse_and_place(given: Given) -> None:
    cola, rice = given.product("可乐"), given.product("大米")
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    shelf = given.location(main, "A架")
    given.stock(cola, main, 40, 80)
    given.stock(cola, main, 10, 20, location=shelf)
    given.stock(cola, shop, 5, 11)
    read = given.database.read_now
    assert read(lambda db: balance.balance_of(db, ident(cola))) == Balance(Decimal(55))
    assert read(lambda db: balance.balances(db, [cola.id, rice.id], [main.id])) == {
        cola.id: Balance(Decimal(50)),
        rice.id: Balance(),
    }
    assert read(lambda db: balance.by_warehouse(db, ident(cola))) == {
        main.id: Balance(Decimal(50)),
        shop.id: Balance(Decimal(5)),
    }
    places = read(lambda db: balance.by_place(db, ident(cola), [main.id]))
    assert [(place.location, place.balance.on_hand) for place in places] == [("主仓", 40), ("A架", 10)]
    worth = read(lambda db: balance.worth_of(db, ident(cola), [shop.id]))
    assert (worth, worth.average) == (Worth(Decimal(5), Decimal(11)), Decimal("2.2"))


def test_the_list_of_stock_is_paged_by_sku_without_what_is_not_there(given: Given) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    for number in range(5):
        product = given.product(f"商品{number}", sku=f"S{number}")
        if number != 2:
            given.stock(product, shop if number == 4 else main, number + 1, 1)
    read = given.database.read_now
    page = read(lambda db: balance.stock_page(db, limit=2))
    assert [line.sku for line in page] == ["S0", "S1"]
    page = read(lambda db: balance.stock_page(db, after="S1", limit=2))
    assert [(line.sku, line.balance.on_hand) for line in page] == [("S3", 4), ("S4", 5)]
    assert [line.sku for line in read(lambda db: balance.stock_page(db, [shop.id]))] == ["S4"]
    assert len(read(lambda db: balance.stock_page(db, [shop.id], everything=True))) == 5
    assert read(balance.stock_count) == 4


def test_stock_of_a_past_day_is_the_same_from_either_end(given: Given) -> None:
    cola, main = given.product("可乐"), given.warehouse("主仓")
    home, out = given.home(main), given.outside(LocationKind.CUSTOMER)
    given.stock(cola, main, 100, 200, happened_on=ago(20))
    _post(given, cola, home, out, 30, ago(12))
    _post(given, cola, home, out, 20, ago(2))
    read, key = given.database.read_now, StockKey(ident(cola), ident(main))
    for day, quantity in [(ago(20), 100), (ago(13), 100), (ago(12), 70), (ago(3), 70), (ago(2), 50), (TODAY, 50)]:
        found = read(lambda db, day=day: stock_card.stock_on(db, day, TODAY))
        assert found == {key: Worth(Decimal(quantity), Decimal(quantity * 2))}, day
    assert read(lambda db: stock_card.stock_on(db, ago(21), TODAY)) == {}
    assert read(lambda db: stock_card.stock_on(db, TODAY, TODAY, product_ids=[999])) == {}


def test_a_card_explains_the_number_line_by_line_over_its_pages(given: Given) -> None:
    cola, main, shop = given.product("可乐"), given.warehouse("主仓"), given.warehouse("门店")
    shelf = given.location(main, "A架")
    home, out = given.home(main), given.outside(LocationKind.CUSTOMER)
    given.stock(cola, main, 100, 200, happened_on=ago(9))
    _post(given, cola, home, out, 30, ago(8))
    _post(given, cola, home, ident(shelf), 10, ago(7), "DB")
    _post(given, cola, home, given.home(shop), 20, ago(6), "DB")
    read = given.database.read_now
    lines = read(lambda db: stock_card.card(db, ident(cola), [main.id]))
    assert [(line.change, line.balance) for line in lines] == [(-20, 50), (0, 70), (-30, 70), (100, 100)]
    assert [line.kind for line in lines] == ["DB", "DB", "CK", "QC"]
    first = read(lambda db: stock_card.card(db, ident(cola), limit=2))
    rest = read(lambda db: stock_card.card(db, ident(cola), before=first[-1].mark))
    assert [(line.change, line.balance) for line in first + rest] == [(0, 70), (0, 70), (-30, 70), (100, 100)]
