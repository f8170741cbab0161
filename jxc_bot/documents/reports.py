"""The statement and the purchase report as spreadsheets, and the report as a chart."""

from __future__ import annotations

from decimal import Decimal

from jxc_bot.documents.facts import Account, Bars, Report, ReportRow
from jxc_bot.documents.sheet import Column, Kind, Sheet, Value, spreadsheet
from jxc_bot.words import Words

SHARE_PLACES = Decimal("0.01")


def statement_sheet(account: Account, locale: str) -> bytes:
    """The account over a period as a spreadsheet."""
    words = Words.of(locale)
    columns = (
        Column(words("document-date"), Kind.DAY),
        Column(words("document-entry")),
        Column(words("document-number")),
        Column(words("document-due-on"), Kind.DAY),
        Column(words("document-owed"), Kind.MONEY),
        Column(words("document-paid"), Kind.MONEY),
        Column(words("document-balance"), Kind.MONEY),
    )
    forward = words("document-brought-forward")
    rows: list[list[Value]] = [[account.since, forward, "", None, None, None, account.opening]]
    for entry in account.entries:
        kind = words("document-entry-" + entry.kind.value.replace("_", "-"))
        owed, paid = entry.owed or None, entry.paid or None
        rows.append([entry.day, kind, entry.number, entry.due_on, owed, paid, entry.balance])
    facts = [("supplier", account.supplier.name), ("buyer", account.buyer.name)]
    facts += [("period-label", words("document-period", since=account.since, until=account.until))]
    facts += [("currency", account.currency)]
    title = words("document-statement")
    return spreadsheet(
        [
            Sheet(
                name=title,
                title=title,
                facts=tuple((words(f"document-{key}"), text) for key, text in facts if text),
                columns=columns,
                rows=rows,
                sums=(account.until, words("document-closing"), "", None, account.owed, account.paid, account.closing),
            )
        ]
    )


def report_sheet(report: Report, locale: str) -> bytes:
    """The purchase report as a spreadsheet."""
    words = Words.of(locale)
    counted = any(row.quantity is not None for row in report.rows)
    quantity = (Column(words("document-net-quantity"), Kind.NUMBER), Column(words("document-unit"))) if counted else ()
    columns = (
        Column(words(f"document-name-{report.dimension.value}")),
        Column(words("document-receipts"), Kind.NUMBER),
        *quantity,
        *(Column(words(f"document-{key}"), Kind.MONEY) for key in ("received", "returned", "net", "gross")),
        Column(words("document-share"), Kind.PERCENT),
    )
    whole = report.net

    def row(name: str, of: ReportRow) -> list[Value]:
        said: list[Value] = [of.quantity, of.unit] if counted else []
        return [name, of.receipts, *said, of.received, of.returned, of.net, of.gross, _share(of.net, whole)]

    rows = [row(of.name or words("document-none"), of) for of in report.rows]
    sums = row(words("document-sum"), _total(report))
    facts = [("company", report.company), ("currency", report.currency)]
    facts += [("period-label", words("document-period", since=report.since, until=report.until))]
    return spreadsheet(
        [
            Sheet(
                name=words("document-report"),
                title=words(f"document-report.{report.dimension.value}"),
                facts=tuple((words(f"document-{key}"), text) for key, text in facts if text),
                columns=columns,
                rows=rows,
                sums=tuple(sums),
            )
        ]
    )


def report_bars(report: Report, locale: str) -> Bars:
    """The purchase report as bars: net purchases without tax."""
    words = Words.of(locale)
    return Bars(
        title=words(f"document-report.{report.dimension.value}"),
        subtitle=words("document-period", since=report.since, until=report.until),
        bars=tuple((row.name or words("document-none"), row.net) for row in report.rows),
        currency=report.currency,
        in_time=report.dimension.in_time,
    )


def _total(report: Report) -> ReportRow:
    received = sum((row.received for row in report.rows), Decimal(0))
    returned = sum((row.returned for row in report.rows), Decimal(0))
    gross = sum((row.gross for row in report.rows), Decimal(0))
    return ReportRow("", received, returned, gross, report.receipts)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    """In per cent, rounded; None of nothing."""
    return (100 * part / whole).quantize(SHARE_PLACES) if whole else None
