"""Quick entry: one typed line, or several, taken apart into the slots of a form.

``收货 可乐 3箱+5瓶 @48 主仓`` fills fields by kind: number and unit, price, day, place, party; what is left is the
name to look up. Nothing is decided here: what was said waits as ``?field`` and is read when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from handlers.adjust import Direction
from jxc_bot.conversation.amounts import count_in, measure_json
from jxc_bot.conversation.counted_to import COUNTED, without_mark
from jxc_bot.conversation.form_entry import fill_form
from jxc_bot.conversation.goods import foresee_barcodes, unit_of_barcode
from jxc_bot.conversation.known_words import take_known_words, take_likely_party
from jxc_bot.conversation.pieces import pieces
from jxc_bot.conversation.reading.day import Lean
from jxc_bot.conversation.reading.entry import Entry, read_entry
from jxc_bot.conversation.reading.measure import Measure, Part
from jxc_bot.conversation.reading.price import Price
from jxc_bot.conversation.references import names
from jxc_bot.conversation.slots import Answers, FieldShape, carrier, lines_field, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.finder import NOTHING
from jxc_bot.lookup import Verdict
from jxc_bot.words.fold import fold
from models.location import Location, Warehouse
from models.operation import Operation
from models.party import Party
from models.product import Product

PLACES = (Warehouse, Location)
PRICED = ("price", "unit_price", "amount")


def fill(turn: Turn, operation: Operation, answers: Answers, text: str) -> None:
    """Puts everything that ``text`` says into ``answers``."""
    if not text.strip():
        return
    lines = lines_field(operation.form)
    if lines is None:
        said = " ".join(text.split("\n"))
        if any(field.kind == "quantity" for field in shape(operation.form)):
            fill_line(turn, operation, answers, answers, said)
        else:
            fill_form(turn, operation, answers, said)
        return
    rows: list[Answers] = answers.setdefault(lines.name, [])
    entries = [read_line(turn, operation, piece) for piece in pieces(turn, text)]
    foresee_barcodes(turn, [code for entry in entries for code in entry.barcodes])
    for entry in entries:
        row: Answers = {}
        _fill_line(turn, operation, answers, row, entry, of_several=len(entries) > 1)
        if row:
            rows.append(row)
    if not rows:
        answers.pop(lines.name)


def fill_line(turn: Turn, operation: Operation, answers: Answers, row: Answers, text: str) -> Entry:
    """Adds what one more line says to the header and to ``row``; returns what was read."""
    entry = read_line(turn, operation, text)
    _fill_line(turn, operation, answers, row, entry)
    return entry


def read_line(turn: Turn, operation: Operation, text: str) -> Entry:
    """One line taken apart, with the company's units and places in mind."""
    past = any(field.name.startswith("happened") for field in shape(operation.form))
    signed = any(field.choices is Direction for field in shape(operation.form))
    return read_entry(
        text,
        turn.finder.unit_names,
        turn.actor.today,
        places=turn.finder.place_names,
        lean=Lean.PAST if past else Lean.FUTURE,
        signed=signed,
    )


def _fill_line(
    turn: Turn, operation: Operation, answers: Answers, row: Answers, entry: Entry, *, of_several: bool = False
) -> None:
    """``of_several``: of a pasted list, in which a line may be the supplier's name alone."""
    header, line = shape(operation.form), shape(carrier(operation.form))
    entry = _take_sign(header, answers, entry)
    _take_kinds(line, row, entry)
    if (entry.price or entry.bad_price) and not any(f.kind in PRICED for f in (*line, *header)):
        answers["_price"] = True  # it is not kept here, and that is said
    for field in header:
        said = entry.day.isoformat() if entry.day is not None else entry.bad_day.typed if entry.bad_day else ""
        if field.kind == "day" and said:
            if field.name not in answers:
                answers.setdefault("?" + field.name, said)
            break
    _take_places(turn, header, answers, entry)
    _take_labels(turn, operation, header, answers, line, row, entry)
    _take_document(header, answers, entry)
    if entry.measure is not None and any(f.choices is Direction for f in header):
        names, counted = without_mark(entry.names)
        if counted:
            row[COUNTED], entry = True, replace(entry, rest=(names,))
    names_product = _names_product(line) and not (of_several and entry.measure is None and entry.price is None)
    rest = take_known_words(turn, operation, header, answers, entry.names, keep_one=names_product)
    product = next((f for f in line if f.ref is not None and f.ref.target is Product), None)
    if product is None:
        return
    rest = take_likely_party(turn, header, answers, rest)
    if entry.barcodes and not rest:
        row["?" + product.name] = entry.barcodes[0]
        _count_what_was_scanned(turn, row, entry.barcodes[0])
    elif rest:
        row["?" + product.name] = _best_reading(turn, line, row, entry, rest)


