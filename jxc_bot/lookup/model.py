"""The two small fitted models: which candidate is meant (linear), and how sure that is (a net with one hidden layer).

Weights are numbers in `data/weights.json`, written by tests/benchmarks/lookup_fit.py; one set for all catalogues.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from jxc_bot.lookup import rivals
from jxc_bot.lookup.features import COLUMN, NAMES
from jxc_bot.lookup.fits import Floats
from jxc_bot.lookup.query import Query
from jxc_bot.lookup.word import Kind, Word

_RIVALS = (
    "logit", "alone", "gap", "gap_to_fifth", "as_well", "as_well_some", "roughly_as_well", "twins", "twins_some",
    "twin_near", "as_well_near",
)  # fmt: skip
_ASKED = (
    "size", "words", "han_words", "han", "latin_words", "numbers", "first_length", "known", "strange", "strange_some",
    "log_among", "score",
)  # fmt: skip
_SECOND = ("cover", "gone", "gone_run", "worst", "share_best", "number_wrong", "edge", "left_over", "evidence")
_CROSSED = ("by_initials", "by_sound", "by_slip")
SURE_NAMES = (
    *_RIVALS, *rivals.NAMES, *_ASKED, *NAMES,
    *(f"second_{name}" for name in _SECOND), *(f"{name}*size" for name in _CROSSED),
    "gone/size",
)  # fmt: skip
"""What the confidence is made from: the rivals of the first, what was asked, and what is known of the first."""

_AS_WELL, _ROUGHLY, _AS_TWIN, _TWIN_ELSE = 0.03, 0.1, 0.01, 0.02
_FAR, _MOST_GAP, _MOST_SIZE, _MOST_SCORE = 10.0, 12.0, 14.0, 40.0
REACH = 3.0
"""Beyond so many standard deviations a number says no more."""


@dataclass(frozen=True, slots=True)
class Net:
    """Two chances from the features: a linear part and a hidden layer beside it."""

    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    straight: Floats
    bias: Floats

    def chances(self, features: Floats) -> Floats:
        """Probabilities [..., 2] that the first is the one meant, and that any of the first five is."""
        given = np.clip((features - self.mean) / self.scale, -REACH, REACH)
        inside = np.maximum(given @ self.hidden + self.hidden_bias, 0)
        odds = np.clip(inside @ self.out + given @ self.straight + self.bias, -30, 30)
        chances: Floats = 1.0 / (1.0 + np.exp(-odds))
        return chances


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted numbers and the thresholds chosen with them."""

    rank: Floats
    net: Net
    act: float
    none: float


@cache
def weights() -> Weights:
    """Read once a process; a feature the file does not know weighs nothing in the ranking."""
    data = json.loads(files("jxc_bot.lookup").joinpath("data/weights.json").read_text(encoding="utf-8"))
    rank = np.array([data["rank"].get(name, 0.0) for name in NAMES], np.float32)
    net = Net(**{name: np.array(values, np.float32) for name, values in data["sure"].items()})
    return Weights(rank, net, data["act"], data["none"])


def sure_features(query: Query, found: rivals.Candidates, scores: Floats) -> Floats:
    """What speaks for and against the first of the ordered candidates (one row per entry, best first)."""
    table = found.table
    best = table[0]
    second = table[1] if len(table) > 1 else np.zeros_like(best)
    words = [w for w in query.words if not w.optional] or query.words
    size = min(sum(w.weight for w in words), _MOST_SIZE)
    beside = rivals.rival_features(found.held, scores, size)
    row = [
        *_rivals(table, scores),
        *beside,
        *_asked(query, words, size),
        min(float(scores[0]), _MOST_SCORE),
        *best.tolist(),
    ]
    row += [float(second[COLUMN[name]] - best[COLUMN[name]]) for name in _SECOND]
    row += [float(best[COLUMN[name]]) * size for name in _CROSSED]
    row.append(float(best[COLUMN["gone"]]) / (1.0 + size))
    return np.array(row, np.float32)


def _rivals(table: Floats, scores: Floats) -> list[float]:
    """How far behind the others are, and how many fit the words as well as the first."""
    behind = np.minimum(scores[0] - scores[1:], _MOST_GAP)
    rivals = float(np.exp(-np.maximum(behind, 0.0)).sum())
    cover, wrong, share, worst = (table[:, COLUMN[n]] for n in ("cover", "number_wrong", "share_best", "worst"))
    fitting = (cover[1:] >= cover[0] - _AS_WELL) & (wrong[1:] <= wrong[0])
    twin = fitting & (cover[1:] >= cover[0] - _AS_TWIN)
    twin &= (share[1:] >= share[0] - _TWIN_ELSE) & (worst[1:] >= worst[0] - _TWIN_ELSE)
    roughly = cover[1:] >= cover[0] - _ROUGHLY
    gap, fifth = (float(behind[min(n, len(behind) - 1)]) if len(behind) else _MOST_GAP for n in (0, 4))
    return [
        -float(np.log(rivals + 1e-4)), 1.0 / (1.0 + rivals), gap, fifth,
        float(np.log1p(fitting.sum())), float(fitting.any()), float(np.log1p(roughly.sum())),
        float(np.log1p(twin.sum())), float(twin.any()), _nearness(behind[twin]), _nearness(behind[fitting]),
    ]  # fmt: skip


def _nearness(behind: Floats) -> float:
    """From 1 where another has the same score to 0 where all are far behind."""
    return max(0.0, 1.0 - float(behind.min()) / _FAR) if len(behind) else 0.0


def _asked(query: Query, words: Sequence[Word], size: float) -> list[float]:
    """How much was said, of what kinds, and how much of it this catalogue has never heard."""
    han = [len(w.text) for w in words if w.kind == Kind.HAN]
    return [
        size, float(len(words)), float(len(han)), float(sum(han)),
        float(sum(w.kind == Kind.LATIN for w in words)), float(sum(w.kind == Kind.NUMBER for w in words)),
        float(min(len(words[0].text), 10)), float(sum(w.known for w in words)),
        float(query.strange), float(query.strange > 0), float(np.log(max(query.among, 1))),
    ]  # fmt: skip


def confidence(features: Floats) -> tuple[float, float]:
    """The probability that the first candidate is the one meant, and that any of the first five is."""
    sure, here = weights().net.chances(features).tolist()
    return sure, here
