"""Two numbers that are one amount: a range (3-5箱), a product (24*3), packs and what they hold (3箱x24瓶, 24*3箱).

A range is refused, since only one number can be booked. What is said of packs is taken as said; the product knows
whether it holds.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from jxc_bot.conversation.reading.numbers import match_number
from jxc_bot.conversation.reading.piece import Pack, Piece, match_single, times_at
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.units import Units, is_size
from jxc_bot.words.lexicon import alternation, words_of

__all__ = ["combined", "is_sum"]


def combined(folded: str, start: int, first: Piece, units: Units, *, whole: bool = False) -> Piece | None:
    """The amount that `first`, found at `start`, is with what stands behind it; None where it is one by itself."""
    if isinstance(first.amount, Refused):
        return None
    return (
        _range(folded, start, first, units, whole=whole)
        or _product(folded, start, first, units)
        or _less(folded, start, first, units)
    )


def is_sum(piece: Piece) -> bool:
    """Whether it may as well belong to a name (A4 500*5包, 10*15): a number alone times something."""
    return bool(piece.worked) or (piece.pack is not None and piece.pack.unit is None)


@cache
def _between() -> re.Pattern[str]:
    words = [
        re.escape(word) if not word.isalpha() or not word.isascii() else rf"(?<= ){word}(?= )"
        for word in words_of("units", "range")
    ]
    return re.compile(rf" ?(?P<word>{'|'.join(words)}) ?")


def _range(folded: str, start: int, first: Piece, units: Units, *, whole: bool) -> Piece | None:
    """`3-5箱`, `3箱到5箱`, `3~5`: one of them is meant. A dash alone is a date or a code unless a unit follows."""
    found = _between().match(folded, first.end) if not first.times else None
    second = match_single(folded, found.end(), units) if found else None
    if found is None or second is None or second.times or (second.word and first.word not in ("", second.word)):
        return None
    dashed = found["word"].startswith("-")
    if second.word:
        # what is written with a dash in a measure describes goods (3-5mm), unless we count in it
        if dashed and is_size(second.word) and not whole and units.resolve(second.word) is None:
            return None
    elif first.word or (dashed and not whole) or folded[second.end : second.end + 1].strip(",. "):
        return None
    typed, part = folded[start : second.end], folded[found.end() : second.end]
    return Piece(Refused(Reason.RANGE, typed, part), second.unit, second.word, second.end)


def _product(folded: str, start: int, first: Piece, units: Units) -> Piece | None:
    """`24*3`, `24*3箱`, `3箱x24瓶`, `3箱*24瓶/箱`."""
    sign = first.end - 1 if first.times and times_at(folded, first.end - 1) else first.end
    apart = folded.startswith(" ", sign)
    sign += apart
    if not times_at(folded, sign) or (first.times and sign >= first.end):
        return None
    at = sign + 1 + folded.startswith(" ", sign + 1)
    if apart and at == sign + 1 and not first.word:
        return None  # 330 x3: three of what 330 belongs to
    second = match_single(folded, at, units) if match_number(folded, at) else None
    if second is None or isinstance(second.amount, Refused) or is_size(first.word) or is_size(second.word):
        return None
    return _result(folded, start, first, second, units)


@cache
def _missing() -> re.Pattern[str]:
    return re.compile(rf" ?{alternation(words_of('numerals', 'less'))} ?")


def _less(folded: str, start: int, first: Piece, units: Units) -> Piece | None:
    """`3箱少2瓶`: what is left is for the person to say."""
    found = _missing().match(folded, first.end) if first.word else None
    second = match_single(folded, found.end(), units) if found else None
    if second is None or not second.word:
        return None
    return Piece(Refused(Reason.SUM, folded[start : second.end]), first.unit, first.word, second.end)


def _result(folded: str, start: int, first: Piece, second: Piece, units: Units) -> Piece | None:
    amount, other = first.amount, second.amount
    assert isinstance(amount, Fraction) and isinstance(other, Fraction)
    goes_on = second.times or times_at(folded, second.end)
    if first.word and second.word:
        end = _per(folded, second.end, units)
        while times_at(folded, end) and (more := match_single(folded, end, units)):
            goes_on, end = True, more.end
        if goes_on:
            return Piece(Refused(Reason.SUM, folded[start:end]), first.unit, first.word, end)
        return Piece(amount, first.unit, first.word, end, pack=Pack(other, second.unit, first.unit))
    if first.word or goes_on or amount <= 1 or other <= 0:  # 3箱x48 is a price, 1*24 how goods are packed
        return None
    if second.word:
        return Piece(other, second.unit, second.word, second.end, True, pack=Pack(amount, None, second.unit))
    result = amount * other
    if 10**6 % result.denominator or result >= 10**12:
        return None
    worked = f"{_plain(amount)}×{_plain(other)}={_plain(result)}"
    piece = Piece(result, None, "", second.end, worked=worked)
    told = re.compile(" ?= ?").match(folded, second.end)
    said = match_single(folded, told.end(), units) if told else None
    if said is None:
        return piece
    if said.amount != result:
        return Piece(Refused(Reason.SUM, folded[start : said.end]), None, "", said.end)
    return Piece(result, said.unit, said.word, said.end, worked=worked)


def _per(folded: str, end: int, units: Units) -> int:
    """Where `/箱` or `一箱` behind the content of a pack ends."""
    per = re.compile(f" ?(?:{'|'.join(map(re.escape, words_of('units', 'per')))}) ?").match(folded, end)
    unit = units.match(folded, per.end()) if per else None
    return unit.end if unit is not None else end


def _plain(value: Fraction) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
