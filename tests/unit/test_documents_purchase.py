"""What the purchase operations tell, as documents: the numbers on paper are those of the order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from handlers.purchasing.facts import OrderFact, OrderLineFact
from handlers.purchasing.report import PurchaseReportBy, PurchaseReported, ReportRow
from handlers.purchasing.statement import StatementEntry, StatementLine, SupplierStatementShown
from jxc_bot.documents import facts
from jxc_bot.documents.facts import Business
from jxc_bot.documents.purchase import order_document, report_document, statement_document
from models.operation import Measure, Price
from models.purchase_state import Answer, Approval, Headline, PaymentState, ReceiptState

UNITS = (("箱", 24, 1), ("瓶", 1, 1))
US, THEM = Business("我司"), Business("联和")


def measure(quantity: int | str) -> Measure:
    return Measure(quantity=Decimal(quantity), units=UNITS)


def line(number: int, ordered: int, closed: int = 0, **told: Any) -> OrderLineFact:
    return OrderLineFact(
        line_id=number,
        line=number,
        product_id=number,
        product=f"商品{number}",
        sku=f"P{number}",
        unit="箱",
        ordered=measure(ordered),
        received=measure(0),
        outstanding=measure(ordered - closed),
        closed=measure(closed),
        returned=measure(0),
        price=Price(amount=Decimal("48.5"), unit="箱", numerator=24),
        **told,
    )


def order(*lines: OrderLineFact, **told: Any) -> OrderFact:
    made: dict[str, Any] = {
        "order_id": 1,
        "number": "PO-20261124-003",
        "revision": 2,
        "state": list(Headline)[0],
        "approval": Approval.APPROVED,
        "answer": list(Answer)[0],
        "receipt": list(ReceiptState)[0],
        "payment": list(PaymentState)[0],
        "supplier_id": 1,
        "supplier": "联和",
        "warehouse_id": 1,
        "warehouse": "主仓",
        "ordered_on": date(2026, 11, 24),
        "lines": list(lines),
    }
    return OrderFact(**(made | told))


def test_tax_is_what_is_between_the_goods_and_the_total() -> None:
    fact = order(
        line(1, 24, tax_rate=Decimal(13)),
        line(2, 12, tax_rate=Decimal(13)),
        discount=Decimal(5),
        freight=Decimal(10),
        total=Decimal("87.86"),
    )
    made = order_document(fact, US, THEM, "CNY", terms="月结", supplier_codes={2: "LH-2"})
    assert [row.amount for row in made.lines] == [Decimal("48.5"), Decimal("24.25")]
    assert made.goods == Decimal("72.75") and made.tax == Decimal("10.11") and made.rounding == 0
    assert made.goods - made.discount + made.freight + made.tax == made.total
    assert made.lines[1].supplier_code == "LH-2" and made.deliver_to == "主仓" and not made.cancelled


def test_with_tax_in_the_prices_only_a_rest_is_told() -> None:
    fact = order(line(1, 24, tax_rate=Decimal(13)), prices_include_tax=True, total=Decimal("48.51"))
    made = order_document(fact, US, THEM, "CNY")
    assert made.tax == 0 and made.rounding == Decimal("0.01")


def test_what_was_closed_is_not_ordered_any_more() -> None:
    made = order_document(order(line(1, 48, closed=24), line(2, 24, closed=24), total=Decimal("48.5")), US, THEM, "CNY")
    assert [(row.product, row.quantity, row.amount) for row in made.lines] == [("商品1", Decimal(24), Decimal("48.5"))]


def test_whoever_may_not_see_costs_gets_none() -> None:
    made = order_document(order(line(1, 24), total=None), US, THEM, "CNY")
    assert made.total is None and made.lines[0].price is None and made.lines[0].amount is None


def test_a_statement_keeps_every_number() -> None:
    entries = [
        StatementLine(day=date(2026, 11, 2), kind=kind, number="X", owed=Decimal(2), balance=Decimal(2 * n))
        for n, kind in enumerate(StatementEntry, 1)
    ]
    whole: dict[str, Any] = {"opening": Decimal(0), "owed": Decimal(10), "paid": Decimal(0), "closing": Decimal(10)}
    period = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    shown = SupplierStatementShown(supplier_id=1, supplier="联和", lines=entries, currency="CNY", **period, **whole)
    made = statement_document(shown, US, THEM)
    assert [entry.kind.value for entry in made.entries] == [kind.value for kind in StatementEntry]
    assert made.closing == made.opening + sum(entry.owed - entry.paid for entry in made.entries)


def test_every_kind_of_report_has_its_document() -> None:
    row = ReportRow(
        key="1",
        label="可乐",
        quantity=measure(24),
        received=Decimal(5),
        returned=Decimal(1),
        cost=Decimal(4),
        gross=Decimal("4.5"),
        receipts=1,
    )
    whole = row.model_dump(include={"received", "returned", "cost", "gross", "receipts"})
    period = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    for by in PurchaseReportBy:
        made = report_document(PurchaseReported(by=by, rows=[row], currency="CNY", **period, **whole), "我司")
        assert made.dimension.value == by.value and made.net == Decimal(4)
        assert made.rows[0] == facts.ReportRow("可乐", Decimal(5), Decimal(1), Decimal("4.5"), 1, Decimal(24), "瓶")
