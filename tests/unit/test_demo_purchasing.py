"""The demo company buys: half a year of orders, sound books, and something to do in every state today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from handlers import CATALOG
from handlers.purchasing.proof import purchase_differences
from handlers.purchasing.scorecard import score_of
from handlers.purchasing.silence import SilenceStep, supplier_silence
from jxc_bot.audit import broken_links
from jxc_bot.database import Database
from jxc_bot.demo.build import build
from jxc_bot.demo.company import PLATFORM
from jxc_bot.demo.office import purchasing_data
from jxc_bot.demo.play import settings_for
from jxc_bot.demo.year import Doc, Year
from jxc_bot.desk import Desk
from jxc_bot.identity import grants_of
from jxc_bot.migrate import upgrade
from jxc_bot.settings import Settings
from models import proof
from models.operation import Actor, Company
from models.party import Party
from models.people import Identity
from models.purchase import PurchaseOrder
from models.supplier import SupplierListPrice, SupplierProduct, SupplierTerms
from models.table import table
from models.values import ZERO

TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 2, 5, 0, tzinfo=UTC)
BOSS, BUYER, SUPPLIER = 10001, 10003, 10006
DAYS = 181
ORDER, PARTY, IDENTITY = table(PurchaseOrder), table(Party), table(Identity)
LISTED, TERMS, LIST_PRICE = table(SupplierProduct), table(SupplierTerms), table(SupplierListPrice)


@dataclass
class Demo:
    """The company, asked questions by its own people."""

    database: Database
    now: datetime

    def ask(self, name: str, account: int = BOSS, **answers: Any) -> Any:
        desk = Desk(CATALOG)
        operation = desk.catalog[name]
        form = operation.form.model_validate(answers)

        def work(db: Any) -> Any:
            who = select(IDENTITY.c.person_id).where(
                IDENTITY.c.platform == PLATFORM, IDENTITY.c.account == str(account)
            )
            person = db.scalar(who)
            actor = Actor(person, "", grants_of(db, person), self.now)
            return desk.perform(db, actor, operation, form).outcome

        return self.database.read_now(work)

    def rows(self, query: Any) -> list[Any]:
        return self.database.read_now(lambda db: list(db.execute(query)))

    def supplier(self, code: str) -> int:
        return int(self.rows(select(PARTY.c.id).where(PARTY.c.code == code))[0].id)


def made(path: Path, now: datetime, days: int) -> Database:
    database = Database(f"sqlite:///{path}/demo.sqlite3")
    upgrade(database)
    build(database, Company(), now, days=days)
    return database


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A Tuesday, half a year after the company opened. Nothing was sold meanwhile: that takes longer to write."""
    whole = Year.documents

    def opening(year: Year, day: date) -> Iterator[Doc]:
        return whole(year, day) if (TUESDAY.date() - day).days == DAYS else iter(())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Year, "documents", opening)
        database = made(tmp_path_factory.mktemp("half"), TUESDAY, DAYS)
    yield Demo(database, TUESDAY)
    database.close()


def test_its_purchases_prove_themselves(demo: Demo) -> None:
    assert demo.database.read_now(lambda db: list(proof.differences(db))) == []
    assert demo.database.read_now(lambda db: list(purchase_differences(db))) == []
    assert demo.database.read_now(lambda db: list(broken_links(db))) == []


def test_several_suppliers_have_a_score_and_some_too_few_receipts(demo: Demo) -> None:
    ids = [row.id for row in demo.rows(select(PARTY.c.id).where(PARTY.c.id.in_(select(ORDER.c.supplier_id))))]
    scores = [demo.database.read_now(lambda db, key=key: score_of(db, key, TUESDAY.date())) for key in ids]  # type: ignore[misc]
    good = [score.overall for score in scores if score.overall is not None]
    assert len(good) >= 5
    assert len(good) < len(scores)
    assert min(good) < 90 < max(good)


def test_forty_orders_lie_behind_and_ended_in_different_ways(demo: Demo) -> None:
    first, last, count = demo.rows(select(func.min(ORDER.c.ordered_on), func.max(ORDER.c.ordered_on), func.count()))[0]
    assert 45 <= count <= 65
    assert last - first > timedelta(days=150)
    done = "SELECT operation, count(*) FROM audit_entry GROUP BY operation"
    times = {row[0]: row[1] for row in demo.rows(text(done))}
    for name in ("decide_order", "resolve_difference", "return_purchase", "close_order", "cancel_order"):
        assert times[name] >= 1, name
    assert times["settle_quarantine"] >= 2 and times["pay_supplier"] >= 10
    qualities = Counter(row[0] for row in demo.rows(text("SELECT quality FROM purchase_receipt_line")))
    assert qualities["reject"] >= 1 and qualities["quarantine"] >= 2


