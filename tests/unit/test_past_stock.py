"""What there was: the stock of a day gone by, and the moves that made it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jxc_bot.database import Database
from models.operation import Company
from models.values import day_of
from tests.shop import Shop


@pytest.fixture
def shop(database: Database) -> Shop:
    shop = Shop(database)
    for text in ("收货 可口可乐 10箱 @48 昨天", "出库 可口可乐 1箱 样品 昨天", "收货 可口可乐 5箱 @48"):
        shop.owner.says(text)
        if "哪个仓库" in shop.owner.text:
            shop.owner.presses("主仓")
        shop.owner.presses("确认")
    return shop


def test_the_stock_of_yesterday_is_told_with_its_places(shop: Shop) -> None:
    shop.owner.says("库存 可口可乐 昨天")
    assert "日终有 9箱（216瓶）" in shop.owner.text and "• 主仓　9箱（216瓶）" in shop.owner.text
    shop.owner.says("库存 可口可乐")
    assert "现有 24箱（576瓶）" in shop.owner.text  # ten cases were there from today on


@pytest.mark.parametrize("said", ["可口可乐昨天还有多少", "昨天 可口可乐 库存", "库存 可口可乐 主仓 昨天"])
def test_the_day_may_stand_anywhere(shop: Shop, said: str) -> None:
    shop.owner.says(said)
    assert "日终有 9箱（216瓶）" in shop.owner.text


def test_before_everything_there_was_nothing(shop: Shop) -> None:
    shop.owner.says("库存 可口可乐 2025-01-01")
    assert "日终有 0瓶" in shop.owner.text


def test_tomorrow_is_not_known(shop: Shop) -> None:
    tomorrow = day_of(shop.room.now, Company().zone) + timedelta(days=1)
    shop.owner.says(f"库存 可口可乐 {tomorrow:%Y-%m-%d}")
    assert "⚠️" in shop.owner.text and "现有" not in shop.owner.text


def test_the_history_up_to_a_day_ends_at_its_stock(shop: Shop) -> None:
    shop.owner.says("流水 可口可乐 昨天")
    assert "日终有 9箱（216瓶）" in shop.owner.text and "→ 9箱（216瓶）" in shop.owner.text
    assert "+5箱" not in shop.owner.text


def test_a_day_without_goods_asks_of_which(shop: Shop) -> None:
    shop.owner.says("库存 昨天")
    assert "请说是哪个商品" in shop.owner.text


def test_a_keeper_reads_no_cost_of_the_past(shop: Shop) -> None:
    shop.keeper.says("库存 可口可乐 昨天")
    assert "9箱（216瓶）" in shop.keeper.text and "¥" not in shop.keeper.text
