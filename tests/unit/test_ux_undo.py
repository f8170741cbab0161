"""Undo told honestly: what it takes back, that it was done before and by whom, and what holds on to the goods."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from jxc_bot.database import Database
from models import reservations
from models.people import Role
from models.reservations import Promise
from tests.shop import Shop
from tests.talking import Talker


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


def received(shop: Shop, talker: Talker, said: str = "收货 雪碧 3箱 主仓") -> str:
    talker.says(said)
    talker.presses("确认")
    found = re.search(r"RK-\d{8}-\d+", talker.text)
    assert found is not None
    return found[0]


def test_undoing_twice_says_that_it_was_done_and_by_whom(shop: Shop) -> None:
    number = received(shop, shop.keeper)
    shop.keeper.says(f"撤销 {number}")
    assert "雪碧" in shop.keeper.text and "3箱（72瓶）" in shop.keeper.text  # what goes back is read before the tap
    shop.keeper.presses("确认")
    before = shop.postings
    for talker in (shop.keeper, shop.owner):
        talker.says(f"撤销 {number}")
        assert "已经由 小王 撤销过了" in talker.text and "CX-" in talker.text and "没有找到" not in talker.text
    assert shop.postings == before


def test_an_old_undo_button_says_so_too(shop: Shop) -> None:
    received(shop, shop.keeper)
    button = shop.keeper.button("撤销").data
    for _ in range(2):
        shop.keeper.presses_data(button)
        shop.keeper.presses("确认")
    assert "已经由 小王 撤销过了" in shop.keeper.text and shop.given.on_hand(shop.sprite) == 0


def test_what_somebody_else_posted_is_no_unknown_document(shop: Shop) -> None:
    number = received(shop, shop.owner)
    shop.keeper.says(f"撤销 {number}")
    assert "不是您登记的" in shop.keeper.text
    shop.given.person("外人", Role.WAREHOUSE, warehouse=shop.east, account=8)
    other = Talker(shop.room, "8", "外人")
    other.says(f"撤销 {number}")
    assert "没有找到单据" in other.text


def test_goods_that_are_promised_name_what_they_are_promised_to(shop: Shop) -> None:
    number = received(shop, shop.owner)
    promise = Promise(shop.sprite.id or 0, shop.given.home(shop.main), Decimal(72))
    shop.given.database.write_now(
        lambda db: reservations.reserve(db, [promise], source="sales_order:7", at=shop.room.now)
    )
    shop.owner.says(f"撤销 {number}")
    shop.owner.presses("确认")
    assert "sales_order:7" in shop.owner.text and "占用" in shop.owner.text


def test_a_number_alone_shows_the_posting_with_its_undo(shop: Shop) -> None:
    number = received(shop, shop.keeper)
    shop.keeper.says(number.lower())
    assert "入库 · 主仓" in shop.keeper.text and "雪碧" in shop.keeper.text
    shop.keeper.presses("撤销")
    shop.keeper.presses("确认")
    shop.keeper.says(number)
    assert "已撤销" in shop.keeper.text and not shop.keeper.heard[-1].buttons
    shop.keeper.says("RK-20200101-999")
    assert "没有找到单据" in shop.keeper.text


def test_an_old_posting_offers_no_undo_that_would_be_refused(shop: Shop) -> None:
    number = received(shop, shop.keeper)
    shop.room.later(seconds=timedelta(days=8).total_seconds())
    shop.keeper.says(number)
    assert "雪碧" in shop.keeper.text and not shop.keeper.heard[-1].buttons
    shop.keeper.says(f"撤销 {number}")
    assert "超过 7 天" in shop.keeper.text


def test_an_invitation_shown_again_says_why_its_link_is_not_there(shop: Shop) -> None:
    shop.owner.says("邀请 仓管")
    confirm = shop.owner.button("确认").data
    shop.owner.presses_data(confirm)
    assert "start=" in shop.owner.text
    shop.owner.presses_data(confirm)
    assert "链接只给一次" in shop.owner.text and "start=" not in shop.owner.text


@pytest.mark.parametrize("said", ["撤销 上一张", "undo last", "撤销刚才那张"])
def test_the_last_posting_is_undone_without_its_number(shop: Shop, said: str) -> None:
    number = received(shop, shop.keeper)
    received(shop, shop.owner, "收货 雪碧 1箱 主仓")
    shop.keeper.says(said)
    assert number in shop.keeper.text and "请核对" in shop.keeper.text
