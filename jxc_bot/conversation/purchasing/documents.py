"""Files that go with a card: an order or a statement as PDF, a statement or a report as spreadsheet or picture.

They are drawn when they leave (recipes.py). Money is in them, so nobody gets one in a group, and nobody who may not
read costs; a supplier gets its own orders.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from handlers.purchasing.facts import WAREHOUSE, order_facts
from handlers.purchasing.orders import order_of, terms_of
from handlers.purchasing.prices import LISTED
from handlers.purchasing.report import PurchaseReportBy, PurchaseReported
from handlers.purchasing.statement import SupplierStatementShown
from handlers.purchasing.supplier_view import own_order
from handlers.purchasing.tracking import OrderShown
from jxc_bot import recipes
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.reply import Reply
from jxc_bot.conversation.turn import Turn
from jxc_bot.documents.facts import Business
from jxc_bot.documents.purchase import order_document, report_document, statement_document
from jxc_bot.outbox import enqueue
from models.errors import NotAllowed
from models.party import Party
from models.supplier import PaymentTerm


def send_order_document(turn: Turn, order_id: int) -> None:
    """The order as PDF, for those who read costs."""
    _check(turn, "show_order")
    order: OrderShown = ask(turn, "show_order", order=order_id)
    _send_order(turn, order)


def send_supplier_document(turn: Turn, order_id: int, *, key: str | None = None) -> None:
    """The same for its supplier. Raises NotFound for anybody else's."""
    own_order(turn.db, turn.actor, order_id)
    if not turn.actor.private:
        raise NotAllowed(operation="supplier_order")
    order = OrderShown(**order_facts(turn.db, turn.actor, order_of(turn.db, order_id)))
    _send_order(turn, order, key=key)


def send_statement(turn: Turn, supplier_id: int, since: date, until: date, kind: str) -> None:
    """The account as ``pdf`` or ``xlsx``."""
    _check(turn, "supplier_statement")
    found: SupplierStatementShown = ask(turn, "supplier_statement", supplier=supplier_id, since=since, until=until)
    facts = statement_document(found, _ours(turn), _business(turn, supplier_id))
    name = f"{turn.label('op-supplier-statement')} {found.supplier} {since:%Y%m%d}-{until:%Y%m%d}.{kind}"
    _send(turn, name, f"statement.{kind}", facts)


def send_report(turn: Turn, by: PurchaseReportBy, since: date, until: date, kind: str) -> None:
    """The report as picture (``chart``) or spreadsheet."""
    _check(turn, "purchase_report")
    found: PurchaseReported = ask(turn, "purchase_report", by=by, since=since, until=until)
    ending = "png" if kind == "chart" else "xlsx"
    title = f"{turn.label('op-purchase-report')} {choice_label(turn, by)} {since:%Y%m%d}-{until:%Y%m%d}"
    facts = report_document(found, turn.services.company.name)
    _send(turn, f"{title}.{ending}", f"report.{ending}", facts, photo=kind == "chart")


def _check(turn: Turn, operation: str) -> None:
    if not turn.actor.sees("cost"):
        raise NotAllowed(operation=operation)


def _send_order(turn: Turn, order: OrderShown, *, key: str | None = None) -> None:
    row = turn.db.execute(select(WAREHOUSE.c.address).where(WAREHOUSE.c.id == order.warehouse_id)).first()
    codes = select(LISTED.c.product_id, LISTED.c.code).where(LISTED.c.supplier_id == order.supplier_id)
    terms = terms_of(turn.db, order.supplier_id)
    facts = order_document(
        order,
        _ours(turn),
        _business(turn, order.supplier_id),
        turn.services.company.currency,
        deliver_to=f"{order.warehouse} {row.address if row else ''}".strip(),
        terms=turn.label("order-terms", term=choice_label(turn, PaymentTerm(terms.payment_term)), days=terms.term_days),
        supplier_codes={found.product_id: found.code for found in turn.db.execute(codes) if found.code},
    )
    _send(turn, f"{order.number}.pdf", "order.pdf", facts, key=key)


def _ours(turn: Turn) -> Business:
    """The company itself; without a name of its own it is just the buyer."""
    company = turn.services.company
    name = company.name or turn.label("document-we")
    return Business(name, "", company.phone, company.address, company.tax_number, company.bank)


def _business(turn: Turn, party_id: int) -> Business:
    party = turn.db.get(Party, party_id)
    if party is None:
        return Business("")
    return Business(party.name, party.contact, party.phone, party.address)


def _send(turn: Turn, name: str, kind: str, facts: object, *, photo: bool = False, key: str | None = None) -> None:
    safe = "".join("_" if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name)[:120]
    attachment = recipes.keep(turn.db, safe, kind, facts, turn.words.locale)
    reply = Reply(text=turn.word("document-caption", name=name), attachment=attachment, photo=photo, edit=False)
    enqueue(turn.db, turn.chat.id, reply, key=f"{key}:{turn.chat.id}" if key else None)
    turn.toast(turn.label("document-coming"))
