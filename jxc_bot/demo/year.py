"""Twelve months of trade: what came in, went out, moved between warehouses, was found or broken.

Every document goes through the ledger, dated as it would have been, so that the past has a shape to look at: the
seasons of each kind of goods, quiet Sundays, deliveries when stock ran low. The same day and data give the same year.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from jxc_bot.demo.company import data
from models import ledger
from models.location import LocationKind, Warehouse
from models.party import Party
from models.place import outside, place_in
from models.product import Category, Product, ProductUnit
from models.stock import PostingKind
from models.table import table
from models.values import rounded

PRODUCT, UNIT, CATEGORY = table(Product), table(ProductUnit), table(Category)
WAREHOUSE, PARTY = table(Warehouse), table(Party)
DAYS = 365
SEED = 20260101
WEEK = (1.0, 1.0, 1.05, 1.05, 1.2, 0.75, 0.3)
NEGLECTED_DAYS = 40
"""How long before today some goods are no longer ordered, so that there is something to be warned of."""
NEGLECTED = 30


@dataclass(slots=True)
class Goods:
    """A product as the year needs it; quantities are base units."""

    id: int
    category: str
    supplier_id: int
    price: Decimal
    pack: int
    daily: float
    """What is sold of it on an ordinary day."""
    neglected: bool = False


@dataclass(frozen=True, slots=True)
class Doc:
    """One document of a day, ready to be posted."""

    kind: PostingKind
    moves: list[ledger.Move]
    party_id: int | None = None
    reason: str = ""


class Year:
    """The trade, day by day. ``stock`` mirrors the ledger, so that nobody sells what is not there."""

    def __init__(self, db: Session, today: date, days: int) -> None:
        self._random = random.Random(SEED)
        self._today = today
        self._days = days
        facts = data()
        self._season: dict[str, list[float]] = facts["season"]
        self.goods = self._read_goods(db)
        ids = {row.code: row.id for row in db.execute(select(WAREHOUSE.c.code, WAREHOUSE.c.id))}
        self.homes = [place_in(db, ids[each["code"]]) for each in facts["warehouses"]]
        self._outside = {kind: outside(db, kind) for kind in LocationKind if kind not in ("stock", "quarantine")}
        customers = select(PARTY.c.id).where(PARTY.c.is_customer).order_by(PARTY.c.id)
        self._customers = list(db.scalars(customers))
        self._stock: dict[tuple[int, int], int] = {}

    def came(self, product_id: int, place: int, quantity: int) -> None:
        """Goods came there (or, negative, went back) by a document that is not of this year's making."""
        self._stock[product_id, place] = self._stock.get((product_id, place), 0) + quantity

    def documents(self, day: date) -> Iterator[Doc]:
        """What happens on a day, in order."""
        if (self._today - day).days == self._days:
            yield from self._opening()
            return
        if day.weekday() < 6:
            yield from self._deliveries(day)
        if day.weekday() in (0, 3):
            yield from self._transfers()
        for _ in range(round(self._random.uniform(5.5, 9) * WEEK[day.weekday()])):
            yield from self._sale(day)
        if self._random.random() < 0.18:
            yield from self._surprise()

    def _read_goods(self, db: Session) -> list[Goods]:
        packs: dict[int, int] = {}
        for product_id, factor in db.execute(select(UNIT.c.product_id, UNIT.c.numerator).where(~UNIT.c.is_base)):
            packs[product_id] = max(packs.get(product_id, 1), factor)
        query = select(PRODUCT, CATEGORY.c.name.label("category")).join(CATEGORY).order_by(PRODUCT.c.sku)
        goods = []
        for row in db.execute(query).mappings():
            price, pack = row["purchase_price"], min(packs.get(row["id"], 1), 60)
            # Cheap goods go by the case every day, dear ones now and then; a few of each kind are favourites.
            daily = self._random.paretovariate(1.3) * min(40.0, 60 / float(price) ** 0.8)
            goods.append(Goods(row["id"], row["category"], row["supplier_id"], price, pack, min(daily, 400.0)))
        for each in self._random.sample(goods, NEGLECTED):
            each.neglected = True
        return goods

    def _opening(self) -> Iterator[Doc]:
        for home, days in zip(self.homes, (14, 5, 4), strict=True):
            moves: list[ledger.Move] = []
            for each in self.goods:
                quantity = self._packs(each, each.daily * days)
                moves.append(self._move(each, self._outside[LocationKind.OPENING], home, quantity, each.price))
            for start in range(0, len(moves), 100):
                yield Doc(PostingKind.OPENING, moves[start : start + 100])

    def _deliveries(self, day: date) -> Iterator[Doc]:
        """Suppliers deliver what is running low, together with what else of theirs will be needed soon."""
        main = self.homes[0]
        due = {g.supplier_id for g in self.goods if self._orders(g, day) and self.at(g, main) < g.daily * 4}
        for supplier_id in sorted(due)[:3]:
            moves: list[ledger.Move] = []
            for each in self.goods:
                if each.supplier_id != supplier_id or not self._orders(each, day):
                    continue
                wanted = each.daily * self._factor(each, day) * 14 - self.at(each, main)
                if wanted > each.daily * 5 and len(moves) < 24:
                    drift = Decimal(1) + Decimal(self._random.randint(-30, 45)) / 1000
                    price = rounded(each.price * drift, 2)
                    source = self._outside[LocationKind.SUPPLIER]
                    moves.append(self._move(each, source, main, self._packs(each, wanted), price))
            if moves:
                yield Doc(PostingKind.GOODS_IN, moves, supplier_id)

    def _transfers(self) -> Iterator[Doc]:
        main = self.homes[0]
        for there, days in zip(self.homes[1:], (5, 4), strict=True):
            moves: list[ledger.Move] = []
            for each in self.goods:
                missing = each.daily * days * 0.4 - self.at(each, there)
                quantity = min(self._packs(each, missing), self.at(each, main) // 2)
                if missing > 0 and quantity > 0 and len(moves) < 20:
                    moves.append(self._move(each, main, there, quantity))
            if moves:
                yield Doc(PostingKind.TRANSFER, moves)

    def _sale(self, day: date) -> Iterator[Doc]:
        """A few goods to one customer: by the pack from the warehouses, by the piece from the shop."""
        home = self._random.choices(self.homes, (6, 2, 2))[0]
        weights = [each.daily * float(each.price) ** 0.5 * self._factor(each, day) for each in self.goods]
        moves, seen = [], set()
        for each in self._random.choices(self.goods, weights, k=self._random.randint(2, 6)):
            share = each.daily * self._factor(each, day) * self._random.uniform(1.2, 4.5)
            wanted = round(share * 0.25) + 1 if home == self.homes[2] else self._packs(each, share)
            quantity = min(wanted, self.at(each, home))
            if quantity > 0 and each.id not in seen:
                seen.add(each.id)
                moves.append(self._move(each, home, self._outside[LocationKind.CUSTOMER], quantity))
        if moves:
            yield Doc(PostingKind.GOODS_OUT, moves, self._random.choice(self._customers), "sold")

    def _surprise(self) -> Iterator[Doc]:
        """Something broke, was lost, or turned up."""
        each, home = self._random.choice(self.goods), self._random.choice(self.homes)
        few = self._random.randint(1, 3)
        adjustment = self._outside[LocationKind.ADJUSTMENT]
        if self._random.random() < 0.25:
            yield Doc(PostingKind.ADJUSTMENT, [self._move(each, adjustment, home, few)], reason="found")
        elif self.at(each, home) >= few:
            reason = self._random.choice(("damaged", "expired", "miscounted", "lost"))
            yield Doc(PostingKind.ADJUSTMENT, [self._move(each, home, adjustment, few)], reason=reason)

    def _move(self, goods: Goods, source: int, to: int, quantity: int, price: Decimal | None = None) -> ledger.Move:
        self._stock[goods.id, source] = self.at(goods, source) - quantity
        self._stock[goods.id, to] = self.at(goods, to) + quantity
        value = None if price is None else rounded(price * quantity)
        return ledger.Move(goods.id, source, to, Decimal(quantity), value=value)

    def at(self, goods: Goods, place: int) -> int:
        """What of it can be sold there."""
        return self._stock.get((goods.id, place), 0)

    def _packs(self, goods: Goods, quantity: float) -> int:
        return max(1, round(quantity / goods.pack)) * goods.pack

    def _factor(self, goods: Goods, day: date) -> float:
        return self._season.get(goods.category, [1.0] * 12)[day.month - 1]

    def _orders(self, goods: Goods, day: date) -> bool:
        return not goods.neglected or (self._today - day).days > NEGLECTED_DAYS
