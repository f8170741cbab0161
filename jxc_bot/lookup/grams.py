"""Features: the small pieces by which a text is found.

A feature is a 40-bit number: 4 bits say which kind of piece it is, 36 bits which piece. Pieces are taken from all texts
at once in numpy; a text is a row between two BREAK codes. Together with its row (24 bits) a piece is one 64-bit
number, so that one sort makes the postings.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.alphabet import BLANK, BREAK, DIGIT, HAN, LETTER, Codes, Kinds
from jxc_bot.lookup.readings import tables
from jxc_bot.lookup.sound import Syllables

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

CHAR1, CHAR2, SOUND2, INITIAL2, INITIAL3, INITIAL4, INITIAL_GAP = range(7)
CODE3, LATIN3, WORD, DELETION, SIZE, CODE4, WHOLE, CODE7, SOUNDED = range(7, 16)

ROW_BITS = np.uint64(24)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_BASE = 0x1000193
_PART_BASE = np.uint64(1 << 16 | 0x39)
_BASE_INVERSE = pow(_BASE, -1, 1 << 64)
_LONGEST_WORD = 20
LEAST_SOUNDED = 2


@dataclass(frozen=True, slots=True)
class Texts:
    """Squeezed texts, each ended by BREAK, with kind, syllable and row of each code."""

    codes: Codes
    kinds: Kinds
    syllables: Syllables
    rows: npt.NDArray[np.uint32]


def tagged(tag: int, value: U64) -> U64:
    """A feature whose value fits 36 bits as it is."""
    return value | np.uint64(tag << 36)


def hashed(tag: int, value: U64) -> U64:
    """A feature whose value must be mixed down to 36 bits."""
    value = (value ^ (value >> np.uint64(29))) * _MULTIPLIER
    return tagged(tag, value >> np.uint64(28))


def _with_rows(features: U64, rows: npt.NDArray[np.uint32]) -> U64:
    return (features << ROW_BITS) | rows


def characters(texts: Texts) -> U64:
    """Single characters, and pairs of neighbours of which at least one is a character."""
    codes = texts.codes.astype(np.uint64)
    single = np.flatnonzero(texts.kinds == HAN)
    left, right = texts.kinds[:-1], texts.kinds[1:]
    pair = np.flatnonzero(((left == HAN) & (right > 0)) | ((right == HAN) & (left > 0)))
    return np.concatenate(
        [
            _with_rows(tagged(CHAR1, codes[single]), texts.rows[single]),
            _with_rows(tagged(CHAR2, codes[pair] << np.uint64(16) | codes[pair + 1]), texts.rows[pair]),
        ]
    )


def sounds(texts: Texts) -> U64:
    """Pairs of fuzzy syllables, looking past whatever is not a character."""
    where = np.flatnonzero(texts.syllables)
    if len(where) < 2:
        return np.zeros(0, np.uint64)
    fuzzy = tables().fuzzy[texts.syllables[where]].astype(np.uint64)
    rows = texts.rows[where]
    same = np.flatnonzero(rows[:-1] == rows[1:])
    return _with_rows(tagged(SOUND2, fuzzy[same] << np.uint64(10) | fuzzy[same + 1]), rows[same])


def initials(texts: Texts) -> tuple[U64, ...]:
    """Runs of 2, 3 and 4 pinyin initials, and of 3 with one left out; a group for each kind."""
    where = np.flatnonzero(texts.syllables)
    letters = (tables().initial[texts.syllables[where]] & np.uint16(31)).astype(np.uint64)
    rows = texts.rows[where]
    groups: dict[int, list[U64]] = {tag: [np.zeros(0, np.uint64)] for tag, _ in _INITIAL_SHAPES}
    for tag, steps in _INITIAL_SHAPES:
        reach = steps[-1]
        if len(where) <= reach:
            continue
        same = np.flatnonzero(rows[: len(rows) - reach] == rows[reach:])
        value = np.zeros(len(same), np.uint64)
        for step in steps:
            value = value << np.uint64(5) | letters[same + step]
        groups[tag].append(_with_rows(tagged(tag, value), rows[same]))
    return tuple(np.concatenate(parts) for parts in groups.values())


_INITIAL_SHAPES = (
    (INITIAL2, (0, 1)),
    (INITIAL3, (0, 1, 2)),
    (INITIAL4, (0, 1, 2, 3)),
    (INITIAL_GAP, (0, 1, 3)),
    (INITIAL_GAP, (0, 2, 3)),
)


def latin(texts: Texts) -> tuple[U64, U64]:
    """Three letters in a row (`^ab` at a start); words, pairs of words joined and words with one letter out."""
    kinds, codes = texts.kinds, texts.codes
    run = kinds >= LETTER
    starts, ends = _runs(run)
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    letters = kinds == LETTER
    digits = kinds == DIGIT
    word_sets = [(starts, ends)]
    for part in (letters, digits):
        a, b = _runs(part)
        inner = ~((a == 0) | ~run[a - 1]) | ~((b == len(run)) | ~run[np.minimum(b, len(run) - 1)])
        word_sets.append((a[inner], b[inner]))
    joined = np.flatnonzero((codes[ends[:-1]] == BLANK) & (ends[:-1] + 1 == starts[1:]))
    hasher = _Hasher(codes)
    rows = texts.rows
    parts = []
    for a, b in word_sets:
        parts.append(_with_rows(hashed(WORD, hasher.span(a, b)), rows[a]))
        long = (b - a >= 4) & (b - a <= _LONGEST_WORD)
        parts += [_with_rows(f, rows[s]) for f, s in hasher.deletions(a[long], b[long])]
    if len(joined):
        a, b, c, d = starts[joined], ends[joined], starts[joined + 1], ends[joined + 1]
        parts.append(_with_rows(hashed(WORD, hasher.join(a, b, c, d)), rows[a]))
    return _triples(texts, run, starts), np.concatenate(parts)


def _triples(texts: Texts, run: npt.NDArray[np.bool_], starts: I64) -> U64:
    codes = texts.codes.astype(np.uint64)
    shift, twice = np.uint64(16), np.uint64(32)
    parts = []
    if len(run) > 2:
        three = np.flatnonzero(run[:-2] & run[1:-1] & run[2:])
        value = codes[three] << twice | codes[three + 1] << shift | codes[three + 2]
        parts.append(_with_rows(hashed(LATIN3, value), texts.rows[three]))
    opening = starts[starts < len(run) - 1]
    opening = opening[run[opening + 1]]
    value = np.uint64(BLANK << 32) | codes[opening] << shift | codes[opening + 1]
    parts.append(_with_rows(hashed(LATIN3, value), texts.rows[opening]))
    return np.concatenate(parts)


def wholes(texts: Texts) -> U64:
    """Each text as one feature: what is said in full is found at once. Blanks do not count."""
    solid = np.flatnonzero(texts.codes != BLANK)
    codes = texts.codes[solid]
    breaks = np.flatnonzero(codes == BREAK)
    starts = np.concatenate([[0], breaks[:-1] + 1])
    full = breaks > starts
    rows = texts.rows[solid][breaks]
    return _with_rows(hashed(WHOLE, _Hasher(codes).span(starts[full], breaks[full])), rows[full])


def sounded(texts: Texts) -> U64:
    """Each text that is all characters as one feature, by how it sounds."""
    solid = np.flatnonzero(texts.codes != BLANK)
    breaks = np.flatnonzero(texts.codes[solid] == BREAK)
    fuzzy = tables().fuzzy[texts.syllables[solid]]
    starts = np.concatenate([[0], breaks[:-1] + 1])
    silent = np.concatenate([[0], np.cumsum(fuzzy == 0)])
    said = (breaks - starts >= LEAST_SOUNDED) & (silent[breaks] == silent[starts])
    rows = texts.rows[solid][breaks]
    return _with_rows(hashed(SOUNDED, _Hasher(fuzzy).span(starts[said], breaks[said])), rows[said])


def short_code_parts(texts: Texts) -> U64:
    """Three in a row, of letters and digits both: others are in too many codes, or are words."""
    solid = np.flatnonzero(texts.codes != BLANK)
    codes, kinds = texts.codes[solid].astype(np.uint64), texts.kinds[solid]
    if len(kinds) < 3:
        return np.zeros(0, np.uint64)
    letter, digit = kinds == LETTER, kinds == DIGIT
    both = np.zeros(len(kinds), bool)
    both[:-2] = (letter[:-2] | letter[1:-1] | letter[2:]) & (digit[:-2] | digit[1:-1] | digit[2:])
    return _in_a_row(codes, texts.rows[solid], CODE3, 3, both)


def code_parts(texts: Texts) -> U64:
    """Four letters or digits in a row of a code, its separators left out."""
    solid = np.flatnonzero(texts.codes != BLANK)
    codes, rows = texts.codes[solid].astype(np.uint64), texts.rows[solid]
    return _in_a_row(codes, rows, CODE4, 4)


def long_code_parts(texts: Texts) -> U64:
    """Seven in a row: four say little of codes that repeat a digit, such as `6900000790000`."""
    solid = np.flatnonzero(texts.codes != BLANK)
    codes, rows = texts.codes[solid].astype(np.uint64), texts.rows[solid]
    return _in_a_row(codes, rows, CODE7, 7)


def _in_a_row(
    codes: U64, rows: npt.NDArray[np.uint32], tag: int, length: int, among: npt.NDArray[np.bool_] | None = None
) -> U64:
    if len(codes) < length:
        return np.zeros(0, np.uint64)
    shown = len(codes) - length + 1
    whole = np.ones(shown, bool) if among is None else among[:shown]
    for step in range(length):
        whole &= codes[step : step + shown] != BREAK
    begin = np.flatnonzero(whole)
    value = np.zeros(len(begin), np.uint64)
    for step in range(length):
        value = value * _PART_BASE + codes[begin + step]
    return _with_rows(hashed(tag, value), rows[begin])


def code_part(tag: int, text: str) -> int:
    """The CODE3, CODE4 or CODE7 feature of so many letters or digits."""
    value = 0
    for char in text:
        value = value * int(_PART_BASE) + min(ord(char), 0xFFFF)
    return mixed(tag, value & _ALL)


def _runs(mask: npt.NDArray[np.bool_]) -> tuple[I64, I64]:
    """Start and end (exclusive) of each run of True."""
    edges = np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


class _Hasher:
    """Polynomial hashes of any stretch of a text, from prefix sums, modulo 2^64."""

    def __init__(self, codes: Codes) -> None:
        size = len(codes) + 1
        self._power = _powers(_BASE, size)
        self._inverse = _powers(_BASE_INVERSE, size)
        self._sum = np.zeros(size, np.uint64)
        np.cumsum((codes.astype(np.uint64) + np.uint64(7)) * self._power[:-1], out=self._sum[1:])

    def span(self, a: I64, b: I64) -> U64:
        """Of the codes from a to b."""
        span: U64 = (self._sum[b] - self._sum[a]) * self._inverse[a]
        return span

    def join(self, a: I64, b: I64, c: I64, d: I64) -> U64:
        """Of a to b followed by c to d."""
        joined: U64 = self.span(a, b) + self.span(c, d) * self._power[b - a]
        return joined

    def deletions(self, a: I64, b: I64) -> list[tuple[U64, I64]]:
        """The words themselves and each with one letter out, as features with the place they came from."""
        out = [(hashed(DELETION, self.span(a, b)), a)]
        longest = int((b - a).max()) if len(a) else 0
        for at in range(longest):
            has = b - a > at
            x, y = a[has], b[has]
            out.append((hashed(DELETION, self.join(x, x + at, x + at + 1, y)), x))
        return out


def _powers(base: int, size: int) -> U64:
    out = np.full(size, base, np.uint64)
    out[0] = 1
    return np.multiply.accumulate(out)


def number_of(text: str) -> int:
    """The polynomial hash of one short text: what `_Hasher.span` gives for it."""
    value = 0
    for char in reversed(text):
        value = (value * _BASE + ord(char) + 7) & _ALL
    return value


def mixed(tag: int, value: int) -> int:
    """`hashed` for one number."""
    value = ((value ^ (value >> 29)) * 0x9E3779B97F4A7C15) & _ALL
    return value >> 28 | tag << 36


def word_feature(tag: int, text: str) -> int:
    """The WORD, DELETION or WHOLE feature of one text."""
    return mixed(tag, number_of(text))


def sounded_feature(fuzzy: Iterable[int]) -> int:
    """The SOUNDED feature of a text with these fuzzy syllables."""
    return word_feature(SOUNDED, "".join(map(chr, fuzzy)))


_ALL = (1 << 64) - 1
