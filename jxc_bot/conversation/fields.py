"""How each kind of field is read, asked and shown. One place for all kinds; operations only declare theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from handlers import checks
from jxc_bot.conversation.amounts import (
    SCANNED,
    WORKED,
    NotCounted,
    count_in,
    counted,
    measure_json,
    measure_of,
    pack_not_price,
)
from jxc_bot.conversation.counted import fitting
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.goods import product_name, product_row, product_units, spoken_units, unit_of_barcode
from jxc_bot.conversation.reading.day import Lean, read_day
from jxc_bot.conversation.reading.measure import Measure as Typed
from jxc_bot.conversation.reading.measure import read_measure
from jxc_bot.conversation.reading.numbers import read_number
from jxc_bot.conversation.reading.price import Price as TypedPrice
from jxc_bot.conversation.reading.price import read_price
from jxc_bot.conversation.reading.refusal import Refused as NotRead
from jxc_bot.conversation.references import excused, find, names
from jxc_bot.conversation.slots import carrier, shape
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.understood import Asking, Choose, Option, Outcome, Taken, Trouble
from jxc_bot.conversation.unit_words import meant_unit, unit_words, without_money
from jxc_bot.lookup import Verdict
from jxc_bot.words import format as formats
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of
from models.errors import FractionOfUnit, Invalid
from models.product import Product
from models.units import check_places
from models.values import UnitRatio, to_decimal

LONGEST_TEXT = 200
BARCODE = re.compile("[0-9]{8,14}")
MAKEABLE = ("product", "party", "warehouse")
"""What can be made on the way when it is not found."""


def read(asking: Asking, said: str | dict[str, Any]) -> Outcome:
    """What was said means as the answer of this slot; a quick entry has measures and prices taken apart already."""
    if isinstance(said, str):
        return READERS[asking.slot.field.kind](asking, said.strip())
    if "parts" in said:
        said = without_money(
            asking.box, asking.answers, said, product_units(asking.turn, product_of(asking)), _priced(asking)
        )
        product_id = product_of(asking)
        units = product_units(asking.turn, product_id)
        pack = pack_not_price(asking.box, said, units, _priced(asking))
        return in_base(asking.turn, product_id, measure_of(said | ({"worked": pack} if pack else {})), units)
    return _take_price(asking, TypedPrice(Decimal(said["amount"]), said["unit"], said["currency"], said["total"]))


def _priced(asking: Asking) -> str:
    """The name of the price beside the quantity of this slot, if there is one."""
    fields = shape(carrier(asking.operation.form))
    return next((field.name for field in fields if field.kind == "price"), "")


def product_of(asking: Asking) -> int | None:
    """The product that a quantity or price of this box is of."""
    known = (box.get(name) for box in (asking.box, asking.answers) for name in ("product", "_product"))
    found = next((value for value in known if value), None)
    return int(found) if found else None


def _read_ref(asking: Asking, text: str) -> Outcome:
    sought = asking.sought
    target = sought.ref.target.__name__.lower()
    if len(text) > LONGEST_TEXT:
        return Trouble("too-long", {"limit": LONGEST_TEXT})
    match = named = find(asking.turn, sought, text)
    if sought.ref.target is Product:
        match = fitting(asking.turn, sought, text, match, asking.box.get("?quantity"))
    if match.verdict is Verdict.ACT:
        scanned = sought.ref.target is Product and bool(BARCODE.fullmatch(text)) and unit_of_barcode(asking.turn, text)
        return Taken(match.ids[0], {SCANNED: scanned} if scanned else {})
    if match.verdict is Verdict.ASK and match.ids:
        labels = names(asking.turn, sought.ref.target, match.ids)
        learn = text if match is named else ""  # what the units told apart, the words do not
        listed = tuple(Option(labels.get(i, f"#{i}"), i, learn) for i in match.ids)
        return Choose(listed, "which-one", {"text": text[:60]})
    why_not = excused(asking.turn, sought, text)
    if why_not is not None:
        return Trouble(why_not.key, error=why_not)
    known = target if target in ("product", "party", "warehouse", "location", "person") else "document"
    return Trouble(f"not-found-{known}", {"text": text[:60]}, create=target if target in MAKEABLE else "")


def _read_quantity(asking: Asking, text: str) -> Outcome:
    product_id = product_of(asking)
    units = product_units(asking.turn, product_id)
    typed = read_measure(text, unit_words(units) or asking.turn.finder.unit_names)
    if isinstance(typed, NotRead):
        return _refused(typed, units, product_name(asking.turn, product_id))
    if asking.box.get(SCANNED):
        said = measure_json(typed)
        count_in(said, asking.box[SCANNED])
        typed = measure_of(said)
    return in_base(asking.turn, product_id, typed, units)


def in_base(turn: Turn, product_id: int | None, typed: Typed, units: list[UnitRatio]) -> Outcome:
    """A typed measure as base units of a product."""
    base = units[-1].name if units else ""
    found = counted(typed, units, product_name(turn, product_id))
    if isinstance(found, NotCounted):
        return Trouble(found.key, found.facts)
    product = product_row(turn, product_id)
    try:
        spoken = spoken_units(turn, [product_id])[product_id] if product_id else ()
        total = found.total
        quantity = check_places(product, base, typed.typed, total, spoken) if product else to_decimal(total, 6)
    except FractionOfUnit as fraction:
        return Trouble(fraction.key, error=fraction)
    return Taken(str(quantity), {"_unit": found.unit} | ({WORKED: found.worked} if found.worked else {}))


def _read_price(asking: Asking, text: str) -> Outcome:
    units = product_units(asking.turn, product_of(asking))
    price = read_price(text, [unit.name for unit in units])
    return _refused(price, units) if isinstance(price, NotRead) else _take_price(asking, price)


def _take_price(asking: Asking, price: TypedPrice) -> Outcome:
    """A typed price as money for one unit of the product: the one named, else the one the quantity was typed in."""
    units, typed = product_units(asking.turn, product_of(asking)), str(price.amount)
    if price.currency and price.currency != asking.turn.services.company.currency:
        return Trouble("refused-currency", {"typed": price.currency, "own": asking.turn.services.company.currency})
    if price.amount > 10**9:
        return Trouble("refused-too_large", {"text": typed})
    if price.total and asking.box.get("quantity"):
        whole = Fraction(Decimal(asking.box["quantity"]))
        return Taken(_price_json(price.amount, "", whole.numerator, whole.denominator))
    wanted = price.unit or asking.box.get("_unit") or (units[-1].name if units else "")
    unit = meant_unit(units, wanted)
    if unit is None and price.unit:
        known = " / ".join(u.name for u in units)
        return Trouble("refused-unknown_unit.known", {"product": "", "part": price.unit, "units": known})
    unit = unit or (units[-1] if units else UnitRatio(""))
    return Taken(_price_json(price.amount, unit.name, unit.numerator, unit.denominator))


def _price_json(amount: Decimal, unit: str, numerator: int, denominator: int) -> dict[str, Any]:
    return {"amount": str(amount), "unit": unit, "numerator": numerator, "denominator": denominator}


def _read_amount(asking: Asking, text: str) -> Outcome:
    price = read_price(text)
    if isinstance(price, NotRead):
        return _refused(price, [])
    return Trouble("refused-too_large", {"text": text[:40]}) if price.amount > 10**12 else Taken(str(price.amount))


def _read_count(asking: Asking, text: str) -> Outcome:
    number = read_number(text)
    if isinstance(number, NotRead):
        return _refused(number, [])
    if number.value.denominator != 1 or number.value < 0:
        return Trouble("refused-not-whole", {"text": text[:40]})
    return Taken(int(number.value))


def _read_percent(asking: Asking, text: str) -> Outcome:
    number = read_number(text.rstrip("%\uff05 "))
    if isinstance(number, NotRead):
        return _refused(number, [])
    exact = (number.value * 10**4).denominator == 1
    return Taken(str(to_decimal(number.value, 4))) if exact and 0 <= number.value <= 100 else Trouble("refused-percent")


def _read_day(asking: Asking, text: str) -> Outcome:
    lean = Lean.PAST if asking.slot.field.name.startswith("happened") else Lean.FUTURE
    day = read_day(text, asking.turn.actor.today, lean)
    if isinstance(day, NotRead):
        return _refused(day, [])
    try:
        checks.day(asking.turn.actor, day if lean is Lean.PAST else None)
    except Invalid as wrong:
        shown = formats.day(day, asking.turn.words.locale, asking.turn.actor.today, weekday=True)
        return Trouble(f"invalid-{wrong.reason}", {"detail": shown})
    return Taken(day.isoformat())


def _read_choice(asking: Asking, text: str) -> Outcome:
    choices = asking.slot.field.choices
    assert choices is not None
    labels = {choice: choice_label(asking.turn, choice) for choice in choices}
    said = fold(text)
    exact = [c for c, label in labels.items() if fold(label) == said or str(c.value) == said]
    near = [c for c, label in labels.items() if said and (said in fold(label) or fold(label) in said)]
    found = exact or near
    if len(found) == 1:
        return Taken(found[0].value)
    listed = tuple(Option(labels[c], c.value) for c in (found or choices))
    return Choose(listed, "which-one" if found else "not-a-choice", {"text": text[:60]})


def _read_flag(asking: Asking, text: str) -> Outcome:
    said = fold(text)
    if said in words_of("answers", "yes"):
        return Taken(True)
    if said in words_of("answers", "no") or said in words_of("answers", "none"):
        return Taken(False)
    listed = (Option(asking.turn.label("yes"), True), Option(asking.turn.label("no"), False))
    return Choose(listed, "yes-or-no", {})


def _read_text(asking: Asking, text: str) -> Outcome:
    shown = " ".join(text.split())
    if len(shown) > LONGEST_TEXT:
        return Trouble("too-long", {"limit": LONGEST_TEXT})
    return Taken(shown) if shown else Trouble("empty")


def _read_nothing(asking: Asking, text: str) -> Outcome:
    return Trouble("photo-expected")


READERS: dict[str, Callable[[Asking, str], Outcome]] = {
    "ref": _read_ref,
    "quantity": _read_quantity,
    "price": _read_price,
    "amount": _read_amount,
    "unit_price": _read_amount,
    "percent": _read_percent,
    "day": _read_day,
    "choice": _read_choice,
    "flag": _read_flag,
    "count": _read_count,
    "text": _read_text,
    "attachment": _read_nothing,
    "form": _read_nothing,
    "instant": _read_nothing,
}


def _refused(refused: NotRead, units: list[UnitRatio], product: str = "") -> Trouble:
    known = " / ".join(unit.name for unit in units)
    facts = {"text": refused.typed[:40], "part": refused.part[:20], "units": known, "product": product}
    known_units = refused.reason.value == "unknown_unit" and bool(units)
    return Trouble(f"refused-{refused.reason.value}" + (".known" if known_units else ""), facts)
