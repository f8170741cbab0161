"""The list of stock, a page at a time, narrowed to a warehouse or a category; with a name, the card of one product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from handlers.queries import history_of
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.asking import About, about
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.lookup import Verdict
from jxc_bot.words import format as formats
from models.balance import stock_count, stock_page
from models.location import Warehouse
from models.people import STAFF
from models.product import Category
from models.table import table
from models.units import units_of

WAREHOUSE, CATEGORY = table(Warehouse), table(Category)
PAGE = 8
FEW_PAGES = 3
"""Pages of a list that are turned sooner than it is narrowed."""
MOST_CATEGORIES = 30


@on_command("stock", STAFF)
def stock(turn: Turn, text: str) -> None:
    """``库存``: the list; ``库存 主仓``, ``库存 饮料``: a part of it; ``库存 可乐 11-01``: one product."""
    meant = about(turn, text)
    if meant.goods:
        dialogue.begin(turn, turn.desk.catalog["stock_of"], "", _given(meant))
        return
    if meant.day is not None and meant.day != turn.actor.today:
        turn.say(turn.word("stock-on-day-of-what"))
        return
    warehouse = 0
    if meant.place:
        match = turn.finder.place(meant.place, "warehouse", only=turn.actor.warehouses(STAFF))
        if match.verdict is not Verdict.ACT:
            turn.say(turn.word("not-allowed-here", warehouse=meant.place), _warehouse_row(turn, Listed()))
            return
        warehouse = match.ids[0]
    show_page(turn, 0, Listed(warehouse, meant.category or 0))


@on_command("history", history_of.allowed)
def history(turn: Turn, text: str) -> None:
    """``流水 可乐``, ``流水 可乐 主仓``, ``可乐为什么是37``: how it came to be that much."""
    meant = about(turn, text)
    shorter, _, last = meant.goods.rpartition(" ")
    sure = [
        turn.finder.product(turn.db, words, person_id=None).verdict is Verdict.ACT for words in (shorter, meant.goods)
    ]
    if last.isdecimal() and sure == [True, False]:
        meant = replace(meant, goods=shorter)  # why is cola 37
    dialogue.begin(turn, turn.desk.catalog["history_of"], "", _given(meant))


def _given(meant: About) -> dict[str, object]:
    day = meant.day.isoformat() if meant.day is not None else ""
    said = {"?product": meant.goods, "?warehouse": meant.place, "happened_on": day}
    return {name: text for name, text in said.items() if text}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of stock is narrowed to; 0: not at all."""

    warehouse: int = 0
    category: int = 0

    def data(self, page: int) -> str:
        """The payload of a button that shows a page of it."""
        return f"stock:{page}:{self.warehouse}:{self.category}"


@on_button("stock")
def turn_page(turn: Turn, parts: Sequence[str]) -> None:
    """``stock:<page>:<warehouse or 0>:<category or 0>``."""
    page, listed = int(parts[0]), Listed(int(parts[1]), int(parts[2]) if len(parts) > 2 else 0)
    if not turn.actor.has(STAFF) or page < 0 or (listed.warehouse and not turn.actor.may_in(STAFF, listed.warehouse)):
        raise ValueError(parts[0])
    show_page(turn, page, listed)


@on_button("stockc")
def categories(turn: Turn, parts: Sequence[str]) -> None:
    """``stockc:<warehouse or 0>``: the categories to narrow the list to."""
    listed = Listed(int(parts[0]))
    if not turn.actor.has(STAFF) or (listed.warehouse and not turn.actor.may_in(STAFF, listed.warehouse)):
        raise ValueError(parts[0])
    rows = turn.db.execute(select(CATEGORY.c.id, CATEGORY.c.name).order_by(CATEGORY.c.id).limit(MOST_CATEGORIES))
    buttons = [Button(row.name[:12], replace(listed, category=row.id).data(0)) for row in rows]
    buttons.append(Button(turn.label("stock-list-every-category"), listed.data(0)))
    turn.say(turn.word("stock-list-categories"), rows_of(buttons, 3), card="stock")


def show_page(turn: Turn, page: int, listed: Listed) -> None:
    """One page of what there is, in one warehouse or in all that this person works in, of one category or of all."""
    scope = frozenset({listed.warehouse}) if listed.warehouse else turn.actor.warehouses(STAFF)
    count = stock_count(turn.db, scope, category=listed.category or None)
    pages = max(1, -(-count // PAGE))
    page = min(page, pages - 1)
    place = _place(turn, listed)
    rows = stock_page(turn.db, scope, offset=page * PAGE, limit=PAGE, category=listed.category or None)
    below = [*_warehouse_row(turn, listed), *_category_row(turn, listed, pages)]
    if not rows:
        turn.say(turn.word("stock-list-title.empty", place=place), below, card="stock")
        return
    units = units_of(turn.db, [row.product_id for row in rows])
    shown = [turn.word("stock-list-title", place=place, count=count)]
    for row in rows:
        quantity = formats.measure(row.balance.on_hand, units[row.product_id], turn.words.locale)
        shown.append(turn.word("stock-list-line", name=row.name, quantity=quantity))
    shown += ["", turn.word("stock-card-hint")]
    turn.say("\n".join(shown), [*_pager(turn, page, pages, listed), *below], card="stock")


def _place(turn: Turn, listed: Listed) -> str:
    wanted = ((WAREHOUSE, listed.warehouse), (CATEGORY, listed.category))
    names = [turn.db.scalar(select(rows.c.name).where(rows.c.id == key)) for rows, key in wanted if key]
    found = [name for name in names if name]
    return " · ".join(found if listed.warehouse else [turn.label("stock-list-all"), *found])


def _pager(turn: Turn, page: int, pages: int, listed: Listed) -> list[list[Button]]:
    if pages < 2:
        return []
    here = turn.label("stock-list-page", page=page + 1, pages=pages)
    steps = (("‹", max(page - 1, 0)), (here, page), ("›", min(page + 1, pages - 1)))
    return [[Button(label, listed.data(step)) for label, step in steps]]


def _warehouse_row(turn: Turn, listed: Listed) -> list[list[Button]]:
    query = select(WAREHOUSE.c.id, WAREHOUSE.c.name).where(WAREHOUSE.c.archived_at.is_(None)).order_by(WAREHOUSE.c.id)
    scope = turn.actor.warehouses(STAFF)
    if scope is not None:
        query = query.where(WAREHOUSE.c.id.in_(scope))
    rows = turn.db.execute(query.limit(7)).all()
    if len(rows) < 2:
        return []
    buttons = [
        Button(row.name[:12], replace(listed, warehouse=row.id).data(0)) for row in rows if row.id != listed.warehouse
    ]
    if listed.warehouse:
        buttons.insert(0, Button(turn.label("stock-list-all"), replace(listed, warehouse=0).data(0)))
    return rows_of(buttons, 3)


def _category_row(turn: Turn, listed: Listed, pages: int) -> list[list[Button]]:
    """A long list is narrowed, and a narrowed one is widened again."""
    if listed.category:
        return [[Button(turn.label("stock-list-every-category"), replace(listed, category=0).data(0))]]
    return [[Button(turn.label("stock-list-by-category"), f"stockc:{listed.warehouse}")]] if pages > FEW_PAGES else []
