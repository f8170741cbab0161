"""Several lines pasted at once: line breaks, semicolons, numbered and bulleted lists, and commas (or 和) where every
piece between them has a quantity of its own.
"""

import re
from collections.abc import Collection
from datetime import date
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.entry import read_entry
from jxc_bot.conversation.reading.numbers import number_start
from jxc_bot.conversation.reading.quantity import candidates
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.lexicon import lexicon

__all__ = ["MAX_LINES", "split_lines"]

_MOST_JOINED = 40
_SHORT = 16
"""Characters of a piece that only says more of the goods before it."""
_GOODS, _SOME_DAY = "q", date(2000, 1, 1)

MAX_LINES = 200
"""Lines of one message; what stands behind them is not read, and one more is given so that the caller can say so."""

_CIRCLED = re.compile("[\u2460-\u2473\u2776-\u277f\u24eb-\u24f4]")
_BULLET = re.compile(r"^(?:[-*\u2022\u00b7\u25cf\u25cb\u25a0\u25aa>]+ +|[-\u2022\u00b7\u25cf\u25a0\u25aa](?=[^\W\d]))")
_ORDINAL = re.compile(r"^\(?([0-9]{1,3})(?:[.\u3001)](?![0-9]) ?|\) ?)(?=\S)")


@cache
def _separators() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lines = lexicon()["lines"]
    sharp = re.compile("[\n" + "".join(lines["separators"]) + "]")
    joining = "|".join(map(re.escape, lines["and"]))
    return sharp, re.compile("[" + "".join(lines["lists"]) + rf"](?![0-9]{{3}}(?![0-9]))|{joining}")


def split_lines(text: str, units: Collection[str] | Units = ()) -> list[str]:
    """The lines of a message, normalised, without list marks and empty lines; at most `MAX_LINES` and one more."""
    sharp, soft = _separators()
    known = Units.of(units)
    found: list[str] = []
    for line in sharp.split(normalise(_CIRCLED.sub("\n", text))):
        bare = _unmarked(line.strip())
        if bare:
            found.extend(_pieces(bare, soft, known))
        if len(found) > MAX_LINES:
            break
    return found[: MAX_LINES + 1]


def _unmarked(line: str) -> str:
    """Without the bullet or the ordinal of a list."""
    line = _BULLET.sub("", line, count=1)
    ordinal = _ORDINAL.match(line)
    return line[ordinal.end() :].strip() if ordinal else line


def _pieces(line: str, soft: re.Pattern[str], units: Units) -> list[str]:
    """The line at its commas, if each piece names something and has a quantity."""
    pieces = [piece.strip(" ,") for piece in soft.split(line)] if len(line) <= 4_000 else [line]
    pieces = _joined([_unmarked(piece) for piece in pieces if piece], units)
    return pieces if 1 < len(pieces) <= MAX_LINES and all(_is_line(piece, units) for piece in pieces) else [line]


def _joined(pieces: list[str], units: Units) -> list[str]:
    """The pieces, with those that only say more of the goods before them (每箱24瓶, 48一箱) put to these."""
    found: list[str] = []
    for piece in pieces if len(pieces) <= _MOST_JOINED else ():
        if found and len(piece) <= _SHORT and not _names_goods(piece, units):
            found[-1] += f", {piece}"
        else:
            found.append(piece)
    return found or pieces


def _names_goods(piece: str, units: Units) -> bool:
    """Whether anything is left of a piece once its amounts, packs and prices are taken."""
    entry = read_entry(f"{_GOODS} x1 {piece}", units, _SOME_DAY)
    says = entry.price is not None or (entry.measure is not None and entry.measure.pack is not None)
    return entry.names != _GOODS or not says


def _is_line(piece: str, units: Units) -> bool:
    if len(piece) > 200 or number_start().search(piece) is None:
        return False
    board = Board(piece)
    best = next(iter(candidates(board, units, signed=False)), None)
    if best is None:
        return False
    board.claim("measure", best.start, best.end)
    return board.named_before(len(piece))
