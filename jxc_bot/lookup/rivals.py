"""Rivals: what the query says of others as much as of the first, counted in characters of the query.

A tie has nothing to do with how far apart two scores are. Who lacks nothing of what the first has of the query is meant
as likely, whatever else differs: a shorter name, a better order of words.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup.fits import Floats

NAMES = ("lacks", "lacks_next", "lacks_share", "lack_little", "lack_some", "lack_more", "lack_gap", "lacks_worst")
_LITTLE, _SOME, _MORE = 0.15, 0.5, 1.1
_MOST, _MOST_GAP = 4.0, 12.0


@dataclass(slots=True)
class Candidates:
    """The rows that come into question: entry numbers, features, and what of each word of the query a row has."""

    entry: npt.NDArray[np.int64]
    table: Floats
    held: Floats
    """[candidate, word] in characters; the words that may be an order and no name come last."""

    def __len__(self) -> int:
        return len(self.entry)

    def take(self, order: npt.NDArray[np.int64]) -> "Candidates":
        """These rows in this order."""
        return Candidates(self.entry[order], self.table[order], self.held[order])

    def ranked(self, scores: Floats) -> npt.NDArray[np.int64]:
        """The best row of each entry, best first."""
        order = np.argsort(-scores, kind="stable")
        _, first = np.unique(self.entry[order], return_index=True)
        best: npt.NDArray[np.int64] = order[np.sort(first)]
        return best


def lacking(held: Floats) -> Floats:
    """[rival, word] how much of each word the first has and a rival lacks."""
    lack: Floats = np.maximum(held[0] - held[1:], 0.0)
    return lack


def rival_features(held: Floats, scores: Floats, total: float) -> list[float]:
    """Numbers for NAMES. `total` is how much was said, `scores` fall."""
    if len(held) < 2:
        return [_MOST, _MOST, 1.0, 0.0, 0.0, 0.0, _MOST_GAP, _MOST]
    lack = lacking(held)
    lacks = lack.sum(axis=1)
    order = np.argsort(lacks, kind="stable")
    least = int(order[0])
    following = float(lacks[order[1]]) if len(order) > 1 else _MOST
    return [
        min(float(lacks[least]), _MOST),
        min(following, _MOST),
        min(float(lacks[least]) / max(total, 1.0), 1.0),
        *(float(np.log1p((lacks < bound).sum())) for bound in (_LITTLE, _SOME, _MORE)),
        min(float(scores[0] - scores[1 + least]), _MOST_GAP),
        min(float(lack.max(axis=1).min()), _MOST),
    ]
