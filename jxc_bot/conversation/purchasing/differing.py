"""The supplier wants it otherwise: old beside new, and the buyer's yes or no, for all lines or one."""

from __future__ import annotations

from handlers.purchasing.differences import DifferenceFact, DifferencesShown
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing.doing import ask, perform
from jxc_bot.conversation.purchasing.order_card import show
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36

MOST = 8


def look(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The difference card; with ``lines`` each line has its own buttons."""
    found: DifferencesShown = ask(turn, "order_differences", order=order_id)
    if not found.differences:
        show(turn, order_id)
        return
    turn.say(difference_text(turn, found), difference_buttons(turn, found, each=argument == "lines"))


def difference_text(turn: Turn, found: DifferencesShown) -> str:
    """Old → new, the new in bold."""
    shown = [turn.word("difference-title", number=found.number, supplier=found.supplier)]
    shown += [difference_line(turn, fact) for fact in found.differences[:MOST]]
    if len(found.differences) > MOST:
        shown.append(turn.word("more-lines", count=len(found.differences) - MOST))
    if found.unanswered:
        shown.append(turn.word("difference-unanswered", count=found.unanswered))
    return "\n".join(shown)


def difference_line(turn: Turn, fact: DifferenceFact) -> str:
    """One line: what kind of answer it is, and each thing that changes."""
    facts = facts_of(turn, fact)
    kind = choice_label(turn, fact.kind)
    parts = [turn.word("difference-line", n=fact.line, product=fact.product, kind=kind)]
    if fact.kind == "refuse":
        parts.append(turn.word("difference-refused", quantity=facts["quantity"]))
    for name in ("quantity", "price", "expected_on"):
        if f"new_{name}" in facts:
            parts.append(turn.word("difference-change", old=facts.get(name, "–"), new=facts[f"new_{name}"]))
    if fact.new_product:
        parts.append(turn.word("difference-change", old=fact.product, new=fact.new_product))
    if fact.note:
        parts.append(turn.word("difference-note", note=fact.note))
    return "\n".join(parts)


def difference_buttons(turn: Turn, found: DifferencesShown, *, each: bool = False) -> list[list[Button]]:
    """Yes or no to all; or, line by line, a pair of buttons for each."""

    def button(label: str, action: str, argument: str = "", style: str = "", **facts: object) -> Button:
        data = f"po:{base36(found.order_id)}:{found.revision}:{action}" + (f":{argument}" if argument else "")
        return Button(turn.label(label, **facts), data, style=style)

    if each:
        rows = [
            [
                button("act-accept-line", "acc", base36(fact.line_id), "success", n=fact.line),
                button("act-reject-line", "rej", base36(fact.line_id), "danger", n=fact.line),
            ]
            for fact in found.differences[:MOST]
        ]
        return [*rows, [button("button-back", "diff")]]
    rows = [[button("act-accept-all", "acc", "", "success"), button("act-reject-all", "rej", "", "danger")]]
    rows.append([button("act-look", "show")])
    if len(found.differences) > 1:
        rows[-1].insert(0, button("act-line-by-line", "diff", "lines"))
    return rows


def accept(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The order says what the supplier offered."""
    _resolve(turn, order_id, revision, argument, accepted=True)


def reject(turn: Turn, order_id: int, revision: int, argument: str) -> None:
    """The order stays as it was, and the supplier is asked again."""
    _resolve(turn, order_id, revision, argument, accepted=False)


def _resolve(turn: Turn, order_id: int, revision: int, argument: str, *, accepted: bool) -> None:
    line = from_base36(argument) if argument else None
    key = f"po:{order_id}:{revision}:{'accept' if accepted else 'reject'}:{argument}"
    done = perform(turn, "resolve_difference", key, order=order_id, line=line, accept=accepted, revision=revision)
    left: DifferencesShown = ask(turn, "order_differences", order=order_id)
    if left.differences:
        turn.say(difference_text(turn, left), difference_buttons(turn, left, each=True))
        return
    said = "difference-accepted" if accepted else "difference-rejected"
    show(turn, order_id, notice=turn.word(said, count=done.accepted + done.rejected))
