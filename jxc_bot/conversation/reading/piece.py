"""One amount as it stands in a text: a number with its unit, with an x, or alone; and what is no number (十几箱)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from jxc_bot.conversation.reading.numbers import match_number
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.lexicon import lexicon, words_of

__all__ = ["Pack", "Part", "Piece", "match_single", "times_at"]


class Part(NamedTuple):
    """An amount of one unit, under the company's name for it; None is the base unit."""

    amount: Fraction
    unit: str | None


class Pack(NamedTuple):
    """How much one of a unit was said to hold: 24 瓶 of 箱 (3箱x24瓶). `unit` None: in base units (24*3箱)."""

    amount: Fraction
    unit: str | None
    of: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One amount as found in a text. `word` is the unit as typed, `times` says that an x stood with the number."""

    amount: Fraction | Refused
    unit: str | None
    word: str
    end: int
    times: bool = False
    pack: Pack | None = None
    worked: str = ""
    """The sum that it is the result of (24×3)."""


@cache
def _halves() -> tuple[str, ...]:
    return words_of("numerals", "half")


@cache
def _vague() -> tuple[str, ...]:
    return words_of("numerals", "vague")


def times_at(folded: str, position: int) -> bool:
    """Whether an x or a star stands there."""
    return folded[position : position + 1] in words_of("units", "times")


def match_single(folded: str, position: int, units: Units) -> Piece | None:
    """One amount at a position: with its unit, with an x, or a bare number."""
    start = position
    times = times_at(folded, start)
    if times:
        start += 1 + folded.startswith(" ", start + 1)
    if folded.startswith(_halves(), start):
        unit = units.match(folded, start + 1)
        return Piece(Fraction(unit.factor, 2), unit.name, unit.word, unit.end, times) if unit else None
    if folded.startswith(words_of("numerals", "several"), start):
        return _several(folded, start, units)
    worded = _worded(folded, start, units, times=times)
    if worded is not None:
        return worded
    best: Piece | None = None
    for amount, end in _numbers(folded, start):
        piece = _with_unit(folded, amount, end, units, times)
        if best is None or (piece.word and not best.word) or len(piece.word) > len(best.word):
            best = piece
    return best


def _numbers(folded: str, start: int) -> Iterator[tuple[Fraction | Refused, int]]:
    """The number at a position, and the shorter one when its last character may begin a unit (两千克)."""
    found = match_number(folded, start)
    if found is None:
        return
    number, end = found
    yield (number if isinstance(number, Refused) else number.value), end
    if end - start > 1 and not folded[end - 1].isdigit():
        shorter = match_number(folded, start, end - 1)
        if shorter is not None and shorter[1] == end - 1:
            yield (shorter[0] if isinstance(shorter[0], Refused) else shorter[0].value), end - 1


def _with_unit(folded: str, amount: Fraction | Refused, end: int, units: Units, times: bool) -> Piece:
    some = _some(folded, end, units)
    if some:
        amount, end = Refused(Reason.VAGUE, folded[:some]), some
    after = end + folded.startswith(" ", end)
    after += folded.startswith(words_of("numerals", "full"), after)
    unit = units.match(folded, after)
    if unit is not None and after > end and folded[unit.end : unit.end + 1].isalnum():
        unit = None  # 12 包装袋: the word goes on, so it is no unit of the number before the space
    if unit is None:
        if times_at(folded, end) and not folded[end + 1 : end + 2].isalnum():
            return Piece(amount, None, "", end + 1, True)
        return Piece(amount, None, "", end, times)
    stop = unit.end
    if folded.startswith(_vague(), stop) and not folded[stop + 1 : stop + 2].isalnum():  # 3箱多, but not 3箱多力
        return Piece(Refused(Reason.VAGUE, folded[:stop]), unit.name, unit.word, stop + 1, times)
    if not isinstance(amount, Refused):
        amount *= unit.factor
        if folded.startswith(_halves(), stop) and units.match(folded, stop + 1) is None:
            amount += Fraction(unit.factor, 2) * (-1 if amount < 0 else 1)
            stop += 1
    return Piece(amount, unit.name, unit.word, stop, times)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?P<word>{'|'.join(map(re.escape, words_of('numerals.words')))}) ")


def _worded(folded: str, start: int, units: Units, *, times: bool) -> Piece | None:
    """`three cases`, `a dozen`: a number in words counts only with a unit behind it (three squirrels are a brand)."""
    found = _words().match(folded, start)
    if found is None:
        return None
    piece = _with_unit(folded, Fraction(lexicon()["numerals"]["words"][found["word"]]), found.end(), units, times)
    return piece if piece.word else None


def _several(folded: str, start: int, units: Units) -> Piece | None:
    """`几箱`, `几十箱`: an amount, but nobody knows which."""
    behind = start + 1
    while folded[behind : behind + 1] in _powers():
        behind += 1
    unit = units.match(folded, behind)
    if unit is None:
        return None
    return Piece(Refused(Reason.VAGUE, folded[start : unit.end]), unit.name, unit.word, unit.end)


def _some(folded: str, end: int, units: Units) -> int:
    """Where a number ends that says only about how many (10多箱, 十几万瓶); 0: it says how many."""
    if not folded.startswith(_vague(), end):
        return 0
    behind = end + 1 + (folded[end + 1 : end + 2] in _powers())
    return behind if units.match(folded, behind) is not None else 0


@cache
def _powers() -> frozenset[str]:
    return frozenset(lexicon()["numerals"]["powers"])
