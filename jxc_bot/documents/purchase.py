"""From what the purchase operations tell to the facts of documents.

The outcomes were made for one reader: costs this reader may not see have to be masked before (a total of None makes
an order without any money on it).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import get_currency_precision

from handlers.purchasing.facts import OrderFact, OrderLineFact
from handlers.purchasing.report import PurchaseReported
from handlers.purchasing.statement import SupplierStatementShown
from jxc_bot.documents.facts import Account, Business, Dimension, Entry, EntryKind, Order, OrderLine, Report, ReportRow
from models.purchase_state import Headline
from models.values import rounded

ZERO = Decimal(0)


def order_document(
    order: OrderFact,
    buyer: Business,
    supplier: Business,
    currency: str,
    *,
    deliver_to: str = "",
    terms: str = "",
    supplier_codes: Mapping[int, str] | None = None,
) -> Order:
    """The order for paper. ``supplier_codes``: product id → what the supplier calls it.

    It shows what holds now: what was closed of a line is left out. Amounts are price × quantity, as a supplier
    reckons; what the agreed total differs by, after discount, freight and tax, is shown as rounding.
    """
    codes, places = supplier_codes or {}, get_currency_precision(currency)
    agreed = [line for line in order.lines if line.ordered.quantity > line.closed.quantity]
    lines = tuple(_line(line, codes.get(line.product_id, ""), places, order.total is not None) for line in agreed)
    goods, discount, freight = _sum(lines), order.discount or ZERO, order.freight or ZERO
    before_tax = goods - discount + freight
    tax = rest = ZERO
    if order.total is not None:
        difference = order.total - before_tax
        taxed = not order.prices_include_tax and any(line.tax_rate for line in lines)
        tax, rest = (difference, ZERO) if taxed else (ZERO, difference)
    return Order(
        number=order.number,
        ordered_on=order.ordered_on,
        buyer=buyer,
        supplier=supplier,
        lines=lines,
        currency=currency,
        revision=order.revision,
        expected_on=order.expected_on,
        deliver_to=deliver_to or order.warehouse,
        requester=order.requester,
        approver=order.decided_by,
        terms=terms,
        prices_include_tax=order.prices_include_tax,
        goods=goods,
        discount=discount,
        freight=freight,
        tax=tax,
        rounding=rest,
        total=order.total,
        note=order.note,
        cancelled=order.state is Headline.CANCELLED,
    )


def statement_document(statement: SupplierStatementShown, buyer: Business, supplier: Business) -> Account:
    """The statement for paper and spreadsheet."""
    return Account(
        buyer=buyer,
        supplier=supplier,
        since=statement.since,
        until=statement.until,
        opening=statement.opening,
        owed=statement.owed,
        paid=statement.paid,
        closing=statement.closing,
        entries=tuple(
            Entry(line.day, EntryKind(line.kind), line.number, line.owed, line.paid, line.balance, line.due_on)
            for line in statement.lines
        ),
        currency=statement.currency,
    )


def report_document(report: PurchaseReported, company: str = "") -> Report:
    """The purchase report for spreadsheet and chart."""
    rows = []
    for row in report.rows:
        unit = row.quantity.units[-1][0] if row.quantity else ""
        quantity = row.quantity.quantity if row.quantity else None
        rows.append(ReportRow(row.label, row.received, row.returned, row.gross, row.receipts, quantity, unit))
    return Report(
        dimension=Dimension(report.by),
        since=report.since,
        until=report.until,
        rows=tuple(rows),
        receipts=report.receipts,
        currency=report.currency,
        company=company,
    )


def _line(line: OrderLineFact, code: str, places: int, priced: bool) -> OrderLine:
    quantity, price = line.ordered.quantity - line.closed.quantity, line.price if priced else None
    return OrderLine(
        product=line.product,
        quantity=quantity,
        units=line.ordered.units,
        sku=line.sku,
        supplier_code=code,
        unit=line.unit,
        price=price,
        tax_rate=line.tax_rate,
        amount=rounded(price.of(quantity), places) if price else None,
        expected_on=line.expected_on,
    )


def _sum(lines: tuple[OrderLine, ...]) -> Decimal:
    return sum((line.amount for line in lines if line.amount is not None), ZERO)
