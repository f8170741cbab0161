"""Alignment: how well the symbols of a word lie along the texts of many candidates, in order, best close together.

Each symbol gives up to 100 points where it meets its own kind (a character, a syllable, an initial), and a bonus when
it follows the symbol before it at once. The sum over the best alignment, divided by the most there could be, is 0 to 1.

Words run together in another order than the name's lie along no text in order. So long words have a second chance:
the share of symbols that are found beside a neighbour of theirs, wherever that is.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.word import LINK, Reading

_FULL = 100
_LONG, _GOOD, _MOVED = 4, 70, 0.92
Floats = npt.NDArray[np.float32]


def align(
    readings: Sequence[Reading], codes: npt.NDArray[np.uint16], syllables: npt.NDArray[np.uint16]
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Scores [reading, candidate], and [reading, symbol, candidate]: is the symbol found beside a neighbour of its?

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
    twos = np.zeros((count, longest + 1, rows), bool)
    hit = np.zeros((count, rows, places), np.uint8)
    best = np.zeros((count, rows, places + 1), np.int16)
    ended = np.zeros((count, rows, places + 1), np.int16)
    for step in range(longest):
        earlier = hit
        hit = np.take(points[:, step], syllables, axis=1)
        literal = wanted[:, step]
        if literal.any():
            hit = np.where(codes[None] == literal[:, None, None], np.uint8(_FULL), hit)
        if step:
            twos[:, step] = (np.minimum(earlier[:, :, :-1], hit[:, :, 1:]) > _GOOD).any(axis=2)
        before = np.maximum(best[:, :, :-1], ended[:, :, :-1] + np.int16(LINK) * (ended[:, :, :-1] > 0))
        new = np.where(hit > 0, before + hit, np.int16(0)).astype(np.int16)
        ended = np.zeros_like(ended)
        ended[:, :, 1:] = new
        best = np.maximum(best, np.maximum.accumulate(ended, axis=2))
    most = _FULL * lengths + LINK * (lengths - 1)
    score = (best[:, :, -1] / most[:, None]).astype(np.float32)
    beside = twos[:, 1:] | twos[:, :-1]
    if longest >= _LONG:
        moved = beside.sum(axis=1, dtype=np.float32) * (_MOVED / lengths[:, None]) * (lengths >= _LONG)[:, None]
        score = np.maximum(score, moved).astype(np.float32)
    return score.astype(np.float32), beside
