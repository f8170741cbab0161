"""What a pack holds, said beside how many there are: `3箱，每箱24瓶`, `3箱 一箱24瓶`, `24瓶/箱 3箱`."""

import re
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.piece import Pack, Piece, match_single
from jxc_bot.conversation.reading.quantity import candidates
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.reading.units import Units, is_size
from jxc_bot.words.lexicon import alternation, words_of

__all__ = ["read_pack"]


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(alternation((*words_of("units", "each"), *words_of("units", "one"))))


@cache
def _per() -> re.Pattern[str]:
    return re.compile(f" ?(?:{'|'.join(map(re.escape, words_of('units', 'per')))}) ?")


def read_pack(board: Board, units: Units, *, named: bool) -> tuple[Pack | None, bool]:
    """Takes what a pack is said to hold, and tells whether a part of the name (`24瓶/箱`) may say so as well.

    `named`: that part is left to the name. Nothing is taken where no other amount says how many packs there are.
    """
    for opener in _openers().finditer(board.folded):
        unit = units.match(board.folded, opener.end())
        if unit is None or not board.number_may_start(opener.start()):
            continue
        content = match_single(board.folded, unit.end + board.folded.startswith((" ", ":", "="), unit.end), units)
        if content is not None and _taken(board, units, opener.start(), content.end, content):
            return _pack(content, unit.name or unit.word), False
    for start in re.finditer(r"[0-9]+", board.folded):
        content = match_single(board.folded, start.start(), units) if board.number_may_start(start.start()) else None
        per = _per().match(board.folded, content.end) if content is not None and content.word else None
        unit = units.match(board.folded, per.end()) if per else None
        if content is None or unit is None:
            continue
        if named:
            return None, True
        if _taken(board, units, start.start(), unit.end, content):
            return _pack(content, unit.name or unit.word), False
    return None, False


def _pack(content: Piece, of: str) -> Pack | None:
    return None if isinstance(content.amount, Refused) else Pack(content.amount, content.unit, of)


def _taken(board: Board, units: Units, start: int, end: int, content: Piece) -> bool:
    """Claims a stretch, where it holds an amount of goods and another amount counts the packs."""
    goods = bool(content.word) and not is_size(content.word) and content.word not in words_of("money", "yuan")
    if not goods or isinstance(content.amount, Refused) or not board.free(start, end) or not board.right_edge(end):
        return False
    others = (run for run in candidates(board, units, signed=False) if run.counted and not run.size)
    if not any(run.end <= start or run.start >= end for run in others):
        return False
    board.claim("pack", start, end)
    return True
