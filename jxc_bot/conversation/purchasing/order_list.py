"""Orders as a list, a page at a time: open, late, this week, waiting for somebody; of one supplier or product."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.approving import decide_order
from handlers.purchasing.orders import READERS, RECEIVERS
from handlers.purchasing.tracking import OrderRow, OrdersListed, OrderView
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.finding import orders_named, supplier_named
from jxc_bot.conversation.purchasing.order_card import show
from jxc_bot.conversation.registry import on_button, on_command, on_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.lookup import Verdict
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import words_of
from models.party import Party

WHO = READERS | RECEIVERS
PAGE = 6
FIRST = (OrderView.OPEN, OrderView.LATE, OrderView.WEEK)
FOR_BUYERS = (OrderView.TO_APPROVE, OrderView.TO_SEND, OrderView.UNANSWERED, OrderView.DIFFERS, OrderView.DRAFT)


@on_command("purchase_orders", WHO)
def purchase_orders(turn: Turn, text: str) -> None:
    """``采购单``, ``采购单 PO-12``, ``采购单 迟到``, ``采购单 娃哈哈``, ``采购单 可乐``."""
    found = orders_named(turn, text)
    if len(found) == 1:
        show(turn, found[0])
        return
    list_orders(turn, text)


@on_command("decide_order", decide_order.allowed)
def orders_to_approve(turn: Turn, text: str) -> None:
    """``审批``: what waits for approval; ``审批 PO-12``: that order, with its evidence and its two buttons."""
    found = orders_named(turn, text) if text.strip() else []
    if len(found) == 1:
        show(turn, found[0])
        return
    page(turn, OrderView.TO_APPROVE, 0, 0, 0, receiving=False)


def list_orders(turn: Turn, text: str, *, receiving: bool = False) -> None:
    """The list that a text asks for; the open orders when it says nothing."""
    said = text.strip()
    view = view_called(turn, said)
    supplier = supplier_named(turn, said) if said and view is None and turn.finder.knows(Party, said) else []
    product = 0
    if said and view is None and not supplier:
        match = turn.finder.product(turn.db, said, person_id=turn.actor.person_id)
        product = match.ids[0] if match.verdict is Verdict.ACT else 0
    page(turn, view or OrderView.OPEN, 0, supplier[0] if supplier else 0, product, receiving=receiving)


def view_called(turn: Turn, text: str) -> OrderView | None:
    """The list that a word means (迟到, 待审批, 差异), among those this person's role has."""
    said = fold(bare(text))
    views = FIRST + (FOR_BUYERS if turn.actor.has(READERS) else ())
    return next((v for v in views if said and said in (fold(choice_label(turn, v)), *words_of("order_views", v))), None)


@on_text
def view_alone(turn: Turn, text: str) -> bool:
    """``迟到``, ``待审批``, ``差异`` typed alone."""
    view = view_called(turn, text) if turn.actor.has(WHO) else None
    if view is not None:
        page(turn, view, 0, 0, 0, receiving=False)
    return view is not None


@on_button("pl")
def turn_page(turn: Turn, parts: Sequence[str]) -> None:
    """``pl:<view>:<page>:<supplier or 0>:<product or 0>:<r when for receiving>``."""
    if not turn.actor.has(WHO):
        raise ValueError(parts[0])
    view = OrderView(parts[0])
    page(turn, view, int(parts[1]), from_base36(parts[2]), from_base36(parts[3]), receiving=parts[4] == "r")


def page(turn: Turn, view: OrderView, number: int, supplier: int, product: int, *, receiving: bool) -> None:
    """One page of one list."""
    narrowed = {name: key for name, key in (("supplier", supplier), ("product", product)) if key}
    found: OrdersListed = ask(turn, "purchase_orders", view=view, **narrowed)
    pages = max(1, -(-len(found.orders) // PAGE))
    number = max(0, min(number, pages - 1))
    rows = found.orders[number * PAGE : (number + 1) * PAGE]
    title = {"view": choice_label(turn, view), "count": len(found.orders)}
    shown = [turn.word("order-list-title" if rows else "order-list-none", **title)]
    shown += [row_text(turn, row) for row in rows]
    action = "recv" if receiving else "show"
    opens = [Button(_short(row.number), f"po:{base36(row.order_id)}:0:{action}") for row in rows]
    kept = f"{base36(supplier)}:{base36(product)}:{'r' if receiving else 's'}"
    buttons = [*rows_of(opens, 3), *_pager(turn, view, number, pages, kept), *_views(turn, view, kept)]
    turn.say("\n".join(shown), buttons)


def row_text(turn: Turn, row: OrderRow) -> str:
    """One order in two short lines."""
    facts = facts_of(turn, row)
    text = turn.word("order-list-row", number=_short(row.number), supplier=row.supplier, state=facts["state"])
    if row.outstanding is not None:
        key = "order-list-goods-more" if row.open_lines > 1 else "order-list-goods"
        told = {"product": row.first_product, "quantity": facts["outstanding"], "count": row.open_lines}
        text += "\n" + turn.word(key, **told)
    if row.late_days:
        text += turn.word("order-list-late", days=row.late_days)
    elif row.expected_on is not None:
        text += turn.word("order-list-day", day=facts["expected_on"])
    return text


def _short(number: str) -> str:
    """``PO-20261124-003`` → ``PO-1124-003``: enough to tell orders of a list apart."""
    series, day, tail = number.split("-") if number.count("-") == 2 else ("", "", "")
    return f"{series}-{day[4:]}-{tail}" if series else number


def _pager(turn: Turn, view: OrderView, number: int, pages: int, kept: str) -> list[list[Button]]:
    if pages < 2:
        return []
    steps = (("‹", max(number - 1, 0)), (f"{number + 1} / {pages}", number), ("›", min(number + 1, pages - 1)))
    return [[Button(label, f"pl:{view.value}:{step}:{kept}") for label, step in steps]]


def _views(turn: Turn, shown: OrderView, kept: str) -> list[list[Button]]:
    views = FIRST + (FOR_BUYERS if turn.actor.has(READERS) and not kept.endswith("r") else ())
    buttons = [Button(choice_label(turn, view), f"pl:{view.value}:0:{kept}") for view in views if view is not shown]
    return rows_of(buttons, 3)
