"""Reads how a product is packed: ``1箱=24瓶``, ``box=24, pallet=40 box``, ``袋=2.5``.

A pack is so many of the base unit, or of a pack said before it. Ratios stay exact: 2.5 is 5/2.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from handlers import checks
from models.errors import Invalid
from models.values import UnitRatio

UNIT_NAME = 24
MOST_PACKS = 10
LARGEST_TERM = 10**9
"""Neither side of a ratio may be larger."""
_SEPARATOR = re.compile(r"[,;\n\u3001]+")
_NUMBER = r"\d{1,10}(?:\.\d{1,6})?(?:/\d{1,10})?"
_TIMES = re.compile(r"(?<=[^\x00-\x7f])\s*x\s*(?=\d)|\bx\b")
_PACK = re.compile(
    rf"(?P<one>{_NUMBER})?\s*(?P<name>[^\d\s=:*][^\d=:*]*?)\s*(?:[=:*]|\s|(?=\d))\s*"
    rf"(?P<count>{_NUMBER})\s*(?P<of>[^\d\s=:*]+(?:\s[^\d=:*]+)?)?"
)
_PER = re.compile(rf"(?P<count>{_NUMBER})\s*(?P<of>[^\d\s/]+)\s*/\s*(?P<name>[^\d\s/]+)")


@cache
def measured_units() -> dict[str, int]:
    """Units that are measured rather than counted, and how many decimals they have."""
    found: dict[str, int] = json.loads(Path(__file__).with_name("measured_units.json").read_text("utf-8"))
    return found


def places_of(unit: str) -> int:
    """How finely a base unit is counted: whole 瓶, but thousandths of a 公斤."""
    return measured_units().get(unit.lower(), 0)


def unit_name(text: str, field: str = "unit") -> str:
    """A unit's name. Raises Invalid: empty, too-long, or a name with a digit or a sign that quantities are read by."""
    shown = checks.name(text, field, UNIT_NAME)
    if any(ch.isdigit() or ch in "+-*/=@,;.:" for ch in shown):
        raise Invalid(name=field, reason="unit-has-digits", detail=shown)
    return shown


def read_packs(text: str, base: str, known: dict[str, Fraction] | None = None) -> list[UnitRatio]:
    """The packs that ``text`` tells of, in units of ``base``; ``known`` are packs that are there already
    and may be built upon, or given another ratio.

    Raises Invalid on field ``packs``: unreadable-pack, duplicate-unit, ratio-out-of-range, too-many.
    """
    factors = {base.casefold(): Fraction(1)} | {name.casefold(): factor for name, factor in (known or {}).items()}
    packs: list[UnitRatio] = []
    taken = {base.casefold()}
    for part in _parts(text):
        name, ratio, of = _read(part)
        if name.casefold() in taken:
            raise Invalid(name="packs", reason="duplicate-unit", detail=name)
        if of and of.casefold() not in factors:
            raise Invalid(name="packs", reason="unknown-unit", detail=of[:UNIT_NAME])
        ratio *= factors[of.casefold()] if of else 1
        if ratio <= 0 or max(ratio.numerator, ratio.denominator) > LARGEST_TERM:
            raise Invalid(name="packs", reason="ratio-out-of-range", detail=part[:40])
        factors[name.casefold()] = ratio
        taken.add(name.casefold())
        packs.append(UnitRatio(name, ratio.numerator, ratio.denominator))
    if len(packs) > MOST_PACKS:
        raise Invalid(name="packs", reason="too-many", detail=str(MOST_PACKS))
    return packs


def _parts(text: str) -> Iterator[str]:
    # Full-width digits and signs become narrow ones; the fraction slash of ½ a plain one.
    plain = unicodedata.normalize("NFKC", text).replace("\u2044", "/").replace("\u00d7", "*")
    for part in _SEPARATOR.split(plain):
        if part.strip():
            yield _TIMES.sub("*", part.strip())


def _read(part: str) -> tuple[str, Fraction, str]:
    found = _PER.fullmatch(part) or _PACK.fullmatch(part)
    if found is None:
        raise Invalid(name="packs", reason="unreadable-pack", detail=part[:40])
    said = found.groupdict()
    one, count = _number(said.get("one") or "1"), _number(said["count"])
    if not one:
        raise Invalid(name="packs", reason="ratio-out-of-range", detail=part[:40])
    return unit_name(said["name"], "packs"), count / one, (said["of"] or "").strip()


def _number(text: str) -> Fraction:
    above, _, below = text.partition("/")
    divisor = Fraction(below) if below else Fraction(1)
    return Fraction(Decimal(above)) / divisor if divisor else Fraction(0)
