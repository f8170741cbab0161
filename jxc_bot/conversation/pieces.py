"""Several goods in one breath (收货 雪碧 2箱 可乐 1箱): where one piece ends and the next begins.

An amount may belong to a name (得力 80张 A4纸 3包). So a line is only cut where it is not one known product as it
stands, and where every piece names goods that are found.
"""

from __future__ import annotations

import re
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.entry import read_entry
from jxc_bot.conversation.reading.lines import split_lines
from jxc_bot.conversation.reading.measure import Run
from jxc_bot.conversation.reading.quantity import candidates
from jxc_bot.conversation.reading.units import Units
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from jxc_bot.words.lexicon import lexicon, words_of

MOST = 20
"""Pieces of one line; nobody says more in one breath."""
LONGEST = 300
_COUNTED = re.compile(r" *(?P<name>[^\d*]{1,40}?) ?[x*]? ?(?P<n>[0-9]{1,6})(?= |$)")
_PRICE = re.compile(r"\s*(?:[@\u00a5$]\s*)?[0-9][0-9.]*\S*(?=\s|$)|\s*[@\u00a5]\s*[0-9][0-9.]*(?:/\S+)?")


def pieces(turn: Turn, text: str) -> list[str]:
    """The lines of a message, one for each goods named in it."""
    return [piece for line in split_lines(text, turn.finder.unit_names) for piece in _goods(turn, line)]


def _goods(turn: Turn, line: str) -> list[str]:
    if len(line) > LONGEST:
        return [line]
    units = Units.of(turn.finder.unit_names)
    for cut in (_cut, _cut_before, _each, _numbered):
        parts = cut(line, units)
        if 1 < len(parts) <= MOST and all(_found(turn, part) is not Verdict.NONE for part in parts):
            return [line] if _found(turn, line) is Verdict.ACT else parts
    return [line]


def _cut_before(line: str, units: Units) -> list[str]:
    """The line before every amount with a unit (3箱可乐 2箱红牛), where it begins with one."""
    starts = sorted(run.start for run in candidates(Board(line), units, signed=False) if _ends_a_piece(run))
    if not starts or starts[0] != 0:
        return [line]
    return [line[start:end].strip(" ,") for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _each(line: str, units: Units) -> list[str]:
    """Several goods with one amount for each of them (可乐和红牛各3箱)."""
    for word in words_of("lines", "each"):
        goods, found, amount = line.rpartition(word)
        if found and goods.strip() and candidates(Board(amount), units, signed=False):
            names = _joined().split(goods) if _joined().search(goods.strip()) else goods.split(" ")
            return [f"{name.strip()} {amount.strip()}" for name in names if name.strip()]
    return [line]


def _numbered(line: str, units: Units) -> list[str]:
    """Goods with a bare number behind each of them (可乐3 红牛2, 可乐*3 红牛*2)."""
    found = list(_COUNTED.finditer(line))
    whole = "".join(one[0] for one in found) == line
    return [f"{one['name'].strip()} {one['n']}" for one in found] if whole and len(found) <= MOST else [line]


@cache
def _joined() -> re.Pattern[str]:
    lines = lexicon()["lines"]
    return re.compile("|".join(map(re.escape, (*lines["lists"], *lines["and"]))))


def _cut(line: str, units: Units) -> list[str]:
    """The line behind every amount with a unit (and its price) that stands behind a name of its own."""
    board = Board(line)
    runs = [run for run in candidates(board, units, signed=False) if _ends_a_piece(run)]
    parts, start = [], 0
    for run in sorted(runs, key=lambda run: run.start):
        if run.start < start or not any(c.isalpha() for c in line[start : run.start]):
            continue
        price = _PRICE.match(line, run.end)
        end = price.end() if price and _is_price(price[0]) else run.end
        parts.append(line[start:end].strip(" ,"))
        start = end
    rest = line[start:].strip(" ,")
    if rest and parts:
        parts[-1] += " " + rest
    return parts or [line]


def _ends_a_piece(run: Run) -> bool:
    return run.counted and not run.size and all(piece.word for piece in run.pieces)


def _is_price(text: str) -> bool:
    return any(sign in text for sign in "@\u00a5$/") or not any(c.isalpha() for c in text)


def _found(turn: Turn, text: str) -> Verdict:
    """How well what a piece names is known."""
    entry = read_entry(text, turn.finder.unit_names, turn.actor.today, places=turn.finder.place_names)
    if not entry.names or entry.measure is None:
        return Verdict.NONE
    return turn.finder.product(turn.db, entry.names, person_id=turn.actor.person_id).verdict
