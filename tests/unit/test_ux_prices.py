"""What something costs is told to those who may know it, however they ask; and asking changes nothing."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from models.people import Role
from tests.shop import Shop
from tests.talking import Talker


class Market(Shop):
    """The shop with a price on one of its drinks, a seller and a customer."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.juice = self.given.product("橙汁", units={"箱": 12}, base="瓶", sale_price="3.5", purchase_price="2.2")
        self.given.stock(self.juice, self.main, 12, 24)
        self.given.person("小卖", Role.SELLER, account=7)
        self.given.person("Emma", Role.CUSTOMER, party=self.given.party("客户", customer=True), account=8)
        self.seller = Talker(self.room, "7", "小卖")
        self.customer = Talker(self.room, "8", "Emma", language="en")


@pytest.fixture
def market(database: Database) -> Market:
    return Market(database)


@pytest.mark.parametrize(
    "said",
    [
        "橙汁多少钱",
        "橙汁 价格",
        "橙汁怎么卖？",
        "请问橙汁多少钱一箱",
        "橙汁一箱多少钱",
        "查价格 橙汁",
        "how much is 橙汁?",
        "price of 橙汁",
        "橙汁 price",
    ],
)
def test_a_seller_is_told_the_sale_price_and_no_cost(market: Market, said: str) -> None:
    market.seller.says(said)
    assert "¥3.50/瓶" in market.seller.text and "¥42.00" in market.seller.text
    assert "2.2" not in market.seller.text and "¥2.00" not in market.seller.text


def test_who_sees_costs_is_told_those_as_well(market: Market) -> None:
    market.owner.says("橙汁进价多少")
    assert all(part in market.owner.text for part in ("¥3.50/瓶", "进价 ¥2.20/瓶", "平均成本 ¥2.00/瓶"))
    market.owner.says("雪碧多少钱")
    assert "还没有登记售价" in market.owner.text


def test_who_may_not_see_prices_is_told_so(market: Market) -> None:
    market.keeper.says("橙汁多少钱")
    assert "看不到价格" in market.keeper.text and "¥" not in market.keeper.text
    market.customer.says("how much is 橙汁")
    assert "3.5" not in market.customer.text and "cannot" in market.customer.text


def test_no_price_is_told_in_a_group(market: Market) -> None:
    group = Talker(market.room, "6", "老板", chat="-100", group=True)
    group.says("橙汁多少钱")
    assert "私聊" in group.text and "¥" not in group.text


def test_how_much_is_left_is_a_question_about_stock(market: Market) -> None:
    market.seller.says("how much is left of 橙汁")
    assert "现有" in market.seller.text and "¥3.50" not in market.seller.text


def test_a_price_asked_in_between_leaves_the_entry_as_it_was(market: Market) -> None:
    market.keeper.says("收货 橙汁 3箱 @48")
    market.keeper.says("价格改成50")
    assert "¥50.00/箱" in market.keeper.text
    market.keeper.says("雪碧多少钱")
    assert "请核对" in market.keeper.text and "¥50.00/箱" in market.keeper.text
