"""What a person picks is what the words mean for that person, of goods and of suppliers, until it is archived."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from models.people import Role
from models.supplier import SupplierProduct
from tests.given import Given, ident
from tests.talking import Room, Talker


class Trade:
    """Two suppliers of nearly one name, goods of the one and of the other, and two buyers."""

    def __init__(self, database: Database) -> None:
        self.given = given = Given(database)
        given.warehouse("主仓")
        self.tea = given.product("绿茶茉莉味", base="瓶")
        self.other = given.product("绿茶蜂蜜味", base="瓶")
        self.north = given.party("北方茶业商行", supplier=True)
        self.south = given.party("南方茶业商行", supplier=True)
        given.person("采购甲", Role.BUYER, account="3")
        given.person("采购乙", Role.BUYER, account="4")
        self.room = Room(database)
        self.first, self.second = Talker(self.room, "3", "采购甲"), Talker(self.room, "4", "采购乙")

    def sells(self, database: Database) -> None:
        row = SupplierProduct(supplier_id=ident(self.south), product_id=ident(self.other), code="S-1")
        database.write_now(lambda db: db.add(row))


@pytest.fixture
def trade(sqlite_database: Database) -> Trade:
    return Trade(sqlite_database)


def test_a_supplier_that_was_picked_is_meant_by_these_words_from_then_on(trade: Trade) -> None:
    trade.first.says("采购 绿茶茉莉味 10瓶 @3 供应商 茶业商行")
    trade.first.presses("南方茶业商行")
    assert "请核对" in trade.first.text
    trade.first.says("取消")
    trade.first.says("采购 绿茶茉莉味 10瓶 @3 供应商 茶业商行")
    assert "请核对" in trade.first.text and "南方茶业商行" in trade.first.text
    trade.second.says("采购 绿茶茉莉味 10瓶 @3 供应商 茶业商行")
    assert "请核对" not in trade.second.text


def test_what_the_supplier_of_the_order_sells_is_offered_first(trade: Trade, sqlite_database: Database) -> None:
    trade.sells(sqlite_database)
    trade.first.says("采购 绿茶 10瓶 @3 供应商 南方茶业商行")
    listed = trade.first.text
    assert listed.index("绿茶蜂蜜味") < listed.index("绿茶茉莉味")
    trade.first.says("取消")
    trade.first.says("采购 绿茶 10瓶 @3 供应商 北方茶业商行")
    assert {"绿茶蜂蜜味", "绿茶茉莉味"} <= set(trade.first.text.replace("。", "\n").replace(". ", "\n").split("\n"))
