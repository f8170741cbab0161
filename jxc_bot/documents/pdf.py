"""The purchase order (采购单) and the supplier statement (对账单) as PDF: A4, font embedded, text to copy."""

from __future__ import annotations

from jxc_bot.documents.facts import Account, Order
from jxc_bot.documents.fonts import needs


def purchase_order_pdf(order: Order, locale: str) -> bytes:
    """The order as it is sent; without a total there is no money on it anywhere. Raises MissingExtra."""
    needs("fpdf")
    from jxc_bot.documents.order_pdf import draw

    return draw(order, locale)


def supplier_statement_pdf(account: Account, locale: str) -> bytes:
    """The account over a period. Raises MissingExtra."""
    needs("fpdf")
    from jxc_bot.documents.statement_pdf import draw

    return draw(account, locale)
