"""The order's card and everything its buttons do for buyers and managers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from handlers.purchasing.facts import OrderFact
from handlers.purchasing.orders import READERS, RECEIVERS, order_of
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing import approvals, changing, differing, receiving, returning, telephone
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of, perform, refuse
from jxc_bot.conversation.purchasing.finding import orders_named, without_number
from jxc_bot.conversation.purchasing.order_card import data, more_buttons, order_buttons, order_text, show
from jxc_bot.conversation.purchasing.silent import next_buttons, next_text
from jxc_bot.conversation.registry import on_button, on_command, on_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.notices.suppliers import remind
from models.errors import NotAllowed, Refused
from models.purchase import PurchaseOrder
from models.purchase_errors import StaleOrder

WHO = READERS | RECEIVERS
MORE_LINES = 6
MOST_LINES = 60
"""Lines that have a button of their own; the platform takes a hundred."""


@on_command("show_order", WHO)
def order(turn: Turn, text: str) -> None:
    """``采购单 PO-12``: its card; without a number the dialogue asks."""
    found = orders_named(turn, text)
    if len(found) == 1:
        show(turn, found[0])
    elif found:
        choose(turn, found)
    else:
        dialogue.begin(turn, operation_of(turn, "show_order"), text)


def _by_number(name: str, action: str) -> None:
    """``取消订单 PO-12``: as if that button had been pressed on the order's card."""

    def screen(turn: Turn, text: str) -> None:
        found = orders_named(turn, text)
        if not found:
            dialogue.begin(turn, operation_of(turn, name), text)
        elif len(found) > 1:
            choose(turn, found, action)
        else:
            row = order_of(turn.db, found[0])
            _act(turn, found[0], row.revision, action, "")

    on_command(name, WHO)(screen)


@on_text
def number_alone(turn: Turn, text: str) -> bool:
    """``PO-12`` typed alone."""
    found = orders_named(turn, text) if not without_number(text) else []
    if not found or not turn.actor.has(WHO):
        return False
    if len(found) == 1:
        show(turn, found[0])
    else:
        choose(turn, found)
    return True


def choose(turn: Turn, ids: Sequence[int], action: str = "show") -> None:
    """Several orders end with that number: which one?"""
    orders = [order_of(turn.db, order_id) for order_id in ids]
    buttons = [Button(o.number, f"po:{base36(o.id or 0)}:{o.revision}:{action}") for o in orders]
    turn.say(turn.word("order-which"), rows_of(buttons, 2))


