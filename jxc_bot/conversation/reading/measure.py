"""Quantities in one or several units: `3箱+5瓶`, `三箱零五瓶`, `一箱半`, `半箱`, `3 box + 5`, `x10`.

A measure says what was typed, unit by unit. How many base units that is depends on the product and is not known here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from jxc_bot.conversation.reading.numbers import match_number
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reading.units import Units, is_size, rank
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import words_of

__all__ = ["Measure", "Part", "Run", "match_run", "read_measure", "without_manners"]


_LONGEST = 200
"""Characters of a text that is one measure; what is longer says more than a quantity."""


class Part(NamedTuple):
    """An amount of one unit, under the company's name for it; None is the base unit."""

    amount: Fraction
    unit: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What was typed as a quantity; never empty."""

    parts: tuple[Part, ...]
    typed: str

    @property
    def negative(self) -> bool:
        """Whether less is meant: all parts of a measure have one sign."""
        return any(part.amount < 0 for part in self.parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """One amount as found in a text. `word` is the unit as typed, `times` says that an x stood with the number."""

    amount: Fraction | Refused
    unit: str | None
    word: str
    end: int
    times: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Amounts that stand together at start..end and are one quantity."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def counted(self) -> bool:
        """Whether a unit or an x says that this counts something."""
        return any(piece.word or piece.times for piece in self.pieces)

    @property
    def size(self) -> bool:
        """Whether its unit rather describes goods (500ml)."""
        return is_size(self.pieces[0].word)

    def value(self, text: str, *, signed: bool, zero: bool) -> Measure | Refused:
        """The measure, or why it cannot be one. `signed` allows a negative one, `zero` allows nothing at all."""
        typed = text[self.start : self.end].strip()
        parts: list[Part] = []
        for piece in self.pieces:
            if isinstance(piece.amount, Refused):
                return Refused(piece.amount.reason, typed)
            parts.append(Part(piece.amount, piece.unit))
        if not signed and any(part.amount < 0 for part in parts):
            return Refused(Reason.NEGATIVE, typed)
        if not zero and not any(part.amount for part in parts):
            return Refused(Reason.ZERO, typed)
        return Measure(tuple(parts), typed)


def read_measure(
    text: str, units: Collection[str] | Units, *, signed: bool = False, zero: bool = False
) -> Measure | Refused:
    """A whole text as one quantity; the unit names are those of the product, or all there are."""
    tidy = without_manners(normalise(text[:_LONGEST]))
    folded = fold(tidy)
    known = Units.of(units)
    run = match_run(folded, 0, known, whole=True)
    if run is not None and run.end == len(folded) and len(text) <= _LONGEST:
        return run.value(tidy, signed=signed, zero=zero)
    found = match_number(folded, 0)
    word = folded[found[1] :].strip() if found else ""
    if word and len(word) <= 12 and word.isalpha():
        return Refused(Reason.UNKNOWN_UNIT, tidy[:80], tidy[-len(word) :])
    return Refused(Reason.NOT_A_NUMBER, tidy[:80])


def without_manners(text: str) -> str:
    """The text without the words that ask (给我来…) and thank (…谢谢)."""
    text = bare(text)
    for word in (*words_of("order", "lead"), *words_of("order", "weak")):
        if fold(text).startswith(word) and len(text) > len(word):
            text = text[len(word) :].strip(" ,")
    for word in words_of("order", "tail"):
        if fold(text).endswith(word) and len(text) > len(word):
            text = bare(text[: -len(word)])
    return text


@cache
def _halves() -> tuple[str, ...]:
    return words_of("numerals", "half")


def match_piece(folded: str, position: int, units: Units) -> Piece | None:
    """One amount at a position: with its unit, with an x, or a bare number."""
    start = position
    times = folded[start : start + 1] in words_of("units", "times")
    if times:
        start += 1 + folded.startswith(" ", start + 1)
    if folded.startswith(_halves(), start):
        unit = units.match(folded, start + 1)
        return Piece(Fraction(unit.factor, 2), unit.name, unit.word, unit.end, times) if unit else None
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
    after = end + folded.startswith(" ", end)
    unit = units.match(folded, after)
    if unit is not None and after > end and folded[unit.end : unit.end + 1].isalnum():
        unit = None  # 12 包装袋: the word goes on, so it is no unit of the number before the space
    if unit is None:
        if folded[end : end + 1] in words_of("units", "times") and not folded[end + 1 : end + 2].isalnum():
            return Piece(amount, None, "", end + 1, True)
        return Piece(amount, None, "", end, times)
    stop = unit.end
    if not isinstance(amount, Refused):
        amount *= unit.factor
        if folded.startswith(_halves(), stop) and units.match(folded, stop + 1) is None:
            amount += Fraction(unit.factor, 2) * (-1 if amount < 0 else 1)
            stop += 1
    return Piece(amount, unit.name, unit.word, stop, times)


def match_run(folded: str, position: int, units: Units, *, whole: bool = False) -> Run | None:
    """Amounts from a position on, as far as they are one quantity. `whole`: everything there is meant as one."""
    first = match_piece(folded, position, units)
    if first is None:
        return None
    pieces = [first]
    while pieces[-1].word and len(pieces) < 8:
        joined = _joined(folded, pieces, units, whole)
        if joined is None:
            break
        pieces.append(joined)
    return Run(position, pieces[-1].end, tuple(pieces))


def _joined(folded: str, pieces: list[Piece], units: Units, whole: bool) -> Piece | None:
    """The next amount of the same quantity: behind a plus, glued, or apart where its unit is a smaller one."""
    end = pieces[-1].end
    start = end + folded.startswith(" ", end)
    for word in words_of("units", "plus"):
        if folded.startswith(word, start):
            behind = start + len(word)
            piece = match_piece(folded, behind + folded.startswith(" ", behind), units)
            bare = piece is not None and not piece.word and folded[piece.end : piece.end + 1].isalnum()
            return None if piece is None or bare or not _one_sign(pieces[-1], piece) else piece
    piece = match_piece(folded, start, units)
    if piece is None or not piece.word or piece.times or not _one_sign(pieces[-1], piece):
        return None
    if whole:
        return piece
    upper, lower = rank(pieces[-1].word), rank(piece.word)
    if is_size(piece.word) != is_size(pieces[-1].word):
        return None
    if upper is None or lower is None or upper == lower:
        return piece if start == end else None
    return piece if upper < lower else None


def _one_sign(before: Piece, piece: Piece) -> bool:
    amounts = [one.amount for one in (before, piece) if not isinstance(one.amount, Refused)]
    return len({amount < 0 for amount in amounts if amount}) < 2
