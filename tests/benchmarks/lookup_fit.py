"""Fits the weights of the look-up and writes them: `python -m tests.benchmarks.lookup_fit --write`.

Two models, numpy only. *Rank*: linear over the features of a candidate, by listwise softmax (the right ones share the
probability). *Sure*: a small net over what is known of the winner and its rivals; its targets are "the first is right,
and it is the only one that fits" and "a right one is among the first five".

Fitted on made-up catalogues of every trade and on one half of the real office goods; reported on catalogues drawn with
another seed, on the other half, and on every other table in the folder of data. The same data gives the same file.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup import Entry, Index, model
from jxc_bot.lookup.features import NAMES
from jxc_bot.lookup.query import Query
from jxc_bot.lookup.rivals import Candidates
from tests.benchmarks.__main__ import emit
from tests.benchmarks.lookup import measured
from tests.benchmarks.lookup_catalogues import TRADES, catalogue, real, real_ones
from tests.benchmarks.lookup_queries import Case, cases

TARGET = Path(model.__file__).parent / "data" / "weights.json"
Floats = npt.NDArray[np.float32]
BATCH = 256
THRESHOLDS = {"act": 0.8, "none": 0.02}
FIT_SEED, SIZE, COUNT, GONE = 400, 6_000, 2_400, 0.2
SMALL = (25, 60, 150, 400)
"""Sizes of the small shops: there, rivals are few."""


@dataclass(slots=True)
class Sample:
    """One query with its candidates and which of them are right."""

    case: Case
    query: Query
    found: Candidates
    right: npt.NDArray[np.bool_]


def samples(entries: Sequence[Entry], count: int, seed: int, strangers: Sequence[Entry] = ()) -> Iterator[Sample]:
    """Retrieve candidates for labelled queries; every sixteenth entry is kept out of the index, to be absent.

    Strangers are of another trade and absent, too: nothing here is like them.
    """
    absent, kept = [*entries[::16], *strangers], [e for i, e in enumerate(entries) if i % 16]
    index = Index.build(kept)
    keys = [str(e.key) for e in kept]
    for case in cases(kept, absent, count, seed, GONE):
        query = index.analyse(case.query)
        if not query.words:
            continue
        found = index.candidates(query)
        yield Sample(case, query, found, np.array([keys[e] in case.right for e in found.entry.tolist()], bool))


def gathered(number: int, trade: str) -> list[Sample]:
    """Queries on a catalogue of a trade, and a third as many on small shops of it."""
    seed = FIT_SEED + number
    entries = real()[::2] if trade == "real" else catalogue(trade, SIZE * (4 if trade == "mixed" else 1), seed)
    if not entries:
        return []
    other = [*TRADES][(number + 2) % len(TRADES)]
    strangers = [] if trade == "mixed" else catalogue(other, SIZE // 64, seed)
    out = list(samples(entries, COUNT, seed, strangers))
    for shop in range(4 * len(SMALL)):
        few = SMALL[shop % len(SMALL)]
        shelf = [entries[i] for i in np.random.default_rng(shop).permutation(len(entries))[:few]]
        out += samples(shelf, COUNT // (12 * len(SMALL)), seed + shop, strangers[: few // 16 + 1])
    return out


def fit_rank(found: Sequence[Sample], steps: int = 600, decay: float = 2e-4) -> Floats:
    """Listwise softmax by Adam on the standardised features."""
    usable = [s for s in found if s.right.any() and not s.right.all() and len(s.case.right) <= 5]
    table = np.concatenate([s.found.table for s in usable])
    scale = np.maximum(table.std(axis=0), 1e-2).astype(np.float32)
    table = table / scale
    right = np.concatenate([s.right for s in usable])
    sizes = np.array([len(s.right) for s in usable])
    begin = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weight = np.zeros(len(NAMES), np.float32)
    mean, square = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, steps + 1):
        score = table @ weight
        top = np.maximum.reduceat(score, begin)
        power = np.exp(score - np.repeat(top, sizes))
        chance = power / np.repeat(np.add.reduceat(power, begin), sizes)
        hit = np.add.reduceat(np.where(right, chance, 0), begin)
        target = np.where(right, chance / np.repeat(np.maximum(hit, 1e-9), sizes), 0)
        slope = table.T @ (chance - target) / len(usable) + decay * weight
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weight = weight - 0.08 * (1 - step / steps) ** 0.5 * mean / (np.sqrt(square) + 1e-8)
    rank: Floats = (weight / scale).astype(np.float32)
    return rank


def fit_net(rows: Floats, target: Floats, hidden: int = 16, rounds: int = 40, decay: float = 2e-3) -> model.Net:
    """Both chances at once by Adam on small batches."""
    random = np.random.default_rng(0)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-2
    given = np.clip((rows - mean) / scale, -model.REACH, model.REACH).astype(np.float32)
    wide, many = given.shape[1], target.shape[1]
    drawn = random.normal(0, wide**-0.5, (wide, hidden)), np.zeros(hidden), random.normal(0, 0.1, (hidden, many))
    parts: list[Floats] = [p.astype(np.float32) for p in (*drawn, np.zeros((wide, many)), np.zeros(many))]
    first, square = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
    steps, step = rounds * (len(rows) // BATCH), 0
    for _ in range(rounds):
        order = random.permutation(len(rows))
        for at in range(len(rows) // BATCH):
            chosen = order[at * BATCH : (at + 1) * BATCH]
            step += 1
            for j, slope in enumerate(_slopes(parts, given[chosen], target[chosen], decay)):
                first[j] = 0.9 * first[j] + 0.1 * slope
                square[j] = 0.99 * square[j] + 0.01 * slope**2
                forward = first[j] / (1 - 0.9**step) / (np.sqrt(square[j] / (1 - 0.99**step)) + 1e-7)
                parts[j] = parts[j] - 4e-3 * (1 - step / steps) * forward
    weight, bias, out, straight, always = parts
    return model.Net(mean, scale, weight, bias, out, straight, always)


def _slopes(parts: Sequence[Floats], given: Floats, target: Floats, decay: float) -> list[Floats]:
    """Of the mean log loss and the decay, for hidden, its bias, out, straight and its bias."""
    weight, bias, out, straight, always = parts
    before = given @ weight + bias
    inside = np.maximum(before, 0)
    odds = np.clip(inside @ out + given @ straight + always, -30, 30)
    off = (1 / (1 + np.exp(-odds)) - target) / len(given)
    back = (off @ out.T) * (before > 0)
    return [
        given.T @ back + decay * weight, back.sum(axis=0),
        inside.T @ off + decay * out, given.T @ off + decay * straight, off.sum(axis=0),
    ]  # fmt: skip


def fit_sure(found: Sequence[Sample], rank: Floats) -> model.Net:
    """The net for "the first is right" and "the right one is among the first five"."""
    rows, sure, here = zip(*(sure_row(s, rank) for s in found if len(s.found)), strict=True)
    return fit_net(np.array(rows, np.float32), np.array([sure, here], np.float32).T)


def sure_row(sample: Sample, rank: Floats) -> tuple[Floats, bool, bool]:
    """The features of the confidence, whether to act would have been right, and whether to ask would."""
    scores = sample.found.table @ rank
    order = sample.found.ranked(scores)
    right = sample.right[order]
    features = model.sure_features(sample.query, sample.found.take(order), scores[order])
    return features, bool(right[0]) and len(sample.case.right) == 1, bool(right[:5].any())


def fitted(found: Sequence[Sample]) -> model.Weights:
    """Both models, rounded as they are written."""
    rank = fit_rank(found)
    net = fit_sure(found, rank)
    rounded = {name: np.round(values, 4) for name, values in asdict(net).items()}
    return model.Weights(np.round(rank, 4), model.Net(**rounded), **THRESHOLDS)


def write(weights: model.Weights) -> None:
    """As the product reads them."""
    rank = {n: round(float(w), 4) for n, w in zip(NAMES, weights.rank, strict=True)}
    sure = {name: np.round(values.astype(float), 4).tolist() for name, values in asdict(weights.net).items()}
    TARGET.write_text(json.dumps({**THRESHOLDS, "rank": rank, "sure": sure}, separators=(",", ":")) + "\n")


def report(weights: model.Weights) -> None:
    """How they do on what they were not fitted on."""
    model.weights = lambda: weights  # type: ignore[assignment]
    for trade in TRADES:
        measured(trade, catalogue(trade, SIZE, FIT_SEED // 2), COUNT, emit)
    for name, entries in real_ones().items():
        measured(name, entries[1::2] if entries == real() else entries, COUNT, emit)


def main() -> None:
    """Fit, write, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="write the weights that the product reads")
    parser.add_argument("--quiet", action="store_true", help="no report")
    wanted = parser.parse_args()
    weights = fitted([s for n, trade in enumerate([*TRADES, "mixed", "real"]) for s in gathered(n, trade)])
    if wanted.write:
        write(weights)
    if not wanted.quiet:
        report(weights)


if __name__ == "__main__":
    main()
