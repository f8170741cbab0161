"""The rules of approval: from which amount on who has to agree; a button removes one."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.purchasing.approval_rules import ApprovalRulesListed, RuleFact
from handlers.purchasing.orders import READERS
from jxc_bot.conversation import dialogue, present
from jxc_bot.conversation.facts import facts_of
from jxc_bot.conversation.purchasing.doing import ask, may, operation_of, perform, refuse
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36, from_base36, rows_of
from models.errors import Refused
from models.people import LEADERS, Role

MOST = 12


@on_command("approval_rules", READERS)
def rules(turn: Turn, text: str) -> None:
    """The rules that hold."""
    show(turn)


@on_command("remove_approval_rule", LEADERS)
def remove(turn: Turn, text: str) -> None:
    """The same list: what is to go is picked from it."""
    show(turn)


@on_button("ar")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``ar:<rule>`` removes a rule, ``ar:0`` makes one."""
    rule_id = from_base36(parts[0])
    try:
        if not rule_id and may(turn, "set_approval_rule"):
            dialogue.begin(turn, operation_of(turn, "set_approval_rule"))
            return
        done = perform(turn, "remove_approval_rule", f"rule:{rule_id}:remove", rule=rule_id)
        show(turn, present.outcome_text(turn, done) + "\n")
    except Refused as error:
        refuse(turn, error)


def show(turn: Turn, notice: str = "") -> None:
    """The list, with a button for each rule where they may be removed."""
    found: ApprovalRulesListed = ask(turn, "approval_rules")
    shown = [notice] if notice else []
    shown.append(turn.word("rules-title" if found.rules else "rules-none"))
    shown += [_rule(turn, number, rule) for number, rule in enumerate(found.rules[:MOST], 1)]
    buttons = []
    if may(turn, "remove_approval_rule"):
        buttons = [
            Button(turn.label("act-drop-line", n=number), f"ar:{base36(rule.rule_id)}")
            for number, rule in enumerate(found.rules[:MOST], 1)
        ]
        buttons.append(Button(turn.label("act-add-rule"), "ar:0"))
    turn.say("\n".join(shown), rows_of(buttons, 3))


def _rule(turn: Turn, number: int, rule: RuleFact) -> str:
    facts = facts_of(turn, rule)
    who = [turn.label(f"choice-role-{name}") for name in rule.roles.split() if name.upper() in Role.__members__]
    told = {"n": number, "minimum": facts.get("minimum", "–"), "who": turn.label("or").join(who)}
    text = turn.word("rules-rule", **told)
    narrowed = " · ".join(part for part in (rule.supplier, rule.category) if part)
    if narrowed:
        text += turn.word("rules-only", which=narrowed)
    return text + (turn.word("rules-per-day") if rule.per_day else "")
