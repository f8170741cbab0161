"""Changes of a draft by words: another quantity, price, day or place, one more line, or a correction of one of them."""

from __future__ import annotations

from jxc_bot.conversation import beside, by_line, quick
from jxc_bot.conversation.by_line import names_goods
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.reading.correction import Correction, read_correction
from jxc_bot.conversation.slots import Answers, carrier, lines_field, shape
from jxc_bot.conversation.turn import Turn
from models.operation import Operation


def of_a_line(turn: Turn, operation: Operation, answers: Answers, text: str) -> str | None:
    """Does what ``text`` says of one line, named by its number or its goods: None where it speaks of none.

    A text is a notice for the person; empty where there is nothing to say.
    """

    def changed(rows: list[Answers], said: str) -> bool:
        correction = read_correction(said)
        done = (
            correct(turn, operation, answers, correction, rows)
            if correction is not None and correction.text
            else amend(turn, operation, answers, said, only_change=True, rows=rows)
        )
        if done:
            answers.pop("_changing", None)
        return done

    correction = read_correction(text)
    said = correction.text if correction is not None and correction.field is None else text
    return by_line.taken(turn, operation, answers, said, changed)


def correct(
    turn: Turn, operation: Operation, answers: Answers, correction: Correction, rows: list[Answers] | None = None
) -> bool:
    """Puts a correction in place of what it corrects; False where it says nothing this form has."""
    lines = lines_field(operation.form)
    known: list[Answers] = [] if lines is None else answers.get(lines.name) or [{}]
    rows = _denied(turn, operation, known, correction) if rows is None else rows
    if correction.field is None:
        return amend(turn, operation, answers, correction.text, only_change=True, rows=rows or None)
    for box, form in [*((row, carrier(operation.form)) for row in reversed(rows or known)), (answers, operation.form)]:
        fields = shape(form)
        named = (f for f in fields if f.name == correction.field)
        field = next(named, None) or quick.labelled(fields, correction.field)
        if field is not None:
            box["?" + field.name] = correction.text
            return True
    return False


def _denied(turn: Turn, operation: Operation, rows: list[Answers], correction: Correction) -> list[Answers]:
    """The row that has what was denied (不是可乐，是雪碧), where there are several."""
    if not correction.instead_of or len(rows) < 2 or not names_goods(operation):
        return []
    meant = by_line.row_of(turn, rows, correction.instead_of)
    return [] if meant is None else [rows[meant]]


def amend(
    turn: Turn,
    operation: Operation,
    answers: Answers,
    text: str,
    *,
    only_change: bool = False,
    rows: list[Answers] | None = None,
) -> bool:
    """Takes words typed at the preview: a new quantity, price, day or place, or one more line of the document.

    ``rows``: the lines that are spoken of; of several the last one is changed.
    """
    lines = lines_field(operation.form)
    row: Answers = {}
    header: Answers = {}
    entry = quick.fill_line(turn, operation, header, row, text)
    if rows is None:
        rows = answers.setdefault(lines.name, []) if lines is not None else [answers]
    named = "?product" in row
    if lines is not None and not names_goods(operation) and (entry.names or (len(rows) > 1 and "?quantity" in row)):
        return False  # which line is meant is not said, and it is never guessed
    if named and lines is not None and not only_change and entry.measure is not None:
        for piece in pieces(turn, text):
            more: Answers = {}
            quick.fill_line(turn, operation, answers, more, piece)
            rows.append(more)
        return True
    if named and only_change and not any(key in row for key in ("?quantity", "?cost", "?price")):
        return _change_by_words(turn, operation, answers, rows, text)
    if named and not only_change:
        return False
    if rows:
        beside.in_its_unit(rows[-1], row)
    changed = False
    for box, found in ((rows[-1] if rows else {}, row), (answers, header)):
        box.update(found)
        changed = changed or bool(found)
    return changed


def _change_by_words(turn: Turn, operation: Operation, answers: Answers, rows: list[Answers], text: str) -> bool:
    """A correction that is only a name: another warehouse or party if it is exactly one, else another product."""
    for field in shape(operation.form):
        if field.ref is not None and turn.finder.knows(field.ref.target, text):
            answers["?" + field.name] = text
            return True
    if not rows or "product" not in rows[-1]:
        return False
    rows[-1]["?product"] = text
    return True
