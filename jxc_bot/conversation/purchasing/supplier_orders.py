"""The supplier's side: its orders, each as a card to answer, what is due, and a question back.

Every button is checked against the supplier's own orders before anything else, also before a repeated press is
answered with the first result: to another supplier the order does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.purchasing.supplier_view import SaidFact, SupplierLineFact, SupplierOrderFact, own_order
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.facts import choice_label, facts_of, money, shown_value
from jxc_bot.conversation.present import kebab, outcome_text
from jxc_bot.conversation.purchasing import answer_book
from jxc_bot.conversation.purchasing.doing import ask, operation_of, perform, refuse
from jxc_bot.conversation.purchasing.finding import orders_named, without_number
from jxc_bot.conversation.registry import on_button, on_command, on_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from models.draft import Draft
from models.errors import NotAllowed, NotFound, Refused
from models.operation import Outcome
from models.people import STAFF, Role
from models.purchase_errors import StaleOrder
from models.purchase_state import Answer, Headline
from models.values import ZERO

LINES = 8
PAGE = 6


def supplier_text(turn: Turn, order: SupplierOrderFact, page: int = 0, notice: str = "") -> str:
    """The order as its supplier reads it."""
    facts = facts_of(turn, order)
    shown = [part for part in (notice, turn.word("supplier-order-title", number=order.number)) if part]
    shown.append(turn.word("order-card-state", state=choice_label(turn, order.state)))
    shown.append(turn.word("supplier-order-where", warehouse=order.warehouse, address=order.address or "–"))
    if order.expected_on is not None:
        shown.append(turn.word("order-card-expected", day=facts["expected_on"], days=0))
    shown += [_line(turn, line) for line in order.lines[page * LINES : (page + 1) * LINES]]
    if order.total is not None and turn.actor.private:
        taxed = any(line.tax_rate for line in order.lines)
        shown.append(
            turn.word("order-card-total-taxed" if taxed else "order-card-total", total=money(turn, order.total))
        )
    if order.note:
        shown.append(turn.word("order-card-note", note=order.note))
    return "\n".join(shown)


def _line(turn: Turn, line: SupplierLineFact) -> str:
    facts = facts_of(turn, line)
    text = turn.word("supplier-order-line", n=line.line, product=line.product, ordered=facts["ordered"])
    if line.code:
        text += turn.word("supplier-order-code", code=line.code)
    if line.price is not None and turn.actor.private:
        text += turn.word("supplier-order-price", price=shown_value(turn, line.price))
    if line.outstanding.quantity != line.ordered.quantity:
        key = "supplier-order-left" if line.outstanding.quantity else "supplier-order-complete"
        text += "\n" + turn.word(key, outstanding=facts["outstanding"])
    if line.said is not None:
        text += "\n" + turn.word("supplier-order-said", said=_said(turn, line.said))
    return text


def _said(turn: Turn, said: SaidFact) -> str:
    facts = facts_of(turn, said)
    return " ".join(
        str(facts[name]) for name in ("kind", "quantity", "product", "price", "expected_on") if name in facts
    )


def data(order: SupplierOrderFact, action: str, argument: str = "") -> str:
    """The payload of a button of the supplier's card."""
    return f"so:{base36(order.order_id)}:{order.revision}:{action}" + (f":{argument}" if argument else "")