@on_button("po")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``po:<order>:<revision>:<action>:<argument>``."""
    order_id, revision, action = from_base36(parts[0]), int(parts[1]), parts[2]
    _act(turn, order_id, revision, action, parts[3] if len(parts) > 3 else "")


def _act(turn: Turn, order_id: int, revision: int, action: str, argument: str) -> None:
    act, row = ACTS[action], turn.db.get(PurchaseOrder, order_id)
    try:
        if row is None or not turn.actor.has(WHO) or not turn.actor.may_in(WHO, row.warehouse_id):
            raise NotAllowed(operation="show_order")
        act(turn, order_id, revision, argument)
    except StaleOrder:
        turn.toast(turn.label("refreshed"), alert=True)
        show(turn, order_id)
    except Refused as error:
        refuse(turn, error)


def key_of(order_id: int, revision: int, action: str) -> str:
    """The key under which a button does its work once."""
    return f"po:{order_id}:{revision}:{action}"


def _show(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    show(turn, order_id, int(argument or 0))


def _more(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    fact: OrderFact = ask(turn, "show_order", order=order_id)
    turn.say(order_text(turn, fact), more_buttons(turn, fact))


def _plain(name: str, said: str, **more: Any) -> Callable[[Turn, int, int, str], None]:
    """A button that performs at once and shows the order afterwards."""

    def act(turn: Turn, order_id: int, revision: int, argument: str) -> None:
        key = key_of(order_id, revision, name + "".join(f":{value}" for value in more.values()))
        perform(turn, name, key, order=order_id, revision=revision, **more)
        show(turn, order_id, notice=turn.word(said))

    return act


def _send(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    perform(turn, "send_order", key_of(order_id, revision, "send"), order=order_id, revision=revision)
    show(turn, order_id, notice=sent_notice(turn, order_id))


def sent_notice(turn: Turn, order_id: int) -> str:
    """Whether anybody at the supplier reads it here."""
    row = order_of(turn.db, order_id)
    card = ask(turn, "supplier_card", supplier=row.supplier_id)
    return turn.word("order-sent" if card.in_chat else "order-sent-nobody", supplier=card.supplier)


def _remind(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    row = order_of(turn.db, order_id)
    if not may(turn, "send_order", row.warehouse_id):
        raise NotAllowed(operation="send_order")
    reached = remind(turn.db, turn.actor.company, row, turn.at)
    turn.toast(turn.label("supplier-reminded" if reached else "supplier-not-in-chat"), alert=not reached)


def _copy(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    made = perform(turn, "copy_order", key_of(order_id, revision, "copy"), order=order_id)
    fact: OrderFact = ask(turn, "show_order", order=made.order_id)
    notice = turn.word("order-copied")
    turn.say(order_text(turn, fact, notice=notice), order_buttons(turn, fact), edit=False)


def _close(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """All that is outstanding, or one line of it."""
    if argument:
        line = None if argument == "all" else from_base36(argument)
        answers: dict[str, Any] = {"order": order_id, "revision": revision, "_direct": True, "_changing": "reason"}
        dialogue.begin(turn, operation_of(turn, "close_order"), "", answers | ({"line": line} if line else {}))
        return
    fact: OrderFact = ask(turn, "show_order", order=order_id)
    waiting = [line for line in fact.lines if line.outstanding.quantity > 0]
    found = [
        Button(_line_label(turn, line), data(fact, "close", base36(line.line_id))) for line in waiting[:MOST_LINES]
    ]
    buttons = rows_of(found, 2)
    buttons.append([Button(turn.label("act-close-all"), data(fact, "close", "all"), style="danger")])
    buttons.append([Button(turn.label("button-back"), data(fact, "show"))])
    turn.say(order_text(turn, fact, notice=turn.word("order-close-ask")), buttons)


def _line_label(turn: Turn, line: Any) -> str:
    return turn.label("order-line-label", n=line.line, product=line.product[:16])


def _cancel(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """First what it would mean; then, confirmed, it is done."""
    if argument == "yes":
        answers: dict[str, Any] = {"order": order_id, "revision": revision, "_direct": True, "_changing": "reason"}
        dialogue.begin(turn, operation_of(turn, "cancel_order"), "", answers)
        return
    found = ask(turn, "cancel_consequences", order=order_id)
    text = "\n".join([turn.word("cancel-ask", number=found.number), *consequences(turn, found)])
    yes = Button(turn.label("act-cancel-yes"), f"po:{base36(order_id)}:{found.revision}:can:yes", style="danger")
    back = Button(turn.label("button-back"), f"po:{base36(order_id)}:{found.revision}:show")
    turn.say(text, [[yes, back]])


def consequences(turn: Turn, found: Any) -> list[str]:
    """What cancelling means, a line each."""
    shown = []
    for line in found.effects[:MORE_LINES]:
        facts = facts_of(turn, line)
        key = "cancel-line-kept" if line.kept.quantity else "cancel-line"
        shown.append(turn.word(key, product=line.product, kept=facts["kept"], dropped=facts["dropped"]))
    if len(found.effects) > MORE_LINES:
        shown.append(turn.word("more-lines", count=len(found.effects) - MORE_LINES))
    if found.supplier_knows:
        shown.append(turn.word("cancel-supplier-accepted" if found.supplier_accepted else "cancel-supplier-knows"))
    for name in ("announced_shipments", "waiting_over_deliveries", "requests_reopened"):
        if getattr(found, name):
            shown.append(turn.word("cancel-" + name.replace("_", "-"), count=getattr(found, name)))
    facts = facts_of(turn, found)
    if found.still_owed and "still_owed" in facts:
        shown.append(turn.word("cancel-still-owed", amount=facts["still_owed"]))
    return shown


def _pdf(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    from jxc_bot.conversation.purchasing.documents import send_order_document

    send_order_document(turn, order_id)


def _next(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    found = ask(turn, "next_suppliers", order=order_id)
    turn.say(next_text(turn, found), next_buttons(turn, found))


def _receive(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    receiving.begin_order(turn, order_id)


ACTS: dict[str, Callable[[Turn, int, int, str], None]] = {
    "show": _show,
    "more": _more,
    "sub": _plain("submit_order", "order-submitted"),
    "ok": _plain("decide_order", "order-approved", approve=True),
    "no": approvals.deny,
    "ev": approvals.look,
    "send": _send,
    "rem": _remind,
    "tel": telephone.begin,
    "recv": _receive,
    "diff": differing.look,
    "acc": differing.accept,
    "rej": differing.reject,
    "chg": changing.begin,
    "close": _close,
    "open": _plain("reopen_order", "order-reopened"),
    "can": _cancel,
    "copy": _copy,
    "ret": returning.choose_receipt,
    "pdf": _pdf,
    "next": _next,
}
for _name, _action in (
    ("submit_order", "sub"),
    ("decide_order", "ev"),
    ("order_evidence", "ev"),
    ("send_order", "send"),
    ("order_differences", "diff"),
    ("resolve_difference", "diff"),
    ("record_answer", "tel"),
    ("change_order", "chg"),
    ("close_order", "close"),
    ("reopen_order", "open"),
    ("cancel_order", "can"),
    ("cancel_consequences", "can"),
    ("next_suppliers", "next"),
):
    _by_number(_name, _action)
