"""An order on one phone screen: its headline, the four axes, its lines, its totals, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.facts import OrderFact, OrderLineFact
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing.doing import ask, may
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, rows_of
from jxc_bot.words import format as formats
from models.people import Role
from models.purchase import PurchaseOrder
from models.purchase_state import Answer, Approval, Headline, ReceiptState
from models.values import ZERO, rounded

LINES = 8
"""Lines of goods on one page of a card."""


def data(order: OrderFact, action: str, argument: str = "") -> str:
    """The payload of an order's button: the order, the revision it was shown at, and what is to be done."""
    return f"po:{base36(order.order_id)}:{order.revision}:{action}" + (f":{argument}" if argument else "")


def show(turn: Turn, order_id: int, page: int = 0, notice: str = "") -> None:
    """The card as it stands now. Raises Refused for those who may not read it."""
    fact: OrderFact = ask(turn, "show_order", order=order_id)
    turn.say(order_text(turn, fact, page, notice), order_buttons(turn, fact, page))


def order_text(turn: Turn, order: OrderFact, page: int = 0, notice: str = "") -> str:
    """The card's text, as this reader may know it."""
    shown = [notice] if notice else []
    shown.append(turn.word("order-card-title", number=order.number, supplier=order.supplier))
    shown.append(turn.word("order-card-state", state=choice_label(turn, order.state)))
    axes = {axis: choice_label(turn, getattr(order, axis)) for axis in ("approval", "answer", "receipt", "payment")}
    shown.append(turn.word("order-card-axes", **axes))
    facts = facts_of(turn, order)
    shown.append(turn.word("order-card-where", warehouse=order.warehouse, requester=order.requester or "–"))
    if order.expected_on is not None:
        late = order.late_days
        key = "order-card-late" if late else "order-card-expected"
        shown.append(turn.word(key, day=facts["expected_on"], days=late))
    shown += [line_text(turn, line) for line in _page(order.lines, page)]
    shown += _money(turn, order)
    if order.decision_note and order.approval is Approval.DENIED:
        shown.append(turn.word("order-card-denied", by=order.decided_by, reason=order.decision_note))
    if order.note:
        shown.append(turn.word("order-card-note", note=order.note))
    return "\n".join(shown)


def line_text(turn: Turn, line: OrderLineFact) -> str:
    """One line: what is ordered, for how much, and how far it is."""
    facts = facts_of(turn, line)
    key = "order-card-line-priced" if "price" in facts else "order-card-line"
    told = {"n": line.line, "product": line.product, "ordered": facts["ordered"]}
    if "price" in facts:
        told |= {"price": facts["price"], "total": facts.get("total", "")}
    if "price" in facts and _taxed_on_top(line):
        key = "order-card-line-taxed"
        told["rate"] = formats.percent(line.tax_rate / 100, turn.words.locale)
    text = turn.word(key, **told)
    if line.received.quantity or line.closed.quantity:
        key = "order-card-progress" if line.outstanding.quantity else "order-card-complete"
        text += "\n" + turn.word(key, received=facts["received"], outstanding=facts["outstanding"])
        if line.closed.quantity:
            text += turn.word("order-card-closed", closed=facts["closed"])
    if "minimum" in facts:
        text += turn.word("order-card-line-minimum", minimum=facts["minimum"])
    if line.late_days:
        text += turn.word("order-card-line-late", days=line.late_days)
    return text


def _taxed_on_top(line: OrderLineFact) -> bool:
    """Whether the price is without the tax that is in the total: then the card says so, or its sums look wrong."""
    whole = line.price.of(line.ordered.quantity) if line.price is not None else ZERO
    return bool(line.tax_rate) and line.total is not None and rounded(line.total, 2) > rounded(whole, 2)


def _page(lines: Sequence[OrderLineFact], page: int) -> Sequence[OrderLineFact]:
    return lines[page * LINES : (page + 1) * LINES]


