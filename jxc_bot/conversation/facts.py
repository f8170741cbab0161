"""Facts as the words files take them: every value formatted for the reader, and left out where it is secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from jxc_bot.conversation.slots import parts_of
from jxc_bot.words import format as formats
from models.operation import Measure, Price, Secrecy
from models.values import rounded

if TYPE_CHECKING:
    from jxc_bot.conversation.turn import Turn

Facts = dict[str, Any]
SUMS = ("value", "total")
"""Facts that are sums of money and no prices: nobody reads more than cents of them."""


def money(turn: Turn, amount: Decimal) -> str:
    """An amount in the company's currency."""
    return formats.money(amount, turn.services.company.currency, turn.words.locale)


def secrecy(model: type[BaseModel], name: str) -> str:
    """The secrecy level of a fact: empty, ``cost`` or ``price``."""
    info = model.model_fields[name]
    marks = [*parts_of(info.annotation)[1], *info.metadata]
    return next((mark.level for mark in marks if isinstance(mark, Secrecy)), "")


def choice_label(turn: Turn, choice: Any) -> str:
    """How one value of an enum is called."""
    return turn.label(choice_key(choice))


def choice_key(choice: Any) -> str:
    """The word key of an enum's value: ``choice-issue-reason-sold``."""
    kind = "".join("-" + c.lower() if c.isupper() else c for c in type(choice).__name__).strip("-")
    value = choice.name if isinstance(choice.value, int) else choice.value
    return f"choice-{kind}-{str(value).lower().replace('_', '-')}"


def facts_of(turn: Turn, model: BaseModel) -> Facts:
    """The shown facts of a model, lists and hidden ones left out."""
    shown: Facts = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        level = secrecy(type(model), name)
        if value is None or value == "" or isinstance(value, (list, tuple, dict)):
            continue
        if level and not turn.actor.sees(level):
            continue
        if name in SUMS and isinstance(value, Decimal):
            value = rounded(value, 2)
        shown[name] = shown_value(turn, value, is_money=bool(level))
    return shown


def shown_value(turn: Turn, value: Any, *, is_money: bool = False) -> Any:
    """One value as text; whole numbers stay numbers, so that Fluent can choose a plural."""
    locale = turn.words.locale
    match value:
        case bool():
            return turn.label("yes" if value else "no")
        case Measure():
            return formats.measure_both(value.quantity, value.units, locale)
        case Price():
            return f"{money(turn, value.amount)}/{value.unit}" if value.unit else money(turn, value.amount)
        case Decimal():
            return money(turn, value) if is_money else formats.number(value, locale)
        case datetime():
            return formats.moment(value, turn.services.company.zone, locale, turn.actor.today)
        case date():
            return formats.day(value, locale, turn.actor.today)
        case Enum():
            return choice_label(turn, value)
        case BaseModel():
            return facts_of(turn, value)
        case _:
            return value


def error_facts(turn: Turn, facts: Mapping[str, Any]) -> Facts:
    """The facts of an error, formatted."""
    shown: Facts = {}
    units = facts.get("units")
    for name, value in facts.items():
        if isinstance(value, Decimal) and units:
            shown[name] = formats.measure_both(value, units, turn.words.locale)
        elif not isinstance(value, (list, tuple, dict)):
            shown[name] = shown_value(turn, value) if value is not None else ""
    return shown
