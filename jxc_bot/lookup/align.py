"""Alignment: how well the symbols of a word lie along the texts of many candidates, in order, best close together.

Each symbol gives up to 100 points where it meets its own kind (a character, a syllable, an initial), and a bonus when
it follows the symbol before it at once, a smaller one if a single symbol was left out, doubled or wrong. The sum over
the best alignment, divided by the most there could be, is 0 to 1.

Words run together in another order than the name's lie along no text in order. So long words have a second chance:
the share of symbols that are found beside a neighbour of theirs, wherever that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.word import LINK, MOST_SHAPES, Reading

_FULL = 100
_LONG, _GOOD, _MOVED = 4, 70, 0.92
_HELD = 50
_SHAPE = np.uint8(64)
"""Points for a character that looks much like the one that was typed."""
_NEARLY = 24
"""Points for following when one symbol of the text, of the word or of both lies between: a slip, not another word."""
_NOWHERE = np.int16(-1000)
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Points = npt.NDArray[np.int16]


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


def align(readings: Sequence[Reading], codes: npt.NDArray[np.uint16], syllables: npt.NDArray[np.uint16]) -> Aligned:
    """All readings along all candidates.

    `codes` and `syllables` are [candidate, place], padded with 0xFFFF and 0.
    """
    count, (rows, places) = len(readings), codes.shape
    lengths = np.array([len(r.codes) for r in readings])
    longest = int(lengths.max())
    wanted = np.zeros((count, longest), np.uint16)
    points = np.zeros((count, longest, readings[0].points.shape[1]), np.uint8)
    for i, reading in enumerate(readings):
        wanted[i, : len(reading.codes)] = reading.codes
        points[i, : len(reading.codes)] = reading.points
    shapes = np.zeros((MOST_SHAPES, count, longest), np.uint16)
    for i, reading in enumerate(readings):
        if reading.shapes is not None:
            shapes[:, i, : len(reading.codes)] = reading.shapes.T
    pairs = np.zeros((count, longest + 1, rows), np.uint8)
    held = np.zeros((count, longest, rows), np.uint8)
    hit = np.zeros((count, rows, places), np.uint8)
    best = np.zeros((count, rows, places + 1), np.int16)
    ended = np.full((count, rows, places + 1), _NOWHERE, np.int16)
    passed = ended
    for step in range(longest):
        earlier = hit
        hit = np.take(points[:, step], syllables, axis=1)
        for shape in shapes[:, :, step]:
            if shape.any():
                hit = np.where(codes[None] == shape[:, None, None], np.maximum(hit, _SHAPE), hit)
        literal = wanted[:, step]
        if literal.any():
            hit = np.where(codes[None] == literal[:, None, None], np.uint8(_FULL), hit)
        if step:
            pairs[:, step] = np.minimum(earlier[:, :, :-1], hit[:, :, 1:]).max(axis=2, initial=0)
        held[:, step] = hit.max(axis=2)
        new = np.where(hit > 0, _reached(best, ended, passed) + hit, _NOWHERE).astype(np.int16)
        passed, ended = ended, np.full_like(ended, _NOWHERE)
        ended[:, :, 1:] = new
        best = np.maximum(best, np.maximum.accumulate(ended, axis=2))
    most = _FULL * lengths + LINK * (lengths - 1)
    score = (best[:, :, -1] / most[:, None]).astype(np.float32)
    pairs = np.maximum(pairs[:, 1:], pairs[:, :-1])
    beside = pairs > _GOOD
    if longest >= _LONG:
        moved = beside.sum(axis=1, dtype=np.float32) * (_MOVED / lengths[:, None]) * (lengths >= _LONG)[:, None]
        score = np.maximum(score, moved).astype(np.float32)
    return Aligned(score.astype(np.float32), beside, held > _HELD, pairs > _HELD)


def _reached(best: Points, ended: Points, passed: Points) -> Points:
    """The most points before each place of the text, when the next symbol of the word is met there.

    `ended` is for alignments whose last symbol met that place, `passed` for those whose last but one did.
    """
    reached: Points = np.maximum(best[:, :, :-1], ended[:, :, :-1] + np.int16(LINK))
    np.maximum(reached, passed[:, :, :-1] + np.int16(_NEARLY), out=reached)
    beyond = np.maximum(ended[:, :, :-2], passed[:, :, :-2]) + np.int16(_NEARLY)
    np.maximum(reached[:, :, 1:], beyond, out=reached[:, :, 1:])
    return reached