def _money(turn: Turn, order: OrderFact) -> list[str]:
    facts, shown = facts_of(turn, order), []
    for name in ("discount", "freight"):
        if name in facts and getattr(order, name):
            shown.append(turn.word(f"order-card-{name}", amount=facts[name]))
    if "total" in facts:
        key = "order-card-total-taxed" if any(line.tax_rate for line in order.lines) else "order-card-total"
        shown.append(turn.word(key, total=facts["total"]))
    if "short_of_minimum" in facts:
        shown.append(turn.word("order-card-minimum", amount=facts["short_of_minimum"]))
    return shown


def order_buttons(turn: Turn, order: OrderFact, page: int = 0) -> list[list[Button]]:
    """Verbs first, three a row; then the pages, then what is rarer."""
    verbs = [button for button in _verbs(turn, order) if button is not None]
    rows = rows_of(verbs, 3)
    pages = -(-len(order.lines) // LINES)
    if pages > 1:
        rows.append(
            [
                Button("‹", data(order, "show", str(max(page - 1, 0)))),
                Button(f"{page + 1} / {pages}", data(order, "show", str(page))),
                Button("›", data(order, "show", str(min(page + 1, pages - 1)))),
            ]
        )
    if may(turn, "copy_order", order.warehouse_id):
        rows.append([Button(turn.label("act-more"), data(order, "more"))])
    return rows


def _verbs(turn: Turn, order: OrderFact) -> list[Button | None]:
    """What has to happen next, for who may do it."""
    waits = any(line.outstanding.quantity > ZERO for line in order.lines)
    alive = order.state is not Headline.CANCELLED and waits
    done = order.approval.done
    steps = (
        ("submit_order", "sub", order.approval in (Approval.DRAFT, Approval.DENIED), "success"),
        ("decide_order", "ok", order.approval is Approval.WAITING and decides(turn, order), "success"),
        ("decide_order", "no", order.approval is Approval.WAITING and decides(turn, order), "danger"),
        ("order_evidence", "ev", order.approval is Approval.WAITING, ""),
        ("send_order", "send", done and order.answer is Answer.UNSENT, "success"),
        ("order_differences", "diff", order.answer in (Answer.ANSWERED_DIFFERS, Answer.REFUSED), "primary"),
        ("send_order", "rem", done and order.answer is Answer.SENT, ""),
        ("record_answer", "tel", done and order.answer is Answer.SENT, ""),
        ("receive_order", "recv", done, "primary"),
    )
    return [
        Button(turn.label(f"act-{action}"), data(order, action), style=style)
        for name, action, fits, style in steps
        if alive and fits and may(turn, name, order.warehouse_id)
    ]


def decides(turn: Turn, order: OrderFact) -> bool:
    """Whether this reader is one who may approve the order; in a group, where anybody may press, it is left open."""
    row = turn.db.get(PurchaseOrder, order.order_id)
    if row is None or turn.chat.is_group:
        return row is not None
    own = turn.actor.person_id is not None and turn.actor.person_id in (row.requester_id, row.submitted_by)
    return not own and turn.actor.may_in(Role(row.approver_role), row.warehouse_id)


def more_buttons(turn: Turn, order: OrderFact) -> list[list[Button]]:
    """The rarer verbs."""
    waits = any(line.outstanding.quantity > ZERO for line in order.lines)
    alive = order.state is not Headline.CANCELLED
    closed = any(line.closed.quantity > ZERO for line in order.lines)
    steps = (
        ("change_order", "chg", alive and waits),
        ("send_order", "send", alive and waits and order.approval.done and order.answer is not Answer.UNSENT),
        ("close_order", "close", alive and waits and order.approval.done),
        ("reopen_order", "open", alive and closed),
        ("cancel_order", "can", alive and order.receipt is not ReceiptState.FULL),
        ("return_purchase", "ret", order.receipt is not ReceiptState.NONE),
        ("copy_order", "copy", True),
        ("show_order", "pdf", turn.actor.sees("cost")),
    )
    buttons = [
        Button(turn.label("act-resend" if action == "send" else f"act-{action}"), data(order, action))
        for name, action, fits in steps
        if fits and may(turn, name, order.warehouse_id)
    ]
    return [*rows_of(buttons, 3), [Button(turn.label("button-back"), data(order, "show"))]]
