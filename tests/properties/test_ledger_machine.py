"""The laws of the ledger, under any sequence of operations performed through the door.

A small model in plain Python knows what should lie where. Every rule performs an operation that the model says must
be accepted or refused; after every rule the laws hold: levels are the sum of the moves, nothing is negative, nothing
left costs nothing, costs are the sum of the moved values, every product sums to zero over all places.
"""

import itertools
import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from handlers import CATALOG
from jxc_bot import audit
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from models import proof, reservations
from models.errors import Archived, HasDependents, Invalid, NotEnoughStock, Refused, StillInStock
from models.location import Location, LocationKind
from models.operation import Price
from models.people import Role
from models.stock import StockCost, StockLevel, StockMove
from models.table import table
from tests.given import Given, ident
from tests.postgres import Server

DESK = Desk(CATALOG)
MOVE, LEVEL, COST, LOCATION = table(StockMove), table(StockLevel), table(StockCost), table(Location)
PRODUCTS = range(3)
WAREHOUSES = range(2)
LOSSES = {"damaged", "lost", "miscounted"}
quantities = st.integers(1, 40)
much = st.lists(st.tuples(st.sampled_from(PRODUCTS), quantities), min_size=1, max_size=4)
little = st.lists(st.tuples(st.sampled_from(PRODUCTS), st.integers(1, 9)), min_size=1, max_size=3)
lines = little | much
places = st.sampled_from(WAREHOUSES)
costs = st.none() | st.decimals("0", "99.99", places=2) | st.just(Decimal(50))


@dataclass
class Posted:
    """A posting the model remembers, and what it changed."""

    id: int
    change: dict[tuple[int, int], int]
    undone: bool = False


