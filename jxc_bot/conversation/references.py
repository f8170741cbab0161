"""How the rows that forms refer to are found by what people call them, and how they are named on a card."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, or_, select

from jxc_bot.conversation.turn import Turn
from jxc_bot.finder import Match
from jxc_bot.lookup import Context, Verdict
from models.location import Location, Warehouse
from models.operation import Ref
from models.party import Party
from models.people import Role
from models.product import Product
from models.table import table

PRODUCT, PARTY, WAREHOUSE, LOCATION = table(Product), table(Party), table(Warehouse), table(Location)
MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the reference, the roles that scope it, and the other answers it may depend on."""

    ref: Ref
    allowed: Role
    answers: Mapping[str, Any]


def find(turn: Turn, sought: Sought, text: str) -> Match:
    """The rows that ``text`` may mean, among those this person may choose."""
    only = choosable(turn, sought)
    target = sought.ref.target
    if target is Product:
        context = Context(only=frozenset(only)) if only is not None else None
        return turn.finder.product(turn.db, text, person_id=turn.actor.person_id, context=context)
    if target is Party:
        return turn.finder.party(text, only=only)
    if target is Warehouse:
        return turn.finder.place(text, "warehouse", only=only)
    if target is Location:
        return turn.finder.place(text, "location", only=only)
    return _by_columns(turn, table(target), text, only)


def choosable(turn: Turn, sought: Sought) -> Collection[int] | None:
    """The ids this person may choose; None: all there are."""
    only: Collection[int] | None = None
    if sought.ref.among is not None:
        only = sought.ref.among(turn.db, turn.actor, sought.answers)
    if sought.ref.target is Party and sought.ref.role:
        flag = PARTY.c.is_supplier if sought.ref.role == "supplier" else PARTY.c.is_customer
        of_role = set(turn.db.scalars(select(PARTY.c.id).where(flag)))
        only = of_role if only is None else of_role & set(only)
    if sought.ref.target is Warehouse and sought.ref.scoped:
        scope = turn.actor.warehouses(sought.allowed)
        if scope is not None:
            only = scope if only is None else scope & set(only)
    return only


def options(turn: Turn, sought: Sought) -> list[int]:
    """What to offer when nothing has been said yet: all of them, if they are few; else the newest of those meant."""
    only = choosable(turn, sought)
    rows = table(sought.ref.target)
    query = select(rows.c.id).limit(MOST_LISTED)
    if only is not None:
        query = query.where(rows.c.id.in_(list(only)[:500])).order_by(rows.c.id.desc())
    elif sought.ref.target in (Product, Party):
        return []
    else:
        query = query.order_by(rows.c.id)
    if "archived_at" in rows.c:
        query = query.where(rows.c.archived_at.is_(None))
    if sought.ref.target is Location:
        query = query.where(rows.c.warehouse_id.is_not(None))
    return list(turn.db.scalars(query))


def names(turn: Turn, target: type[Any], ids: Collection[int]) -> dict[int, str]:
    """How rows are called on a card: a product with its spec, a document by its number."""
    rows = table(target)
    found = turn.db.execute(select(rows).where(rows.c.id.in_(set(ids)))).mappings()
    return {row["id"]: _name(rows, row) for row in found}


def _name(rows: Table, row: Mapping[Any, Any]) -> str:
    if rows is PRODUCT:
        return f"{row['name']} {row['spec']}".strip()
    for column in ("number", "name", "title", "code"):
        if column in rows.c and row[column]:
            return str(row[column])
    return f"#{row['id']}"


def _by_columns(turn: Turn, rows: Table, text: str, only: Collection[int] | None) -> Match:
    """Documents and people: by number (its tail is enough), code or name."""
    said = text.strip().lstrip("#").lower()
    columns = [rows.c[name] for name in ("number", "code", "name") if name in rows.c]
    if not said or not columns:
        return Match((), Verdict.NONE)
    query = select(rows.c.id, *columns).order_by(rows.c.id.desc()).limit(60)
    like = "%" + said.replace("\\", "").replace("%", "").replace("_", "") + "%"
    query = query.where(or_(*(func.lower(column).like(like) for column in columns)))
    if only is not None:
        query = query.where(rows.c.id.in_(list(only)))
    found = turn.db.execute(query).all()
    exact = [row.id for row in found if any(str(value).lower() == said for value in row[1:])]
    ends = [row.id for row in found if any(_tail_matches(str(value).lower(), said) for value in row[1:])]
    ids = exact or ends or [row.id for row in found]
    if not ids:
        return Match((), Verdict.NONE)
    return Match(tuple(ids[:5]), Verdict.ACT if len(ids) == 1 else Verdict.ASK, 1.0, bool(exact))


def _tail_matches(number: str, said: str) -> bool:
    """``PO-12`` and ``12`` mean ``PO-20261124-012``: the series and the number without its zeros."""
    prefix, _, tail = said.rpartition("-")
    head, _, last = number.rpartition("-")
    same = tail.lstrip("0") == last.lstrip("0") and tail.isdigit()
    return same and (not prefix or head.startswith(prefix) or head.endswith(prefix))