def supplier_buttons(turn: Turn, order: SupplierOrderFact, page: int = 0) -> list[list[Button]]:
    """What the supplier can do with the order now."""
    waits = any(line.outstanding.quantity > ZERO for line in order.lines) and order.state is not Headline.CANCELLED
    rows: list[list[Button]] = []
    if waits and order.answer is Answer.SENT:
        rows.append(
            [
                Button(turn.label("act-accept-order"), data(order, "acc"), style="success"),
                Button(turn.label("act-by-line"), data(order, "line")),
                Button(turn.label("act-refuse-order"), data(order, "ref"), style="danger"),
            ]
        )
    last = [Button(turn.label("act-ask"), data(order, "ask"))] if waits else []
    if waits and order.answer in (Answer.ACCEPTED, Answer.ANSWERED_DIFFERS, Answer.SENT):
        last.insert(0, Button(turn.label("act-ship"), data(order, "ship")))
    if waits and order.answer in (Answer.ACCEPTED, Answer.ANSWERED_DIFFERS):
        last.append(Button(turn.label("act-answer-again"), data(order, "line")))
    rows += rows_of(last, 3)
    pages = -(-len(order.lines) // LINES)
    if pages > 1:
        rows.append([Button(f"{n + 1}", data(order, "show", str(n))) for n in range(min(pages, 8))])
    rows.append([Button(turn.label("act-pdf"), data(order, "pdf"))])
    return rows


def show(turn: Turn, order_id: int, page: int = 0, notice: str = "") -> None:
    """The card as it stands. Raises NotFound for anybody else."""
    order = ask(turn, "supplier_order", order=order_id)
    turn.say(supplier_text(turn, order, page, notice), supplier_buttons(turn, order, page))


@on_command("supplier_orders", Role.SUPPLIER)
def my_orders(turn: Turn, text: str) -> None:
    """``我的订单``: those that are not done."""
    found = orders_named(turn, text) if text.strip() else []
    if len(found) == 1:
        show(turn, found[0])
        return
    _list(turn, 0)


@on_command("supplier_stock", Role.SUPPLIER)
def stock(turn: Turn, text: str) -> None:
    """``库存``: of what it sells us, where we agreed to that; else what there is to do for it."""
    try:
        shared = ask(turn, "shared_stock")
    except NotAllowed:
        turn.say(turn.word("stock-not-shared"))
        _list(turn, 0)
        return
    turn.say(outcome_text(turn, shared))


@on_command("answer_order", Role.SUPPLIER)
def answer(turn: Turn, text: str) -> None:
    """``答复订单 PO-12``: line by line; without a number the list."""
    found = orders_named(turn, text)
    if len(found) == 1:
        order = ask(turn, "supplier_order", order=found[0])
        answer_book.begin(turn, operation_of(turn, "answer_order"), found[0], order.revision)
    else:
        _list(turn, 0)


@on_button("sl")
def turn_page(turn: Turn, parts: Sequence[str]) -> None:
    """``sl:<page>``."""
    _list(turn, max(0, int(parts[0])))


def _list(turn: Turn, page: int) -> None:
    if not turn.actor.has(Role.SUPPLIER):
        raise ValueError("sl")
    rows = ask(turn, "supplier_orders").orders
    if not rows:
        turn.say(turn.word("supplier-orders-none"))
        return
    page = min(page, (len(rows) - 1) // PAGE)
    shown = [turn.word("supplier-orders-title", count=len(rows))]
    for row in rows[page * PAGE : (page + 1) * PAGE]:
        facts = facts_of(turn, row)
        key = "supplier-orders-row" if row.expected_on else "supplier-orders-row-undated"
        shown.append(turn.word(key, number=row.number, state=facts["state"], day=facts.get("expected_on", "")))
    buttons = [Button(row.number, f"so:{base36(row.order_id)}:0:show") for row in rows[page * PAGE : (page + 1) * PAGE]]
    pager = []
    if len(rows) > PAGE:
        last = (len(rows) - 1) // PAGE
        pager = [
            [
                Button("‹", f"sl:{max(page - 1, 0)}"),
                Button(f"{page + 1} / {last + 1}", f"sl:{page}"),
                Button("›", f"sl:{min(page + 1, last)}"),
            ]
        ]
    turn.say("\n".join(shown), [*rows_of(buttons, 2), *pager])


@on_text
def number_alone(turn: Turn, text: str) -> bool:
    """``PO-12`` typed alone by a supplier: its own order, or nothing of that name."""
    if turn.actor.has(STAFF) or not turn.actor.has(Role.SUPPLIER) or without_number(text):
        return False
    found = orders_named(turn, text)
    if len(found) == 1:
        show(turn, found[0])
    elif found:
        _list(turn, 0)
    return bool(found)


@on_button("so")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``so:<order>:<revision>:<action>``, of the supplier's own orders only."""
    order_id, revision, action = from_base36(parts[0]), int(parts[1]), parts[2]
    argument = parts[3] if len(parts) > 3 else ""
    act = ACTS[action]
    try:
        if not turn.actor.private:
            raise NotFound(kind="purchase_order")
        own_order(turn.db, turn.actor, order_id)
        act(turn, order_id, revision, argument)
    except StaleOrder:
        turn.toast(turn.label("refreshed"), alert=True)
        show(turn, order_id)
    except Refused as error:
        refuse(turn, error)


def _whole(rest: str, said: str) -> Callable[[Turn, int, int, str], None]:
    def act(turn: Turn, order_id: int, revision: int, argument: str) -> None:
        key = f"so:{order_id}:{revision}:{rest}"
        perform(turn, "answer_order", key, order=order_id, rest=rest, revision=revision)
        show(turn, order_id, notice=turn.word(said))

    return act


def _refuse_all(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """Asked once more, since it ends the business."""
    if argument == "yes":
        _whole("refuse", "supplier-refused")(turn, order_id, revision, "")
        return
    order = ask(turn, "supplier_order", order=order_id)
    yes = Button(turn.label("act-refuse-yes"), data(order, "ref", "yes"), style="danger")
    turn.say(
        supplier_text(turn, order, notice=turn.word("supplier-refuse-ask")),
        [[yes, Button(turn.label("button-back"), data(order, "show"))]],
    )


def _by_line(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    answer_book.begin(turn, operation_of(turn, "answer_order"), order_id, revision)


def _question(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    answers = {"order": order_id, "_direct": True}
    dialogue.begin(turn, operation_of(turn, "ask_about_order"), "", answers)


def _ship(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    from jxc_bot.conversation.purchasing.shipping import begin_shipment

    begin_shipment(turn, order_id)


def _show(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    show(turn, order_id, int(argument or 0))


def _pdf(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    from jxc_bot.conversation.purchasing.documents import send_supplier_document

    send_supplier_document(turn, order_id)


ACTS: dict[str, Callable[[Turn, int, int, str], None]] = {
    "show": _show,
    "acc": _whole("accept", "supplier-accepted"),
    "ref": _refuse_all,
    "line": _by_line,
    "ask": _question,
    "ship": _ship,
    "pdf": _pdf,
}


def supplier_result(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    """After an answer or a question: thanks, and the order as it stands."""
    order = ask(turn, "supplier_order", order=draft.answers["order"])
    key = f"done-{kebab(type(outcome).__name__)}"
    notice = turn.word(key) if turn.words.has(key) else ""
    return supplier_text(turn, order, notice=notice), supplier_buttons(turn, order)


VIEWS["answer_order"] = answer_book.answer_view(supplier_result)
VIEWS["ask_about_order"] = View(result=supplier_result)
VIEWS["supplier_order"] = View(result=supplier_result)
