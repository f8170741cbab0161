"""Postings: which rows hold a feature. A sorted base that never changes, and a small addition beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.grams import ROW_BITS, U64

Rows = npt.NDArray[np.int32]
_ROW_MASK = np.uint64((1 << 24) - 1)


@dataclass(slots=True)
class Postings:
    """`rows[starts[i]:starts[i + 1]]`, ascending, hold the feature `features[i]`; `added` holds the latecomers."""

    features: U64
    starts: npt.NDArray[np.int64]
    rows: Rows
    added: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def build(cls, groups: Iterable[U64]) -> "Postings":
        """From groups of feature-and-row numbers, each group of kinds of its own and in the order of kinds."""
        features, lengths, rows = [], [], []
        for packed in groups:
            if not len(packed):
                continue
            packed.sort()
            fresh = np.empty(len(packed), bool)
            fresh[0] = True
            np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
            if not fresh.all():
                packed = packed[fresh]
            rows.append((packed & _ROW_MASK).astype(np.int32))
            packed >>= ROW_BITS
            first = np.flatnonzero(np.concatenate([[True], packed[1:] != packed[:-1]]))
            features.append(packed[first])
            lengths.append(np.diff(np.concatenate([first, [len(packed)]])))
        if not features:
            return cls(np.zeros(0, np.uint64), np.zeros(1, np.int64), np.zeros(0, np.int32))
        starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
        return cls(np.concatenate(features), starts, np.concatenate(rows))

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
        return Postings(features, np.concatenate([[0], np.cumsum(lengths)]), merged)

    def spans(self, wanted: U64) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Start and length in `rows` of each wanted feature; length 0 where none has it."""
        if not len(self.features):
            zero = np.zeros(len(wanted), np.int64)
            return zero, zero
        place = np.searchsorted(self.features, wanted)
        place[place == len(self.features)] = 0
        there = self.features[place] == wanted
        begin = self.starts[place]
        return begin, np.where(there, self.starts[place + 1] - begin, 0)
