"""Words about one line of a document, typed at its preview or in between: `第二行5箱`, `删掉红牛`, `红牛改成6箱`."""

from __future__ import annotations

from collections.abc import Callable

from jxc_bot.conversation.reading.which_line import LineSaid, read_which_line
from jxc_bot.conversation.slots import Answers, carrier, lines_field, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Context, Verdict
from models.operation import Operation
from models.product import Product

Amend = Callable[[list[Answers], str], bool]
"""Puts what is said into one of these rows; False where it says nothing that fits."""


def taken(turn: Turn, operation: Operation, answers: Answers, text: str, amend: Amend) -> str | None:
    """Does what ``text`` says of a line: None where it speaks of none, else a notice (empty: there is none to give)."""
    lines = lines_field(operation.form)
    said = read_which_line(text) if lines is not None and names_goods(operation) else None
    if said is None or lines is None:
        return None
    rows: list[Answers] = answers.get(lines.name) or []
    place = _place(turn, rows, said)
    if place is None:
        return None
    if place >= len(rows):
        return turn.word("no-such-line", number=place + 1, count=len(rows)) + "\n"
    if said.goes:
        return _dropped(turn, answers, rows, place)
    return "" if amend([rows[place]], said.text) else None


def names_goods(operation: Operation) -> bool:
    """Whether the lines of a form say themselves what goods they are of, rather than stand for lines of an order."""
    return any(f.required and f.ref is not None and f.ref.target is Product for f in shape(carrier(operation.form)))


def _dropped(turn: Turn, answers: Answers, rows: list[Answers], place: int) -> str:
    if len(rows) == 1:
        return turn.word("last-line") + "\n"
    del rows[place]
    answers["_trail"] = []
    if str(answers.get("_changing", "")).startswith("lines."):
        del answers["_changing"]
    return ""


def _place(turn: Turn, rows: list[Answers], said: LineSaid) -> int | None:
    """Where the line stands (from 0): by its number, or by the name of goods that one line has."""
    if said.number is not None:
        return said.number - 1
    return row_of(turn, rows, said.name)


def row_of(turn: Turn, rows: list[Answers], name: str) -> int | None:
    """Which line (from 0) has the goods of this name; None where none has, or several."""
    ids = [row.get("product") for row in rows]
    only = frozenset(i for i in ids if isinstance(i, int))
    if not only or not name:
        return None
    person = turn.actor.person_id
    match = turn.finder.product(turn.db, name, person_id=person)
    if match.verdict is Verdict.NONE:
        return None
    meant = [i for i in match.ids if i in only]
    if match.verdict is Verdict.ACT and meant[:1] != list(match.ids[:1]):
        return None
    if len(meant) != 1:
        within = turn.finder.product(turn.db, name, person_id=person, context=Context(only=only))
        meant = list(within.ids[:1]) if within.verdict is Verdict.ACT else []
    return ids.index(meant[0]) if len(meant) == 1 and ids.count(meant[0]) == 1 else None
