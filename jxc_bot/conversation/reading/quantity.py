"""Which amount in a line is the quantity, and which belong to the goods' names (三只松鼠 2包, 可乐 500ml 3箱).

Every amount that could count something is a candidate. The quantity is the one that looks least like a name: its unit
does not describe goods, it stands on its own, and it comes last.
"""

import re
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.measure import Run, match_run
from jxc_bot.conversation.reading.numbers import match_number, number_start
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import is_han
from jxc_bot.conversation.reading.units import Units, is_size
from jxc_bot.words.lexicon import lexicon, words_of

__all__ = ["candidates", "real_start", "unknown_unit"]


@cache
def _start() -> re.Pattern[str]:
    others = "".join((*words_of("units", "times"), *words_of("numerals", "half"), *words_of("numerals", "several")))
    words = "|".join(map(re.escape, words_of("numerals.words")))
    return re.compile(f"[{re.escape(others)}]|{number_start().pattern}|(?<![a-z])(?:{words})(?= )")


@cache
def _digits() -> frozenset[str]:
    return frozenset(lexicon()["numerals"]["digits"])


def candidates(board: Board, units: Units, *, signed: bool) -> list[Run]:
    """The amounts that may be the quantity, the likeliest first; sums that may as well be part of a name come last."""
    found: list[Run] = []
    sums: list[Run] = []
    position = 0
    free = board.masked()
    while (start := _start().search(free, position)) is not None:
        first = real_start(board, start.start(), signed=signed)
        run = match_run(free, first, units) if board.number_may_start(first) else None
        position = max(run.end, start.end()) if run else start.end()
        if run is not None and run.sum:
            sums += [run] if _counts(board, run) else []
            run = match_run(free, first, units, apart=True)
            position = max(run.end, start.end()) if run else start.end()
        if run is not None and _counts(board, run):
            found.append(run)
    found = [run for run in found if not _multiplies(run, found)]
    last_bare = max((run.start for run in found if not run.counted), default=-1)
    return [*sorted(found, key=lambda run: _likeness(board, run, last_bare), reverse=True), *sums]


def real_start(board: Board, position: int, *, signed: bool) -> int:
    """Behind a dash that only separates (可乐-3箱), and behind numerals that end a name (统一三箱)."""
    folded = board.folded
    if folded[position] in "+-" and not board.left_edge(position) and not signed:
        position += 1
    if position > 0 and is_han(folded[position - 1]) and not board.taken(position - 1):
        while folded[position : position + 1] in _digits() and folded[position + 1 : position + 2] in _digits():
            position += 1
    return position


def _counts(board: Board, run: Run) -> bool:
    """Whether the amount may count: no part of a word, of a pack size (24瓶/箱, 1*24) or of a description (2L装)."""
    last = run.pieces[-1]
    if not last.word and not board.right_edge(run.end):
        return False
    if not run.counted:
        times = words_of("units", "times")
        joined = board.folded[run.start - 1 : run.start] in times and not board.taken(run.start - 1)
        behind = board.folded[run.end : run.end + 2].lstrip(" ")[:1]
        multiplied = behind in times and board.folded[run.end + 1 : run.end + 4].strip(" x*")[:1].isdigit()
        return board.left_edge(run.start) and not joined and not multiplied and not _goes_on(board, run.end)
    behind = board.folded[run.end : run.end + 4]
    if behind.startswith(words_of("units", "spec")):
        return False
    if behind[:1] in ("=", "/") and not board.taken(run.end):
        return False
    if not run.pieces[0].times:
        return True
    before = board.text[run.start - 1 : run.start]
    if before == " " and board.folded[run.start + 1 : run.start + 2] == " ":  # 24 x 3 is like 24x3
        return not board.text[: run.start - 1][-1:].isdecimal()
    return not before.isascii() or not before.isalnum() or board.taken(run.start - 1)


def _goes_on(board: Board, end: int) -> bool:
    """Whether a sign right behind a bare number makes it a part of something (1/2, 50%, 3-5)."""
    return board.folded[end : end + 1] in (*"/%-~", *words_of("units", "times"))


def _multiplies(run: Run, found: list[Run]) -> bool:
    """Whether an x stands right behind an amount with a unit (3箱x48): then the number is what one of them costs."""
    first = run.pieces[0]
    if not first.times or first.word or len(run.pieces) > 1:
        return False
    return any(other.counted and not other.size and other.end in (run.start, run.start - 1) for other in found)


def _likeness(board: Board, run: Run, last_bare: int) -> tuple[bool, bool, int, int]:
    """How much an amount looks like a quantity, part by part; a size gives way to a bare number behind it."""
    bare_rival = run.size and last_bare > run.start
    money = run.pieces[0].word in words_of("money", "double")
    edges = 2 * board.right_edge(run.end) + board.left_edge(run.start)
    return run.counted and not bare_rival, not (run.size or money), edges, run.start


def unknown_unit(board: Board) -> tuple[int, int, Refused] | None:
    """The last word, other than the first, that is a number with a unit nobody here uses (可乐 3坨)."""
    words = [word for word in re.finditer(r"\S+", board.folded) if board.free(word.start(), word.end())]
    for word in reversed(words):
        found = match_number(board.folded, word.start(), word.end())
        if found is None or isinstance(found[0], Refused) or not board.named_before(word.start()):
            continue
        unit = board.folded[found[1] : word.end()]
        if (
            0 < len(unit) <= 6
            and unit.isalpha()
            and not is_size(unit)
            and not unit.startswith(words_of("units", "times"))
        ):
            typed = board.text[word.start() : word.end()]
            return word.start(), word.end(), Refused(Reason.UNKNOWN_UNIT, typed, board.text[found[1] : word.end()])
    return None
