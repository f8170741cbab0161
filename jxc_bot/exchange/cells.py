"""What the cells of a file of products say, exactly. Each reader raises Invalid (a word key), Inexact or OutOfRange."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from handlers import checks
from handlers.packs import read_packs
from jxc_bot.exchange.columns import vocabulary
from models.errors import Invalid, OutOfRange

NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d{1,3})?", re.ASCII)
AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^\d\s+.,;=:/*]+)\+?")
PARTS = re.compile(r"[;,\u3001|\n\t]+|\s{2,}")
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{2,63}")
WHOLE_CODE = re.compile(r"\b(\d{8,15})\.0+$")
"""A code that some program has taken for a number, without harm."""
ROUNDED_CODE = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
PACK_SIZE = re.compile(r"(?:1\s*[*x\u00d7]\s*)?([0-9]+(?:\.[0-9]+)?)")
LARGEST = Decimal(10) ** 12


def text(cell: str, field: str, most: int) -> str:
    """One line of text. Raises too-long, control-characters."""
    shown = checks.one_line(cell, field, most)
    # An export puts an apostrophe before what a spreadsheet would take for a formula.
    return shown[1:] if re.match(r"'[=+\-@]", shown) else shown


def number(cell: str) -> Decimal:
    """``1,234.50``. Raises not-a-number, negative; OutOfRange."""
    plain = unicodedata.normalize("NFKC", cell).replace(" ", "")
    if not NUMBER.fullmatch(plain) or not any(ch.isdigit() for ch in plain.lower().partition("e")[0]):
        raise Invalid(name="", reason="not-a-number")
    value = Decimal(plain.replace(",", ""))
    if value.adjusted() > 18 or abs(value) > LARGEST:
        raise OutOfRange(value=plain[:40])
    if value < 0:
        raise Invalid(name="", reason="negative")
    return value


def money(cell: str, units: Mapping[str, Fraction]) -> Fraction:
    """A price of one base unit: ``48``, ``¥48.50``, ``48元/箱``. Raises unknown-unit besides what ``number`` raises."""
    amount, slash, unit = unicodedata.normalize("NFKC", cell).partition("/")
    for mark in vocabulary().money_marks:
        amount = amount.replace(mark, "")
    price = Fraction(number(amount))
    if not slash:
        return price
    return price / _factor(unit.strip(), units)


def whole(cell: str, most: int) -> int:
    """A whole number up to ``most``: ``365``, ``365天``. Raises not-whole besides what ``number`` raises."""
    plain = unicodedata.normalize("NFKC", cell)
    for mark in vocabulary().days_marks:
        plain = plain.replace(mark, "")
    value = number(plain)
    if value != int(value):
        raise Invalid(name="", reason="not-whole")
    if value > most:
        raise OutOfRange(value=plain[:40])
    return int(value)


def listed(cell: str) -> list[str]:
    """The parts of a list in one cell."""
    return [part.strip() for part in PARTS.split(unicodedata.normalize("NFKC", cell)) if part.strip()]


def packs(cell: str, base: str, known: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Pack units as people write them (``箱=24;提=6``, ``1箱=24瓶``, ``24瓶/箱``), or a bare pack size (``24``).

    ``known``: what is there already and may be built upon. Raises what ``read_packs`` raises.
    """
    size = PACK_SIZE.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    said = f"{vocabulary().pack_unit}={size[1]}" if size else cell.replace("|", ";")
    return {unit.name: unit.factor for unit in read_packs(said, base, dict(known))}


def barcodes(cell: str, base: str, units: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    """Codes with the unit each stands on: ``6901234567892``, ``瓶:69…;箱:169…``.

    Raises unknown-unit, bad-barcode, and rounded-barcode for ``6.9E+12``, which a spreadsheet made of a code.
    """
    found = []
    for part in listed(cell):
        for piece in part.split():
            unit, mark, code = WHOLE_CODE.sub(r"\1", piece.replace("=", ":")).rpartition(":")
            if ROUNDED_CODE.fullmatch(code):
                raise Invalid(name="", reason="rounded-barcode", detail=code)
            if not CODE.fullmatch(code):
                raise Invalid(name="", reason="bad-barcode", detail=code[:40])
            name = unit.strip() if mark else base
            _factor(name, units)
            found.append((code, name))
    return found


def quantity(cell: str, units: Mapping[str, Fraction]) -> Fraction:
    """An amount in base units: ``240``, ``10箱``, ``10箱+5瓶``. Raises not-a-quantity, unknown-unit."""
    said = unicodedata.normalize("NFKC", cell).replace(" ", "")
    if NUMBER.fullmatch(said):
        return Fraction(number(said))
    pieces = AMOUNT.findall(said)
    if not pieces or "".join(map("".join, pieces)) != said.replace("+", ""):
        raise Invalid(name="", reason="not-a-quantity")
    return sum((Fraction(number(amount)) * _factor(unit, units) for amount, unit in pieces), Fraction(0))


def _factor(unit: str, units: Mapping[str, Fraction]) -> Fraction:
    if unit not in units:
        raise Invalid(name="", reason="unknown-unit", detail=unit[:24])
    return units[unit]
