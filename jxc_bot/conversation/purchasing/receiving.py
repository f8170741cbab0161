"""Goods arrive: of an order by its number, or of products that open orders wait for.

An order is proposed whole; the person takes it as it stands or changes a line. Products named without an order go
the way of a plain receipt, with the orders that wait for them offered beside it: which one is never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select

from handlers.purchasing.choices import DONE, awaited_orders
from handlers.purchasing.orders import LINE, ORDER, PARTY, RECEIVERS, lines_of, order_of
from jxc_bot.conversation import dialogue, drafts
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.press import put_away
from jxc_bot.conversation.purchasing import receipt_rows
from jxc_bot.conversation.purchasing.doing import may, operation_of, refuse
from jxc_bot.conversation.purchasing.finding import names_a_document, orders_named, without_number
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from jxc_bot.words import format as formats
from models.draft import Draft, DraftState
from models.errors import Invalid, NotAllowed
from models.values import ZERO

MOST = 5
MOST_EXPECTED = 3


@on_command("receive_goods", RECEIVERS)
def receive(turn: Turn, text: str) -> None:
    """``收货 PO-12``: that order; anything else: the plain receipt, with what is on order offered beside it."""
    found = orders_named(turn, text)
    if not found and names_a_document(text):
        turn.say(turn.word("not-found-order", text=names_a_document(text)))
        return
    if not found:
        dialogue.begin(turn, operation_of(turn, "receive_goods"), text)
        return
    open_ones = [key for key in found if any(line.outstanding > ZERO for line in lines_of(turn.db, [key]))]
    if len(open_ones or found) > 1:
        choose(turn, open_ones or found)
        return
    begin_order(turn, (open_ones or found)[0], without_number(text))


@on_command("receive_order", RECEIVERS)
def receive_order(turn: Turn, text: str) -> None:
    """``待收货``: the orders that are waited for."""
    from jxc_bot.conversation.purchasing.order_list import list_orders

    if orders_named(turn, text):
        receive(turn, text)
    else:
        list_orders(turn, text, receiving=True)


def choose(turn: Turn, ids: Sequence[int]) -> None:
    """Several orders end with that number."""
    orders = [order_of(turn.db, order_id) for order_id in ids]
    buttons = [Button(o.number, f"po:{base36(o.id or 0)}:{o.revision}:recv") for o in orders]
    turn.say(turn.word("order-which"), rows_of(buttons, 2))


def begin_order(turn: Turn, order_id: int, text: str = "", wanted: dict[int, str] | None = None) -> None:
    """Opens the receipt of an order, every line as expected; ``wanted``: quantities that are known already."""
    order = order_of(turn.db, order_id)
    if not may(turn, "receive_order", order.warehouse_id):
        refuse(turn, NotAllowed(operation="receive_order"))
        return
    rows = receipt_rows.proposed(turn, order_id)
    if not rows:
        refuse(turn, Invalid(name="lines", reason="nothing-outstanding", detail=order.number))
        return
    if wanted is not None:
        rows = [row | {"quantity": wanted[row["_product"]]} for row in rows if row["_product"] in wanted]
    answers: dict[str, Any] = {"order": order_id, "lines": rows}
    operation = operation_of(turn, "receive_order")
    for piece in text.split("\n") if text.strip() else ():
        receipt_rows.say(turn, answers, piece)
    dialogue.begin(turn, operation, "", answers)


# ------------------------------------------------------------------------------------- products that are on order


def offers(turn: Turn, draft: Draft) -> Shown:
    """The orders of the chosen warehouse that wait for what is being received, beside the plain receipt."""
    if not may(turn, "receive_order"):
        return "", ()
    rows = draft.answers.get("lines") or []
    products = {row["product"] for row in rows if row.get("product")}
    found = _waiting(turn, draft.answers.get("warehouse"), products)
    buttons = [[Button(_label(turn, row), f"ro:{base36(draft.id or 0)}:{base36(row.id)}")] for row in found[:MOST]]
    return (turn.word("receipt-offer") if buttons else ""), buttons


_WAITING = (
    select(ORDER.c.id, ORDER.c.number, PARTY.c.name, LINE.c.product_id, LINE.c.outstanding)
    .join(LINE, LINE.c.order_id == ORDER.c.id)
    .join(PARTY, PARTY.c.id == ORDER.c.supplier_id)
    .where(ORDER.c.warehouse_id == bindparam("warehouse"), ORDER.c.cancelled_at.is_(None))
    .where(ORDER.c.approval.in_(DONE), LINE.c.outstanding > ZERO)
    .where(LINE.c.product_id.in_(bindparam("products", expanding=True)))
    .order_by(LINE.c.expected_on, ORDER.c.id, LINE.c.line)
)


def _waiting(turn: Turn, warehouse_id: int | None, products: set[int]) -> Sequence[Any]:
    rows = turn.db.execute(_WAITING, {"warehouse": warehouse_id, "products": sorted(products)}).all()
    return list({row.id: row for row in reversed(rows)}.values())[::-1]


def _label(turn: Turn, row: Any) -> str:
    units = spoken_units(turn, [row.product_id])[row.product_id]
    quantity = formats.measure(row.outstanding, units, turn.words.locale)
    return turn.label("receipt-offer-order", number=row.number, supplier=row.name[:10], quantity=quantity)


def awaited(turn: Turn, draft: Draft) -> Shown:
    """The orders that are expected next, before a product has been named."""
    if not may(turn, "receive_order"):
        return "", ()
    expected = awaited_orders(turn.db, turn.actor, {})[:MOST_EXPECTED]
    buttons = [
        [Button(f"📄 {label}", f"ro:{base36(draft.id or 0)}:{base36(order_id)}")] for order_id, label in expected
    ]
    return (turn.word("receipt-expected") if buttons else ""), buttons


@on_button("ro")
def against(turn: Turn, parts: Sequence[str]) -> None:
    """``ro:<draft>:<order>``: what is being received is of that order."""
    draft, order_id = drafts.by_id(turn, from_base36(parts[0])), from_base36(parts[1])
    mine = draft is not None and draft.chat_id == turn.chat.id and draft.person_id == turn.actor.person_id
    if draft is None or not mine or draft.operation != "receive_goods":
        raise KeyError(parts[0])
    if draft.state in (DraftState.DONE, DraftState.CANCELLED, DraftState.EXPIRED):
        put_away(turn, draft) if draft.state != DraftState.DONE else turn.toast(turn.label("already-done-toast"))
        return
    wanted: dict[int, Decimal] = {}
    for row in draft.answers.get("lines") or []:
        if row.get("product") and row.get("quantity"):
            wanted[row["product"]] = wanted.get(row["product"], ZERO) + Decimal(row["quantity"])
    draft.state = DraftState.CANCELLED
    turn.db.add(draft)
    counted = {product: str(quantity) for product, quantity in wanted.items()}
    begin_order(turn, order_id, wanted=counted or None)


VIEWS["receive_goods"] = View(offers=offers, instead=awaited)
