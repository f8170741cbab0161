"""Postings: which rows hold a feature. A sorted base that never changes, and a small addition beside it."""

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.grams import ROW_BITS, U64

Rows = npt.NDArray[np.int32]
Starts = npt.NDArray[np.signedinteger[Any]]
Number = TypeVar("Number", np.uint64, np.int32)
_ROW_MASK = np.uint64((1 << 24) - 1)
_PIECE = 1 << 18
_WORTH_GIVING_BACK = 1 << 24


@dataclass(slots=True)
class Postings:
    """`rows[starts[i]:starts[i + 1]]`, ascending, hold the feature `features[i]`; `added` holds the latecomers."""

    features: U64
    starts: Starts
    rows: Rows
    added: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def build(cls, groups: Iterable[U64]) -> "Postings":
        """From groups of feature-and-row numbers, each group of kinds of its own and in the order of kinds."""
        features: list[U64] = []
        lengths: list[Rows] = []
        rows: list[Rows] = []
        for packed in groups:
            if not len(packed):
                continue
            packed.sort()
            packed = _distinct(packed)
            rows.append(_rows_of(packed))
            packed >>= ROW_BITS
            first = np.flatnonzero(_fresh(packed))
            features.append(packed[first])
            lengths.append(np.diff(first, append=len(packed)).astype(np.int32))
            del packed, first
        if not features:
            return cls(np.zeros(0, np.uint64), np.zeros(1, np.int64), np.zeros(0, np.int32))
        counts = _poured(lengths)
        return cls(_poured(features), _starts(counts), _poured(rows))

    def add(self, packed: U64) -> None:
        """Make the features of a few new rows findable at once."""
        mask = (1 << 24) - 1
        for one in set(packed.tolist()):
            self.added[one >> 24].append(one & mask)

    def folded(self, added: Mapping[int, Sequence[int]]) -> "Postings":
        """A new base with the additions in it; their rows come after all that are here."""
        late = sorted(added)
        counts = np.array([len(added[feature]) for feature in late], np.int64)
        owner = np.array(late, np.uint64)
        if not len(owner):
            return Postings(self.features, self.starts, self.rows)
        rows = np.concatenate([np.sort(np.array(added[feature], np.int32)) for feature in late])
        place = np.searchsorted(self.features, owner)
        known = np.zeros(len(owner), bool)
        inside = place < len(self.features)
        known[inside] = self.features[place[inside]] == owner[inside]
        merged = np.insert(self.rows, np.repeat(self.starts[place + known], counts), rows)
        features = np.insert(self.features, place[~known], owner[~known])
        lengths = np.insert(np.diff(self.starts), place[~known], 0)
        lengths[np.searchsorted(features, owner)] += counts
        return Postings(features, _starts(lengths), merged)

    def spans(self, wanted: U64) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Start and length in `rows` of each wanted feature; length 0 where none has it."""
        if not len(self.features):
            zero = np.zeros(len(wanted), np.int64)
            return zero, zero
        place = np.searchsorted(self.features, wanted)
        place[place == len(self.features)] = 0
        there = self.features[place] == wanted
        begin = self.starts[place].astype(np.int64)
        return begin, np.where(there, self.starts[place + 1] - begin, 0)


def drained(groups: list[list[U64]]) -> Iterator[U64]:
    """Group by group over all blocks, letting go of each as it is joined."""
    for kind in range(len(groups[0]) if groups else 0):
        parts = [block[kind] for block in groups]
        for block in groups:
            block[kind] = np.zeros(0, np.uint64)
        whole = [np.concatenate(parts)]
        parts.clear()
        if whole[0].nbytes >= _WORTH_GIVING_BACK:
            give_back()
        yield whole.pop()


def give_back() -> None:
    """Give what is free of the work space back to the system, where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _poured(parts: list[npt.NDArray[Number]]) -> npt.NDArray[Number]:
    """The parts end to end; each is let go as soon as it is copied."""
    whole = np.empty(sum(map(len, parts)), parts[0].dtype)
    at = 0
    parts.reverse()
    while parts:
        part = parts.pop()
        whole[at : at + len(part)] = part
        at += len(part)
    return whole


def _starts(lengths: npt.NDArray[np.integer[Any]]) -> Starts:
    """Where each run begins and the last one ends, in no larger numbers than that takes."""
    total = int(lengths.sum(dtype=np.int64))
    starts: Starts = np.zeros(len(lengths) + 1, np.int32 if total < 1 << 31 else np.int64)
    np.cumsum(lengths, dtype=starts.dtype, out=starts[1:])
    return starts


def _fresh(numbers: U64) -> npt.NDArray[np.bool_]:
    """Which are not what stands before them."""
    fresh = np.empty(len(numbers), bool)
    fresh[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return fresh


def _distinct(packed: U64) -> U64:
    """Each of the sorted numbers once, piece by piece in their own place: a large build shall need little room."""
    fresh = _fresh(packed)
    if fresh.all():
        return packed
    kept = 0
    for at in range(0, len(packed), _PIECE):
        piece = packed[at : at + _PIECE][fresh[at : at + _PIECE]]
        packed[kept : kept + len(piece)] = piece
        kept += len(piece)
    return packed[:kept]


def _rows_of(packed: U64) -> Rows:
    rows = np.empty(len(packed), np.int32)
    for at in range(0, len(packed), _PIECE):
        rows[at : at + _PIECE] = packed[at : at + _PIECE] & _ROW_MASK
    return rows
