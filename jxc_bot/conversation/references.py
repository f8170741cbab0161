"""How the rows that forms refer to are found by what people call them, and how they are named on a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, or_, select, union
from sqlmodel import Session

from jxc_bot.conversation.turn import Turn
from jxc_bot.finder import Match
from jxc_bot.lookup import Context, Verdict
from models.errors import JxcError
from models.location import Location, LocationKind, Warehouse
from models.operation import Actor, Ref
from models.party import Party
from models.people import STAFF, Role
from models.product import Category, Product, ProductUnit
from models.purchase import PurchaseLine, PurchaseOrder
from models.stock import Posting, StockCost, StockMove
from models.supplier import SupplierProduct
from models.table import table
from models.values import ZERO

PRODUCT, PARTY, WAREHOUSE, LOCATION = table(Product), table(Party), table(Warehouse), table(Location)
ORDER, ORDER_LINE, LISTED = table(PurchaseOrder), table(PurchaseLine), table(SupplierProduct)
CATEGORY = table(Category)
MOVE, POSTING, COST, UNIT = table(StockMove), table(Posting), table(StockCost), table(ProductUnit)
MOST_LISTED = 8
RECENT = 40
"""How many of a person's last moves say what they are busy with."""
CALLED = "called"
"""Under this a turn keeps how rows are called that were read on the way."""


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
    if target is Product or target is Party:
        match = (_product if target is Product else _party)(turn, sought, text, only)
        # What is archived is in no index; where a form is about just that, its name is enough.
        return _by_columns(turn, table(target), text, only) if match.verdict is Verdict.NONE and only else match
    if target is Warehouse:
        return turn.finder.place(text, "warehouse", only=only)
    if target is Location:
        return turn.finder.place(text, "location", only=only)
    return _by_columns(turn, table(target), text, only)


def excused(turn: Turn, sought: Sought, text: str) -> JxcError | None:
    """Why the one row that ``text`` names exactly may not be chosen, where people are owed a reason."""
    excuse = sought.ref.excuse
    match = _by_columns(turn, table(sought.ref.target), text, None) if excuse is not None else None
    if excuse is None or match is None or match.verdict is not Verdict.ACT:
        return None
    return excuse(turn.db, turn.actor, match.ids[0])


def _product(turn: Turn, sought: Sought, text: str, only: Collection[int] | None) -> Match:
    """Products by name. What fits several alike stays a question, with the likelier ones first."""
    theirs = _suppliers_own(turn, sought, text)
    if theirs is not None and (only is None or theirs in only):
        return Match((theirs,), Verdict.ACT, 1.0, exact=True)
    context = Context(only=frozenset(only)) if only is not None else None
    match = turn.finder.product(turn.db, text, person_id=turn.actor.person_id, context=context)
    if match.verdict is not Verdict.ASK or len(match.ids) < 2:
        return match
    likely = Context(
        recent=_recently_used(turn),
        in_stock=_in_stock(turn, match.ids, sought.answers.get("warehouse")),
        expected=_sold_by(turn, match.ids, sought.answers.get("supplier")),
        only=frozenset(only) if only is not None else None,
    )
    again = turn.finder.product(turn.db, text, person_id=turn.actor.person_id, context=likely)
    return Match(again.ids or match.ids, Verdict.ASK, match.confidence)


def _party(turn: Turn, sought: Sought, text: str, only: Collection[int] | None) -> Match:
    """Suppliers and customers; what this person has come to mean by the words comes first."""
    own = turn.finder.own_party(turn.db, text, person_id=turn.actor.person_id)
    if own is not None and (only is None or own.ids[0] in only):
        return own
    return turn.finder.party(text, only=only)


def _suppliers_own(turn: Turn, sought: Sought, text: str) -> int | None:
    """The product that the supplier in question calls so, by its own code or name; nowhere else does that hold."""
    party = sought.answers.get("supplier")
    parties = [party] if isinstance(party, int) else sorted(turn.actor.parties(Role.SUPPLIER))
    said = text.strip().lower()
    if not parties or not said:
        return None
    meant = _suppliers_words(turn, tuple(parties)).get(said, set())
    return next(iter(meant)) if len(meant) == 1 else None


def _suppliers_words(turn: Turn, parties: tuple[int, ...]) -> Mapping[str, set[int]]:
    """The products by the codes and names that these suppliers have for them, read once a turn."""
    known = ("suppliers' words", parties)
    if known not in turn.seen:
        words: dict[str, set[int]] = defaultdict(set)
        columns = select(LISTED.c.product_id, LISTED.c.code, LISTED.c.name)
        for product_id, *texts in turn.db.execute(columns.where(LISTED.c.supplier_id.in_(parties))):
            for text in texts:
                words[text.lower()].add(product_id)
        turn.seen[known] = words
    found: Mapping[str, set[int]] = turn.seen[known]
    return found


def _recently_used(turn: Turn) -> dict[int | str, float]:
    """The products this person moved last, with weights that fade."""
    query = (
        select(MOVE.c.product_id)
        .join(POSTING, POSTING.c.id == MOVE.c.posting_id)
        .where(POSTING.c.actor_id == turn.actor.person_id)
        .order_by(POSTING.c.id.desc())
        .limit(RECENT)
    )
    weights: dict[int | str, float] = {}
    for age, product_id in enumerate(turn.db.scalars(query)):
        weights.setdefault(product_id, 1 - age / RECENT)
    return weights


def _in_stock(turn: Turn, ids: Collection[int], warehouse_id: int | None) -> set[int]:
    """Which of the candidates there is some of, in the warehouse in question."""
    query = select(COST.c.product_id).where(COST.c.product_id.in_(ids), COST.c.quantity > ZERO)
    if warehouse_id:
        query = query.where(COST.c.warehouse_id == warehouse_id)
    return set(turn.db.scalars(query))


