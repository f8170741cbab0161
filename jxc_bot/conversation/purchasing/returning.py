"""Goods go back to the supplier, against the receipt they came with: all that is still here, or some lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from handlers.facts import product_names
from handlers.purchasing.giving_back import returnable
from handlers.purchasing.orders import LINE, RECEIPT, RECEIPT_LINE, RECEIVERS
from handlers.purchasing.receipt_facts import receipt_lines
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.cards import data as draft_data
from jxc_bot.conversation.drafts import card_name
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.purchasing.doing import may, operation_of, refuse
from jxc_bot.conversation.purchasing.finding import orders_named, receipts_named
from jxc_bot.conversation.purchasing.paging import lines_here, pager, turn_page
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.conversation.views import VIEWS, View
from jxc_bot.words import format as formats
from models.draft import Draft
from models.errors import Invalid, NotAllowed
from models.operation import Operation
from models.purchase_receipt import PurchaseReceipt, PurchaseReturnReason
from models.values import ZERO

MOST = 8


@on_command("return_purchase", RECEIVERS)
def return_goods(turn: Turn, text: str) -> None:
    """``采购退货 PO-12`` or ``采购退货 RK-…``."""
    found = receipts_named(turn, text)
    orders = orders_named(turn, text)
    if found:
        begin(turn, found[0])
    elif orders:
        choose_receipt(turn, orders[0], 0, "")
    else:
        dialogue.begin(turn, operation_of(turn, "return_purchase"), text)


def choose_receipt(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The receipts of an order: the only one, or which."""
    query = select(RECEIPT.c.id, RECEIPT.c.number).join(RECEIPT_LINE, RECEIPT_LINE.c.receipt_id == RECEIPT.c.id)
    query = query.join(LINE, LINE.c.id == RECEIPT_LINE.c.order_line_id).where(LINE.c.order_id == order_id)
    rows = turn.db.execute(query.where(RECEIPT.c.undone_at.is_(None)).distinct().order_by(RECEIPT.c.id.desc())).all()
    if not rows:
        refuse(turn, Invalid(name="receipt", reason="nothing-received"))
    elif len(rows) == 1:
        begin(turn, rows[0].id)
    else:
        buttons = [Button(row.number, f"rt:{base36(row.id)}:begin") for row in rows[:MOST]]
        turn.say(turn.word("return-which"), rows_of(buttons, 2))


@on_button("rt")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``rt:<receipt>:begin``."""
    if parts[1] != "begin":
        raise ValueError(parts[1])
    begin(turn, from_base36(parts[0]))


def begin(turn: Turn, receipt_id: int) -> None:
    """Opens the return of a receipt with all that is still here."""
    receipt = turn.db.get(PurchaseReceipt, receipt_id)
    if receipt is None or not may(turn, "return_purchase", receipt.warehouse_id):
        refuse(turn, NotAllowed(operation="return_purchase"))
        return
    rows = [
        {"line": row.id, "quantity": str(returnable(row)), "_product": row.product_id, "_most": str(returnable(row))}
        for row in receipt_lines(turn.db, receipt_id)
        if returnable(row) > ZERO
    ]
    if not rows or receipt.undone_at is not None:
        refuse(turn, Invalid(name="receipt", reason="nothing-returnable", detail=receipt.number))
        return
    dialogue.begin(turn, operation_of(turn, "return_purchase"), "", {"receipt": receipt_id, "lines": rows})


def show(turn: Turn, draft: Draft, notice: str = "") -> None:
    """What goes back, why, and whether it is to be delivered again."""
    receipt = turn.db.get(PurchaseReceipt, draft.answers["receipt"])
    assert receipt is not None
    rows = draft.answers.get("lines") or []
    shown = [notice] if notice else []
    shown.append(turn.word("return-title", number=receipt.number))
    names = product_names(turn.db, sorted({row["_product"] for row in rows if "_product" in row}))
    for number in lines_here(draft, len(rows)):
        row = rows[number]
        if "_product" not in row:
            continue
        units = spoken_units(turn, [row["_product"]])[row["_product"]]
        quantity = formats.measure_both(Decimal(row["quantity"]), units, turn.words.locale)
        shown.append(turn.word("return-line", n=number + 1, product=names[row["_product"]][0], quantity=quantity))
    reason = choice_label(turn, PurchaseReturnReason(draft.answers["reason"]))
    shown.append(turn.word("return-reason", reason=reason))
    shown.append(turn.word("return-replace" if draft.answers.get("replace") else "return-no-replace"))
    turn.say("\n".join(shown), _buttons(turn, draft, rows), card=card_name(draft))


def _buttons(turn: Turn, draft: Draft, rows: list[dict[str, Any]]) -> list[list[Button]]:
    switch = "act-no-replace" if draft.answers.get("replace") else "act-replace"
    numbers = []
    for number in lines_here(draft, len(rows)):
        numbers.append(Button(turn.label("act-change-line", n=number + 1), draft_data(draft, "qt", str(number))))
        if len(rows) > 1:
            numbers.append(Button(turn.label("act-drop-line", n=number + 1), draft_data(draft, "dr", str(number))))
    return [
        [
            Button(turn.label("act-confirm-return"), draft_data(draft, "ok"), style="success"),
            Button(turn.label("button-cancel"), draft_data(draft, "no")),
        ],
        *rows_of(numbers, 4),
        *pager(draft, len(rows)),
        [
            Button(turn.label(switch), draft_data(draft, "rp")),
            Button(turn.label("field-reason"), draft_data(draft, "wh")),
            Button(turn.label("field-note"), draft_data(draft, "nt")),
        ],
    ]


def _ask(path: str) -> Any:
    def act(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
        draft.answers["_changing"] = path.format(argument)
        dialogue.step(turn, operation, draft)

    return act


def _replace(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    draft.answers["replace"] = not draft.answers.get("replace", False)
    dialogue.step(turn, operation, draft)


def _drop(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    if len(draft.answers["lines"]) > 1:  # without lines all would go back
        del draft.answers["lines"][int(argument)]
    dialogue.step(turn, operation, draft)


VIEWS["return_purchase"] = View(
    show=show,
    acts={
        "qt": _ask("lines.{}.quantity"),
        "dr": _drop,
        "rp": _replace,
        "wh": _ask("reason"),
        "nt": _ask("note"),
        "pg": turn_page,
    },
)
