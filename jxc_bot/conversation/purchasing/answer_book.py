"""A supplier's answer, line by line: accept, less, later, dearer, substitute, refuse; sent together at the end.

The same card serves the supplier itself and the buyer who writes down what was said on the telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jxc_bot.conversation import dialogue, drafts, goods
from jxc_bot.conversation.cards import data as draft_data
from jxc_bot.conversation.drafts import card_name
from jxc_bot.conversation.facts import choice_label, facts_of, money
from jxc_bot.conversation.purchasing import answer_words
from jxc_bot.conversation.purchasing.doing import ask
from jxc_bot.conversation.purchasing.paging import lines_here, pager, turn_page
from jxc_bot.conversation.references import names
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.conversation.views import View
from jxc_bot.words import format as formats
from models.draft import Draft
from models.operation import Operation
from models.product import Product
from models.purchase_answer import AnswerKind
from models.values import ZERO

NEEDS = {
    AnswerKind.LESS: "quantity",
    AnswerKind.LATER: "expected_on",
    AnswerKind.DEARER: "price",
    AnswerKind.SUBSTITUTE: "product",
}
"""What a kind of answer has to say."""


def begin(turn: Turn, operation: Operation, order_id: int, revision: int) -> None:
    """Opens the card with no line answered yet."""
    dialogue.begin(turn, operation, "", {"order": order_id, "revision": revision})


def waiting_lines(turn: Turn, draft: Draft) -> Sequence[Any]:
    """The lines that can be answered, as the reader may know them. Raises Refused."""
    question = "supplier_order" if draft.operation == "answer_order" else "show_order"
    return [
        line for line in ask(turn, question, order=draft.answers["order"]).lines if line.outstanding.quantity > ZERO
    ]


def tidy(turn: Turn, draft: Draft) -> None:
    """An answer that does not say what its kind needs is none; a line has one answer."""
    kept: dict[int, Any] = {}
    for row in draft.answers.get("lines", []):
        needed = NEEDS.get(AnswerKind(row["kind"]))
        if needed is None or row.get(needed) not in (None, ""):
            kept[row["line"]] = row
    draft.answers["lines"] = list(kept.values())


def show(turn: Turn, draft: Draft, notice: str = "") -> None:
    """Every line with what is said to it so far."""
    lines = waiting_lines(turn, draft)
    said = {row["line"]: row for row in draft.answers.get("lines", [])}
    shown = [part for part in (notice, turn.word("answer-title")) if part]
    for number in lines_here(draft, len(lines)):
        line = lines[number]
        facts = facts_of(turn, line)
        shown.append(turn.word("answer-line", n=number + 1, product=line.product, ordered=facts["outstanding"]))
        if line.line_id in said:
            shown.append(turn.word("answer-said", said=said_text(turn, said[line.line_id])))
    turn.say("\n".join(shown), _buttons(turn, draft, lines, said), card=card_name(draft))


def _buttons(turn: Turn, draft: Draft, lines: Sequence[Any], said: dict[int, Any]) -> list[list[Button]]:
    numbers = [
        Button(f"{n + 1}{' ✓' if lines[n].line_id in said else ''}", draft_data(draft, "line", str(n)))
        for n in lines_here(draft, len(lines))
    ]
    rows = [*rows_of(numbers, 4), *pager(draft, len(lines))]
    left = len([line for line in lines if line.line_id not in said])
    if said and not left:
        rows.append([Button(turn.label("act-send-answer"), draft_data(draft, "ok"), style="success")])
    else:
        rows.append([Button(turn.label("act-accept-rest"), draft_data(draft, "rest"), style="success")])
        if said:
            rows[-1].append(Button(turn.label("act-send-part"), draft_data(draft, "ok")))
    rows.append([Button(turn.label("button-cancel"), draft_data(draft, "no"))])
    return rows


def said_text(turn: Turn, row: dict[str, Any]) -> str:
    """What is said to a line, in words."""
    kind = AnswerKind(row["kind"])
    parts = [choice_label(turn, kind)]
    if row.get("quantity"):
        product_id = row.get("product") or row["_product"]
        units = goods.spoken_units(turn, [product_id])[product_id]
        parts.append(formats.measure_both(Decimal(row["quantity"]), units, turn.words.locale))
    if row.get("product"):
        parts.append(names(turn, Product, [row["product"]]).get(row["product"], ""))
    if row.get("price"):
        price = row["price"]
        parts.append(money(turn, Decimal(price["amount"])) + (f"/{price['unit']}" if price["unit"] else ""))
    if row.get("expected_on"):
        parts.append(formats.day(date.fromisoformat(row["expected_on"]), turn.words.locale, turn.actor.today))
    return " ".join(parts)


def _open_line(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    """One line: what can be said to it."""
    line = waiting_lines(turn, draft)[int(argument)]
    facts = facts_of(turn, line)
    drafts.save(turn, draft)
    kinds = [
        Button(choice_label(turn, kind), draft_data(draft, "kind", f"{argument}.{kind.value}")) for kind in AnswerKind
    ]
    shown = [turn.word("answer-line", n=int(argument) + 1, product=line.product, ordered=facts["outstanding"])]
    told = [facts[name] for name in ("price", "expected_on") if name in facts]
    if told:
        shown.append(turn.word("answer-line-terms", terms=" · ".join(str(part) for part in told)))
    shown.append(turn.word("answer-line-ask"))
    back = [Button(turn.label("button-back"), draft_data(draft, "show"))]
    turn.say("\n".join(shown), [*rows_of(kinds, 3), back], card=card_name(draft))


def _say(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    """A kind was chosen: what it needs is asked."""
    number, _, chosen = argument.partition(".")
    kind, line = AnswerKind(chosen), waiting_lines(turn, draft)[int(number)]
    rows = [row for row in draft.answers.get("lines", []) if row["line"] != line.line_id]
    rows.append({"line": line.line_id, "kind": kind.value, "_product": line.product_id, "_unit": line.unit})
    draft.answers["lines"] = rows
    if kind in NEEDS:
        draft.answers["_changing"] = f"lines.{len(rows) - 1}.{NEEDS[kind]}"
    dialogue.step(turn, operation, draft)


def _said(turn: Turn, operation: Operation, draft: Draft, text: str) -> bool:
    """``2 15箱`` typed at the card: the answer to a line."""
    row = answer_words.read(turn, operation, waiting_lines(turn, draft), text)
    if row is None:
        return False
    draft.answers["lines"] = [kept for kept in draft.answers.get("lines", []) if kept["line"] != row["line"]] + [row]
    return True


def _rest(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    draft.answers["rest"] = "accept"
    dialogue.confirm(turn, operation, draft)


ACTS = {"line": _open_line, "kind": _say, "rest": _rest, "pg": turn_page}


def answer_view(result: Any) -> View:
    """The view of an answer, with the card that follows it."""
    return View(show=show, take=_said, tidy=tidy, acts=ACTS, result=result, not_taken="answer-not-understood")