class LedgerMachine(RuleBasedStateMachine):
    """Three products, two warehouses, one owner."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        given = Given(self.database)
        packs = {"箱": 24}, {"盒": (5, 2)}, {}
        self.products = [ident(given.product(f"商品{n}", units=packs[n])) for n in PRODUCTS]
        stores = [given.warehouse(f"仓{n}") for n in WAREHOUSES]
        self.warehouses = [ident(store) for store in stores]
        self.homes = [given.home(store) for store in stores]
        self.actor = given.actor(Role.OWNER)
        self.stock: dict[tuple[int, int], int] = defaultdict(int)
        self.promised: dict[str, dict[tuple[int, int], int]] = {}
        self.expiring: set[str] = set()
        self.archived: set[int] = set()
        self.posted: list[Posted] = []
        self.numbers = itertools.count()

    def teardown(self) -> None:
        self.database.close()

    def do(self, name: str, key: str = "", **answers: Any) -> Any:
        operation = DESK.catalog[name]
        form = operation.form(**answers)
        return self.database.write_now(lambda db: DESK.perform(db, self.actor, operation, form, key)).outcome

    def free(self, product: int, warehouse: int) -> int:
        key = (product, warehouse)
        held = sum(part.get(key, 0) for source, part in self.promised.items() if source not in self.expiring)
        return self.stock[key] - held

    def forms(self, wanted: list[tuple[int, int]]) -> list[dict[str, Any]]:
        return [{"product": self.products[p], "quantity": Decimal(q)} for p, q in wanted]

    def changed(self, posting_id: int, *parts: tuple[int, int, int]) -> None:
        change: dict[tuple[int, int], int] = defaultdict(int)
        for product, warehouse, by in parts:
            change[product, warehouse] += by
            self.stock[product, warehouse] += by
        self.posted.append(Posted(posting_id, dict(change)))

    def enough(self, wanted: list[tuple[int, int]], warehouse: int) -> bool:
        """Whether it may be taken; whoever takes more than is free without them lets expired promises go."""
        total: dict[int, int] = defaultdict(int)
        for product, quantity in wanted:
            total[product] += quantity
        return all(quantity <= self.free(product, warehouse) for product, quantity in total.items())

    @rule(wanted=much, warehouse=places, cost=costs)
    def receive(self, wanted: list[tuple[int, int]], warehouse: int, cost: Decimal | None) -> None:
        rows = self.forms(wanted)
        if cost is not None:
            rows = [{**row, "cost": Price(amount=cost, unit="箱", numerator=24)} for row in rows]
        if any(product in self.archived for product, _ in wanted):
            with pytest.raises(Archived):
                self.do("receive_goods", lines=rows, warehouse=self.warehouses[warehouse])
            return
        told = self.do("receive_goods", lines=rows, warehouse=self.warehouses[warehouse])
        self.changed(told.posting_id, *((p, warehouse, q) for p, q in wanted))

    @rule(wanted=lines, warehouse=places, reason=st.sampled_from(["sold", "used", "sample"]))
    def issue(self, wanted: list[tuple[int, int]], warehouse: int, reason: str) -> None:
        self.take_out(wanted, warehouse, "issue_goods", reason=reason)

    @rule(wanted=lines, warehouse=places, reason=st.sampled_from(sorted(LOSSES)))
    def lose(self, wanted: list[tuple[int, int]], warehouse: int, reason: str) -> None:
        self.take_out(wanted, warehouse, "adjust_stock", direction="loss", reason=reason)

    @rule(wanted=lines, warehouse=places)
    def transfer(self, wanted: list[tuple[int, int]], warehouse: int) -> None:
        self.take_out(wanted, warehouse, "transfer_stock", to=1 - warehouse)

    def take_out(
        self, wanted: list[tuple[int, int]], warehouse: int, name: str, to: int | None = None, **more: Any
    ) -> None:
        if to is not None:
            more["destination"] = self.warehouses[to]
        rows = self.forms(wanted)
        if not self.enough(wanted, warehouse):
            with pytest.raises(NotEnoughStock):
                self.do(name, lines=rows, warehouse=self.warehouses[warehouse], **more)
            return
        told = self.do(name, lines=rows, warehouse=self.warehouses[warehouse], **more)
        parts = [(p, warehouse, -q) for p, q in wanted]
        self.changed(told.posting_id, *parts, *((p, to, q) for p, q in wanted if to is not None))

    @rule(product=st.sampled_from(PRODUCTS), quantity=quantities, warehouse=places)
    def find(self, product: int, quantity: int, warehouse: int) -> None:
        facts = {"direction": "gain", "warehouse": self.warehouses[warehouse], "reason": "found"}
        if product in self.archived:
            with pytest.raises(Archived):
                self.do("adjust_stock", lines=self.forms([(product, quantity)]), **facts)
            return
        told = self.do("adjust_stock", lines=self.forms([(product, quantity)]), **facts)
        self.changed(told.posting_id, (product, warehouse, quantity))

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        posted = data.draw(st.sampled_from(self.posted))
        before = self.everything()
        try:
            told = self.do("undo_posting", posting=posted.id)
        except Refused as refused:
            assert self.everything() == before
            if posted.undone:
                assert isinstance(refused, Invalid) and refused.reason == "already-undone"
            else:
                assert isinstance(refused, HasDependents)
            return
        assert not posted.undone
        posted.undone = True
        for key, by in posted.change.items():
            self.stock[key] -= by
        for again in (posted.id, told.posting_id):
            with pytest.raises(Invalid):
                self.do("undo_posting", posting=again)

    @rule(wanted=little, warehouse=places, expired=st.booleans())
    def reserve(self, wanted: list[tuple[int, int]], warehouse: int, expired: bool) -> None:
        source = f"order:{next(self.numbers)}"
        promises = [reservations.Promise(self.products[p], self.homes[warehouse], Decimal(q)) for p, q in wanted]
        until = self.actor.at if expired else self.actor.at + timedelta(days=1)

        def reserve(db: Any) -> None:
            reservations.reserve(db, promises, source=source, at=self.actor.at, expires_at=until)

        if any(product in self.archived for product, _ in wanted):
            with pytest.raises(Archived):
                self.database.write_now(reserve)
            return
        if not self.enough(wanted, warehouse):
            with pytest.raises(NotEnoughStock):
                self.database.write_now(reserve)
            return
        self.database.write_now(reserve)
        held: dict[tuple[int, int], int] = defaultdict(int)
        for product, quantity in wanted:
            held[product, warehouse] += quantity
        self.promised[source] = dict(held)
        if expired:
            self.expiring.add(source)

    @precondition(lambda self: self.promised)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sorted(self.promised)))
        self.database.write_now(lambda db: reservations.release(db, source, at=self.actor.at))
        del self.promised[source]
        self.expiring.discard(source)

    @rule()
    def release_expired(self) -> None:
        self.database.write_now(lambda db: reservations.release_expired(db, self.actor.at))
        for source in self.expiring:
            del self.promised[source]
        self.expiring.clear()

    @precondition(lambda self: set(self.promised) - self.expiring)
    @rule(data=st.data(), part=st.integers(1, 6))
    def ship_promised(self, data: st.DataObject, part: int) -> None:
        """What was promised to an order leaves for it: in part or in full, and not more than there is."""
        source = data.draw(st.sampled_from(sorted(set(self.promised) - self.expiring)))
        (product, warehouse), held = next(iter(self.promised[source].items()))
        quantity = min(part, held)
        promise = reservations.Promise(self.products[product], self.homes[warehouse], Decimal(quantity))
        operation = DESK.catalog["issue_goods"]
        rows = self.forms([(product, quantity)])
        form = operation.form(lines=rows, warehouse=self.warehouses[warehouse], reason="sold")

        def ship(db: Any) -> Any:
            reservations.use_up(db, source, [promise], at=self.actor.at)
            return DESK.perform(db, self.actor, operation, form)

        told = self.database.write_now(ship).outcome
        self.changed(told.posting_id, (product, warehouse, -quantity))
        self.promised[source][product, warehouse] -= quantity
        if not self.promised[source][product, warehouse]:
            del self.promised[source][product, warehouse]
        if not self.promised[source]:
            del self.promised[source]

    @rule(product=st.sampled_from(PRODUCTS))
    def archive(self, product: int) -> None:
        if product in self.archived:
            self.do("restore_product", product=self.products[product])
            self.archived.discard(product)
        elif any(self.stock[product, warehouse] for warehouse in WAREHOUSES):
            with pytest.raises(StillInStock):
                self.do("archive_product", product=self.products[product])
        else:
            self.do("archive_product", product=self.products[product])
            self.archived.add(product)

    @rule(product=st.sampled_from(PRODUCTS))
    def a_base_unit_with_moves_stays(self, product: int) -> None:
        moved = any(product == p for posted in self.posted for p, _ in posted.change)
        facts = {"product": self.products[product], "field": "base_unit", "value": f"瓶{'甲乙'[product % 2]}"}
        if moved or product in self.archived:
            with pytest.raises(Refused):
                self.do("change_product", **facts)

    @rule(product=st.sampled_from(PRODUCTS), warehouse=places, key=st.sampled_from("ab"))
    def the_same_key_twice_posts_once(self, product: int, warehouse: int, key: str) -> None:
        if product in self.archived:
            return
        unique = f"{key}{next(self.numbers)}"
        facts = {"lines": self.forms([(product, 1)]), "warehouse": self.warehouses[warehouse]}
        first = self.do("receive_goods", unique, **facts)
        assert self.do("receive_goods", unique, **facts) == first
        self.changed(first.posting_id, (product, warehouse, 1))

    def everything(self) -> list[tuple[Any, ...]]:
        tables = (LEVEL, COST, MOVE)
        return self.database.read_now(
            lambda db: [tuple(row) for each in tables for row in db.execute(select(each).order_by(*each.primary_key))]
        )

    @invariant()
    def what_lies_there_is_what_should(self) -> None:
        query = select(LEVEL.c.product_id, LEVEL.c.location_id, LEVEL.c.quantity, LEVEL.c.reserved)
        rows = {(r[0], r[1]): r for r in self.database.read_now(lambda db: db.execute(query).all())}
        for (p, w), quantity in self.stock.items():
            row = rows.get((self.products[p], self.homes[w]))
            assert (row.quantity if row else 0) == quantity
        for (p, w), row in {
            (p, w): rows.get((self.products[p], self.homes[w])) for p in PRODUCTS for w in WAREHOUSES
        }.items():
            if row is None:
                continue
            most = sum(part.get((p, w), 0) for part in self.promised.values())
            least = sum(part.get((p, w), 0) for s, part in self.promised.items() if s not in self.expiring)
            assert least <= row.reserved <= most

    @invariant()
    def every_product_sums_to_zero_over_all_places_and_inside_to_what_is_there(self) -> None:
        sums: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        kinds = dict(self.database.read_now(lambda db: db.execute(select(LOCATION.c.id, LOCATION.c.kind)).all()))
        for move in self.database.read_now(lambda db: db.execute(select(MOVE)).all()):
            sums[move.product_id, move.source_id] -= move.quantity
            sums[move.product_id, move.destination_id] += move.quantity
        for number, product in enumerate(self.products):
            assert sum(q for (p, _), q in sums.items() if p == product) == 0
            inside = sum(q for (p, at), q in sums.items() if p == product and LocationKind(kinds[at]).inside)
            assert inside == sum(self.stock[number, w] for w in WAREHOUSES)

    @invariant()
    def costs_are_the_moved_values_and_nothing_costs_nothing(self) -> None:
        for cost in self.database.read_now(lambda db: db.execute(select(COST)).all()):
            assert cost.value >= 0 and cost.quantity >= 0
            assert cost.quantity > 0 or cost.value == 0

    @invariant()
    def the_proof_finds_nothing(self) -> None:
        assert self.database.read_now(lambda db: list(proof.differences(db))) == []
        assert self.database.read_now(lambda db: list(audit.broken_links(db))) == []


def _run(machine: type[LedgerMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_laws_hold_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = itertools.count()

    class OnSqlite(LedgerMachine):
        def __init__(self) -> None:
            file = tmp_path / f"{next(numbers)}.sqlite3"
            shutil.copy(sqlite_template, file)
            self.database = Database(f"sqlite:///{file}")
            super().__init__()

    _run(OnSqlite, examples=18, steps=24)


def test_the_laws_hold_on_postgresql(postgres_server: Server) -> None:
    class OnPostgres(LedgerMachine):
        def __init__(self) -> None:
            self._context = postgres_server.database("template_jxc")
            self.database = Database(self._context.__enter__())
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            self._context.__exit__(None, None, None)

    _run(OnPostgres, examples=4, steps=18)
