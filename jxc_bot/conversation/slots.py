"""A form taken apart: one slot per answer, in the order they are asked.

Answers are plain JSON in the draft: ``{"lines": [{"product": 12, "quantity": "77"}], "warehouse": 1}``. What was
typed but is not understood yet waits beside its place under ``?name``; keys with ``_`` are the dialogue's own.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from jxc_bot.desk import line_form
from models.operation import Form, Operation, Price, Ref, Suggest
from models.values import Kind

Answers = dict[str, Any]


SEEN = "revision"
"""A field that says which version of a document the person saw; nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a form says of one field."""

    name: str
    kind: str
    """``ref``, ``quantity``, ``price``, ``amount``, ``unit_price``, ``day``, ``choice``, ``flag``, ``count``,
    ``text``, ``lines`` or ``form``."""
    required: bool
    ref: Ref | None = None
    suggest: Suggest | None = None
    choices: type[Enum] | None = None
    line: type[Form] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for an answer: a field of the form, or of one of its lines."""

    field: FieldShape
    line: int | None = None

    @property
    def path(self) -> str:
        return self.field.name if self.line is None else f"lines.{self.line}.{self.field.name}"


@cache
def shape(form: type[Form]) -> tuple[FieldShape, ...]:
    """The fields of a form, in order."""
    return tuple(_shape(name, info) for name, info in form.model_fields.items())


def _shape(name: str, info: FieldInfo) -> FieldShape:
    kinds, marks = parts_of(info.annotation)
    marks += list(info.metadata)
    ref = next((mark for mark in marks if isinstance(mark, Ref)), None)
    suggest = next((mark for mark in marks if isinstance(mark, Suggest)), None)
    line = line_form(info)
    choices = next((k for k in kinds if isinstance(k, type) and issubclass(k, Enum)), None)
    kind = _kind(kinds, marks, ref, line, choices, is_list=get_origin(info.annotation) in (list, tuple))
    return FieldShape(name, kind, info.is_required(), ref, suggest, choices, line)


def parts_of(annotation: Any) -> tuple[list[Any], list[Any]]:
    """The types and marks of an annotation, through Optional and Annotated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        kinds, more = parts_of(inner)
        return kinds, [*more, *marks]
    if origin in (Union, types.UnionType):
        kinds, marks = [], []
        for part in get_args(annotation):
            if part is not type(None):
                inner_kinds, inner_marks = parts_of(part)
                kinds += inner_kinds
                marks += inner_marks
        return kinds, marks
    return [annotation], []


def _kind(
    kinds: list[Any], marks: list[Any], ref: Ref | None, line: type[Form] | None, choices: Any, *, is_list: bool
) -> str:
    named = next((mark.name for mark in marks if isinstance(mark, Kind)), "")
    if line is not None:
        return "lines" if is_list else "form"
    if ref is not None:
        return "ref"
    if choices is not None:
        return "choice"
    if named:
        return named
    plain = {Price: "price", bool: "flag", int: "count", Decimal: "amount", date: "day", datetime: "instant"}
    return next((plain[kind] for kind in kinds if kind in plain), "text")


def lines_field(form: type[Form]) -> FieldShape | None:
    """The field that holds a document's lines, where the form is a document."""
    return next((field for field in shape(form) if field.kind == "lines"), None)


def carrier(form: type[Form]) -> type[Form]:
    """The form that takes product and quantity: the line's, or the form itself."""
    lines = lines_field(form)
    return lines.line if lines is not None and lines.line is not None else form


def slots(operation: Operation, answers: Answers) -> Iterator[Slot]:
    """Every slot of a draft, lines first as the form orders them."""
    for field in shape(operation.form):
        if field.kind == "lines" and field.line is not None:
            blank: list[Answers] = [{}] if field.required else []
            for number in range(len(answers.get(field.name) or blank)):
                for part in shape(field.line):
                    yield Slot(part, number)
        elif field.name != SEEN:
            yield Slot(field)


def slot_at(operation: Operation, answers: Answers, path: str) -> Slot | None:
    """The slot of a path such as ``lines.0.product``."""
    return next((slot for slot in slots(operation, answers) if slot.path == path), None)


def box(operation: Operation, answers: Answers, slot: Slot) -> Answers:
    """The dictionary that holds a slot's answer."""
    lines = lines_field(operation.form)
    if slot.line is None or lines is None:
        return answers
    rows: list[Answers] = answers.setdefault(lines.name, [])
    while len(rows) <= slot.line:
        rows.append({})
    return rows[slot.line]


def clean(answers: Answers) -> Answers:
    """The answers as the form takes them: without what waits and what is the dialogue's own."""
    kept: Answers = {}
    for name, value in answers.items():
        if name[:1] in "?_":
            continue
        kept[name] = [clean(v) if isinstance(v, dict) else v for v in value] if isinstance(value, list) else value
    return kept
