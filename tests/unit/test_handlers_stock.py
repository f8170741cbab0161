"""Goods in, goods out, transfer, adjustment and undo: what they book, what they answer, what they refuse."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handlers import CATALOG
from handlers.adjust import AdjustReason, Direction
from handlers.stock import IssueReason
from jxc_bot.desk import Desk
from models.errors import (
    Archived,
    FractionOfUnit,
    HasDependents,
    Invalid,
    NotAllowed,
    NotEnoughStock,
    NotFound,
    OutOfRange,
    PeriodClosed,
)
from models.location import Warehouse
from models.operation import Actor, Price
from models.people import Role
from models.product import Product
from models.stock import LedgerSetting
from models.values import utc_now
from tests.given import Given, ident

DESK = Desk(CATALOG)
Do = Callable[..., Any]


@pytest.fixture
def do(given: Given) -> Do:
    """Performs an operation by name, through the door."""

    def perform(name: str, actor: Actor, key: str = "", **answers: Any) -> Any:
        operation = DESK.catalog[name]
        form = operation.form(**answers)
        return given.database.write_now(lambda db: DESK.perform(db, actor, operation, form, key)).outcome

    return perform


def line(product: Product, quantity: str | int, **more: Any) -> dict[str, Any]:
    return {"product": ident(product), "quantity": Decimal(quantity), **more}


@pytest.fixture
def cola(given: Given) -> Product:
    return given.product("可乐", units={"箱": 24})


@pytest.fixture
def main(given: Given) -> Warehouse:
    return given.warehouse("主仓")


@pytest.fixture
def owner(given: Given) -> Actor:
    return given.actor(Role.OWNER)


def test_goods_received_are_in_stock_at_the_cost_stated(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    maker = given.party("太古", supplier=True)
    cost = Price(amount=Decimal(50), unit="箱", numerator=24)
    told = do(
        "receive_goods", owner, lines=[line(cola, 77, cost=cost)], warehouse=main.id, supplier=maker.id, note="加急"
    )
    assert given.on_hand(cola, main) == 77
    # 77 瓶 of 50 元 for 24: 160.41666… rounded half up to the ledger's four places
    assert given.value(cola, main) == Decimal("160.4167") == told.total
    assert (told.warehouse, told.party, told.note, told.number[:3]) == ("主仓", "太古", "加急", "RK-")
    assert told.lines[0].stock.parts == [(3, "箱"), (5, "瓶")]


def test_the_same_product_twice_in_one_document_is_added_up_before_it_is_checked(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    given.stock(cola, main, 10, 20)
    with pytest.raises(NotEnoughStock) as refused:
        do("issue_goods", owner, lines=[line(cola, 6), line(cola, 6)], warehouse=main.id, reason="sold")
    assert (refused.value.shortages[0].wanted, refused.value.shortages[0].available) == (12, 10)
    assert refused.value.shortages[0].place == "主仓"
    told = do("issue_goods", owner, lines=[line(cola, 6), line(cola, 4)], warehouse=main.id, reason="sold")
    assert [part.quantity.quantity for part in told.lines] == [6, 4]
    assert (given.on_hand(cola), given.value(cola, main)) == (0, 0)


def test_every_short_line_is_named(given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor) -> None:
    water = given.product("矿泉水")
    with pytest.raises(NotEnoughStock) as refused:
        do("issue_goods", owner, lines=[line(cola, 1), line(water, 2)], warehouse=main.id, reason="used")
    assert {short.product for short in refused.value.shortages} == {"可乐", "矿泉水"}


def test_goods_are_taken_from_other_places_of_the_warehouse_when_the_home_has_too_few(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    shelf = given.location(main, "A-01")
    given.stock(cola, main, 5, 5)
    given.stock(cola, main, 7, 7, location=shelf)
    told = do("issue_goods", owner, lines=[line(cola, 9)], warehouse=main.id, reason="sold")
    assert len(told.lines) == 1
    assert told.lines[0].quantity.quantity == 9
    assert given.on_hand(cola, main) == 3
    with pytest.raises(NotEnoughStock):
        do("issue_goods", owner, lines=[line(cola, 1)], warehouse=main.id, reason="sold", location=given.home(main))


def test_a_transfer_carries_its_cost_and_tells_both_stocks(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    shop = given.warehouse("门店")
    given.stock(cola, main, 48, 96)
    told = do("transfer_stock", owner, lines=[line(cola, 24)], warehouse=main.id, destination=shop.id)
    assert (given.value(cola, main), given.value(cola, shop)) == (48, 48)
    assert told.destination == "门店"
    assert (told.lines[0].stock.quantity, told.lines[0].stock_there.quantity) == (24, 24)
    with pytest.raises(Invalid) as refused:
        do("transfer_stock", owner, lines=[line(cola, 1)], warehouse=main.id, destination=main.id)
    assert (refused.value.name, refused.value.reason) == ("destination", "same-place")


def test_a_keeper_sends_to_any_warehouse_but_takes_from_their_own(
    given: Given, do: Do, cola: Product, main: Warehouse
) -> None:
    shop = given.warehouse("门店")
    keeper = given.actor(Role.WAREHOUSE, warehouse=main)
    given.stock(cola, main, 5, 5)
    given.stock(cola, shop, 5, 5)
    do("transfer_stock", keeper, lines=[line(cola, 1)], warehouse=main.id, destination=shop.id)
    with pytest.raises(NotAllowed) as refused:
        do("transfer_stock", keeper, lines=[line(cola, 1)], warehouse=shop.id, destination=main.id)
    assert refused.value.warehouse == "门店"


def test_adjusting_adds_what_was_found_and_scraps_what_is_broken(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    given.stock(cola, main, 10, 20)
    do("adjust_stock", owner, lines=[line(cola, 5)], direction="gain", warehouse=main.id, reason="found")
    assert (given.on_hand(cola, main), given.value(cola, main)) == (15, 30)
    told = do("adjust_stock", owner, lines=[line(cola, 3)], direction="loss", warehouse=main.id, reason="damaged")
    assert (told.direction, told.reason) == (Direction.LOSS, AdjustReason.DAMAGED)
    assert (given.on_hand(cola, main), given.value(cola, main)) == (12, 24)


@pytest.mark.parametrize(("direction", "reason"), [("gain", "damaged"), ("gain", "theft"), ("loss", "found")])
def test_a_reason_has_to_go_with_the_direction(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor, direction: str, reason: str
) -> None:
    given.stock(cola, main, 10, 20)
    with pytest.raises(Invalid) as refused:
        do("adjust_stock", owner, lines=[line(cola, 1)], direction=direction, warehouse=main.id, reason=reason)
    assert refused.value.reason == f"not-for-{direction}"
    assert given.on_hand(cola) == 10


@pytest.mark.parametrize(
    ("quantity", "error"),
    [("0", Invalid), ("-1", Invalid), ("0.5", FractionOfUnit), ("1000000001", OutOfRange), ("1e400", OutOfRange)],
)
def test_a_quantity_that_cannot_be_is_refused_and_changes_nothing(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor, quantity: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        do("receive_goods", owner, lines=[line(cola, quantity)], warehouse=main.id)
    assert given.on_hand(cola) == 0


@pytest.mark.parametrize(
    ("amount", "error"),
    [("-0.01", Invalid), ("1000000001", OutOfRange), ("NaN", OutOfRange), ("999999999", OutOfRange)],
)
def test_a_price_that_cannot_be_is_refused(
    do: Do, cola: Product, main: Warehouse, owner: Actor, amount: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        do(
            "receive_goods",
            owner,
            lines=[line(cola, 100000, cost=Price.model_construct(amount=Decimal(amount), numerator=1, denominator=1))],
            warehouse=main.id,
        )


def test_days_in_the_future_or_long_past_are_refused(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    def at(happened_on: date, now: datetime) -> Any:
        actor = given.actor(Role.OWNER, at=now)
        return do("receive_goods", actor, lines=[line(cola, 1)], warehouse=main.id, happened_on=happened_on)

    # 16:30 UTC is half past midnight of the next day in the company's zone
    night = datetime(2026, 3, 9, 16, 30, tzinfo=UTC)
    assert at(date(2026, 3, 10), night).happened_on == date(2026, 3, 10)
    assert at(date(2026, 1, 1), night).happened_on == date(2026, 1, 1)
    for day, reason in [(date(2026, 3, 11), "in-future"), (date(2025, 12, 31), "too-old")]:
        with pytest.raises(Invalid) as refused:
            at(day, night)
        assert (refused.value.name, refused.value.reason) == ("happened_on", reason)
    january = datetime(2026, 1, 10, 3, tzinfo=UTC)
    assert at(date(2025, 12, 10), january).happened_on == date(2025, 12, 10)
    with pytest.raises(Invalid):
        at(date(2025, 12, 9), january)


def test_a_closed_period_takes_nothing(given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor) -> None:
    def close(db: Any) -> None:
        row = db.get(LedgerSetting, 1)
        row.closed_through = owner.today
        db.add(row)

    given.database.write_now(close)
    with pytest.raises(PeriodClosed):
        do("receive_goods", owner, lines=[line(cola, 1)], warehouse=main.id)


def test_what_is_archived_or_does_not_exist_takes_nothing(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    old = given.product("旧货", archived=True)
    with pytest.raises(Archived):
        do("receive_goods", owner, lines=[line(old, 1)], warehouse=main.id)
    with pytest.raises(NotFound):
        do("receive_goods", owner, lines=[{"product": 999, "quantity": Decimal(1)}], warehouse=main.id)
    with pytest.raises(NotFound):
        do("receive_goods", owner, lines=[line(cola, 1)], warehouse=999)
    buyer = given.party("老王", customer=True)
    with pytest.raises(Invalid):
        do("receive_goods", owner, lines=[line(cola, 1)], warehouse=main.id, supplier=buyer.id)


def test_undo_gives_back_goods_and_value_once(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    given.stock(cola, main, 10, 20)
    issued = do("issue_goods", owner, lines=[line(cola, 4)], warehouse=main.id, reason=IssueReason.SAMPLE)
    told = do("undo_posting", owner, posting=issued.posting_id)
    assert (told.undone, told.number[:3]) == (issued.number, "CX-")
    assert told.lines[0].stock.quantity == 10
    assert (given.on_hand(cola, main), given.value(cola, main)) == (10, 20)
    for posting, reason in [(issued.posting_id, "already-undone"), (told.posting_id, "is-a-reversal")]:
        with pytest.raises(Invalid) as refused:
            do("undo_posting", owner, posting=posting)
        assert refused.value.reason == reason


def test_undo_of_goods_that_were_used_names_who_used_them(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    received = do("receive_goods", owner, lines=[line(cola, 10)], warehouse=main.id)
    issued = do("issue_goods", owner, lines=[line(cola, 4)], warehouse=main.id, reason="sold")
    with pytest.raises(HasDependents) as refused:
        do("undo_posting", owner, posting=received.posting_id)
    assert (refused.value.number, refused.value.blocker) == (received.number, issued.number)
    do("undo_posting", owner, posting=issued.posting_id)
    do("undo_posting", owner, posting=received.posting_id)
    assert given.on_hand(cola) == 0


def test_people_undo_their_own_for_a_week_and_leaders_undo_all(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    anna = given.person("安娜", Role.WAREHOUSE, warehouse=main)
    bert = given.person("伯特", Role.WAREHOUSE, warehouse=main)
    first, second, third = (
        do("receive_goods", given.actor(anna), lines=[line(cola, 1)], warehouse=main.id) for _ in range(3)
    )
    with pytest.raises(NotAllowed):
        do("undo_posting", given.actor(bert), posting=first.posting_id)
    do("undo_posting", given.actor(anna), posting=first.posting_id)
    with pytest.raises(Invalid) as refused:
        late = given.actor(anna, at=utc_now() + timedelta(days=8))
        do("undo_posting", late, posting=second.posting_id)
    assert refused.value.reason == "too-late-to-undo"
    do("undo_posting", owner, posting=second.posting_id)
    stranger = given.actor(Role.MANAGER, warehouse=given.warehouse("门店"))
    with pytest.raises(NotAllowed):
        do("undo_posting", stranger, posting=third.posting_id)
    with pytest.raises(NotFound):
        do("undo_posting", owner, posting=999)


def test_a_transfer_is_undone_only_by_someone_with_a_role_in_both_warehouses(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    shop = given.warehouse("门店")
    keeper = given.actor(Role.WAREHOUSE, warehouse=main)
    given.stock(cola, main, 5, 5)
    sent = do("transfer_stock", keeper, lines=[line(cola, 2)], warehouse=main.id, destination=shop.id)
    with pytest.raises(NotAllowed):
        do("undo_posting", keeper, posting=sent.posting_id)
    told = do("undo_posting", owner, posting=sent.posting_id)
    assert told.warehouse == "主仓"
    assert (given.on_hand(cola, main), given.on_hand(cola, shop)) == (5, 0)


def test_what_may_be_undone_is_what_is_suggested(
    given: Given, do: Do, cola: Product, main: Warehouse, owner: Actor
) -> None:
    from handlers.undo import recent_postings, undoable

    keeper = given.actor(Role.WAREHOUSE, warehouse=main)
    mine = do("receive_goods", keeper, lines=[line(cola, 1)], warehouse=main.id)
    theirs = do("receive_goods", owner, lines=[line(cola, 1)], warehouse=main.id)
    undone = do("receive_goods", keeper, lines=[line(cola, 1)], warehouse=main.id)
    do("undo_posting", keeper, posting=undone.posting_id)
    read = given.database.read_now
    assert list(read(lambda db: undoable(db, keeper, {}))) == [mine.posting_id]
    assert list(read(lambda db: undoable(db, owner, {}))) == [theirs.posting_id, mine.posting_id]
    shown = read(lambda db: recent_postings(db, owner, {}))
    assert [s.label for s in shown] == [f"{theirs.number} 可乐", f"{mine.number} 可乐"]
