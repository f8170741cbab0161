"""The rows of a receipt that is being filled in: proposed as expected, changed, set apart, brought in order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.purchasing.facts import OrderLineFact
from handlers.purchasing.tracking import OrderShown
from jxc_bot.conversation import fields, goods, quick
from jxc_bot.conversation.purchasing.doing import ask, operation_of
from jxc_bot.conversation.reading.entry import Entry
from jxc_bot.conversation.reading.which_line import read_which_line
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Taken
from jxc_bot.lookup import Context, Verdict
from models.draft import Draft
from models.purchase_receipt import Quality
from models.values import ZERO

Row = dict[str, Any]


def expected(turn: Turn, order_id: int) -> list[OrderLineFact]:
    """The lines of an order that are waited for, in their order."""
    shown: OrderShown = ask(turn, "show_order", order=order_id)
    return [line for line in shown.lines if line.outstanding.quantity > ZERO]


def proposed(turn: Turn, order_id: int) -> list[Row]:
    """A row for every line that is waited for, with all that is outstanding."""
    return [row_of(line) for line in expected(turn, order_id)]


def row_of(line: OrderLineFact) -> Row:
    """A line as expected. ``outstanding`` is what the person saw; if somebody else was faster, it is refused."""
    waits = str(line.outstanding.quantity)
    return {
        "line": line.line_id,
        "quantity": waits,
        "outstanding": waits,
        "_product": line.product_id,
        "_unit": line.unit,
    }


def passing(rows: Sequence[Row], line_id: int) -> Row | None:
    """The row of a line that passes, if it is there."""
    return next((row for row in rows if row["line"] == line_id and row.get("quality") in (None, Quality.PASS)), None)


def tidy(turn: Turn, draft: Draft) -> None:
    """Takes what was set apart off the row that passes, and asks why and for a photo where that is still open."""
    rows: list[Row] = draft.answers["lines"]
    for row in rows:
        if row.pop("_from", False):
            row["_set_apart"] = True
            whole = passing(rows, row["line"])
            if whole is not None:
                whole["quantity"] = str(max(ZERO, Decimal(whole["quantity"]) - Decimal(row["quantity"])))
    rows[:] = [row for row in rows if Decimal(row["quantity"]) > ZERO]
    for number, row in enumerate(rows):
        if not row.get("_set_apart"):
            continue
        for name in ("reason", "attachment"):
            if not row.get(name) and not row.get(f"_asked_{name}"):
                row[f"_asked_{name}"] = True
                draft.answers["_changing"] = f"lines.{number}.{name}"
                return
    _without_reason(rows)


def _without_reason(rows: list[Row]) -> None:
    """What was set apart without a reason passes after all."""
    for row in [row for row in rows if row.get("_set_apart") and not row.get("reason")]:
        rows.remove(row)
        whole = passing(rows, row["line"])
        if whole is None:
            rows.append({key: value for key, value in row.items() if key not in ("quality", "_set_apart")})
        else:
            whole["quantity"] = str(Decimal(whole["quantity"]) + Decimal(row["quantity"]))


def say(turn: Turn, answers: dict[str, Any], text: str) -> bool:
    """``可乐 5箱``, ``第一行15箱`` or a barcode, said at the card: so much of that line came."""
    rows: list[Row] = answers["lines"]
    line, entry = _meant(turn, expected(turn, answers["order"]), text)
    if line is None or entry.measure is None:
        return False
    taken = fields.in_base(turn, line.product_id, entry.measure, goods.product_units(turn, line.product_id))
    if not isinstance(taken, Taken) or Decimal(taken.value) <= ZERO:
        return False
    row = passing(rows, line.line_id)
    if row is None:
        row = row_of(line)
        rows.append(row)
    row["quantity"] = taken.value
    return True


def _meant(turn: Turn, lines: Sequence[OrderLineFact], text: str) -> tuple[OrderLineFact | None, Entry]:
    """The line that is spoken of, by its number on the card or by its goods, and what is said of it."""
    receiving = operation_of(turn, "receive_products")
    said = read_which_line(text)
    if said is not None and said.number is not None:
        entry = quick.read_line(turn, receiving, said.text)
        there = said.number <= len(lines) and not entry.names
        return (lines[said.number - 1] if there else None), entry
    entry = quick.read_line(turn, receiving, text)
    named = entry.barcodes[0] if entry.barcodes and not entry.rest else entry.names
    if not named:
        return None, entry
    if named.isdecimal() and 0 < int(named[:4]) <= len(lines):
        return lines[int(named[:4]) - 1], entry  # 1 15箱
    by_product = {line.product_id: line for line in lines}
    context = Context(only=frozenset(by_product))
    match = turn.finder.product(turn.db, named, person_id=turn.actor.person_id, context=context)
    return (by_product.get(match.ids[0]) if match.verdict is Verdict.ACT and match.ids else None), entry


def seen_again(turn: Turn, draft: Draft) -> bool:
    """Somebody else received meanwhile: what was as expected is as expected now. False when nothing is left."""
    now = {line.line_id: line for line in expected(turn, draft.answers["order"])}
    kept = []
    for row in draft.answers["lines"]:
        if row["line"] not in now:
            continue
        waits = str(now[row["line"]].outstanding.quantity)
        if row["quantity"] == row.get("outstanding"):
            row["quantity"] = waits
        row["outstanding"] = waits
        kept.append(row)
    draft.answers["lines"] = kept
    return bool(kept)