def states_of(demo: Demo) -> dict[str, list[str]]:
    views = ("draft", "to_approve", "to_send", "unanswered", "differs", "late", "week", "open")
    return {view: [row.state for row in demo.ask("purchase_orders", view=view).orders] for view in views}


def test_today_there_is_an_order_in_every_state_and_not_too_many(demo: Demo) -> None:
    found = states_of(demo)
    expected = {"draft": ["draft"], "to_approve": ["waiting"], "to_send": ["to_send"], "unanswered": ["sent"]}
    assert expected.items() <= found.items()
    assert found["differs"] == ["differs"] and found["late"] == ["accepted"]
    assert found["week"] == ["accepted", "accepted"]
    assert "part_received" in found["open"]
    assert len(found["open"]) <= 10
    assert len(demo.ask("purchase_requests").requests) == 2
    assert len(demo.ask("over_deliveries").waiting) == 1
    assert len(demo.ask("quarantined_goods").lines) == 1


def test_the_silent_supplier_is_due_for_the_first_reminder_only(demo: Demo) -> None:
    company = Company()
    due = demo.database.read_now(lambda db: supplier_silence(db, TUESDAY, company.zone))
    assert [fact.step for fact in due] == [SilenceStep.REMIND]
    assert due[0].supplier_id == demo.supplier("GY01")


def test_the_supplier_in_the_sandbox_has_orders_and_sees_the_stock_of_its_goods(demo: Demo) -> None:
    orders = demo.ask("supplier_orders", SUPPLIER).orders
    assert len(orders) == 2
    assert len(demo.ask("shared_stock", SUPPLIER).products) > 20
    sharing = demo.rows(select(TERMS.c.party_id).where(TERMS.c.shares_stock))
    assert [row.party_id for row in sharing] == [demo.supplier("GY01")]


def test_what_is_dear_was_approved_by_who_the_rules_name(demo: Demo) -> None:
    minimum = [Decimal(rule["minimum"]) for rule in purchasing_data()["rules"]]
    query = select(ORDER.c.approval, ORDER.c.approved_total, ORDER.c.requester_id, ORDER.c.decided_by)
    rows = demo.rows(query.where(ORDER.c.approved_total > ZERO))
    assert {row.approval for row in rows if row.approved_total >= minimum[0]} == {"approved"}
    assert {row.approval for row in rows if row.approved_total < minimum[0]} == {"not_needed"}
    assert all(row.decided_by not in (None, row.requester_id) for row in rows if row.approval == "approved")
    assert any(row.approved_total >= minimum[1] for row in rows)


def test_suppliers_have_terms_codes_and_prices_that_changed(demo: Demo) -> None:
    assert len(demo.rows(select(TERMS.c.party_id))) >= 12
    listed = demo.rows(select(LISTED.c.supplier_id, LISTED.c.code, LISTED.c.price_amount, LISTED.c.minimum_quantity))
    assert len(listed) > 300
    assert all(row.code and row.price_amount for row in listed)
    assert any(row.minimum_quantity for row in listed)
    history = demo.rows(select(func.count()).select_from(LIST_PRICE))[0][0]
    assert history > len(listed) + 30


def test_some_debt_is_overdue_and_some_money_is_on_account(demo: Demo) -> None:
    late = demo.ask("supplier_payables", supplier=demo.supplier("KD11"))
    assert late.overdue > 0
    advance = demo.ask("supplier_statement", supplier=demo.supplier("SH12"))
    assert any(line.kind == "payment" and line.paid == 2000 for line in advance.lines)


@pytest.mark.parametrize("now", [SUNDAY_NIGHT, NEW_YEAR], ids=["sunday night", "new year"])
def test_the_same_things_are_open_whenever_the_company_is_made(now: datetime, tmp_path: Path) -> None:
    database = made(tmp_path, now, 21)
    found = states_of(Demo(database, now))
    database.close()
    for view, state in (("draft", "draft"), ("to_approve", "waiting"), ("unanswered", "sent"), ("late", "accepted")):
        assert found[view] == [state], view
    assert found["week"] == ["accepted", "accepted"]


def test_the_same_moment_makes_the_same_orders(tmp_path: Path) -> None:
    lines = text(
        "SELECT number, product_id, purchase_order_line.ordered, received, price_amount, billed"
        " FROM purchase_order_line JOIN purchase_order ON purchase_order.id = order_id ORDER BY purchase_order_line.id"
    )
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        database = made(tmp_path / name, TUESDAY, 21)
        found.append(database.read_now(lambda db: list(db.execute(lines))))
        database.close()
    assert found[0] == found[1]
    assert len(found[0]) > 30


def test_the_demo_company_has_a_name_for_its_documents(tmp_path: Path) -> None:
    company = settings_for(Settings(), tmp_path / "x.sqlite3", "1:a", "http://127.0.0.1:1").company
    assert company.name and company.address and company.tax_number and company.bank
