"""Files that are drawn when they leave.

Drawing takes up to a second, too long for the transaction that tells of it. So the transaction keeps a recipe: the
facts, frozen, in an Attachment; the courier draws from them in a worker thread, and a second try draws the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter
from sqlmodel import Session

from jxc_bot.documents.facts import Account, Order, Report
from models.journal import Attachment

RECIPE = "application/x-jxc-recipe"
"""The type of an attachment that is still to be drawn; what people send never has it."""
MIMES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
}


class Recipe(BaseModel):
    """What is drawn, in which language, from which facts (JSON)."""

    kind: str
    locale: str
    facts: str


@dataclass(frozen=True, slots=True)
class _Kind:
    facts: TypeAdapter[Any]
    draw: Callable[[Any, str], bytes]


def _order_pdf(order: Order, locale: str) -> bytes:
    from jxc_bot.documents.pdf import purchase_order_pdf

    return purchase_order_pdf(order, locale)


def _statement_pdf(account: Account, locale: str) -> bytes:
    from jxc_bot.documents.pdf import supplier_statement_pdf

    return supplier_statement_pdf(account, locale)


def _statement_sheet(account: Account, locale: str) -> bytes:
    from jxc_bot.documents.reports import statement_sheet

    return statement_sheet(account, locale)


def _report_sheet(report: Report, locale: str) -> bytes:
    from jxc_bot.documents.reports import report_sheet

    return report_sheet(report, locale)


def _report_chart(report: Report, locale: str) -> bytes:
    from jxc_bot.documents.chart import bar_chart
    from jxc_bot.documents.reports import report_bars

    return bar_chart(report_bars(report, locale), locale)


KINDS: dict[str, _Kind] = {
    "order.pdf": _Kind(TypeAdapter(Order), _order_pdf),
    "statement.pdf": _Kind(TypeAdapter(Account), _statement_pdf),
    "statement.xlsx": _Kind(TypeAdapter(Account), _statement_sheet),
    "report.xlsx": _Kind(TypeAdapter(Report), _report_sheet),
    "report.png": _Kind(TypeAdapter(Report), _report_chart),
}


def keep(db: Session, name: str, kind: str, facts: Any, locale: str) -> int:
    """Keeps a recipe as an attachment called ``name``; its id."""
    told = KINDS[kind].facts.dump_json(facts).decode()
    content = Recipe(kind=kind, locale=locale, facts=told).model_dump_json().encode()
    kept = Attachment(name=name, mime=RECIPE, content=content)
    db.add(kept)
    db.flush()
    assert kept.id is not None
    return kept.id


def draw(content: bytes) -> tuple[str, bytes]:
    """The MIME type and the bytes of a recipe's file. Raises MissingExtra, ValueError."""
    recipe = Recipe.model_validate_json(content)
    kind = KINDS[recipe.kind]
    return MIMES[recipe.kind.rpartition(".")[2]], kind.draw(kind.facts.validate_json(recipe.facts), recipe.locale)
