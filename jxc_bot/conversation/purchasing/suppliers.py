"""A supplier's card with what is usually done next, its statement, and what it may see of us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.purchasing.orders import READERS
from handlers.purchasing.statement import SupplierStatementShown
from handlers.purchasing.tracking import OrderView
from jxc_bot.conversation import dialogue, present
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing import documents, order_list
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of, refuse
from jxc_bot.conversation.purchasing.finding import all_suppliers, supplier_named, suppliers_called
from jxc_bot.conversation.purchasing.periods import read_period
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from jxc_bot.conversation.views import VIEWS, Shown, View
from models.draft import Draft
from models.errors import Refused
from models.operation import Outcome

LINES = 10


@on_command("supplier_card", READERS)
def card(turn: Turn, text: str) -> None:
    """``供应商 娃哈哈``."""
    found = supplier_named(turn, text)
    if len(found) == 1:
        show_card(turn, found[0])
    else:
        choose(turn, found or all_suppliers(turn), "card", text)


def choose(turn: Turn, ids: Sequence[int], action: str, text: str = "", rest: str = "") -> None:
    """Which supplier is meant."""
    if not ids:
        turn.say(turn.word("not-found-party", text=text))
        return
    names = suppliers_called(turn, ids)
    buttons = [Button(names[key][:24], f"su:{base36(key)}:{action}" + (f":{rest}" if rest else "")) for key in ids]
    said = turn.word("which-one", text=text[:40]) if text.strip() else turn.word("supplier-which")
    turn.say(said, rows_of(buttons, 2))


def show_card(turn: Turn, supplier_id: int) -> None:
    """The card, with buttons. Raises Refused."""
    shown = ask(turn, "supplier_card", supplier=supplier_id)
    text = present.outcome_text(turn, shown)
    text += "\n" + turn.word("supplier-in-chat" if shown.in_chat else "supplier-not-in-chat-yet", count=shown.in_chat)
    turn.say(text, card_buttons(turn, supplier_id, invited=bool(shown.in_chat)))


def card_buttons(turn: Turn, supplier_id: int, *, invited: bool) -> list[list[Button]]:
    """What is usually done with a supplier."""
    key = base36(supplier_id)
    steps = (
        ("purchase_orders", "orders"),
        ("supplier_statement", "account"),
        ("pay_supplier", "pay"),
        ("supplier_products", "prices"),
        ("supplier_scorecard", "score"),
        ("set_supplier_terms", "terms"),
    )
    buttons = [
        Button(turn.label(f"act-supplier-{action}"), f"su:{key}:{action}") for name, action in steps if may(turn, name)
    ]
    rows = rows_of(buttons, 3)
    if may(turn, "invite_person") and not turn.chat.is_group:
        rows.append(
            [
                Button(
                    turn.label("act-supplier-invite" if not invited else "act-supplier-invite-more"), f"su:{key}:invite"
                )
            ]
        )
    return rows


@on_command("supplier_statement", READERS)
def statement(turn: Turn, text: str) -> None:
    """``对账 娃哈哈 11月``: the account over a month, a period, or this month."""
    period, rest = read_period(text, turn.actor.today)
    found = supplier_named(turn, rest)
    since, until = period
    if len(found) == 1:
        show_statement(turn, found[0], since, until)
    else:
        days = f"{since:%y%m%d}-{until:%y%m%d}"
        choose(turn, found or all_suppliers(turn), "account", rest, days)


def show_statement(turn: Turn, supplier_id: int, since: date, until: date) -> None:
    """Opening, what happened, closing; the files beside it."""
    found: SupplierStatementShown = ask(turn, "supplier_statement", supplier=supplier_id, since=since, until=until)
    facts = facts_of(turn, found)
    shown = [turn.word("statement-title", supplier=found.supplier, since=facts["since"], until=facts["until"])]
    if not turn.actor.sees("cost"):
        turn.say(turn.word("money-not-here"))
        return
    shown.append(turn.word("statement-opening", amount=facts["opening"]))
    for line in found.lines[-LINES:]:
        told = facts_of(turn, line)
        amount = told["owed"] if line.owed else told["paid"]
        key = "statement-owed" if line.owed else "statement-paid"
        shown.append(turn.word(key, day=told["day"], kind=told["kind"], number=line.number, amount=amount))
    if len(found.lines) > LINES:
        shown.insert(2, turn.word("statement-earlier", count=len(found.lines) - LINES))
    shown.append(turn.word("statement-sums", owed=facts["owed"], paid=facts["paid"]))
    shown.append(turn.word("statement-closing", amount=facts["closing"]))
    key, days = base36(supplier_id), f"{since:%y%m%d}-{until:%y%m%d}"
    files = [
        Button(turn.label("act-pdf"), f"su:{key}:pdf:{days}"),
        Button(turn.label("act-spreadsheet"), f"su:{key}:xlsx:{days}"),
    ]
    turn.say("\n".join(shown), [files])


@on_button("su")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``su:<supplier>:<action>:<period>``."""
    supplier_id, action = from_base36(parts[0]), parts[1]
    if not turn.actor.has(READERS):
        raise ValueError(action)
    try:
        _act(turn, supplier_id, action, parts[2] if len(parts) > 2 else "")
    except Refused as error:
        refuse(turn, error)


def _act(turn: Turn, supplier_id: int, action: str, argument: str) -> None:
    since, until = _days(turn, argument)
    match action:
        case "card":
            show_card(turn, supplier_id)
        case "account":
            show_statement(turn, supplier_id, since, until)
        case "pdf" | "xlsx":
            documents.send_statement(turn, supplier_id, since, until, action)
        case "orders":
            order_list.page(turn, OrderView.OPEN, 0, supplier_id, 0, receiving=False)
        case "invite":
            answers = {"role": "supplier", "party": supplier_id}
            dialogue.begin(turn, operation_of(turn, "invite_person"), "", answers)
        case "pay" | "prices" | "score" | "terms":
            names = {"pay": "pay_supplier", "prices": "supplier_products", "score": "supplier_scorecard"}
            operation = operation_of(turn, names.get(action, "set_supplier_terms"))
            dialogue.begin(turn, operation, "", {"supplier": supplier_id})
        case _:
            raise ValueError(action)


def _days(turn: Turn, argument: str) -> tuple[date, date]:
    """The two days of a button; this month's when it has none."""
    if not argument:
        return turn.actor.today.replace(day=1), turn.actor.today
    first, _, last = argument.partition("-")
    days = [date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6])) for text in (first, last)]
    return days[0], days[1]


def _paid(turn: Turn, draft: Draft, outcome: Outcome) -> Shown:
    key = base36(outcome.supplier_id)  # type: ignore[attr-defined]
    button = Button(turn.label("act-supplier-account"), f"su:{key}:account")
    return present.outcome_text(turn, outcome), [[button]]


VIEWS["pay_supplier"] = View(result=_paid)
