"""Numbers that name something instead of counting it: documents (PO-12, RK-20261124-003, #12) and barcodes."""

import re
from datetime import date
from functools import cache

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.day import find_days
from jxc_bot.conversation.reading.price import match_price, price_start
from jxc_bot.conversation.reading.units import Units
from jxc_bot.words.lexicon import alternation, words_of

__all__ = ["read_barcodes", "read_documents"]


@cache
def _document() -> re.Pattern[str]:
    prefixes = alternation(words_of("documents", "prefixes")).replace("(?![a-z])", "")
    return re.compile(
        rf"(?<![\w.#-])(?:#(?=[a-z0-9])(?:[a-z]{{1,4}}-)?[0-9]{{1,12}}(?:-[0-9]{{1,8}}){{0,2}}"
        rf"|{prefixes}-[0-9]{{1,12}}(?:-[0-9]{{1,8}}){{0,2}}|[a-z]{{2,4}}-20[0-9]{{6}}-[0-9]{{1,8}})(?![\w-])"
    )


_BARCODE = re.compile(r"(?<![\w.#/+-])[0-9]{8,14}(?![0-9a-wyz_.]|x[^0-9 ])")
"""8 to 14 figures that no letter or sign belongs to; an x with a number may follow (scanned, then typed)."""


def read_documents(board: Board) -> tuple[str, ...]:
    """The numbers of documents, as typed."""
    found = [one for one in _document().finditer(board.folded) if board.free(*one.span())]
    return tuple(board.claim("document", *one.span()) for one in found)


def read_barcodes(board: Board, units: Units, today: date) -> tuple[str, ...]:
    """The barcodes; eight figures that are a day (20261130), an amount (12345678瓶) or money are none."""
    days = {(day.start, day.end) for day in find_days(board.folded, today)}
    return tuple(
        board.claim("barcode", *found.span())
        for found in _BARCODE.finditer(board.folded)
        if units.match(board.folded, found.end()) is None
        and found.span() not in days
        and not _is_money(board, *found.span(), units)
        and board.free(*found.span())
    )


def _is_money(board: Board, start: int, end: int, units: Units) -> bool:
    """Whether a sign of money stands before the figures, or a word for it right behind them."""
    if any(sign.end() == start for sign in price_start().finditer(board.folded)):
        return True
    price = match_price(board.folded, start, units)
    spaced = board.folded.startswith(" ", end)  # scanned, then goods that begin like money
    return price is not None and price.marked and not spaced and board.right_edge(price.end)
