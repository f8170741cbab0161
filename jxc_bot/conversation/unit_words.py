"""Which unit of a product a word means: its name, another word for it, or a known share of one (打, 斤).

`3 box` are 3箱 where the product has 箱 and no box. A dozen is twelve of the base unit, and a jin half a kilogram of
what is weighed in kilograms, unless the product has such a unit itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import lexicon, words_of
from models.values import UnitRatio


def meant_unit(units: Sequence[UnitRatio], word: str) -> UnitRatio | None:
    """The unit of a product (its units, the base unit last) that a word means, if that is sure."""
    said = fold(word)
    exact = next((u for u in units if fold(u.name) == said), None)
    if exact is not None or not word or not units:
        return exact
    table = lexicon()["units"]
    named = (Units.of([u.name for u in units]).resolve(word), *table["instead"].get(said, ()))
    found = next((u for name in named for u in units if name and fold(u.name) == fold(name)), None)
    return found or _multiple(units[-1], word) or _share(units, word)


def _multiple(base: UnitRatio, word: str) -> UnitRatio | None:
    times = lexicon()["numerals"]["multiples"].get(fold(word))
    return UnitRatio(word, times * base.numerator, base.denominator) if times else None


def _share(units: Sequence[UnitRatio], word: str) -> UnitRatio | None:
    """The unit as so much of another one that measures the same: weight, volume or length."""
    for family in lexicon()["units"]["measures"].values():
        known = next((u for u in units if fold(u.name) in family), None)
        if known is not None and fold(word) in family:
            factor = known.factor * Fraction(family[fold(word)], family[fold(known.name)])
            return UnitRatio(word, factor.numerator, factor.denominator)
    return None


def unit_words(units: Sequence[UnitRatio]) -> list[str]:
    """The words in which an amount of a product may be typed, beside those that Units knows anyway."""
    names = [unit.name for unit in units]
    folded = {fold(name) for name in names}
    families = (family for family in lexicon()["units"]["measures"].values() if folded & family.keys())
    return names + [word for family in families for word in family if word not in folded]


def without_money(
    box: dict[str, Any], answers: dict[str, Any], said: dict[str, Any], units: Sequence[UnitRatio], price: str
) -> dict[str, Any]:
    """A measure without a last part that is money: 3箱48块 of goods that nobody counts in 块.

    It waits as the price in ``box``; where none is kept (``price`` is empty) that is noted in ``answers``.
    """
    *parts, (amount, unit) = said["parts"]
    if not parts or not units or unit not in words_of("money", "yuan") or meant_unit(units, unit) is not None:
        return said
    if not price:
        answers["_price"] = True
    elif price not in box and "?" + price not in box:
        box["?" + price] = {"amount": amount, "unit": None, "currency": None, "total": False}
    return {**said, "parts": parts}
