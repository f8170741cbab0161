"""Purchase orders, receipts and payables as rows for other programs, and stock with what is on order.

Nothing is rounded on the way and nothing is left out: from ``receipts`` in their order another system arrives at the
same stock and the same average cost. Quantities are in the product's base unit, codes name suppliers, warehouses and
products, and money is in the company's currency.

* **orders**: a row per order line. ``ordered = received + outstanding + closed``; ``price`` is for one
  ``price_unit``, which is ``price_numerator / price_denominator`` base units; ``charge`` is the line's share of
  ``freight − discount``; ``total`` is with tax.
* **receipts**: a row per line that came (kind ``receipt``) or went back (kind ``return``), in the order
  recorded, which is that of ``posting`` (nothing where nothing moved; the moves' numbers rise with it).
  ``cost`` is what it put into the value of stock, or took out of it; ``gross`` what is owed, or owed less.
  Rejected lines moved nothing. What was undone names its reversal in ``undone_by``.
* **payables**: a row per receipt, return, undoing and payment. The sum of ``amount`` is what is owed; ``open`` is what
  is not settled of it: still to pay, still to use of a credit, still on account of a payment.
"""

from __future__ import annotations

from collections.abc import Mapping

from jxc_bot.exchange.export import Export
from jxc_bot.exchange.order_export import ORDERS, STOCK_ON_ORDER, orders, stock_on_order
from jxc_bot.exchange.payable_export import PAYABLES, payables
from jxc_bot.exchange.receipt_export import RECEIPTS, receipts
from models.operation import Company


def purchase_exports(company: Company) -> Mapping[str, Export]:
    """The exports by name, for a company's currency."""
    return {
        "stock": Export(STOCK_ON_ORDER.split(), stock_on_order),
        "orders": Export(ORDERS.split(), lambda db: orders(db, company.currency)),
        "receipts": Export(RECEIPTS.split(), receipts),
        "payables": Export(PAYABLES.split(), payables),
    }


PURCHASE_EXPORTS = purchase_exports(Company())
"""For the usual company."""
