"""Quantities in one or several units: `3箱+5瓶`, `三箱零五瓶`, `一箱半`, `半箱`, `3 box + 5`, `x10`.

A measure says what was typed, unit by unit. How many base units that is depends on the product and is not known here.
"""

from collections.abc import Collection
from dataclasses import dataclass

from jxc_bot.conversation.reading.combined import combined, is_sum
from jxc_bot.conversation.reading.numbers import match_number
from jxc_bot.conversation.reading.piece import Pack, Part, Piece, match_single
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reading.units import Units, is_size, rank
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import words_of

__all__ = ["Measure", "Pack", "Part", "Run", "match_run", "read_measure", "without_manners"]


_LONGEST = 200
"""Characters of a text that is one measure; what is longer says more than a quantity."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was typed as a quantity; never empty."""

    parts: tuple[Part, ...]
    typed: str
    pack: Pack | None = None
    """What one of its unit was said to hold; whether that holds, the product knows."""
    worked: str = ""
    """The sum that it is the result of, to be shown: nobody typed the result."""

    @property
    def negative(self) -> bool:
        """Whether less is meant: all parts of a measure have one sign."""
        return any(part.amount < 0 for part in self.parts)


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

    @property
    def sum(self) -> bool:
        """Whether it is a sum that may as well be part of a name (24*3)."""
        return is_sum(self.pieces[0])

    def value(self, text: str, *, signed: bool, zero: bool) -> Measure | Refused:
        """The measure, or why it cannot be one. `signed` allows a negative one, `zero` allows nothing at all."""
        typed = text[self.start : self.end].strip()
        parts: list[Part] = []
        for piece in self.pieces:
            if isinstance(piece.amount, Refused):
                return Refused(piece.amount.reason, typed, piece.amount.part)
            parts.append(Part(piece.amount, piece.unit))
        if not signed and any(part.amount < 0 for part in parts):
            return Refused(Reason.NEGATIVE, typed)
        if not zero and not any(part.amount for part in parts):
            return Refused(Reason.ZERO, typed)
        only = self.pieces[0] if len(self.pieces) == 1 else None
        return Measure(tuple(parts), typed, only.pack if only else None, only.worked if only else "")


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
    for word in (*words_of("order", "lead"), *words_of("order", "weak"), *words_of("order", "about")):
        if fold(text).startswith(word) and len(text) > len(word):
            text = text[len(word) :].strip(" ,")
    for word in (*words_of("order", "tail"), *words_of("order", "roughly")):
        if fold(text).endswith(word) and len(text) > len(word):
            text = bare(text[: -len(word)])
    return text


def match_piece(folded: str, position: int, units: Units, *, whole: bool = False) -> Piece | None:
    """One amount at a position; two numbers that are one amount (3-5箱, 24*3, 3箱x24瓶) are taken together."""
    piece = match_single(folded, position, units)
    return piece and (combined(folded, position, piece, units, whole=whole) or piece)


def match_run(folded: str, position: int, units: Units, *, whole: bool = False, apart: bool = False) -> Run | None:
    """Amounts from a position on, as far as they are one quantity.

    `whole`: everything there is meant as one. `apart`: the first number is not taken together with the next.
    """
    first = match_single(folded, position, units) if apart else match_piece(folded, position, units, whole=whole)
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
