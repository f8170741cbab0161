"""Refusals of purchasing have words, and what a purchase costs is marked as secret in every outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from handlers.purchasing import PURCHASING
from jxc_bot.words import LOCALES, Words
from models import purchase_errors
from models.errors import Refused
from models.operation import Operation, Price, Secrecy
from models.people import SEES_COST, Role

ROOT = Path(__file__).parents[2]
PLAIN = {
    "tax_rate",
    "over_delivery_percent",
    "on_time",
    "in_full",
    "quality",
    "price",
    "answer_hours",
    "overall",
    "days_of_cover",
    "days_with_this",
}
"""Numbers that are no money: rates, scores, days. (``price`` of a score is a percentage.)"""


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in (*get_args(annotation), *getattr(annotation, "__metadata__", ())):
        yield from _parts(part)


def _open_money(model: type[BaseModel]) -> Iterator[str]:
    """Fields with money in them that anybody may read who may perform the operation."""
    for name, info in model.model_fields.items():
        parts = [*_parts(info.annotation), *info.metadata]
        if any(isinstance(part, Secrecy) for part in parts):
            continue
        if Price in parts or (Decimal in parts and name not in PLAIN):
            yield f"{model.__name__}.{name}"
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel) and part.__name__ not in ("Measure", "Price"):
                yield from _open_money(part)


@pytest.mark.parametrize("operation", PURCHASING, ids=lambda o: o.name)
def test_costs_are_secret_in_every_outcome_of_those_who_do_not_see_them(operation: Operation) -> None:
    others = operation.allowed & ~(SEES_COST | Role.SUPPLIER)
    if others:
        assert list(_open_money(operation.outcome)) == []


def test_the_search_for_open_money_finds_it() -> None:
    class Told(BaseModel):
        total: Decimal
        price: Price

    assert list(_open_money(Told)) == ["Told.total", "Told.price"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_of_purchasing_has_words(locale: str) -> None:
    words = Words.of(locale)
    kinds = [e for e in vars(purchase_errors).values() if isinstance(e, type) and issubclass(e, Refused)]
    keys = {
        "error-" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower() for kind in kinds if kind is not Refused
    }
    assert len(keys) > 10
    assert [key for key in sorted(keys) if not words.has(key)] == []
    text = "".join(file.read_text("utf-8") for file in (ROOT / "handlers" / "purchasing").glob("*.py"))
    reasons = set(re.findall(r'Invalid\([^)]*reason="([^"]+)"', text))
    assert len(reasons) > 20
    assert [reason for reason in sorted(reasons) if not words.has(f"invalid-{reason}")] == []
    sought = set(re.findall(r'NotFound\(kind="([^"]+)"', text))
    assert [kind for kind in sorted(sought) if not words.has(f"kind-{kind}")] == []
