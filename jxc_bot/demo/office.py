"""The people of the company at work: what they do goes through the door, by their own hand, at its own hour.

What takes days (an order, from the draft to the money) is a *story*: a generator that does one step and yields the
moment of the next. The diary lets all stories happen in the order of their moments, between the days of trade.
"""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from handlers.purchasing import PURCHASING
from handlers.purchasing.tracking import on_order
from jxc_bot.demo.year import SEED, Goods, Year
from jxc_bot.desk import Desk
from jxc_bot.identity import grants_of
from models.location import Warehouse
from models.operation import Actor, Price
from models.party import Party
from models.people import Grant, Role
from models.place import place_in
from models.product import Product, ProductUnit
from models.table import table
from models.values import rounded
from models.working_hours import after_working_hours

WAREHOUSE, PARTY, GRANT = table(Warehouse), table(Party), table(Grant)
PRODUCT, UNIT = table(Product), table(ProductUnit)
STEP = timedelta(minutes=15)
SUNDAY = 6

Story = Generator[datetime, None, None]
Basket = list[tuple[Goods, int]]
"""Goods, and how many base units of each."""


def purchasing_data() -> dict[str, Any]:
    """The facts of the company's purchasing."""
    text = files("jxc_bot.demo").joinpath("data/purchasing.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Pack:
    """What a product is bought in: so many base units."""

    unit: str
    factor: int


class Office:
    """Everybody who buys, receives and pays, with the clock that all of them look at."""

    def __init__(self, db: Session, actor: Actor, year: Year) -> None:
        self.db, self.year, self.now, self.at = db, year, actor.at, actor.at
        self.random = random.Random(SEED)
        self.facts = purchasing_data()
        self.warehouses = {row.code: row.id for row in db.execute(select(WAREHOUSE.c.code, WAREHOUSE.c.id))}
        self.parties = {row.code: row.id for row in db.execute(select(PARTY.c.code, PARTY.c.id))}
        self.products = {row.sku: row.id for row in db.execute(select(PRODUCT.c.sku, PRODUCT.c.id))}
        self._desk = Desk(PURCHASING)
        self._company = actor.company
        self._people = self._read_people(actor)
        self._homes = {code: place_in(db, warehouse_id) for code, warehouse_id in self.warehouses.items()}
        self._packs = self._read_packs()

    def do(self, name: str, who: Role | Actor, **answers: Any) -> Any:
        """Somebody (of that role) performs an operation now; its outcome."""
        operation = self._desk.catalog[name]
        actor = replace(who if isinstance(who, Actor) else self._people[who, None], at=self.at)
        return self._desk.perform(self.db, actor, operation, operation.form.model_validate(answers)).outcome

    def text(self, key: str) -> str:
        """Something said in the company's language."""
        return str(self.facts["words"][key])

    def keeper(self, warehouse: str) -> Actor:
        """Who keeps that warehouse."""
        return self._people[Role.WAREHOUSE, self.warehouses[warehouse]]

    def home(self, warehouse: str) -> int:
        """Where the goods of a warehouse lie."""
        return self._homes[warehouse]

    def sold_by(self, supplier: str) -> list[Goods]:
        """The goods whose usual supplier that is."""
        return [each for each in self.year.goods if each.supplier_id == self.parties[supplier]]

    def pack(self, goods: Goods) -> Pack:
        return self._packs[goods.id]

    def price(self, goods: Goods, factor: Decimal = Decimal(1)) -> Price:
        """What a pack of it costs, times ``factor``."""
        pack = self.pack(goods)
        amount = rounded(goods.price * pack.factor * factor, 2)
        return Price(amount=amount, unit=pack.unit, numerator=pack.factor)

    def basket(self, goods: list[Goods], amount: int, lines: int, warehouse: str) -> Basket:
        """What of these goods is needed most in a warehouse and not on order yet, for about that much money."""
        place, there = self.home(warehouse), self.warehouses[warehouse]
        coming = on_order(self.db, [each.id for each in goods], [there])

        def urgency(each: Goods) -> tuple[bool, float, int]:
            return (each.id, there) in coming, self.year.at(each, place) / each.daily, each.id

        wanted = sorted((each for each in goods if not each.neglected), key=urgency)
        chosen = []
        for each in wanted[:lines]:
            share = amount / lines * self.random.uniform(0.7, 1.3)
            packs = max(2, round(share / float(each.price * self.pack(each).factor)))
            chosen.append((each, packs * self.pack(each).factor))
        return chosen

    def resold(self, supplier: str) -> list[Goods]:
        """What a supplier sells of others' goods."""
        return [g for also in self.facts["also"] if also["supplier"] == supplier for g in self.also(also)]

    def also(self, rule: dict[str, Any]) -> list[Goods]:
        """What one supplier sells of another one's goods."""
        return self.sold_by(rule["of"])[:: rule["every"]]

    # When things happen.

    def day(self, at: datetime | None = None) -> date:
        return (at or self.at).astimezone(self._company.zone).date()

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """That hour of a working day: of the Monday, when it is a Sunday."""
        if day.weekday() == SUNDAY:
            day += timedelta(days=1)
        return datetime.combine(day, time(hour, minute), self._company.zone).astimezone(UTC)

    def workdays(self, count: int) -> date:
        """So many working days from today on (negative: before today)."""
        day, step = self.day(self.now), 1 if count > 0 else -1
        while count:
            day += timedelta(days=step)
            count -= step if day.weekday() < 5 else 0
        return day

    def silent_for(self, hours: int) -> datetime:
        """The last moment of which that many working hours have passed by now."""
        at = self.now
        while after_working_hours(at, hours, self._company.zone) > self.now:
            at -= STEP
        return at

    def _read_people(self, actor: Actor) -> dict[tuple[Role, int | None], Actor]:
        found: dict[tuple[Role, int | None], Actor] = {}
        for row in self.db.execute(select(GRANT).order_by(GRANT.c.person_id, GRANT.c.id)):
            grants = grants_of(self.db, row.person_id)
            person = replace(actor, person_id=row.person_id, grants=grants)
            found.setdefault((Role(row.role), row.warehouse_id), person)
        return found

    def _read_packs(self) -> dict[int, Pack]:
        """The smallest pack of each product; of what has none, the base unit."""
        columns = (UNIT.c.product_id, UNIT.c.name, UNIT.c.numerator)
        rows = self.db.execute(select(*columns).order_by(UNIT.c.is_base.desc(), UNIT.c.numerator.desc()))
        return {product_id: Pack(name, factor) for product_id, name, factor in rows}


class Diary:
    """Stories under way, by the moment of their next step. What would have begun before ``first`` is left out."""

    def __init__(self, office: Office, first: datetime) -> None:
        self._office, self._first = office, first
        self._order = itertools.count()
        self._pages: list[tuple[datetime, int, Story]] = []

    def add(self, at: datetime, story: Story) -> None:
        if at >= self._first:
            heapq.heappush(self._pages, (at, next(self._order), story))

    def until(self, moment: datetime) -> None:
        """Lets everything happen that is due before ``moment``."""
        while self._pages and self._pages[0][0] <= moment:
            self._office.at, _, story = heapq.heappop(self._pages)
            following = next(story, None)
            if following is not None:
                self.add(max(following, self._office.at), story)
