"""Every operation can be said: its name, fields, choices and outcome have words, and tell only facts that exist."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handlers import CATALOG
from jxc_bot.conversation.present import kebab
from jxc_bot.words import LOCALES, Words
from models import errors
from models.operation import Form, Operation
from models.people import Role

ROOT = Path(__file__).parents[2]
NOT_ASKED = {"chat", "thread", "token"}
"""Filled in by the conversation itself."""


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _fields(form: type[Form]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in form.model_fields.items():
        yield name, info
        for part in _types(info.annotation):
            if isinstance(part, type) and issubclass(part, Form):
                yield from _fields(part)


def _item_model(info: FieldInfo) -> type[BaseModel] | None:
    parts = (p for p in _types(info.annotation) if isinstance(p, type) and issubclass(p, BaseModel))
    return next(parts, None) if str(info.annotation).startswith("list") else None


def _choices(model: type[BaseModel]) -> Iterator[Enum]:
    for info in model.model_fields.values():
        for part in _types(info.annotation):
            if isinstance(part, type) and issubclass(part, Enum):
                yield from part
            elif isinstance(part, type) and issubclass(part, BaseModel):
                yield from _choices(part)


def _messages(locale: str) -> dict[str, Message]:
    return {
        entry.id.name: entry
        for file in (ROOT / "jxc_bot" / "words" / locale).glob("*.ftl")
        for entry in FluentParser().parse(file.read_text("utf-8")).body
        if isinstance(entry, Message)
    }


def _told(node: Any) -> set[str]:
    return {found["id"]["name"] for found in _references(node.to_json())}


def _references(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if tree.get("type") == "VariableReference":
            yield tree
        for value in tree.values():
            yield from _references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _references(value)


@pytest.mark.parametrize("operation", CATALOG, ids=lambda o: o.name)
@pytest.mark.parametrize("locale", LOCALES)
def test_an_operation_and_its_fields_have_words(operation: Operation, locale: str) -> None:
    words = Words.of(locale)
    dashed = operation.name.replace("_", "-")
    assert words.has(f"op-{dashed}") and words.has(f"op-{dashed}.help")
    assert words.has(f"op-{dashed}.example") or operation.allowed == Role.GUEST
    for name, info in _fields(operation.form):
        field = name.replace("_", "-")
        own, general = f"field-{dashed}-{field}", f"field-{field}"
        assert name in NOT_ASKED or words.has(own) or words.has(general), own
        if info.is_required() and name not in (*NOT_ASKED, "lines"):
            assert words.has(f"{own}.ask") or words.has(f"{general}.ask"), own
    for model in (operation.form, operation.outcome):
        for choice in _choices(model):
            value = choice.name if isinstance(choice.value, int) else choice.value
            key = f"choice-{kebab(type(choice).__name__)}-{str(value).lower().replace('_', '-')}"
            assert words.has(key), key


@pytest.mark.parametrize("operation", CATALOG, ids=lambda o: o.name)
@pytest.mark.parametrize("locale", LOCALES)
def test_an_outcome_tells_facts_that_it_has(operation: Operation, locale: str) -> None:
    message = _messages(locale)[f"outcome-{kebab(operation.outcome.__name__)}"]
    fields = operation.outcome.model_fields
    assert _told(message.value) <= set(fields)
    items = {name: model for name, info in fields.items() if (model := _item_model(info)) is not None}
    for attribute in message.attributes:
        name, said = attribute.id.name, _told(attribute.value)
        of_item = next((m for n, m in items.items() if f"{name}-".startswith(f"{n.rstrip('s')}-")), None)
        of_item = of_item or next((m for n, m in items.items() if n == "people" and name.startswith("person")), None)
        if of_item is not None:
            assert said <= set(of_item.model_fields) | {"n"}, name
        else:
            assert said <= set(fields), name
            assert name.replace("-", "_") in {*fields, "repeated"} or name.startswith("no-"), name


@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_has_words_and_tells_its_own_facts(locale: str) -> None:
    messages = _messages(locale)
    refusals = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.Refused)]
    for refusal in refusals:
        if refusal is errors.Refused:
            continue
        key = f"error-{kebab(refusal.__name__)}"
        facts = set(refusal.__dataclass_fields__)
        if refusal is errors.Invalid:
            facts.add("field")
        assert key in messages and _told(messages[key].value) <= facts, key
        for attribute in messages[key].attributes:
            own = set(errors.Shortage.__dataclass_fields__) if attribute.id.name == "line" else facts
            assert _told(attribute.value) <= own, attribute.id.name


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_that_a_verb_or_the_ledger_gives_has_words(locale: str) -> None:
    words = Words.of(locale)
    files = [*(ROOT / "handlers").glob("*.py"), ROOT / "models" / "ledger.py", ROOT / "models" / "reservations.py"]
    given = {
        reason for file in files for reason in re.findall(r'Invalid\([^)]*reason="([^"]+)"', file.read_text("utf-8"))
    }
    assert len(given) > 20
    spelled = {"not-for-gain", "not-for-loss", "not-a-supplier", "not-a-customer"}
    keyed = {f"invalid-{reason}" for reason in given | spelled}
    special = {
        "invalid-not-for-role": "invalid-party-not-for-role",
        "invalid-needed-for-role": "invalid-party-needed-for-role",
    }
    assert [key for key in keyed if not words.has(key) and not words.has(special.get(key, ""))] == []


def test_a_shortage_is_told_with_its_units() -> None:
    told = errors.Shortage("可乐", Decimal(5), Decimal(3), (("瓶", 1, 1),), "主仓")
    text = Words.of("zh_CN")(
        "error-not-enough-stock.line", product=told.product, wanted="5瓶", available="3瓶", place="主仓"
    )
    assert text == "• 可乐：要 5瓶，主仓可用 3瓶"
