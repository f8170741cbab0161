"""Which order, supplier or receipt is meant by what was typed; only among those the reader may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from handlers.purchasing.orders import ORDER, PARTY, READERS, RECEIPT, RECEIVERS
from jxc_bot.conversation.references import Sought, find, names
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from models.operation import Ref
from models.party import Party
from models.people import Role

NUMBER = re.compile(r"(?i)\b([a-z]{2})[-#\s]?(\d{4,8}-)?(\d{1,6})\b")
"""``PO-20261124-003``, or short as lists have it: ``PO-1124-003``, ``PO-3``."""
MOST = 6


def orders_named(turn: Turn, text: str) -> list[int]:
    """The orders a text names by number, newest first: those of the reader's warehouses, or the supplier's own."""
    return _numbered(turn, text, "PO", ORDER, _visible(turn, ORDER, READERS | RECEIVERS))


def receipts_named(turn: Turn, text: str) -> list[int]:
    """The receipts a text names by number."""
    return _numbered(turn, text, "", RECEIPT, _visible(turn, RECEIPT, READERS | RECEIVERS))


def names_a_document(text: str) -> str:
    """The number of an order that a text names, whether or not there is one that the reader may see; else empty."""
    said = NUMBER.search(text)
    return said[0] if said is not None and said[1].upper() == "PO" else ""


def without_number(text: str) -> str:
    """What is left of a text beside a document's number."""
    return NUMBER.sub(" ", text, count=1).strip()


def supplier_named(turn: Turn, text: str) -> list[int]:
    """The suppliers a text may mean: one if it is sure, several to choose from, or none."""
    if not text.strip():
        return []
    match = find(turn, Sought(Ref(Party, role="supplier"), Role(0), {}), text.strip())
    return list(match.ids[:1] if match.verdict is Verdict.ACT else match.ids[:MOST])


def suppliers_called(turn: Turn, ids: Sequence[int]) -> dict[int, str]:
    """Their names."""
    return names(turn, Party, ids)


def all_suppliers(turn: Turn) -> list[int]:
    """A few suppliers to choose from, those with the newest orders first."""
    recent = select(ORDER.c.supplier_id).order_by(ORDER.c.id.desc()).limit(40)
    found = list(dict.fromkeys(turn.db.scalars(recent)))[:MOST]
    if len(found) < MOST:
        more = select(PARTY.c.id).where(PARTY.c.is_supplier, PARTY.c.archived_at.is_(None), PARTY.c.id.not_in(found))
        found += turn.db.scalars(more.order_by(PARTY.c.id.desc()).limit(MOST - len(found)))
    return found


def _visible(turn: Turn, rows: Table, roles: Role) -> Any:
    if not turn.actor.has(roles):
        own = rows.c.supplier_id.in_(sorted(turn.actor.parties(Role.SUPPLIER)))
        return own & (rows.c.sends > 0) if "sends" in rows.c else own
    scope = turn.actor.warehouses(roles)
    return rows.c.id.is_not(None) if scope is None else rows.c.warehouse_id.in_(sorted(scope))


def _numbered(turn: Turn, text: str, series: str, rows: Table, visible: Any) -> list[int]:
    said = NUMBER.search(text)
    if said is None or (series and said[1].upper() != series):
        return []
    tail = f"%-{int(said[3]):03d}"
    pattern = f"{said[1].upper()}-%{said[2]}{int(said[3]):03d}" if said[2] else f"{said[1].upper()}{tail}"
    query = select(rows.c.id).where(rows.c.number.like(pattern), visible).order_by(rows.c.id.desc())
    return list(turn.db.scalars(query.limit(MOST)))
