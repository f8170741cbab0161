"""A group that becomes a supergroup: people may write at the new address before we hear of the move."""

from __future__ import annotations

from jxc_bot.chats import moved
from jxc_bot.conversation.message import Event
from jxc_bot.database import Database
from models.people import Purpose, Role
from tests.given import Given
from tests.talking import Room, Talker

OLD, NEW = "-500", "-1000000000500"


def test_what_was_begun_at_the_new_address_goes_on_after_the_move_is_known(database: Database) -> None:
    given = Given(database)
    main = given.warehouse("主仓", "A")
    cola = given.product("可口可乐", units={"箱": 24}, base="瓶")
    given.person("小王", Role.WAREHOUSE, warehouse=main, account=5)
    given.group("仓库群", purpose=Purpose.WAREHOUSE, address=int(OLD))
    keeper = Talker(Room(database), "5", "小王", NEW, group=True)
    keeper.says("/in 可口可乐 3箱")
    data = keeper.button("确认").data
    database.write_now(lambda db: moved(db, "telegram", OLD, NEW))
    keeper.presses_data(data)
    assert given.on_hand(cola) == 72


def test_the_move_told_twice_is_one_move(database: Database) -> None:
    given = Given(database)
    main = given.warehouse("主仓", "A")
    cola = given.product("可口可乐", units={"箱": 24}, base="瓶")
    given.person("小王", Role.WAREHOUSE, warehouse=main, account=5)
    given.group("仓库群", purpose=Purpose.WAREHOUSE, address=int(OLD))
    room = Room(database)
    there = Talker(room, "5", "小王", OLD, group=True)
    keeper = Talker(room, "5", "小王", NEW, group=True)
    keeper.says("/in 可口可乐 3箱")
    for _ in range(2):
        there._send(Event.MIGRATED, new_address=NEW)
    keeper.presses("确认")
    assert given.on_hand(cola) == 72
