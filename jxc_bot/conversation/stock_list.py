"""The list of stock, a page at a time; with a name, the card of one product."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from jxc_bot.conversation import dialogue
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from jxc_bot.words import format as formats
from models.balance import stock_count, stock_page
from models.location import Warehouse
from models.people import STAFF
from models.table import table
from models.units import units_of

WAREHOUSE = table(Warehouse)
PAGE = 8


@on_command("stock", STAFF)
def stock(turn: Turn, text: str) -> None:
    """``库存``: the list; ``库存 主仓``: that warehouse's; ``库存 可乐``: one product everywhere."""
    said = text.strip()
    if said and turn.finder.knows(Warehouse, said):
        match = turn.finder.place(said, "warehouse", only=turn.actor.warehouses(STAFF))
        if match.verdict is Verdict.ACT:
            show_page(turn, 0, match.ids[0])
            return
    if said:
        dialogue.begin(turn, turn.desk.catalog["stock_of"], said)
        return
    show_page(turn, 0, None)


@on_button("stock")
def turn_page(turn: Turn, parts: Sequence[str]) -> None:
    """``stock:<page>:<warehouse or 0>``."""
    page, warehouse_id = int(parts[0]), int(parts[1])
    if not turn.actor.has(STAFF) or page < 0 or (warehouse_id and not turn.actor.may_in(STAFF, warehouse_id)):
        raise ValueError(parts[0])
    show_page(turn, page, warehouse_id or None)


def show_page(turn: Turn, page: int, warehouse_id: int | None) -> None:
    """One page of what there is, in one warehouse or in all that this person works in."""
    scope = frozenset({warehouse_id}) if warehouse_id else turn.actor.warehouses(STAFF)
    count = stock_count(turn.db, scope)
    pages = max(1, -(-count // PAGE))
    page = min(page, pages - 1)
    named = turn.db.scalar(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == warehouse_id)) if warehouse_id else None
    place = named or turn.label("stock-list-all")
    rows = stock_page(turn.db, scope, offset=page * PAGE, limit=PAGE)
    if not rows:
        turn.say(turn.word("stock-list-title.empty", place=place), _warehouse_row(turn, warehouse_id), card="stock")
        return
    units = units_of(turn.db, [row.product_id for row in rows])
    shown = [turn.word("stock-list-title", place=place, count=count)]
    for row in rows:
        quantity = formats.measure(row.balance.on_hand, units[row.product_id], turn.words.locale)
        shown.append(turn.word("stock-list-line", name=row.name, quantity=quantity))
    shown += ["", turn.word("stock-card-hint")]
    turn.say(
        "\n".join(shown), [_pager(turn, page, pages, warehouse_id), *_warehouse_row(turn, warehouse_id)], card="stock"
    )


def _pager(turn: Turn, page: int, pages: int, warehouse_id: int | None) -> list[Button]:
    here = warehouse_id or 0
    return [
        Button("‹", f"stock:{max(page - 1, 0)}:{here}"),
        Button(turn.label("stock-list-page", page=page + 1, pages=pages), f"stock:{page}:{here}"),
        Button("›", f"stock:{min(page + 1, pages - 1)}:{here}"),
    ]


def _warehouse_row(turn: Turn, shown: int | None) -> list[list[Button]]:
    query = select(WAREHOUSE.c.id, WAREHOUSE.c.name).where(WAREHOUSE.c.archived_at.is_(None)).order_by(WAREHOUSE.c.id)
    scope = turn.actor.warehouses(STAFF)
    if scope is not None:
        query = query.where(WAREHOUSE.c.id.in_(scope))
    rows = turn.db.execute(query.limit(7)).all()
    if len(rows) < 2:
        return []
    buttons = [Button(row.name[:12], f"stock:0:{row.id}") for row in rows if row.id != shown]
    if shown:
        buttons.insert(0, Button(turn.label("stock-list-all"), "stock:0:0"))
    return [buttons[i : i + 3] for i in range(0, len(buttons), 3)]
