"""Builders for purchasing: a company with a supplier and the people of the cycle, and its verbs through the door.

::

    buying = Buying(given)
    order = buying.approved(("cola", "48", "2.50"))
    buying.receive(order, cola="20")
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from handlers.purchasing import PURCHASING
from handlers.undo import UndoPosting, undo_posting
from jxc_bot.desk import Desk
from models.operation import Actor, Form, Operation, Price
from models.party import Party
from models.people import Role
from models.product import Product
from models.purchase import PurchaseLine, PurchaseOrder
from models.table import table
from tests.given import Given, ident

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Tuesday noon in Shanghai."""


class Buying:
    """A warehouse, a supplier, two products, and a person for each part in the cycle."""

    def __init__(self, given: Given, at: datetime = NOON) -> None:
        self.given, self.database, self.at = given, given.database, at
        self.desk = Desk((*PURCHASING, undo_posting))
        self.keys = itertools.count(1)
        self.main = given.warehouse("主仓", code="MAIN")
        self.supplier = given.party("华东饮料", code="S1")
        self.cola = given.product("可乐", units={"箱": 24}, supplier=self.supplier)
        self.tea = given.product("绿茶", units={"箱": 12}, supplier=self.supplier)
        self.buyer = given.person("采购小李", Role.BUYER)
        self.manager = given.person("经理老王", Role.MANAGER)
        self.keeper = given.person("库管小张", Role.WAREHOUSE, warehouse=self.main)
        self.keeper2 = given.person("库管小赵", Role.WAREHOUSE, warehouse=self.main)
        self.finance = given.person("财务小陈", Role.FINANCE)
        self.seller = given.person("供应商老周", Role.SUPPLIER, party=self.supplier)

    def actor(self, who: Any) -> Actor:
        if isinstance(who, Actor):
            return replace(who, at=self.at)
        return self.given.actor(who, at=self.at)

    def later(self, **ahead: float) -> None:
        """Time goes on."""
        self.at += timedelta(**ahead)

    def do(self, name: str, who: Any, key: str = "", **answers: Any) -> Any:
        """Performs an operation through the door and returns its outcome."""
        operation: Operation = self.desk.catalog[name]
        form: Form = operation.form.model_validate(answers)
        actor, key = self.actor(who), key or f"test:{next(self.keys)}"
        performed = self.database.write_now(lambda db: self.desk.perform(db, actor, operation, form, key))
        return performed.outcome

    def undo(self, who: Any, posting_id: int) -> Any:
        form, actor = UndoPosting(posting=posting_id), self.actor(who)
        key = f"test:{next(self.keys)}"
        return self.database.write_now(lambda db: self.desk.perform(db, actor, undo_posting, form, key)).outcome

    def draft(self, *lines: Any, who: Any = None, supplier: Party | None = None, **more: Any) -> Any:
        """An order; a line is (product, quantity, price) or a dictionary of the form's line."""
        asked = [line if isinstance(line, dict) else self.line(*line) for line in lines]
        return self.do(
            "order_purchase",
            who or self.buyer,
            lines=asked,
            supplier=ident(supplier or self.supplier),
            warehouse=ident(self.main),
            **more,
        )

    def line(self, product: Product, quantity: Any, price: Any = None, **more: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {"product": ident(product), "quantity": Decimal(str(quantity)), **more}
        if price is not None:
            asked["price"] = price if isinstance(price, Price) else Price(amount=Decimal(str(price)), unit="瓶")
        return asked

    def approved(self, *lines: Any, **more: Any) -> int:
        """An order that may go out; its id."""
        order = self.draft(*lines, **more)
        return int(self.do("submit_order", self.buyer, order=order.order_id).order_id)

    def sent(self, *lines: Any, **more: Any) -> int:
        """An order that is with the supplier; its id."""
        order_id = self.approved(*lines, **more)
        self.do("send_order", self.buyer, order=order_id)
        return order_id

    def shown(self, order_id: int) -> Any:
        return self.do("show_order", self.manager, order=order_id)

    def line_ids(self, order_id: int) -> list[int]:
        line = table(PurchaseLine)
        query = select(line.c.id).where(line.c.order_id == order_id).order_by(line.c.line)
        return [int(found) for found in self.database.read_now(lambda db: list(db.scalars(query)))]

    def order(self, order_id: int) -> PurchaseOrder:
        found = self.database.read_now(lambda db: db.get(PurchaseOrder, order_id))
        assert found is not None
        return found

    def receive(self, order_id: int, *lines: Any, who: Any = None, **more: Any) -> Any:
        """Receives; a line is (number of the line, quantity) with more facts after it as a dictionary."""
        ids = self.line_ids(order_id)
        asked = [
            {"line": ids[number - 1], "quantity": Decimal(str(quantity)), **(rest[0] if rest else {})}
            for number, quantity, *rest in lines
        ]
        return self.do("receive_order", who or self.keeper, order=order_id, lines=asked, **more)