def _take_sign(header: tuple[FieldShape, ...], answers: Answers, entry: Entry) -> Entry:
    """``-3瓶`` says the direction of an adjustment as well; what is kept is how much it is."""
    field = next((f for f in header if f.choices is Direction), None)
    if field is None or entry.measure is None or not (entry.measure.negative or entry.measure.typed.startswith("+")):
        return entry
    answers.setdefault(field.name, (Direction.LOSS if entry.measure.negative else Direction.GAIN).value)
    parts = tuple(Part(abs(part.amount), part.unit) for part in entry.measure.parts)
    return replace(entry, measure=Measure(parts, entry.measure.typed.lstrip("+-")))


def _count_what_was_scanned(turn: Turn, row: Answers, code: str) -> None:
    """A bare number beside a barcode counts the pack it is printed on."""
    count_in(row.get("?quantity"), unit_of_barcode(turn, code))


def _names_product(line: tuple[FieldShape, ...]) -> bool:
    return any(field.ref is not None and field.ref.target is Product for field in line)


def _take_kinds(line: tuple[FieldShape, ...], row: Answers, entry: Entry) -> None:
    quantity = next((f for f in line if f.kind == "quantity"), None)
    price = next((f for f in line if f.kind == "price"), None)
    if quantity is not None and entry.measure is not None:
        row["?" + quantity.name] = measure_json(entry.measure)
    if price is not None and entry.price is not None:
        row["?" + price.name] = price_json(entry.price)
    elif price is not None and entry.bad_price is not None:
        row["?" + price.name] = entry.bad_price.typed  # read again when its turn comes, so that the answer says why
    for refused in entry.refused:
        if quantity is not None and "?" + quantity.name not in row:
            row["?" + quantity.name] = refused.typed


def _best_reading(turn: Turn, line: tuple[FieldShape, ...], row: Answers, entry: Entry, rest: str) -> str:
    """The name to look up. Where a number may belong to the name (得力 80张), the reading that is found wins."""
    person = turn.actor.person_id
    first = turn.finder.product(turn.db, rest, person_id=person)
    if first.verdict is Verdict.ACT:
        return rest
    best, best_match = entry, first
    for other in entry.alternatives:
        match = turn.finder.product(turn.db, other.names, person_id=person) if other.rest else NOTHING
        counted = other.measure is not None or match.exact  # a reading that loses the quantity must be a full name
        if match.ids and _counts_less(turn, entry, other, match.ids[0]):
            continue
        better = match.verdict is Verdict.ACT and best_match.verdict is not Verdict.ACT
        if counted and (better or (best_match.verdict is Verdict.NONE and match.verdict is Verdict.ASK)):
            best, best_match = other, match
    if best is entry:
        return _without_price(turn, line, row, rest) if best_match.verdict is Verdict.NONE else rest
    for name in ("quantity", "cost", "price"):
        row.pop("?" + name, None)
    _take_kinds(line, row, best)
    return best.names


