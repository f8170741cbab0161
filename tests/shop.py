"""A small company for tests of what people say and press: two warehouses, three drinks, a keeper, an owner."""

from __future__ import annotations

from jxc_bot.database import Database
from models.people import Role
from models.stock import Posting
from tests.given import Given
from tests.talking import Room, Talker


class Shop:
    """A small company: two warehouses, three drinks, a keeper of the first, an owner."""

    def __init__(self, database: Database) -> None:
        self.given = given = Given(database)
        self.main = given.warehouse("主仓", "A")
        self.east = given.warehouse("城东仓", "B")
        self.cola = given.product("可口可乐", units={"箱": 24}, base="瓶")
        self.pepsi = given.product("百事可乐", units={"箱": 24}, base="瓶")
        self.sprite = given.product("雪碧", units={"箱": 24}, base="瓶")
        given.party("张三商行", supplier=True)
        given.person("小王", Role.WAREHOUSE, warehouse=self.main, account=5)
        given.person("老板", Role.OWNER, account=6)
        given.stock(self.cola, self.main, 240, 480)
        self.room = Room(database)
        self.keeper = Talker(self.room, "5")
        self.owner = Talker(self.room, "6", "老板")

    @property
    def postings(self) -> int:
        return self.given.count(Posting)
