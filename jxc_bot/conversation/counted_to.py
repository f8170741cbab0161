"""An adjustment told by what is there (调整 可乐 到 100瓶): what is adjusted is the difference from the books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.adjust import Direction
from handlers.facts import stock_in
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.slots import Answers, lines_field, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Asking, Trouble
from jxc_bot.words import format as formats
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of

COUNTED, BOOKS, MORE = "_counted", "_books", "_more"
"""Marks a row whose quantity is what was counted; afterwards, what was counted and what the books had said, and
whether more was there."""


def without_mark(names: str) -> tuple[str, bool]:
    """The names of a line without a word such as 到 or 实际 before its amount, and whether there was one."""
    words = names.split()
    kept = [word for word in words if fold(word) not in words_of("questions", "counted")]
    if kept and len(kept) < len(words):
        return " ".join(kept), True
    for word in words_of("questions", "counted"):
        if not word.isascii() and len(word) > 1 and fold(names).endswith(word) and len(names) > len(word):
            return names[: -len(word)].strip(), True
    return names, False


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Why a count cannot be adjusted as it stands, and at which row that is asked."""

    row: int
    trouble: Trouble


def difference(asking: Asking) -> Unsettled | bool:
    """Turns what was counted into the differences and their direction. True: done; False: something is missing yet.

    Unsettled: the books say just that, or the rows of one adjustment do not have one direction.
    """
    rows, warehouse = _rows(asking), asking.answers.get("warehouse")
    if not warehouse or not all(row.get("product") and row.get("quantity") for row in rows):
        return False
    stock = stock_in(asking.turn.db, warehouse, [int(row["product"]) for row in rows])
    directions: set[bool | None] = set()
    for number, row in enumerate(rows):
        if row.get(COUNTED):
            books = stock.get(int(row["product"]), Decimal(0))
            if Decimal(row["quantity"]) == books:
                told = _told(asking.turn, int(row["product"]), books)
                return Unsettled(number, Trouble("nothing-differs", {"quantity": told}))
            directions.add(Decimal(row["quantity"]) > books)
        else:
            directions.add(row.get(MORE))
    if len(directions) > 1 or None in directions:
        return Unsettled(len(rows) - 1, Trouble("counted-apart"))
    for row in rows:
        if row.pop(COUNTED, None):
            _adjust(asking.turn, row, stock.get(int(row["product"]), Decimal(0)))
    asking.box[asking.slot.field.name] = (Direction.GAIN if directions.pop() else Direction.LOSS).value
    return True


def _adjust(turn: Turn, row: Answers, books: Decimal) -> None:
    product_id, counted = int(row["product"]), Decimal(row["quantity"])
    row["quantity"], row["_unit"] = str(abs(counted - books)), ""
    row[BOOKS], row[MORE] = [_told(turn, product_id, counted), _told(turn, product_id, books)], counted > books


def counted_anew(asking: Asking) -> None:
    """Another quantity in place of a difference is another count."""
    if asking.box.pop(BOOKS, None) is not None:
        asking.box.pop(MORE, None)
        asking.box[COUNTED] = True
        for name in [f.name for f in shape(asking.operation.form) if f.choices is Direction]:
            asking.answers.pop(name, None)


def in_order(askings: Iterable[Asking]) -> Iterator[Asking]:
    """The askings of a draft; a direction that follows from a count comes behind the warehouse."""
    held: list[Asking] = []
    for asking in askings:
        if waits(asking):
            held.append(asking)
            continue
        yield asking
        if asking.slot.field.name == "warehouse":
            yield from held
            held = []
    yield from held


def waits(asking: Asking) -> bool:
    """Whether the direction follows from a count as soon as the warehouse is known."""
    return asking.slot.field.choices is Direction and any(row.get(COUNTED) for row in _rows(asking))


def _rows(asking: Asking) -> list[Answers]:
    lines = lines_field(asking.operation.form)
    return asking.answers.get(lines.name) or [] if lines is not None else []


def _told(turn: Turn, product_id: int, quantity: Decimal) -> str:
    return formats.measure_both(quantity, spoken_units(turn, [product_id])[product_id], turn.words.locale)
