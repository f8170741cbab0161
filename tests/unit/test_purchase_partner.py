"""What a supplier is to the company: not put away while something is open, its minimum said, our own name on paper."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from sqlalchemy import select

from handlers.parties import ArchiveParty, PartyArchived, archive_party
from handlers.purchasing.drafting import OrderDrafted
from handlers.purchasing.supplier_file import set_supplier_product
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.recipes import RECIPE
from jxc_bot.settings import SettingError, Settings, load
from jxc_bot.words import LOCALES, Words
from models.errors import InUse
from models.journal import Attachment
from models.operation import Company
from models.people import Role
from models.purchase_errors import OpenOrders
from models.table import table
from tests.given import Given, ident
from tests.given_purchase import Buying
from tests.purchase_talk import Trade

ATTACHMENT = table(Attachment)


@pytest.fixture
def buying(given: Given) -> Buying:
    return Buying(given)


def archive(buying: Buying) -> PartyArchived:
    desk, form = Desk([archive_party]), ArchiveParty(party=ident(buying.supplier))
    actor = buying.actor(buying.manager)
    told = buying.database.write_now(lambda db: desk.perform(db, actor, archive_party, form).outcome)
    assert isinstance(told, PartyArchived)
    return told


def test_a_supplier_with_orders_under_way_is_not_archived(buying: Buying) -> None:
    order = buying.sent((buying.cola, 48, "2"))
    drafted = buying.draft((buying.tea, 12, "1"))
    with pytest.raises(OpenOrders) as refused:
        archive(buying)
    assert refused.value.count == 2
    assert refused.value.orders == f"{buying.order(order).number}, {drafted.number}"
    buying.do("cancel_order", buying.buyer, order=order)
    buying.do("cancel_order", buying.buyer, order=drafted.order_id)
    assert archive(buying).code == "S1"


def test_a_supplier_that_is_owed_money_is_not_archived(buying: Buying) -> None:
    buying.receive(buying.sent((buying.cola, 48, "2")), (1, 48))
    with pytest.raises(InUse) as refused:
        archive(buying)
    assert refused.value.reason == "owed"
    buying.do("pay_supplier", buying.finance, supplier=ident(buying.supplier), amount="96")
    assert archive(buying).party == "华东饮料"


def test_a_supplier_that_has_our_money_is_not_archived(buying: Buying) -> None:
    buying.do("pay_supplier", buying.finance, supplier=ident(buying.supplier), amount="10", on_account=True)
    with pytest.raises(InUse):
        archive(buying)


@pytest.mark.parametrize("locale", LOCALES)
def test_why_a_supplier_is_not_archived_is_said(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)
    words = Words.of(locale)
    error = OpenOrders(text="S", count=1, orders="PO-1")
    assert "PO-1" in words(error.key, **error.facts)
    told = {reason: words("error-in-use", kind="K", text="S", reason=reason) for reason in ("owed", "other")}
    assert told["owed"] != told["other"]


def least(buying: Buying, quantity: str) -> None:
    buying.do(
        "set_supplier_product",
        buying.buyer,
        supplier=ident(buying.supplier),
        product=ident(buying.cola),
        minimum_quantity=quantity,
    )


def test_a_line_below_the_supplier_s_minimum_is_told_and_not_refused(buying: Buying) -> None:
    least(buying, "48")
    order: OrderDrafted = buying.draft((buying.cola, 24, "2"), (buying.tea, 12, "1"))
    assert [line.minimum.quantity if line.minimum else None for line in order.lines] == [Decimal(48), None]
    submitted = buying.do("submit_order", buying.buyer, order=order.order_id)
    assert submitted.below_minimum == "可乐"


def test_the_minimum_itself_is_enough_and_what_has_come_is_no_longer_warned_of(buying: Buying) -> None:
    least(buying, "48")
    assert buying.draft((buying.cola, 48, "2")).below_minimum == ""
    order = buying.sent((buying.cola, 24, "2"))
    assert buying.shown(order).below_minimum == "可乐"
    buying.receive(order, (1, 24))
    assert buying.shown(order).below_minimum == ""


def test_the_order_card_warns_of_a_minimum(sqlite_database: Database) -> None:
    trade = Trade(sqlite_database)
    buying = {"supplier": ident(trade.supplier), "product": ident(trade.cola), "minimum_quantity": "480"}
    given = trade.given
    form, actor = set_supplier_product.form.model_validate(buying), given.actor(Role.BUYER)
    desk = Desk([set_supplier_product])
    trade.database.write_now(lambda db: desk.perform(db, actor, set_supplier_product, form))
    trade.buyer.says("采购 可乐 5箱 @48")
    trade.buyer.presses("确认")
    assert "起订量 20箱" in trade.buyer.text


def facts_on_paper(trade: Trade) -> list[dict[str, str]]:
    """Who buys, on every document that was sent."""
    query = select(ATTACHMENT.c.content).where(ATTACHMENT.c.mime == RECIPE).order_by(ATTACHMENT.c.id)
    found = trade.database.read_now(lambda db: list(db.scalars(query)))
    return [json.loads(json.loads(content)["facts"])["buyer"] for content in found]


def test_the_company_s_own_name_is_on_the_order_it_sends(sqlite_database: Database) -> None:
    trade = Trade(sqlite_database)
    named = Company(name="粤海通达商贸", address="佛山", phone="0757-1", tax_number="91440600", bank="工行 1")
    trade.room.conversation.services.company = named
    trade.sent()
    buyer = facts_on_paper(trade)[-1]
    assert buyer["name"] == "粤海通达商贸"
    assert (buyer["address"], buyer["phone"]) == ("佛山", "0757-1")
    assert (buyer["tax_number"], buyer["bank"]) == ("91440600", "工行 1")


def test_a_company_without_a_name_is_the_buyer(sqlite_database: Database) -> None:
    trade = Trade(sqlite_database)
    trade.sent()
    assert facts_on_paper(trade)[-1]["name"] == "采购方"


def test_the_company_on_paper_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXC_COMPANY_NAME", "  粤海  通达 ")
    monkeypatch.setenv("JXC_COMPANY_BANK", "工行 1")
    company = load().company
    assert (company.name, company.bank, company.address) == ("粤海 通达", "工行 1", "")
    assert Settings(company_name="").company.name == ""
    monkeypatch.setenv("JXC_COMPANY_ADDRESS", "佛山\u202e")
    with pytest.raises(SettingError, match="JXC_COMPANY_ADDRESS"):
        load()