def _sold_by(turn: Turn, ids: Collection[int], supplier_id: int | None) -> set[int]:
    """Which of the candidates the supplier of this document has, by our list or by its own."""
    if not supplier_id:
        return set()
    ours = select(PRODUCT.c.id).where(PRODUCT.c.id.in_(ids), PRODUCT.c.supplier_id == supplier_id)
    theirs = select(LISTED.c.product_id).where(LISTED.c.product_id.in_(ids), LISTED.c.supplier_id == supplier_id)
    return set(turn.db.scalars(union(ours, theirs)))


def choosable(turn: Turn, sought: Sought) -> Collection[int] | None:
    """The ids this person may choose; None: all there are."""
    only: Collection[int] | None = None
    if sought.ref.among is not None:
        only = sought.ref.among(turn.db, turn.actor, sought.answers)
    if sought.ref.target is Party and sought.ref.role:
        flag = PARTY.c.is_supplier if sought.ref.role == "supplier" else PARTY.c.is_customer
        of_role = set(turn.db.scalars(select(PARTY.c.id).where(flag)))
        only = of_role if only is None else of_role & set(only)
    if sought.ref.target is Product and not turn.actor.has(STAFF):
        own = supplied_products(turn.db, turn.actor)
        only = own if only is None else own & set(only)
    if sought.ref.target is Warehouse and sought.ref.scoped:
        scope = turn.actor.warehouses(sought.allowed)
        if scope is not None:
            only = scope if only is None else scope & set(only)
    return only


def supplied_products(db: Session, actor: Actor) -> set[int]:
    """The products a supplier's people may name: what it sells us, by our list, its list, or an order it was sent."""
    parties = sorted(actor.parties(Role.SUPPLIER))
    ordered = select(ORDER_LINE.c.product_id).join(ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    return {
        *db.scalars(select(PRODUCT.c.id).where(PRODUCT.c.supplier_id.in_(parties))),
        *db.scalars(select(LISTED.c.product_id).where(LISTED.c.supplier_id.in_(parties))),
        *db.scalars(ordered.where(ORDER.c.supplier_id.in_(parties), ORDER.c.sends > 0)),
    }


def category_called(turn: Turn, text: str) -> int | None:
    """The category of exactly this name."""
    found: int | None = turn.db.scalar(select(CATEGORY.c.id).where(func.lower(CATEGORY.c.name) == text.strip().lower()))
    return found


def warehouse_of(turn: Turn, location_id: int) -> int | None:
    """The warehouse that a location is in."""
    found: int | None = turn.db.scalar(select(LOCATION.c.warehouse_id).where(LOCATION.c.id == location_id))
    return found


def products_with_units(db: Session, names: Collection[str]) -> set[int]:
    """The products that have a unit of each of these names."""
    each = [set(db.scalars(select(UNIT.c.product_id).where(UNIT.c.name == name))) for name in sorted(set(names))]
    return set[int]().union(*each[:1]).intersection(*each)


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


@cache
def _by_ids(rows: Table) -> Select[Any]:
    return select(rows).where(rows.c.id.in_(bindparam("ids", expanding=True)))


def names(turn: Turn, target: type[Any], ids: Collection[int]) -> dict[int, str]:
    """How rows are called on a card: a product with its spec, a document by its number."""
    known = {i: turn.seen["product", i] for i in ids if turn.seen.get(("product", i)) is not None}
    if target is Product and len(known) == len(set(ids)):
        return {i: f"{product.name} {product.spec}".strip() for i, product in known.items()}
    called = {i: turn.seen[CALLED, target, i] for i in ids if (CALLED, target, i) in turn.seen}
    if len(called) == len(set(ids)):
        return called
    rows = table(target)
    found = turn.db.execute(_by_ids(rows), {"ids": sorted(set(ids))}).mappings().all()
    if "product_id" in rows.c and "number" not in rows.c:  # a document's line is called by its product
        products = names(turn, Product, [row["product_id"] for row in found])
        return {row["id"]: products[row["product_id"]] for row in found}
    called = {row["id"]: _name(rows, row) for row in found}
    if target is Location:
        called |= _quarantines(turn, [row for row in found if row["kind"] == LocationKind.QUARANTINE])
    return called


def _quarantines(turn: Turn, found: Sequence[Mapping[Any, Any]]) -> dict[int, str]:
    """The places where goods wait for a decision are named by a code; people read whose they are."""
    if not found:
        return {}
    warehouses = names(turn, Warehouse, [row["warehouse_id"] for row in found])
    return {
        row["id"]: turn.label("location-quarantine", warehouse=warehouses.get(row["warehouse_id"], "")) for row in found
    }


def _name(rows: Table, row: Mapping[Any, Any]) -> str:
    if rows is PRODUCT:
        return f"{row['name']} {row['spec']}".strip()
    for column in ("number", "name", "title", "code", "text"):
        if column in rows.c and row[column]:
            return str(row[column])
    return f"#{row['id']}"


def _by_columns(turn: Turn, rows: Table, text: str, only: Collection[int] | None) -> Match:
    """Documents and people: by number (its tail is enough), code or name."""
    said = text.strip().lstrip("#").lower()
    columns = [rows.c[name] for name in ("number", "code", "sku", "name", "text") if name in rows.c]
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
    series, _, day = prefix.rpartition("-")  # lists show PO-1124-003
    short = bool(series) and head.startswith(series + "-") and head.endswith(day)
    return same and (not prefix or head.startswith(prefix) or head.endswith(prefix) or short)
