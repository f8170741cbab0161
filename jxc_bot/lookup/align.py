"""Alignment: how well the symbols of a word lie along the texts of many candidates, in order, best close together.

Each symbol gives up to 100 points where it meets its own kind (a character, a syllable, an initial), and a bonus when
it follows the symbol before it at once, a smaller one if a single symbol was left out, doubled or wrong. The sum over
the best alignment, divided by the most there could be, is 0 to 1.

Words run together in another order than the name's, and symbols that changed places, lie along no text in order. So
longer words have a second chance: the share of symbols that are found beside a neighbour of theirs, wherever that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.word import LINK, MOST_SHAPES, Reading

_FULL = 100
_LONG, _GOOD, _MOVED = 4, 70, 0.92
_THREE, _SWAPPED = 3, 0.85
_HELD = 50
_SHAPE = np.uint8(64)
"""Points for a character that looks much like the one that was typed."""
_NEARLY = 24
"""Points for following when one symbol of the text, of the word or of both lies between: a slip, not another word."""
_NOWHERE = np.int16(-1000)
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Points = npt.NDArray[np.int16]
Hits = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Aligned:
    """The outcome for each reading and candidate."""

    score: Floats
    """[reading, candidate], 0 to 1."""
    beside: Bools
    """[reading, symbol, candidate]: is the symbol found, as it is or by its sound, beside a neighbour of its?"""
    held: Bools
    """The same, but anywhere, in any way that the reading allows."""
    linked: Bools
    """The same, beside a neighbour, in any way that the reading allows."""
    near: Bools
    """The same, or nearly beside it: one symbol left out, doubled or wrong between the two, or they changed places."""
    first: Bools
    """[reading, candidate, place]: is the first symbol found there?"""
    last: Bools
    """The same for the last symbol."""


class _Neighbours:
    """Gathers, step by step, which symbols stand beside a neighbour of theirs, and which nearly do."""

    def __init__(self, count: int, longest: int, rows: int) -> None:
        self._pairs = np.zeros((count, longest + 1, rows), np.uint8)
        self._swapped = np.zeros((count, longest + 1, rows), np.uint8)
        self._next = np.zeros((count, longest + 1, rows), np.uint8)
        self._over = np.zeros((count, longest + 2, rows), np.uint8)

    def meet(self, step: int, before: Hits, earlier: Hits, hit: Hits) -> None:
        """`hit` are the points of this symbol, `earlier` and `before` those of the one and the two before it."""
        if step:
            self._pairs[:, step] = _together(earlier, hit, 1)
            self._swapped[:, step] = _together(hit, earlier, 1)
            self._next[:, step] = np.maximum(self._swapped[:, step], _together(earlier, hit, 2))
        if step > 1:
            self._over[:, step] = np.maximum(_together(before, hit, 1), _together(before, hit, 2))

    def points(self) -> tuple[Hits, Hits, Hits]:
        """[reading, symbol, candidate] the points of the better neighbour, and of the better of those nearly so; and
        [reading, candidate] of the best two that changed places."""
        pairs = np.maximum(self._pairs[:, 1:], self._pairs[:, :-1])
        near = np.maximum(self._next[:, 1:], self._next[:, :-1])
        np.maximum(near, np.maximum(self._over[:, 2:], self._over[:, :-2]), out=near)
        return pairs, near, self._swapped.max(axis=1)


def _together(left: Hits, right: Hits, apart: int) -> Hits:
    """[reading, candidate] the most points that both have where the right one comes so many places after the left."""
    both: Hits = np.minimum(left[:, :, :-apart], right[:, :, apart:]).max(axis=2, initial=0)
    return both


def align(readings: Sequence[Reading], codes: npt.NDArray[np.uint16], syllables: npt.NDArray[np.uint16]) -> Aligned:
    """All readings along all candidates.

    `codes` and `syllables` are [candidate, place], padded with 0xFFFF and 0.
    """
    count, (rows, places) = len(readings), codes.shape
    lengths = np.array([len(r.codes) for r in readings])
    longest = int(lengths.max())
    wanted, points, shapes = _laid(readings, longest)
    neighbours = _Neighbours(count, longest, rows)
    held = np.zeros((count, longest, rows), np.uint8)
    hit = earlier = np.zeros((count, rows, places), np.uint8)
    first = last = hit
    best = np.zeros((count, rows, places + 1), np.int16)
    ended = np.full((count, rows, places + 1), _NOWHERE, np.int16)
    passed = ended
    for step in range(longest):
        before, earlier = earlier, hit
        hit = np.take(points[:, step], syllables, axis=1)
        for shape in shapes[:, :, step]:
            if shape.any():
                hit = np.where(codes[None] == shape[:, None, None], np.maximum(hit, _SHAPE), hit)
        literal = wanted[:, step]
        if literal.any():
            hit = np.where(codes[None] == literal[:, None, None], np.uint8(_FULL), hit)
        neighbours.meet(step, before, earlier, hit)
        held[:, step] = hit.max(axis=2)
        first = first if step else hit
        last = np.where((lengths == step + 1)[:, None, None], hit, last) if step else hit
        new = np.where(hit > 0, _reached(best, ended, passed) + hit, _NOWHERE).astype(np.int16)
        passed, ended = ended, np.full_like(ended, _NOWHERE)
        ended[:, :, 1:] = new
        best = np.maximum(best, np.maximum.accumulate(ended, axis=2))
    most = _FULL * lengths + LINK * (lengths - 1)
    score = (best[:, :, -1] / most[:, None]).astype(np.float32)
    pairs, near, swapped = neighbours.points()
    moved = _by_neighbours(pairs > _GOOD, near > _GOOD, swapped > _GOOD, lengths)
    score = np.maximum(score, moved).astype(np.float32)
    return Aligned(
        score, pairs > _GOOD, held > _HELD, pairs > _HELD, np.maximum(pairs, near) > _HELD, first > _HELD, last > _HELD
    )


def _laid(readings: Sequence[Reading], longest: int) -> tuple[npt.NDArray[np.uint16], Hits, npt.NDArray[np.uint16]]:
    """The symbols of all readings side by side: codes, points for each syllable, and codes that look like them."""
    count = len(readings)
    wanted = np.zeros((count, longest), np.uint16)
    points = np.zeros((count, longest, readings[0].points.shape[1]), np.uint8)
    shapes = np.zeros((MOST_SHAPES, count, longest), np.uint16)
    for i, reading in enumerate(readings):
        wanted[i, : len(reading.codes)] = reading.codes
        points[i, : len(reading.codes)] = reading.points
        if reading.shapes is not None:
            shapes[:, i, : len(reading.codes)] = reading.shapes.T
    return wanted, points, shapes


def _by_neighbours(beside: Bools, near: Bools, swapped: Bools, lengths: npt.NDArray[np.int64]) -> Floats:
    """[reading, candidate] the share of symbols that are found with a neighbour, in whatever order.

    A neighbour that is only near counts where some two changed places, which parts them from the others.
    """
    ordered = beside.sum(axis=1, dtype=np.float32) * _MOVED * (lengths >= _LONG)[:, None]
    loosely = (beside | near).sum(axis=1, dtype=np.float32) * _SWAPPED * swapped * (lengths >= _THREE)[:, None]
    share: Floats = np.maximum(ordered, loosely) / lengths[:, None].astype(np.float32)
    return share


def _reached(best: Points, ended: Points, passed: Points) -> Points:
    """The most points before each place of the text, when the next symbol of the word is met there.

    `ended` is for alignments whose last symbol met that place, `passed` for those whose last but one did.
    """
    reached: Points = np.maximum(best[:, :, :-1], ended[:, :, :-1] + np.int16(LINK))
    np.maximum(reached, passed[:, :, :-1] + np.int16(_NEARLY), out=reached)
    beyond = np.maximum(ended[:, :, :-2], passed[:, :, :-2]) + np.int16(_NEARLY)
    np.maximum(reached[:, :, 1:], beyond, out=reached[:, :, 1:])
    return reached
