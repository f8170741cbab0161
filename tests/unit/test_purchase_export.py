"""What purchasing tells other programs: complete, and enough to arrive at the same stock and cost."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jxc_bot.exchange.formats import WRITERS
from jxc_bot.exchange.purchase_export import PURCHASE_EXPORTS, purchase_exports
from models.operation import Company
from tests.given import Given, ident
from tests.given_purchase import Buying

D = Decimal


def exported(buying: Buying, what: str) -> list[dict[str, Any]]:
    out, export = io.StringIO(), PURCHASE_EXPORTS[what]
    buying.database.read_now(lambda db: WRITERS["json"](export.columns, export.rows(db), out))
    found = json.loads(out.getvalue())
    assert isinstance(found, list)
    return found


@pytest.fixture
def buying(given: Given) -> Buying:
    buying = Buying(given)
    tea_only = buying.approved((buying.tea, 12, "4"))
    order = buying.approved(buying.line(buying.cola, 48, "3", tax_rate=D(13)), (buying.tea, 24, "5"), freight=D("7.77"))
    receipt = buying.receive(order, (1, 30), (2, 24))
    lines = [{"line": receipt.lines[0].receipt_line_id, "quantity": D(7)}]
    buying.do("return_purchase", buying.keeper, receipt=receipt.receipt_id, reason="damaged", lines=lines)
    undone = buying.receive(order, (1, 5))
    buying.undo(buying.manager, undone.posting_id)
    buying.do("pay_supplier", buying.finance, supplier=ident(buying.supplier), amount=D(100))
    buying.do("cancel_order", buying.buyer, order=tea_only)
    return buying


def test_order_lines_add_up(buying: Buying) -> None:
    rows = exported(buying, "orders")
    assert [(row["number"], row["line"], row["state"]) for row in rows] == [
        ("PO-20261124-001", 1, "cancelled"),
        ("PO-20261124-002", 1, "part_received"),
        ("PO-20261124-002", 2, "part_received"),
    ]
    for row in rows:
        parts = (D(row[name]) for name in ("received", "outstanding", "closed"))
        assert D(row["ordered"]) == sum(parts)
    assert sum(D(row["charge"]) for row in rows if row["number"].endswith("002")) == D("7.77")


def test_the_total_of_a_line_is_to_the_smallest_unit_of_the_companys_currency(buying: Buying) -> None:
    def totals(currency: str) -> list[Decimal]:
        export = purchase_exports(Company(currency=currency))["orders"]
        return buying.database.read_now(lambda db: [row["total"] for row in export.rows(db)])

    assert totals("CNY") == [D(row["total"]) for row in exported(buying, "orders")]
    assert totals("JPY") != totals("CNY")


@pytest.mark.parametrize("what", sorted(PURCHASE_EXPORTS))
def test_many_rows_are_asked_about_some_at_a_time(buying: Buying, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(buying, what)
    monkeypatch.setattr("jxc_bot.exchange.export.CHUNK", 1)
    assert exported(buying, what) == whole
    assert whole


def test_receipts_replayed_give_the_same_stock_and_average_cost(buying: Buying) -> None:
    quantity: dict[str, Decimal] = defaultdict(Decimal)
    value: dict[str, Decimal] = defaultdict(Decimal)
    for row in exported(buying, "receipts"):
        if row["quality"] == "reject" or row["undone_by"]:
            continue
        sign = 1 if row["kind"] == "receipt" else -1
        quantity[row["sku"]] += sign * D(row["quantity"])
        value[row["sku"]] += sign * D(row["cost"])
    for row in exported(buying, "stock"):
        assert D(row["on_hand"]) == quantity[row["sku"]]
        assert D(row["value"]) == value[row["sku"]]
        average = Fraction(value[row["sku"]]) / Fraction(quantity[row["sku"]])
        assert abs(Fraction(D(row["average_cost"])) - average) <= Fraction(1, 2_000_000)


def test_stock_tells_what_is_on_order(buying: Buying) -> None:
    rows = {row["sku"]: (row["on_hand"], row["on_order"]) for row in exported(buying, "stock")}
    assert rows == {buying.cola.sku: ("23", "18"), buying.tea.sku: ("24", "0")}
    beer = buying.given.product("啤酒", sku="AAA")
    buying.approved((beer, 6, "1"))
    first = exported(buying, "stock")[0]
    assert (first["sku"], first["on_hand"], first["on_order"], first["average_cost"]) == ("AAA", "0", "6", None)


def test_payables_add_up_to_what_is_owed(buying: Buying) -> None:
    rows = exported(buying, "payables")
    assert {row["kind"] for row in rows} == {"receipt", "return", "undone", "payment"}
    card = buying.do("supplier_card", buying.manager, supplier=ident(buying.supplier))
    assert sum(D(row["amount"]) for row in rows) == card.balance
    left = sum(D(row["open"]) * (1 if D(row["amount"]) > 0 else -1) for row in rows)
    assert left == card.balance
