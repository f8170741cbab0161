"""More or less of what a card shows, typed at it: `再加2瓶`, `少一箱`, `+2箱`; and one more line: `还有雪碧2箱`."""

from __future__ import annotations

from decimal import Decimal

from handlers.adjust import Direction
from jxc_bot.conversation import amending, quick
from jxc_bot.conversation.amounts import WORKED, NotCounted, count_in, counted, measure_json, measure_of
from jxc_bot.conversation.by_line import names_goods
from jxc_bot.conversation.goods import product_name, product_units
from jxc_bot.conversation.reading.measure import read_measure
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.restating import share_total
from jxc_bot.conversation.slots import Answers, lines_field, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.unit_words import unit_words
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import words_of
from models.operation import Operation


def taken(turn: Turn, operation: Operation, answers: Answers, text: str) -> str | None:
    """Does what ``text`` adds or takes away: None where it does neither, else a notice (empty: there is none)."""
    lines = lines_field(operation.form)
    directed = any(field.choices is Direction for field in shape(operation.form))
    if lines is None or directed or not names_goods(operation):
        return None
    rows: list[Answers] = answers.get(lines.name) or []
    for words, sign in (("more", 1), ("less", -1)):
        for word in words_of("adding", words):
            rest = bare(text[len(word) :]) if fold(text).startswith(word) else ""
            if not rest or (word[-1].isascii() and word[-1].isalpha() and not text[len(word)].isspace()):
                continue
            notice = _changed(turn, rows, rest, sign) if rows else None
            if notice is not None:
                return notice
            if sign > 0 and len(word) > 1 and _is_line(turn, operation, rest):
                return "" if amending.amend(turn, operation, answers, rest) else None
    return None


def _changed(turn: Turn, rows: list[Answers], text: str, sign: int) -> str | None:
    """The last line with so much more, or less."""
    row = rows[-1]
    product = row.get("product")
    units = product_units(turn, product)
    said = read_measure(text, {*unit_words(units), *turn.finder.unit_names})
    if isinstance(said, Refused) or not product or not row.get("quantity"):
        return None
    waiting = measure_json(said)
    count_in(waiting, row.get("_unit"))
    more = counted(measure_of(waiting), units, product_name(turn, product))
    if isinstance(more, NotCounted):
        return turn.word(more.key, **dict(more.facts)) + "\n"
    before = Decimal(row["quantity"])
    total = before + sign * Decimal(more.total.numerator) / Decimal(more.total.denominator)
    if more.total.denominator != 1 or total <= 0:
        return turn.word("cannot-take-off", text=text) + "\n"
    row["quantity"] = str(total)
    row.pop(WORKED, None)
    share_total(row, str(before), str(total))
    return ""


def _is_line(turn: Turn, operation: Operation, text: str) -> bool:
    entry = quick.read_line(turn, operation, text)
    return entry.measure is not None and bool(entry.names)
