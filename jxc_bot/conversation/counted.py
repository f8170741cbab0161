"""What goods are counted in says which are meant: 3箱+5听 is none of the bottles, 30公斤 none of the noodles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jxc_bot.conversation.goods import foresee, product_units
from jxc_bot.conversation.references import Sought, choosable, products_with_units
from jxc_bot.conversation.turn import Turn
from jxc_bot.conversation.unit_words import meant_unit
from jxc_bot.finder import Match
from jxc_bot.lookup import Context, Verdict
from jxc_bot.words.lexicon import words_of


def fitting(turn: Turn, sought: Sought, text: str, match: Match, said: Any) -> Match:
    """``match`` narrowed to products that have the units of the amount said; widened where the only one has not."""
    parts = said["parts"] if isinstance(said, dict) and "parts" in said else []
    words = {unit for _, unit in parts if unit} - (set(words_of("money", "yuan")) if len(parts) > 1 else set())
    if not words or match.verdict is Verdict.NONE:
        return match
    foresee(turn, match.ids)
    has = [i for i in match.ids if _has(turn, i, words)]
    if match.verdict is Verdict.ASK and len(has) < len(match.ids):
        return Match(tuple(has), Verdict.ACT if len(has) == 1 else Verdict.ASK, match.confidence) if has else match
    if match.verdict is Verdict.ASK or match.ids[0] in has:
        return match
    wanted = products_with_units(turn.db, words)
    only = choosable(turn, sought)
    among = frozenset(wanted if only is None else wanted & set(only))
    if not among:
        return match
    context = Context(only=among)
    others = turn.finder.product(turn.db, text, person_id=turn.actor.person_id, context=context)
    meant = tuple(i for i in others.ids if _has(turn, i, words))
    return Match(meant, Verdict.ASK, others.confidence) if others.verdict is not Verdict.NONE and meant else match


def _has(turn: Turn, product_id: int, words: Collection[str]) -> bool:
    units = product_units(turn, product_id)
    return all(meant_unit(units, word) is not None for word in words)
