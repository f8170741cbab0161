"""The laws of purchasing, under any sequence of operations performed through the door.

Ordered = received + outstanding + closed per line; what is owed = Σ receipts − returns − payments; the state of an
order follows from its lines; no cost is negative; the value of stock is the sum of the frozen costs of its moves.
Whatever is refused is refused with a typed error and changes nothing.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from handlers.purchasing.debts import balance
from handlers.purchasing.proof import purchase_differences
from jxc_bot.database import Database
from models import ledger, proof
from models.errors import Refused
from models.location import LocationKind
from models.operation import Price
from models.payable import Payable, Payment
from models.people import Role
from models.purchase import PurchaseLine
from models.purchase_receipt import (
    OverDelivery,
    PurchaseReceipt,
    PurchaseReceiptLine,
    PurchaseReturn,
    PurchaseReturnReason,
    Quality,
)
from models.purchase_state import LineProgress, ReceiptState, receipt_state
from models.stock import Posting, PostingKind, StockCost, StockMove
from models.table import table
from tests.given import Given, ident
from tests.given_purchase import Buying
from tests.postgres import Server

LINE, RECEIPT, RECEIPT_LINE = table(PurchaseLine), table(PurchaseReceipt), table(PurchaseReceiptLine)
RETURN, OVER, POSTING = table(PurchaseReturn), table(OverDelivery), table(Posting)
PAYABLE, PAYMENT, COST, MOVE = table(Payable), table(Payment), table(StockCost), table(StockMove)
D = Decimal
quantities = st.integers(1, 60)
prices = st.decimals("0", "99.99", places=2)
packs = st.sampled_from([("瓶", 1), ("箱", 24), ("提", 7)])
taxes = st.sampled_from([D(0), D(13), D("6.5")])
money = st.decimals("0.01", "500", places=2)


class PurchaseMachine(RuleBasedStateMachine):
    """One supplier, two products, one warehouse; every refusal is a typed one."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.buying = Buying(Given(self.database))
        self.owner = self.buying.given.person("老板", Role.OWNER)
        self.second = self.buying.given.person("二老板", Role.OWNER)
        supplier = ident(self.buying.supplier)
        self.buying.do("set_supplier_terms", self.owner, supplier=supplier, over_delivery_percent=D(10))
        self.orders: list[int] = []
        self.received = False
        first = (
            self.buying.line(self.buying.cola, 48, "2.5"),
            self.buying.line(self.buying.tea, 24, "3.33", tax_rate=D(13)),
        )
        self.orders.append(self.buying.sent(*first, freight=D("7.77")))

    def teardown(self) -> None:
        self.database.close()

    def do(self, name: str, who: Any = None, **answers: Any) -> Any:
        """Performs, or is refused as a whole."""
        try:
            return self.buying.do(name, who or self.owner, **answers)
        except Refused:
            return None

    def ids(self, query: Any) -> list[int]:
        return [int(found) for found in self.database.read_now(lambda db: db.scalars(query).all())]

    def pick(self, data: st.DataObject, query: Any) -> int | None:
        found = self.ids(query)
        return data.draw(st.sampled_from(found)) if found else None

    def order(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self.orders))

    @rule(
        lines=st.lists(st.tuples(st.booleans(), quantities, prices, packs, taxes), min_size=1, max_size=3),
        freight=st.decimals("0", "20", places=2),
        discount=st.decimals("0", "5", places=2),
        with_tax=st.booleans(),
    )
    def place_order(self, lines: Any, freight: Decimal, discount: Decimal, with_tax: bool) -> None:
        asked = [
            self.buying.line(
                self.buying.cola if cola else self.buying.tea,
                quantity,
                Price(amount=price, unit=unit, numerator=pack),
                tax_rate=tax,
            )
            for cola, quantity, price, (unit, pack), tax in lines
        ]
        draft = self.do(
            "order_purchase",
            lines=asked,
            supplier=ident(self.buying.supplier),
            warehouse=ident(self.buying.main),
            freight=freight,
            discount=discount,
            prices_include_tax=with_tax,
        )
        if draft is not None:
            self.do("submit_order", order=draft.order_id)
            self.do("send_order", order=draft.order_id)
            self.orders.append(draft.order_id)

    @rule(data=st.data(), quantity=quantities, quality=st.sampled_from(Quality), whole=st.booleans())
    def receive(self, data: st.DataObject, quantity: int, quality: Quality, whole: bool) -> None:
        order = self.order(data)
        self.received = True
        if whole:
            self.do("receive_order", order=order)
            return
        line = data.draw(st.sampled_from(self.buying.line_ids(order)))
        asked = {"line": line, "quantity": D(quantity), "quality": quality, "reason": "检"}
        self.do("receive_order", order=order, lines=[asked, {**asked, "quality": Quality.PASS}])

    @rule(quantity=quantities, cola=st.booleans())
    def receive_by_product(self, quantity: int, cola: bool) -> None:
        product = self.buying.cola if cola else self.buying.tea
        lines = [{"product": ident(product), "quantity": D(quantity)}]
        self.do("receive_products", warehouse=ident(self.buying.main), lines=lines)

    @rule(data=st.data(), accept=st.booleans())
    def decide_over(self, data: st.DataObject, accept: bool) -> None:
        over = self.pick(data, select(OVER.c.id))
        if over is not None:
            self.do("decide_over_delivery", self.second, over_delivery=over, accept=accept)

    @rule(
        data=st.data(),
        quantity=quantities,
        replace=st.booleans(),
        reason=st.sampled_from(PurchaseReturnReason),
        whole=st.booleans(),
    )
    def give_back(
        self, data: st.DataObject, quantity: int, replace: bool, reason: PurchaseReturnReason, whole: bool
    ) -> None:
        line = self.pick(data, select(RECEIPT_LINE.c.id))
        if line is None:
            return
        (receipt,) = self.ids(select(RECEIPT_LINE.c.receipt_id).where(RECEIPT_LINE.c.id == line))
        lines = [] if whole else [{"line": line, "quantity": D(quantity)}]
        self.do("return_purchase", receipt=receipt, reason=reason, replace=replace, lines=lines)

    @rule(data=st.data(), decision=st.sampled_from(["release", "return", "scrap"]), quantity=st.none() | quantities)
    def settle_quarantine(self, data: st.DataObject, decision: str, quantity: int | None) -> None:
        line = self.pick(data, select(RECEIPT_LINE.c.id).where(RECEIPT_LINE.c.quarantined > D(0)))
        if line is not None:
            amount = None if quantity is None else D(quantity)
            self.do("settle_quarantine", line=line, decision=decision, quantity=amount, replace=quantity is None)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        posting = self.pick(data, select(POSTING.c.id))
        if posting is not None:
            try:
                self.buying.undo(self.owner, posting)
            except Refused:
                return

    @rule(data=st.data(), which=st.sampled_from(["close_order", "reopen_order", "close_order", "cancel_order"]))
    def end(self, data: st.DataObject, which: str) -> None:
        order = self.order(data)
        one = {} if which == "cancel_order" else {"line": data.draw(st.sampled_from(self.buying.line_ids(order)))}
        self.do(which, order=order, **one)

    @rule(
        data=st.data(),
        kind=st.sampled_from(["less", "dearer", "substitute", "refuse"]),
        quantity=quantities,
        price=prices,
    )
    def counter_offer(self, data: st.DataObject, kind: str, quantity: int, price: Decimal) -> None:
        order = self.order(data)
        line = data.draw(st.sampled_from(self.buying.line_ids(order)))
        said: dict[str, Any] = {"line": line, "kind": kind}
        if kind in ("less", "substitute"):
            said["quantity"] = D(quantity)
        if kind == "dearer":
            said["price"] = Price(amount=price, unit="瓶")
        if kind == "substitute":
            said["product"] = ident(self.buying.tea)
        self.do("answer_order", self.buying.seller, order=order, lines=[said], rest="accept")
        self.do("resolve_difference", order=order, accept=data.draw(st.booleans()))

    @rule(data=st.data(), quantity=quantities, freight=st.none() | st.decimals("0", "9", places=2))
    def change(self, data: st.DataObject, quantity: int, freight: Decimal | None) -> None:
        order = self.order(data)
        line = data.draw(st.sampled_from(self.buying.line_ids(order)))
        self.do("change_order", order=order, lines=[{"line": line, "quantity": D(quantity)}], freight=freight)
        self.do("submit_order", order=order)

    @rule(quantity=quantities, cola=st.booleans())
    def sell(self, quantity: int, cola: bool) -> None:
        product = self.buying.cola if cola else self.buying.tea
        given = self.buying.given
        move = ledger.Move(
            ident(product), given.home(self.buying.main), given.outside(LocationKind.CUSTOMER), D(quantity)
        )
        actor = self.buying.actor(self.owner)
        try:
            self.database.write_now(lambda db: ledger.post(db, actor, PostingKind.GOODS_OUT, [move]))
        except Refused:
            return

    @precondition(lambda self: self.received)
    @rule(data=st.data(), amount=money, on_account=st.booleans())
    def pay(self, data: st.DataObject, amount: Decimal, on_account: bool) -> None:
        payable = self.pick(data, select(PAYABLE.c.id)) if data.draw(st.booleans()) else None
        supplier = ident(self.buying.supplier)
        self.do("pay_supplier", supplier=supplier, amount=amount, on_account=on_account, payable=payable)

    @precondition(lambda self: self.received)
    @rule(data=st.data(), undo=st.booleans())
    def settle_or_undo_payment(self, data: st.DataObject, undo: bool) -> None:
        payment = self.pick(data, select(PAYMENT.c.id))
        if payment is not None:
            self.do("undo_payment" if undo else "allocate_payment", payment=payment)

    @invariant()
    def ordered_is_received_and_outstanding_and_closed(self) -> None:
        by_order: dict[int, list[LineProgress]] = defaultdict(list)
        for row in self.database.read_now(lambda db: db.execute(select(LINE)).all()):
            assert row.ordered == row.received + row.outstanding + row.closed
            assert min(row.received, row.outstanding, row.closed) >= 0
            assert row.priced_quantity >= 0
            by_order[row.order_id].append(LineProgress(row.ordered, row.received, row.closed))
        for order in self.orders[-2:]:
            shown = self.buying.shown(order)
            assert shown.receipt is receipt_state(by_order[order])
            waiting = any(line.outstanding.quantity for line in shown.lines)
            assert (shown.receipt in (ReceiptState.FULL, ReceiptState.CLOSED)) <= (not waiting)

    @invariant()
    def owed_is_received_less_returned_less_paid(self) -> None:
        def check(db: Any) -> None:
            receipts = select(RECEIPT_LINE.c.gross).join(RECEIPT).where(RECEIPT.c.undone_at.is_(None))
            owed = sum(db.scalars(receipts).all(), D(0))
            returned = sum(
                (
                    row.amount
                    for row in db.execute(
                        select(PAYABLE.c.amount)
                        .join(RETURN, RETURN.c.id == PAYABLE.c.return_id)
                        .where(PAYABLE.c.kind == "return", RETURN.c.undone_at.is_(None))
                    )
                ),
                D(0),
            )
            paid = sum(db.scalars(select(PAYMENT.c.amount)).all(), D(0))
            assert balance(db, ident(self.buying.supplier)) == owed + returned - paid

        self.database.read_now(check)

    @invariant()
    def stock_is_worth_the_frozen_costs_of_its_moves_and_no_cost_is_negative(self) -> None:
        for cost in self.database.read_now(lambda db: db.execute(select(COST)).all()):
            assert cost.value >= 0 and (cost.quantity > 0 or cost.value == 0)
        assert self.database.read_now(lambda db: list(proof.differences(db))) == []

    @invariant()
    def the_proof_of_purchasing_finds_nothing(self) -> None:
        assert self.database.read_now(lambda db: list(purchase_differences(db))) == []


def _run(machine: type[PurchaseMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_laws_of_purchasing_hold_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    class OnSqlite(PurchaseMachine):
        number = 0

        @property
        def database(self) -> Database:  # type: ignore[override]
            if not hasattr(self, "_database"):
                OnSqlite.number += 1
                path = tmp_path / f"{OnSqlite.number}.sqlite3"
                shutil.copy(sqlite_template, path)
                self._database = Database(f"sqlite:///{path}")
            return self._database

    _run(OnSqlite, examples=12, steps=25)


def test_the_laws_of_purchasing_hold_on_postgresql(postgres_server: Server) -> None:
    class OnPostgresql(PurchaseMachine):
        @property
        def database(self) -> Database:  # type: ignore[override]
            if not hasattr(self, "_database"):
                self._context = postgres_server.database("template_jxc")
                self._database = Database(self._context.__enter__())
            return self._database

        def teardown(self) -> None:
            super().teardown()
            self._context.__exit__(None, None, None)

    _run(OnPostgresql, examples=2, steps=15)
