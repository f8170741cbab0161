"""A quick entry for a form without lines: values behind the names of its fields, choices, places, the rest in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jxc_bot.conversation.field_words import field_names
from jxc_bot.conversation.known_words import choice_of
from jxc_bot.conversation.new_goods import describe, take_packs, without_description
from jxc_bot.conversation.reading.price import read_price
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.slots import Answers, FieldShape, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.words.fold import fold
from models.location import Warehouse
from models.operation import Operation

STOPS = " ,;\u3001"
"""What stands between two parts of a line and belongs to neither."""
_WORD = re.compile(r"\s*(?:[^\s,;\u3001]|(?<=\d),(?=\d))+[,;\u3001]*")
_MARKED = re.compile(r"(?P<head>[^:=]+)[:=](?P<tail>.*)", re.DOTALL)
_FIGURES = re.compile(r"[+(]?\d[\d\s()+,;:=/.-]*")
_CODE = re.compile(r"[0-9A-Za-z][\w./-]*", re.ASCII)
_LOOKS = {"barcode": _FIGURES, "phone": _FIGURES, "code": _CODE, "sku": _CODE, "packs": re.compile(r".*\d.*")}
"""What a text looks like where the name of its field is glued to it (电话13800000000): 电话亭 is no telephone."""
FREE = ("note", "address")
"""Texts in which another field is named by a word of its own only."""


def fill_form(turn: Turn, operation: Operation, answers: Answers, text: str) -> None:
    """A form without lines: values behind the names of its fields, the rest into the first field that is free."""
    fields = shape(operation.form)
    new_goods = describe(fields)
    packs = None
    if new_goods:
        packs, text = take_packs(turn, text, _names_of(turn, operation, "packs"))
    names = {fold(word): field for field in fields for word in _names_of(turn, operation, field.name)}
    current: FieldShape | None = None
    said: dict[str, list[str]] = {"": []}
    for word in _WORD.findall(text):
        bare = word.strip(STOPS)
        labelled = _labelled(turn, names, bare, first=not any(said.values()), free=current is None or _open(current))
        if labelled is not None:
            current, tail = labelled
            said[current.name] = [tail + word[len(word.rstrip(STOPS)) :]] if tail else []
        elif _takes_choice(turn, fields, answers, bare):
            current = _value_after(fields, said) or current
        elif not _takes_amount(fields, said, bare) and not _takes_place(turn, fields, said, bare, current):
            said[current.name if current else ""].append(word)
    rest = "".join(said.pop("")).strip(STOPS)
    for name, words in said.items():
        answers["?" + name] = "".join(words).strip(STOPS)
    if new_goods:
        rest = without_description(turn, answers, rest, packs)
    free = [f for f in fields if "?" + f.name not in answers]
    first = next((f for f in free if f.kind in ("text", "ref")), None) or next((f for f in free if f.required), None)
    if rest and first is not None and first.name not in answers:
        answers["?" + first.name] = rest


def _open(field: FieldShape) -> bool:
    return field.name not in FREE


def _labelled(
    turn: Turn, names: dict[str, FieldShape], word: str, *, first: bool, free: bool
) -> tuple[FieldShape, str] | None:
    """The field that a word names, and the value that stands in the same word (规格:500ml, 规格500ml)."""
    marked = _MARKED.fullmatch(word)
    head = fold(marked["head"] if marked else word)
    if head in names:
        return names[head], marked["tail"] if marked else ""
    if first or not free:
        return None
    folded = fold(word)
    for name in sorted(names, key=len, reverse=True):
        tail = word[len(name) :]
        if tail and not name.isascii() and folded.startswith(name) and _may_be(turn, names[name], tail):
            return names[name], tail
    return None


def _may_be(turn: Turn, field: FieldShape, text: str) -> bool:
    """Whether a text can be the value of a field whose name is glued to it."""
    if field.kind in ("amount", "unit_price"):
        return not isinstance(read_price(text), Refused) or text[0].isdecimal()
    if field.ref is not None:
        return turn.finder.knows(field.ref.target, text)
    if field.kind != "text":
        return text[0].isdecimal()
    return field.name != "name" and (field.name not in _LOOKS or _LOOKS[field.name].fullmatch(text) is not None)


def _value_after(fields: Iterable[FieldShape], said: dict[str, list[str]]) -> FieldShape | None:
    """The free text that a choice is the head of (改商品 可乐 名称 可口可乐): what follows is its value."""
    ref = any(f.ref is not None and f.required for f in fields)
    field = next((f for f in fields if ref and f.kind == "text" and f.required and f.name not in said), None)
    if field is not None:
        said[field.name] = []
    return field


def _takes_place(
    turn: Turn, fields: Iterable[FieldShape], said: dict[str, list[str]], word: str, current: FieldShape | None
) -> bool:
    """A warehouse by its exact name, behind what else was said (新增库位 冷冻 北仓)."""
    field = next((f for f in fields if f.ref is not None and f.ref.target is Warehouse and f.name not in said), None)
    behind = current is None and bool(said[""])
    if field is None or not behind or not turn.finder.knows(Warehouse, word):
        return False
    said[field.name] = [word]
    return True


def _names_of(turn: Turn, operation: Operation, name: str) -> list[str]:
    """What a field may be called in a typed line: its names in the words files, its identifier."""
    return [*field_names(turn, operation, name), name]


def _takes_amount(fields: Iterable[FieldShape], said: dict[str, list[str]], word: str) -> bool:
    """A bare number is the amount that the form cannot do without (付款 娃哈哈 5000)."""
    field = next((f for f in fields if f.kind == "amount" and f.required and f.name not in said), None)
    if field is None or isinstance(read_price(word), Refused):
        return False
    said[field.name] = [word]
    return True


def _takes_choice(turn: Turn, fields: Iterable[FieldShape], answers: Answers, word: str) -> bool:
    for field in fields:
        choice = choice_of(turn, field, word)
        if choice is not None and field.name not in answers:
            answers[field.name] = choice.value
            return True
    return False
