"""What was typed as a quantity: kept as JSON until its product is known, and then counted in base units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jxc_bot.conversation.reading.measure import Measure, Pack, Part
from jxc_bot.conversation.unit_words import meant_unit
from models.values import UnitRatio

WORKED = "_worked"
"""Beside a quantity: the sum that it is the result of (24×3=72)."""
SCANNED = "_scanned"
"""Beside a product: the unit of the barcode that was scanned; a bare number counts it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """So many base units, the unit that was typed first, and the sum that led there, if one did."""

    total: Fraction
    unit: str
    worked: str = ""


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Why it cannot be counted: the key of the sentence and its facts."""

    key: str
    facts: Mapping[str, Any]


def measure_json(measure: Measure) -> dict[str, Any]:
    """An amount that waits for its product's units."""
    said: dict[str, Any] = {"parts": [[str(amount), unit] for amount, unit in measure.parts], "typed": measure.typed}
    if measure.pack is not None:
        said["pack"] = [str(measure.pack.amount), measure.pack.unit, measure.pack.of]
    return said | ({"worked": measure.worked} if measure.worked else {})


def measure_of(said: Mapping[str, Any]) -> Measure:
    """The amount that `measure_json` wrote."""
    parts = tuple(Part(Fraction(amount), unit) for amount, unit in said["parts"])
    pack = said.get("pack")
    packed = Pack(Fraction(pack[0]), pack[1], pack[2]) if pack else None
    return Measure(parts, said["typed"], packed, said.get("worked", ""))


def count_in(said: Any, unit: str | None) -> None:
    """Makes a bare number that waits an amount of `unit`; a sum (24*3) is one of the base unit already."""
    if unit and isinstance(said, dict) and not said.get("worked") and [part[1] for part in said["parts"]] == [None]:
        said["parts"][0][1] = unit


def counted(typed: Measure, units: Sequence[UnitRatio], product: str = "") -> Counted | NotCounted:
    """A typed measure in base units of a product (its units, the base unit last)."""
    total, first = Fraction(0), ""
    for amount, name in typed.parts:
        unit = meant_unit(units, name) if name else units[-1] if units else None
        if unit is None:
            known = " / ".join(u.name for u in units)
            return NotCounted("refused-unknown_unit.known", {"product": product, "part": name or "", "units": known})
        total += amount * unit.factor
        first = first or unit.name
    found = Counted(total, first, typed.worked)
    return found if typed.pack is None else _packed(typed, typed.pack, units, found)


def _packed(typed: Measure, pack: Pack, units: Sequence[UnitRatio], found: Counted) -> Counted | NotCounted:
    """The same, where it was said how much one of the units holds; it must be so, or nothing is taken."""
    outer = meant_unit(units, pack.of or "") or units[-1]
    inner = meant_unit(units, pack.unit) if pack.unit else units[-1]
    if inner is not None and outer.factor == pack.amount * inner.factor:
        return found
    if inner is not None and pack.unit and inner.factor == typed.parts[0].amount * outer.factor:
        return Counted(pack.amount * inner.factor, inner.name)  # 24瓶x3箱: the other way round
    if outer == units[-1] and not pack.unit:
        worked = f"{pack.amount}×{typed.parts[0].amount}={pack.amount * found.total}"
        return Counted(pack.amount * found.total, outer.name, worked)
    base = units[-1]
    holds = f"{outer.factor / base.factor}{base.name}" if outer != base else ""
    facts = {"text": typed.typed[:40], "unit": outer.name, "holds": holds}
    return NotCounted("refused-pack" if holds else "refused-sum", facts)


def pack_not_price(box: dict[str, Any], said: Mapping[str, Any], units: Sequence[UnitRatio], price: str) -> str:
    """`3箱*24` of goods that are 24 in a case says what a case holds: the price that it was read as is dropped.

    Gives the sum to be shown; empty where nothing was dropped.
    """
    asked = box.get("?" + price)
    if not isinstance(asked, dict) or not asked.get("times") or len(said["parts"]) != 1 or not units:
        return ""
    amount, name = said["parts"][0]
    unit = meant_unit(units, name) if name else None
    if unit is None or unit == units[-1] or Fraction(asked["amount"]) * units[-1].factor != unit.factor:
        return ""
    del box["?" + price]
    return f"{amount}×{asked['amount']}={Fraction(amount) * Fraction(asked['amount'])}"
