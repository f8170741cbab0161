"""A supplier's answer typed at its card: ``2 15箱``, ``可乐 下周五``, ``1 @50``, ``3 不行``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jxc_bot.conversation import fields, goods, quick
from jxc_bot.conversation.reading.entry import Entry
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Taken
from jxc_bot.lookup import Context, Verdict
from jxc_bot.words.fold import STOPS, fold
from jxc_bot.words.lexicon import words_of
from models.operation import Operation
from models.purchase_answer import AnswerKind

_NUMBERED = re.compile(r"(?P<n>[0-9]{1,3})(?:[.)\u3001:]\s*|\s+)(?P<said>\S.*)")

Row = dict[str, Any]


def read(turn: Turn, operation: Operation, lines: Sequence[Any], text: str) -> Row | None:
    """The answer to one of ``lines`` that a text gives; None when it names no line or says nothing of it."""
    numbered = _NUMBERED.fullmatch(text.strip())
    if numbered and 1 <= int(numbered["n"]) <= len(lines):
        line, said = lines[int(numbered["n"]) - 1], numbered["said"]
        return _row(turn, line, quick.read_line(turn, operation, said), said)
    entry = quick.read_line(turn, operation, text)
    line, rest = _named(turn, lines, entry.names)
    return None if line is None else _row(turn, line, entry, rest)


def _named(turn: Turn, lines: Sequence[Any], names: str) -> tuple[Any, str]:
    """The line whose goods are named, and the words behind the name."""
    by_product = {line.product_id: line for line in lines}
    context = Context(only=frozenset(by_product))
    words = names.split()
    for count in range(len(words), 0, -1):
        match = turn.finder.product(turn.db, " ".join(words[:count]), person_id=turn.actor.person_id, context=context)
        if match.verdict is Verdict.ACT:
            return by_product.get(match.ids[0]), " ".join(words[count:])
    return None, ""


def _row(turn: Turn, line: Any, entry: Entry, said: str) -> Row | None:
    row: Row = {"line": line.line_id, "_product": line.product_id, "_unit": line.unit}
    if entry.measure is not None:
        units = goods.product_units(turn, line.product_id)
        if len(entry.measure.parts) == 1 and entry.measure.parts[0].unit is None:
            return None  # a bare number at a line may be anything
        taken = fields.in_base(turn, line.product_id, entry.measure, units)
        if not isinstance(taken, Taken) or Decimal(taken.value) <= 0:
            return None
        enough = Decimal(taken.value) >= line.outstanding.quantity
        return row | ({"kind": AnswerKind.ACCEPT.value} if enough else _less(taken.value))
    if entry.price is not None:
        return row | {"kind": AnswerKind.DEARER.value, "?price": quick.price_json(entry.price)}
    if entry.day is not None:
        return row | {"kind": AnswerKind.LATER.value, "expected_on": entry.day.isoformat()}
    return _yes_or_no(row, said)


def _less(quantity: str) -> Row:
    return {"kind": AnswerKind.LESS.value, "quantity": quantity}


def _yes_or_no(row: Row, said: str) -> Row | None:
    word = fold(said).strip(STOPS + " ")
    if word in words_of("answers", "yes"):
        return row | {"kind": AnswerKind.ACCEPT.value}
    if word in words_of("answers", "no") or word in words_of("answers", "none"):
        return row | {"kind": AnswerKind.REFUSE.value}
    return None
