"""A company that buys, in chat: buyer, manager, keepers, two suppliers, groups; every chat hears what is sent to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from handlers import CATALOG
from jxc_bot.conversation.reply import Reply
from jxc_bot.conversation.talk import Conversation
from jxc_bot.conversation.turn import Services
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.finder import Finder
from jxc_bot.notices import notify
from models.journal import Outbox
from models.people import Chat, Purpose, Role
from models.purchase import PurchaseOrder
from models.table import table
from tests.given import Given
from tests.talking import Room, Talker, plain

OUTBOX, CHAT = table(Outbox), table(Chat)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Tuesday noon in Shanghai."""


@dataclass
class LoudRoom(Room):
    """A room in which others are told too."""

    def __post_init__(self) -> None:
        services = Services(Desk(CATALOG, notify), Finder(), self.company, bot_username="jxc_bot")
        self.conversation = Conversation(services, lambda: self.now)


@dataclass
class Ear(Talker):
    """A talker who also hears what others' doings send to this chat, in order."""

    read: int = 0
    told: list[Reply] = field(default_factory=list)

    def listen(self) -> list[Reply]:
        """What has come to this chat since the last look."""
        address = self.chat or self.account
        query = select(OUTBOX.c.id, OUTBOX.c.body).join(CHAT, CHAT.c.id == OUTBOX.c.chat_id)
        query = query.where(CHAT.c.address == address, OUTBOX.c.id > self.read).order_by(OUTBOX.c.id)
        rows = self.room.database.read_now(lambda db: db.execute(query).all())
        self.read = rows[-1].id if rows else self.read
        new = [Reply.from_json(row.body) for row in rows]
        self.told = new
        self.heard = [*self.heard, *new]
        return new

    @property
    def news(self) -> str:
        """All that has come since the last look, as plain text."""
        return "\n".join(plain(reply.text) for reply in self.listen() if reply.text)

    def _send(self, event: Any, **facts: object) -> list[Reply]:
        self.listen()
        new = super()._send(event, **facts)
        self.heard = self.heard[: len(self.heard) - len(new)]
        self.listen()
        return new

    @property
    def toast(self) -> str:
        """The last answer to a press."""
        toasts = [reply.toast.text for reply in self.heard if reply.toast]
        return toasts[-1] if toasts else ""


class Trade:
    """Two warehouses, two suppliers, and a person for each part."""

    def __init__(self, database: Database) -> None:
        self.given = given = Given(database)
        self.database = database
        self.main = given.warehouse("主仓", "MAIN")
        self.supplier = given.party("娃哈哈", code="S1")
        self.rival = given.party("康师傅", code="S2")
        self.cola = given.product("可乐", units={"箱": 24}, base="瓶", supplier=self.supplier)
        self.sprite = given.product("雪碧", units={"箱": 12}, base="瓶", supplier=self.supplier)
        self.room = LoudRoom(database, now=NOON)
        self.buyer = self.person("采购小李", Role.BUYER, 11)
        self.manager = self.person("经理老王", Role.MANAGER, 12)
        self.keeper = self.person("库管小张", Role.WAREHOUSE, 13, warehouse=self.main)
        self.keeper2 = self.person("库管小赵", Role.WAREHOUSE, 14, warehouse=self.main)
        self.seller = self.person("供应商老周", Role.SUPPLIER, 15, party=self.supplier)
        self.other = self.person("别家老吴", Role.SUPPLIER, 16, party=self.rival)
        given.group("采购群", purpose=Purpose.PURCHASING, address=-21)
        self.group = Ear(self.room, "11", "采购小李", chat="-21", group=True)

    def person(self, name: str, role: Role, account: int, **more: Any) -> Ear:
        self.given.person(name, role, account=account, **more)
        return Ear(self.room, str(account), name)

    def order(self) -> PurchaseOrder:
        """The newest order."""
        query = select(table(PurchaseOrder).c.id).order_by(table(PurchaseOrder).c.id.desc()).limit(1)
        return self.database.read_now(lambda db: db.get(PurchaseOrder, db.scalar(query)))  # type: ignore[return-value]

    def on_hand(self, product: Any) -> Any:
        return self.given.on_hand(product)

    def sent(self) -> str:
        """The usual order, with the supplier; its number."""
        self.buyer.says("采购 可乐 20箱 @48\n雪碧 10箱 @30")
        self.buyer.presses("确认")
        self.buyer.presses("提交")
        self.buyer.presses("发给供应商")
        return self.order().number

    def accepted(self) -> str:
        number = self.sent()
        self.seller.listen()
        self.seller.presses("全部接受")
        return number
