"""From scored candidates to an answer: order, context, confidence and verdict.

Scores are in units of log odds, so what the context makes likelier is added to them. It decides among candidates that
fit the words about as well, and makes one of them surer; an exact hit stays before all that are not.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jxc_bot.lookup import model
from jxc_bot.lookup.alphabet import codes_of, fold, squeeze, text_of
from jxc_bot.lookup.entry import Candidate, Context, Found, Key, Verdict
from jxc_bot.lookup.features import COLUMN
from jxc_bot.lookup.fits import Floats
from jxc_bot.lookup.query import Query
from jxc_bot.lookup.rivals import Candidates, lacking

_RECENT, _EXPECTED, _IN_STOCK = 2.0, 2.0, 0.7
_AS_WELL = 0.05
_CLOSER = 0.2
_ALL = 0.9
_FIRST = 1000.0
_TOO_LITTLE, _HARDLY = 0.34, 0.05
"""Who has less than a third of what was said is not what was meant, whatever else speaks for it."""
_NOTHING, _AS_LIKELY = 0.05, 0.7
_RATHER, _SURELY = 0.79, 0.91
_BY_ALIAS, _ALIAS_OR_NAME = 0.98, 0.5
_IN_FULL = 0.99
"""A code or name given in full that only one has: measured right in 1,991 of 1,991 queries."""


def alias_key(text: str) -> str:
    """The form in which a person's own word is kept and found again: folded, without separators."""
    return text_of(squeeze(codes_of(fold(text)))).replace(" ", "")


def answer(
    query: Query,
    keys: Sequence[Key],
    given: Candidates,
    limit: int,
    context: Context | None,
    alias: int | None,
) -> Found:
    """The short list of at most `limit`, how sure its first is, and what to do with it."""
    if not len(given):
        return Found()
    entry, table = given.entry, given.table
    scores = table @ model.weights().rank
    favour = _favours(keys, entry, context)
    exact = _exact(table)
    ranked = scores + _FIRST * exact
    if favour.any():
        ranked = _near_equals_closer(scores, table, exact) + favour + _FIRST * exact
    if alias is not None:
        ranked = ranked + 2 * _FIRST * (entry == alias)
    order = given.ranked(ranked)
    best = given.take(order)
    table, exact = best.table, exact[order]
    sure, here = _confidence(query, best, scores[order], favour[order])
    sure = _careful(sure, best, tied=not (exact[0] or favour.any()))
    if not exact[0] and table[0, COLUMN["cover"]] < _TOO_LITTLE:
        sure, here = min(sure, _HARDLY), 0.0
    if alias is not None and entry[order[0]] == alias:
        sure = here = _ALIAS_OR_NAME if exact[1:].any() else _BY_ALIAS
    elif exact[0] and (same := int(exact.sum())) > 1 and not favour.any():
        sure = min(sure, 1.0 / same)
    elif exact[0] and same == 1:
        sure = max(sure, _IN_FULL)
    found = tuple(
        Candidate(keys[int(entry[i])], float(scores[i]), bool(e))
        for i, e in zip(order[:limit].tolist(), exact[:limit].tolist(), strict=True)
    )
    return Found(found, sure, _verdict(sure, max(sure, here)))


def _exact(table: Floats) -> npt.NDArray[np.bool_]:
    """Who was named in full. Not if that takes for an order what tells two apart: `28 tablets` of what comes in 24."""
    exact: npt.NDArray[np.bool_] = (table[:, COLUMN["exact"]] >= 1) & (table[:, COLUMN["count_differs"]] == 0)
    if exact.any():
        cover, besides = table[:, COLUMN["cover"]], table[:, COLUMN["bonus"]]
        if (besides[cover > _ALL] > _ALL).any():
            exact &= besides > _ALL
    return exact


def _near_equals_closer(scores: Floats, table: Floats, exact: npt.NDArray[np.bool_]) -> Floats:
    """What fits the words as well as the best is drawn up to it: mere length shall not outweigh the context."""
    best = int(np.argmax(scores))
    cover, wrong = table[:, COLUMN["cover"]], table[:, COLUMN["number_wrong"]]
    near = (cover >= cover[best] - _AS_WELL) & (wrong <= wrong[best]) & (exact == exact[best])
    return np.where(near, scores[best] + _CLOSER * (scores - scores[best]), scores)


def _verdict(sure: float, here: float) -> Verdict:
    fitted = model.weights()
    if sure >= fitted.act:
        return Verdict.ACT
    return Verdict.ASK if here >= fitted.none else Verdict.NONE


def _careful(sure: float, found: Candidates, *, tied: bool) -> float:
    """What others fit just as well is asked, and so is what is only rather sure: among that are most of the ties."""
    if tied and len(found) > 1 and lacking(found.held).sum(axis=1).min() < _NOTHING:
        sure = min(sure, _AS_LIKELY)
    return min(sure, _RATHER) if sure < _SURELY else sure


def _favours(keys: Sequence[Key], entry: npt.NDArray[np.int64], context: Context | None) -> Floats:
    """What the context adds to each candidate."""
    favour = np.zeros(len(entry), np.float32)
    if context is None:
        return favour
    for i, number in enumerate(entry.tolist()):
        key = keys[number]
        favour[i] = _RECENT * min(max(context.recent.get(key, 0.0), 0.0), 1.0)
        if context.expected is not None and key in context.expected:
            favour[i] += _EXPECTED
        if context.in_stock is not None and key in context.in_stock:
            favour[i] += _IN_STOCK
    return favour


def _confidence(query: Query, found: Candidates, scores: Floats, favour: Floats) -> tuple[float, float]:
    """The probability that the first is meant, and that any here is.

    If the context favours the first over all that fit as well, its confidence rises towards what it would be alone.
    """
    sure, here = model.confidence(model.sure_features(query, found, scores))
    if not favour.any() or len(found) < 2:
        return sure, here
    cover = found.table[:, COLUMN["cover"]]
    near = cover[1:] >= cover[0] - _AS_WELL
    ahead = float(favour[0] - favour[1:][near].max()) if near.any() else float(favour[0])
    alone, _ = model.confidence(model.sure_features(query, found.take(np.zeros(1, np.int64)), scores[:1]))
    share = 1.0 - float(np.exp(-max(ahead, 0.0)))
    return max(sure, sure + (alone - sure) * share), here
