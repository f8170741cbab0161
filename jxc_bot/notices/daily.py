"""Once a day: what is late, and what has to be paid; computed from what is true, one digest a reader."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.purchasing.orders import BUYERS, PAYERS
from handlers.purchasing.payables import PayableRow, PayablesListed
from handlers.purchasing.tracking import OrdersListed, OrderView
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.order_list import row_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from jxc_bot.notices.readers import groups, people, send
from models.operation import Actor
from models.people import Purpose

ROWS = 8
AHEAD = timedelta(days=3)


def late_orders(db: Session, actor: Actor, due: datetime) -> None:
    """What should have come by now: to those who buy, and to the groups of purchasing and the warehouses."""
    readers = {turn.chat.id: turn for turn in people(db, actor.company, actor.at, BUYERS)}
    wanted = [Purpose.PURCHASING, Purpose.WAREHOUSE]
    readers |= {turn.chat.id: turn for turn in groups(db, actor.company, actor.at, wanted)}
    for reader in readers.values():
        here = {"warehouse": reader.chat.warehouse_id} if reader.chat.warehouse_id else {}
        found: OrdersListed = ask(reader, "purchase_orders", view=OrderView.LATE, **here)
        if not found.orders:
            continue
        shown = [reader.word("notice-late", count=len(found.orders))]
        shown += [row_text(reader, row) for row in found.orders[:ROWS]]
        if len(found.orders) > ROWS:
            shown.append(reader.word("more-lines", count=len(found.orders) - ROWS))
        button = Button(reader.label("act-all-late"), "pl:late:0:0:0:s")
        send(reader, "\n".join(shown), [[button]], key=f"late:{actor.today.isoformat()}", silent=True)


def payments_due(db: Session, actor: Actor, due: datetime) -> None:
    """What has to be paid within three days, or should have been: to those who pay."""
    for reader in people(db, actor.company, actor.at, PAYERS):
        found: PayablesListed = ask(reader, "supplier_payables")
        soon = [row for row in found.payables if row.due_on <= actor.today + AHEAD]
        if soon:
            shown = [reader.word("notice-payable", count=len(soon))]
            shown += [_payable(reader, row) for row in soon[:ROWS]]
            if len(soon) > ROWS:
                shown.append(reader.word("more-lines", count=len(soon) - ROWS))
            send(reader, "\n".join(shown), key=f"payable:{actor.today.isoformat()}", silent=True)


def _payable(reader: Turn, row: PayableRow) -> str:
    facts = facts_of(reader, row)
    key = "notice-payable-late" if facts.get("overdue_days") else "notice-payable-row"
    told = {"supplier": facts["supplier"], "day": facts["due_on"], "amount": facts["open"], "number": facts["number"]}
    return reader.word(key, **told, days=facts.get("overdue_days", 0))
