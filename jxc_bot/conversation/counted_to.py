"""An adjustment told by what is there (调整 可乐 到 100瓶): what is adjusted is the difference from the books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

COUNTED, BOOKS = "_counted", "_books"
"""Marks a row whose quantity is what was counted; afterwards, what was counted and what the books had said."""


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


def difference(asking: Asking) -> Trouble | bool:
    """Turns what was counted into the difference and its direction. True: done; False: nothing of that kind was said.

    Trouble: the books say just that, so there is nothing to adjust.
    """
    row = _row(asking)
    if row is None or not row.get("product") or not row.get("quantity") or not asking.answers.get("warehouse"):
        return False
    product_id, counted = int(row["product"]), Decimal(row["quantity"])
    books = stock_in(asking.turn.db, asking.answers["warehouse"], [product_id]).get(product_id, Decimal(0))
    del row[COUNTED]
    if counted == books:
        return Trouble("nothing-differs", {"quantity": _told(asking.turn, product_id, books)})
    row["quantity"], row["_unit"] = str(abs(counted - books)), ""
    row[BOOKS] = [_told(asking.turn, product_id, counted), _told(asking.turn, product_id, books)]
    asking.box[asking.slot.field.name] = (Direction.GAIN if counted > books else Direction.LOSS).value
    return True


def counted_anew(asking: Asking) -> None:
    """Another quantity in place of a difference is another count."""
    if asking.box.pop(BOOKS, None) is not None:
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
    return asking.slot.field.choices is Direction and _row(asking) is not None


def _row(asking: Asking) -> Answers | None:
    lines = lines_field(asking.operation.form)
    rows = asking.answers.get(lines.name) or [] if lines is not None else []
    return rows[0] if len(rows) == 1 and rows[0].get(COUNTED) else None


def _told(turn: Turn, product_id: int, quantity: Decimal) -> str:
    return formats.measure_both(quantity, spoken_units(turn, [product_id])[product_id], turn.words.locale)
