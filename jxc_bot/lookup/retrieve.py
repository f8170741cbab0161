"""From a hundred thousand rows to some dozens: the postings of the wanted pieces are added up, row by row.

Rare pieces choose the candidates; pieces so common that reading their postings would take long only add to the share of
candidates already chosen. So the work for one query is bounded, however large the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.postings import Postings
from jxc_bot.lookup.wanted import VARIANTS, Wanted

_BUDGET = 16_000
_STEPS = 256
_USUAL = 50.0
_PER_VARIANT = 48
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(slots=True)
class Shortlist:
    """Candidate rows with, for each reading of the query, the share of it that the row holds (0 where not read so)."""

    rows: Places
    shares: Floats
    points: Floats
    """[row] The most points by any reading, those of pieces that are not owed included."""
    worth: Floats
    """How much each reading of the query is worth: rare pieces say more, and what says little fits many by chance."""


@dataclass(slots=True)
class _Heap:
    """One reading's findings."""

    wanted: Wanted
    total: float
    heavy: list[tuple[int, int, float]]
    touched: Places


def shortlist(
    postings: Postings,
    size: int,
    variants: Sequence[Wanted],
    scratch: Floats,
    lengths: Floats,
    always: Places,
    per_variant: int = _PER_VARIANT,
) -> Shortlist:
    """The best rows of each reading. `scratch` is [VARIANTS, size or more], zeroed before and after."""
    heaps = [_collect(postings, size, one, scratch[one.variant]) for one in variants]
    parts = [always]
    for heap in heaps:
        parts.append(_best(heap, scratch[heap.wanted.variant], lengths, per_variant))
    rows = np.unique(np.concatenate(parts))
    shares = np.zeros((len(rows), VARIANTS), np.float32)
    worth = np.zeros(VARIANTS, np.float32)
    for heap in heaps:
        worth[heap.wanted.variant] = heap.total
        points = scratch[heap.wanted.variant][rows]
        for begin, length, weight in heap.heavy:
            held = postings.rows[begin : begin + length]
            place = np.searchsorted(held, rows)
            place[place == length] = 0
            points = points + weight * (held[place] == rows)
        shares[:, heap.wanted.variant] = points / heap.total
        scratch[heap.wanted.variant][heap.touched] = 0
    points = (shares * worth).max(axis=1)
    np.minimum(shares, 1.0, out=shares)
    return Shortlist(rows, shares, points, worth)


def _collect(postings: Postings, size: int, wanted: Wanted, points: Floats) -> _Heap:
    features = np.array(list(wanted.worth), np.uint64)
    begin, length = postings.spans(features)
    late = [postings.added.get(f, ()) for f in wanted.worth] if postings.added else []
    known = length + np.array([len(x) for x in late]) if late else length
    weight = np.array(list(wanted.worth.values())) * np.log1p(size / (known + 1.0))
    missed = np.array([f not in wanted.free for f in wanted.worth])
    total = float(weight[missed].sum()) + wanted.owed * float(np.log1p(size / _USUAL))
    if not total:
        total = float(weight.max()) + 1.0
    order = np.argsort(length, kind="stable")
    sums = np.cumsum(length[order])
    light = order[(sums <= _BUDGET) | (np.arange(len(order)) == np.argmax(length[order] > 0))]
    heavy_mask = np.ones(len(order), bool)
    heavy_mask[light] = False
    heavy = [(int(begin[i]), int(length[i]), float(weight[i])) for i in np.flatnonzero(heavy_mask)]
    lists: list[npt.NDArray[np.int32]] = []
    weights: list[float] = []
    for i in light[length[light] > 0].tolist():
        lists.append(postings.rows[begin[i] : begin[i] + length[i]])
        weights.append(weight[i])
    for i, rows in enumerate(late):
        if rows:
            known_rows = np.array(rows, np.int32)
            lists.append(known_rows[known_rows < len(points)])
            weights.append(weight[i])
    if not lists:
        return _Heap(wanted, total, heavy, np.zeros(0, np.int64))
    touched = np.concatenate(lists).astype(np.int64)
    np.add.at(points, touched, np.repeat(np.array(weights, np.float32), [len(x) for x in lists]))
    return _Heap(wanted, total, heavy, touched)


def _bar(values: Floats, keep: int) -> float:
    """A value that about `keep` or some more reach: a histogram is quicker than a selection."""
    step = float(values.max()) / _STEPS
    counts = np.bincount((values / step).astype(np.int64), minlength=_STEPS + 1)
    above = np.cumsum(counts[::-1])
    return float(_STEPS - int(np.searchsorted(above, keep))) * step


def _best(heap: _Heap, points: Floats, lengths: Floats, most: int) -> Places:
    """The rows with most points, shorter ones first among equals."""
    touched = heap.touched
    if not len(touched):
        return touched
    values = points[touched]
    keep = most * max(6, len(heap.wanted.worth) // 2)
    if len(values) > keep:
        touched = touched[values >= _bar(values, keep)]
    rows = np.unique(touched)
    if len(rows) <= most:
        return rows
    value = points[rows] * (1.0 - 0.0004 * lengths[rows])
    return rows[np.argpartition(value, -most)[-most:]]
