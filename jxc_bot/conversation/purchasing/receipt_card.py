"""The receipt of one order: every line as expected, differences in bold, one tap for all of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from handlers.purchasing.facts import OrderLineFact
from handlers.purchasing.orders import order_of
from handlers.purchasing.tracking import OrderShown
from jxc_bot.conversation import dialogue, drafts, present
from jxc_bot.conversation.cards import data as draft_data
from jxc_bot.conversation.drafts import card_name
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.purchasing import receipt_rows
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.order_card import order_buttons, order_text
from jxc_bot.conversation.purchasing.paging import lines_here, pager, turn_page
from jxc_bot.conversation.purchasing.receipt_done import receipt_result
from jxc_bot.conversation.purchasing.receipt_rows import Row, expected, passing, row_of
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from jxc_bot.words import format as formats
from models.draft import Draft, DraftState
from models.errors import Refused
from models.operation import Operation
from models.purchase_errors import OutstandingChanged
from models.purchase_receipt import Quality

HEAD = {"n": "delivery_note", "d": "received_on"}
OF_LINE = {"q": "quantity", "l": "lot", "p": "produced_on"}


def show(turn: Turn, draft: Draft, notice: str = "") -> None:
    """Everything as it will be booked."""
    order: OrderShown = ask(turn, "show_order", order=draft.answers["order"])
    lines, rows = expected(turn, order.order_id), draft.answers["lines"]
    shown = [notice] if notice else []
    shown.append(turn.word("receipt-title", number=order.number, supplier=order.supplier, warehouse=order.warehouse))
    for number in lines_here(draft, len(lines)):
        shown += _line(turn, number, lines[number], rows)
    shown += _head(turn, draft)
    shown.append(turn.word("receipt-ask" if as_expected(lines, rows) else "receipt-ask-changed"))
    turn.say("\n".join(shown), _buttons(turn, draft, lines), card=card_name(draft))


def as_expected(lines: list[OrderLineFact], rows: list[Row]) -> bool:
    """Whether every line comes as it was ordered, and passes."""
    whole = {row["line"] for row in rows if row["quantity"] == row.get("outstanding") and not row.get("quality")}
    return whole == {line.line_id for line in lines} and len(rows) == len(lines)


def _line(turn: Turn, number: int, line: OrderLineFact, rows: list[Row]) -> list[str]:
    units = spoken_units(turn, [line.product_id])[line.product_id]

    def said(quantity: Any) -> str:
        return formats.measure_both(Decimal(quantity), units, turn.words.locale)

    facts: dict[str, Any] = {"n": number + 1, "product": line.product, "ordered": said(line.outstanding.quantity)}
    mine = [row for row in rows if row["line"] == line.line_id]
    whole = passing(rows, line.line_id)
    if not mine:
        return [turn.word("receipt-line-none", **facts)]
    if whole is None:
        shown = [turn.word("receipt-line-head", **facts)]
    else:
        same = Decimal(whole["quantity"]) == line.outstanding.quantity
        key = "receipt-line" if same else "receipt-line-differs"
        shown = [turn.word(key, **facts, quantity=said(whole["quantity"]))]
        if whole.get("lot"):
            shown[-1] += turn.word("receipt-lot", lot=whole["lot"])
        if whole.get("produced_on"):
            made = date.fromisoformat(whole["produced_on"])
            shown[-1] += turn.word("receipt-produced", day=formats.day(made, turn.words.locale, turn.actor.today))
    for row in mine:
        if row is not whole:
            quality = choice_label(turn, Quality(row["quality"]))
            photo = turn.word("receipt-photo-mark") if row.get("attachment") else ""
            apart = {"quantity": said(row["quantity"]), "quality": quality, "reason": row.get("reason", "")}
            shown.append(turn.word("receipt-line-apart", **apart) + photo)
    return shown


def _head(turn: Turn, draft: Draft) -> list[str]:
    shown = []
    if draft.answers.get("delivery_note"):
        shown.append(turn.word("receipt-delivery-note", note=draft.answers["delivery_note"]))
    if draft.answers.get("received_on"):
        day = date.fromisoformat(draft.answers["received_on"])
        shown.append(turn.word("receipt-day", day=formats.day(day, turn.words.locale, turn.actor.today)))
    shown.append(turn.word("receipt-photo" if draft.answers.get("attachment") else "receipt-photo-hint"))
    return shown


def _buttons(turn: Turn, draft: Draft, lines: list[OrderLineFact]) -> list[list[Button]]:
    all_label = "act-receive-all" if as_expected(lines, draft.answers["lines"]) else "act-receive"
    rows = [[Button(turn.label(all_label), draft_data(draft, "ok"), style="success")]]
    here = lines_here(draft, len(lines))
    rows += rows_of([Button(turn.label("act-change-line", n=n + 1), draft_data(draft, "ln", str(n))) for n in here], 4)
    rows += pager(draft, len(lines))
    rows.append(
        [
            Button(turn.label("act-delivery-note"), draft_data(draft, "hd", "n")),
            Button(turn.label("act-received-on"), draft_data(draft, "hd", "d")),
            Button(turn.label("button-cancel"), draft_data(draft, "no")),
        ]
    )
    return rows


# ------------------------------------------------------------------------------------------------------- the buttons


def _open_line(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    """One line: its quantity, what did not pass, its lot."""
    line = expected(turn, draft.answers["order"])[int(argument)]
    drafts.save(turn, draft)

    def button(label: str, action: str, what: str, style: str = "") -> Button:
        return Button(turn.label(label), draft_data(draft, action, f"{argument}.{what}"), style=style)

    buttons = [
        [
            button("act-quantity", "lf", "q"),
            button("act-quarantine", "ap", "quarantine"),
            button("act-reject", "ap", "reject", "danger"),
        ],
        [button("act-lot", "lf", "l"), button("act-produced-on", "lf", "p"), button("act-not-come", "nc", "x")],
        [button("act-as-ordered", "as", "x"), Button(turn.label("button-back"), draft_data(draft, "show"))],
    ]
    text = "\n".join([*_line(turn, int(argument), line, draft.answers["lines"]), turn.word("receipt-line-ask")])
    turn.say(text, buttons, card=card_name(draft))


def _ask_of_line(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    line, what = _named(turn, draft, argument)
    rows: list[Row] = draft.answers["lines"]
    if passing(rows, line.line_id) is None:
        rows.append(row_of(line))
    number = rows.index(passing(rows, line.line_id) or {})
    draft.answers["_changing"] = f"lines.{number}.{OF_LINE[what]}"
    dialogue.step(turn, operation, draft)


def _set_apart(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    """Some of the line waits in quarantine, or is rejected: how much?"""
    line, what = _named(turn, draft, argument)
    rows: list[Row] = draft.answers["lines"]
    row = row_of(line) | {"quality": Quality(what).value, "_from": True}
    del row["quantity"]
    rows.append(row)
    dialogue.step(turn, operation, draft)  # the quantity is missing, and so it is asked


def _did_not_come(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    line, _ = _named(turn, draft, argument)
    left = [row for row in draft.answers["lines"] if row["line"] != line.line_id]
    if not left:
        turn.toast(turn.label("receipt-nothing-came"), alert=True)
        return
    draft.answers["lines"] = left
    dialogue.step(turn, operation, draft)


def _as_ordered(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    line, _ = _named(turn, draft, argument)
    rows = [row for row in draft.answers["lines"] if row["line"] != line.line_id]
    draft.answers["lines"] = [*rows, row_of(line)]
    dialogue.step(turn, operation, draft)


def _ask_of_head(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    draft.answers["_changing"] = HEAD[argument]
    dialogue.step(turn, operation, draft)


def _named(turn: Turn, draft: Draft, argument: str) -> tuple[OrderLineFact, str]:
    number, _, what = argument.partition(".")
    return expected(turn, draft.answers["order"])[int(number)], what


def _said(turn: Turn, operation: Operation, draft: Draft, text: str) -> bool:
    done = [receipt_rows.say(turn, draft.answers, piece) for piece in text.split("\n") if piece.strip()]
    return any(done)


def _refused(turn: Turn, operation: Operation, draft: Draft, error: Refused) -> bool:
    """Somebody else was faster: the card shows what is left, and is asked again."""
    if not isinstance(error, OutstandingChanged):
        return False
    told = present.error_text(turn, error)
    if receipt_rows.seen_again(turn, draft):
        turn.toast(turn.label("refreshed"), alert=True)
        dialogue.step(turn, operation, draft, notice=told)
        return True
    draft.state = DraftState.CANCELLED
    drafts.save(turn, draft)
    turn.toast(turn.label("receipt-all-in"), alert=True)
    order: OrderShown = ask(turn, "show_order", order=draft.answers["order"])
    notice = turn.word("receipt-all-in")
    turn.say(order_text(turn, order, notice=notice), order_buttons(turn, order), card=card_name(draft))
    return True


def _cancelled(turn: Turn, draft: Draft) -> Shown:
    order: OrderShown = ask(turn, "show_order", order=order_of(turn.db, draft.answers["order"]).id)
    return order_text(turn, order, notice=turn.word("cancelled")), order_buttons(turn, order)


VIEWS["receive_order"] = View(
    show=show,
    take=_said,
    tidy=receipt_rows.tidy,
    result=receipt_result,
    acts={
        "ln": _open_line,
        "lf": _ask_of_line,
        "ap": _set_apart,
        "nc": _did_not_come,
        "as": _as_ordered,
        "hd": _ask_of_head,
        "pg": turn_page,
    },
    refused=_refused,
    cancelled=_cancelled,
)