def _without_price(turn: Turn, line: tuple[FieldShape, ...], row: Answers, rest: str) -> str:
    """`可乐 3箱 主仓 48`: a number that is no part of the goods is their price, where nothing else is."""
    price = next((f.name for f in line if f.kind == "price"), "")
    goods, _, last = rest.rpartition(" ")
    if not price or not goods or not last.isdecimal() or "?" + price in row or "?quantity" not in row:
        return rest
    if turn.finder.product(turn.db, goods, person_id=turn.actor.person_id).verdict is not Verdict.ACT:
        return rest
    row["?" + price] = price_json(Price(Decimal(last)))
    return goods


def _counts_less(turn: Turn, entry: Entry, other: Entry, product_id: int) -> bool:
    """Whether another reading counts with a bare number, and the amount it leaves is no part of the name."""
    first, second = (one.measure.parts if one.measure is not None else () for one in (entry, other))
    if entry.measure is None or other.measure is None:
        return False
    if not any(part.unit for part in first) or any(part.unit for part in second):
        return False
    called = fold(names(turn, Product, [product_id]).get(product_id, "")).replace(" ", "")
    return fold(entry.measure.typed).replace(" ", "") not in called


def _take_places(turn: Turn, header: tuple[FieldShape, ...], answers: Answers, entry: Entry) -> None:
    inside = () if any(field.name == "destination" for field in header) else ("location",)  # one's own, not the other's
    wanted = (
        (entry.source, ("source", "supplier", "warehouse", "party")),
        (entry.destination, ("destination", "customer", "warehouse", *inside, "party", "target")),
        (entry.at, ("warehouse", "location", "source", "destination")),
    )
    for text, fitting in wanted:
        if text:
            _offer(turn, [f for name in fitting for f in header if f.name == name and f.ref], answers, text)


def _offer(turn: Turn, fields: list[FieldShape], answers: Answers, text: str) -> bool:
    """Gives ``text`` to the first field that knows it by name, else to the first there is."""
    free = [f for f in fields if f.name not in answers and "?" + f.name not in answers]
    known = [f for f in free if turn.finder.knows(f.ref.target, text)]  # type: ignore[union-attr]
    for field in (known or free)[:1]:
        answers["?" + field.name] = text
        return True
    return False


def _take_labels(
    turn: Turn,
    operation: Operation,
    header: tuple[FieldShape, ...],
    answers: Answers,
    line: tuple[FieldShape, ...],
    row: Answers,
    entry: Entry,
) -> None:
    for label, text in entry.labels.items():
        for fields, box in ((line, row), (header, answers)):
            field = labelled(fields, label)
            if field is not None and "?" + field.name not in box:
                box["?" + field.name] = text
                break


def labelled(fields: Iterable[FieldShape], label: str) -> FieldShape | None:
    """The field that a label of the lexicon means here."""
    fields = list(fields)
    by_name = next((f for f in fields if f.name == label), None)
    if by_name is not None:
        return by_name
    targets: dict[str, tuple[Any, ...]] = {"warehouse": PLACES, "supplier": (Party,), "customer": (Party,)}
    if label in ("price", "cost", "total"):
        return next((f for f in fields if f.kind in ("price", "unit_price", "amount")), None)
    if label == "date":
        return next((f for f in fields if f.kind == "day"), None)
    if label in targets:
        found = (f for f in fields if f.ref is not None and f.ref.target in targets[label])
        return next((f for f in found if not f.ref or f.ref.role in ("", label)), None)
    return None


def _take_document(header: tuple[FieldShape, ...], answers: Answers, entry: Entry) -> None:
    if not entry.documents:
        return
    plain = (Product, Party, Warehouse, Location)
    field = next((f for f in header if f.ref is not None and f.ref.target not in plain), None)
    if field is not None and field.name not in answers:
        answers["?" + field.name] = entry.documents[0]


def price_json(price: Price) -> dict[str, Any]:
    """A price that waits for its product's units."""
    said = {"amount": str(price.amount), "unit": price.unit, "currency": price.currency, "total": price.total}
    return said | ({"times": True} if price.times else {})
