"""Files that go with a card: an order or a statement as PDF, a statement or a report as spreadsheet or picture."""

from __future__ import annotations

from datetime import date

from handlers.purchasing.report import PurchaseReportBy
from jxc_bot.conversation.turn import Turn


def send_order_document(turn: Turn, order_id: int) -> None:
    """The order as PDF."""
    turn.toast(turn.label("document-later"), alert=True)


def send_supplier_document(turn: Turn, order_id: int) -> None:
    """The same for its supplier."""
    turn.toast(turn.label("document-later"), alert=True)


def send_statement(turn: Turn, supplier_id: int, since: date, until: date, kind: str) -> None:
    """The account as PDF or spreadsheet."""
    turn.toast(turn.label("document-later"), alert=True)


def send_report(turn: Turn, by: PurchaseReportBy, since: date, until: date, kind: str) -> None:
    """The report as picture or spreadsheet."""
    turn.toast(turn.label("document-later"), alert=True)
