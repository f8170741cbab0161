"""What is known about each candidate: some thirty numbers, from which a linear model makes its score.

Each word of the query is compared with each candidate in every way it can be read, and the best way counts. What of the
query stays unexplained, and what of the candidate is left over, are the two sides of every feature here.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from jxc_bot.lookup.fits import Fits, Floats, Texts, fits_of
from jxc_bot.lookup.query import Query
from jxc_bot.lookup.wanted import CODE, INITIALS, LITERAL, SLIP, SOUND
from jxc_bot.lookup.word import Kind, Way, Word

LONGEST_SEEN = 120

NAMES = (
    "cover", "lost", "lost_han", "lost_latin", "lost_number", "lost_square", "lost_words",
    "share_literal", "share_sound", "share_initials", "share_slip", "share_code", "share_best",
    "by_sound", "by_initials", "by_slip", "exact", "exact_part", "number_wrong", "number_part", "bonus",
    "left_over", "log_length", "ratio", "at_start", "joined", "worst", "regret", "elsewhere",
    "model_wrong", "count_differs", "gone", "gone_run", "loose", "edge",
    "evidence", "unpaid", "stray", "parted", "sounded",
)  # fmt: skip
COLUMN = {name: i for i, name in enumerate(NAMES)}

_CODE_LENGTH, _BY_CODE, _ALL = 4, 0.95, 0.99
_LOST = (("lost_han", (Kind.HAN,)), ("lost_latin", (Kind.LATIN, Kind.MIXED)), ("lost_number", (Kind.NUMBER,)))
_BY = (("by_sound", Way.SOUND), ("by_initials", Way.INITIALS), ("by_slip", Way.SLIP))
_SHARES = (
    ("share_literal", LITERAL), ("share_sound", SOUND), ("share_initials", INITIALS), ("share_slip", SLIP),
    ("share_code", CODE),
)  # fmt: skip


class _Table:
    """A feature table filled column by column."""

    def __init__(self, rows: int) -> None:
        self.values = np.zeros((rows, len(NAMES)), np.float32)

    def put(self, name: str, values: npt.ArrayLike) -> None:
        """Set one feature of all candidates."""
        self.values[:, COLUMN[name]] = values


def describe(
    query: Query, texts: Texts, shares: Floats, exact: Floats, sounded: Floats, worth: Floats
) -> tuple[Floats, Floats]:
    """[candidate, feature], and [candidate, word] what of each word of the query the candidate has, in characters.

    `exact` holds per candidate 1 for the whole query, 0.5 for a word of it given in full; `sounded` 1 where the query
    sounds as its whole name, 0.5 where it does but for a slip; `worth` is what each reading of the query is worth, of
    which `shares` are shares.
    """
    table = _Table(len(texts.strings))
    words = [w for w in query.words if not w.optional] or query.words
    weights = np.array([w.weight for w in words], np.float32)
    found = fits_of(words, texts, _by_code(query, words, shares[:, CODE]))
    fits, ways = found.fits, found.ways
    _explained(table, words, weights, fits, ways)
    table.put("elsewhere", found.elsewhere / weights.sum())
    _missing(table, found)
    for name, variant in _SHARES:
        table.put(name, shares[:, variant])
    table.put("share_best", shares.max(axis=1))
    best = shares.argmax(axis=1)
    table.put("evidence", (shares * worth).max(axis=1))
    table.put("unpaid", (1 - shares[np.arange(len(shares)), best]) * worth[best])
    table.put("exact", exact >= 1)
    table.put("exact_part", exact == 0.5)
    table.put("sounded", sounded)
    held = [(weights[:, None] * fits).T]
    optional = [w for w in query.words if w.optional]
    if optional and words is not query.words:
        besides = fits_of(optional, texts).fits
        table.put("bonus", besides.mean(axis=0))
        held.append(besides.T)
    lengths = np.maximum(texts.lengths, 1).astype(np.float32)
    table.put("left_over", np.maximum(lengths - (weights @ fits), 0) / lengths)
    table.put("log_length", np.log(lengths))
    _seen_whole(table, query, words, texts.strings, shares[:, CODE] >= _ALL)
    return table.values, np.concatenate(held, axis=1)


def _by_code(query: Query, words: Sequence[Word], share: Floats) -> Floats:
    """[word, candidate] how well it is found as a part of the code of the candidate."""
    whole = len(query.code) >= _CODE_LENGTH or query.is_short_code
    likely = [whole or (w.kind in (Kind.MIXED, Kind.NUMBER) and len(w.text) >= _CODE_LENGTH) for w in words]
    by_code: Floats = np.outer(likely, np.where(share >= _ALL, _BY_CODE, 0.0)).astype(np.float32)
    return by_code


def _explained(table: _Table, words: Sequence[Word], weights: Floats, fits: Floats, ways: npt.NDArray[np.int8]) -> None:
    """How much of the query each candidate explains, of what kind the rest is, and by which readings."""
    total = float(weights.sum())
    lost = weights[:, None] * (1 - fits)
    table.put("cover", (weights @ fits) / total)
    table.put("lost", lost.sum(axis=0))
    table.put("lost_square", (weights[:, None] * (1 - fits) ** 2).sum(axis=0))
    table.put("lost_words", (fits < 0.5).sum(axis=0))
    table.put("regret", (weights @ (fits.max(axis=1, keepdims=True) - fits)) / total)
    table.put("worst", fits.min(axis=0))
    for name, kinds in _LOST:
        table.put(name, lost[[w.kind in kinds for w in words]].sum(axis=0) / total)
    for name, way in _BY:
        table.put(name, (weights[:, None] * (ways == way)).sum(axis=0) / total)
    numbers = fits[[w.kind == Kind.NUMBER for w in words]]
    table.put("number_wrong", (numbers == 0).sum(axis=0))
    table.put("number_part", ((numbers > 0) & (numbers < 0.9)).sum(axis=0))


def _missing(table: _Table, found: Fits) -> None:
    """Which symbols are not there, or not beside their neighbours."""
    table.put("gone", found.gone.sum(axis=0))
    table.put("gone_run", found.run.max(axis=0))
    table.put("loose", found.loose.sum(axis=0))
    table.put("stray", found.stray.sum(axis=0))
    table.put("edge", found.edge.sum(axis=0))
    table.put("parted", found.parted)


def _seen_whole(
    table: _Table, query: Query, words: Sequence[Word], strings: list[str], coded: npt.NDArray[np.bool_]
) -> None:
    """What the query as a whole, its model numbers and its counts say of each candidate."""
    core = query.core.replace(" ", "").replace(".", "") or query.text
    table.put("ratio", process.cdist([core], strings, scorer=fuzz.ratio)[0] / 100)
    first = words[0].text[:1]
    table.put("at_start", [s[:1] == first for s in strings])
    solid = [s.replace(" ", "").replace(".", "") for s in strings]
    table.put("joined", np.array([core in s for s in solid]) | (coded & query.is_short_code))
    for number, unit in query.counts:
        packs = [re.findall(rf"(\d+) ?{re.escape(unit)}", text) for text in strings]
        table.put("count_differs", [bool(found) and number not in found for found in packs])
    if query.models:
        table.put("model_wrong", [sum(m not in s for m in query.models) for s in solid])
