"""The price in a line: labelled, with a sign of money, behind an amount (`3箱 48`, `3箱x48`) or for one (`一箱48`)."""

import re
from dataclasses import replace
from decimal import Decimal

from jxc_bot.conversation.reading.board import Board
from jxc_bot.conversation.reading.labels import labelled_prices
from jxc_bot.conversation.reading.measure import Run
from jxc_bot.conversation.reading.numbers import number_start
from jxc_bot.conversation.reading.price import Price, PriceMatch, match_price, price_start
from jxc_bot.conversation.reading.quantity import candidates, real_start
from jxc_bot.conversation.reading.refusal import Refused
from jxc_bot.conversation.reading.units import is_size
from jxc_bot.conversation.reading.way import Way
from jxc_bot.words.lexicon import alternation, words_of

__all__ = ["PriceReading"]


class PriceReading:
    """What a line says of money, while it is being read; ``doubtful`` are the kinds that may be something else."""

    def __init__(self, text: str, way: Way) -> None:
        self.board = Board(text)
        self.way = way
        self.labels: dict[str, str] = {}
        self.price: Price | None = None
        self.bad_price: Refused | None = None
        self.doubtful: set[str] = set()

    def _prices(self) -> None:
        for label, found in labelled_prices(self.board, self.way.units):
            if label.name not in self.labels:
                typed = self.board.text[label.value : found.end]
                self._take_price(found, label.start)
                self.labels[label.name] = typed
                if label.name == "total" and self.price is not None:
                    self.price = replace(self.price, total=True)
        if "price" in self.way.without:
            return
        self._price_of_one()
        tried = 0
        for start in re.finditer(f"{price_start().pattern}|{number_start().pattern}", self.board.folded):
            if self.price is None and start.start() >= tried and self.board.free(start.start(), start.end()):
                tried = self._unlabelled_price(real_start(self.board, start.start(), signed=False))
        if self.price is None and self.bad_price is None:
            self._money_behind_goods()
        if self.price is None and self.bad_price is None:
            self._free_of_charge()

    def _free_of_charge(self) -> None:
        """`3箱 免费`: a word of its own behind what is counted."""
        for word in words_of("money", "free"):
            start = self.board.folded.find(word)
            end = start + len(word)
            alone = start > 0 and self.board.text[start - 1] in " ,(" and self.board.right_edge(end)
            if alone and self.board.free(start, end) and self.board.named_before(start):
                self._take_price(PriceMatch(Price(Decimal(0)), end, marked=True), start)
                self.doubtful.add("price")
                return

    def _money_behind_goods(self) -> None:
        """`3箱 48块`: money, though goods are counted in 块 as well, since another amount says how many there are."""
        runs = candidates(self.board, self.way.units, signed=self.way.signed)
        double = words_of("money", "double")
        counted = [run for run in runs if run.counted and not run.size and run.pieces[0].word not in double]
        for run in runs:
            if len(run.pieces) > 1 or run.pieces[0].word not in double or not any(c.end <= run.start for c in counted):
                continue
            found = match_price(self.board.folded, run.start, self.way.units, asked=True)
            if found is not None and self.board.free(run.start, found.end) and self.board.right_edge(found.end):
                self._take_price(found, run.start)
                self.doubtful.add("price")
                return

    def _price_of_one(self) -> None:
        """`10箱 一箱120`: what one costs, where another amount says how many there are."""
        board = self.board
        for one in re.finditer(alternation(words_of("units", "one")), board.folded):
            unit = self.way.units.match(board.folded, one.end()) if board.number_may_start(one.start()) else None
            if unit is None:
                continue
            found = match_price(board.folded, unit.end + board.folded.startswith(" ", unit.end), self.way.units)
            if (
                found is None
                or not board.free(one.start(), found.end)
                or board.text[found.end : found.end + 1].strip(", ")
            ):
                continue
            runs = candidates(board, self.way.units, signed=self.way.signed)
            if any(run.counted and not run.size and not run.start <= one.start() < run.end for run in runs):
                value = found.value
                if isinstance(value, Price) and value.unit is None:
                    found = replace(found, value=replace(value, unit=unit.name or unit.word))
                self._take_price(found, one.start())
                return

    def _unlabelled_price(self, start: int) -> int:
        """Take the price that begins here, if one does; gives where to look on."""
        sign = price_start().match(self.board.folded, start)
        if sign is None and not self.board.number_may_start(start):
            return start
        if sign is not None and sign[0].isalpha() and sign[0].isascii() and not self.board.left_edge(start):
            return start
        found = match_price(self.board.folded, start, self.way.units)
        if found is None or not found.marked or not self.board.free(start, found.end):
            return start if found is None or sign else found.end
        end, folded = found.end, self.board.folded
        goes_on = not self.board.right_edge(end) and number_start().match(folded, end) is None
        if not goes_on or folded.startswith(words_of("order", "between"), end):
            self._take_price(found, start)
            if start == 0 and sign is None:
                self.doubtful.add("price")  # 三元 is a brand as well
        return end

    def _take_price(self, found: PriceMatch, start: int) -> None:
        if isinstance(found.value, Refused):
            self.bad_price = self.bad_price or found.value
            self.board.claim("refused", start, found.end)
            return
        self.price = self.price or found.value
        self.board.claim("price", start, found.end)

    def _bare_price(self, run: Run) -> None:
        """`可乐 3箱 48`, `3箱x48`: a number at the end, right behind an amount with a unit, is its price."""
        start = run.end + self.board.folded.startswith(" ", run.end)
        for sign in words_of("units", "times"):
            if self.board.folded.startswith(sign, start):
                self._times_price(run, start, start + len(sign))
                return
        apart = start > run.end or (len(run.pieces) == 1 and run.pieces[0].amount == 1)  # a box120, but not 3 box5
        price = match_price(self.board.folded, start, self.way.units) if apart and run.counted else None
        if price is None or self.price or "price" in self.way.without or not self._only_words_behind(price.end):
            return
        if self.board.free(start, price.end):
            self._take_price(price, start)
            self.doubtful.add("price")

    def _only_words_behind(self, end: int) -> bool:
        """Whether a number ends the line, but for words apart from it that no number can belong to."""
        behind = self.board.folded[end:]
        unit = self.way.units.match(self.board.folded, end + 1)
        counts = unit is not None and self.board.right_edge(unit.end)
        sized = is_size(behind.split()[0]) if behind.strip() else False
        return not behind or (behind[0] == " " and not counts and not sized and not any(map(str.isdigit, behind)))

    def _times_price(self, run: Run, sign: int, start: int) -> None:
        """The price behind an x, with or without a sign of money."""
        if not run.counted or run.size:
            return
        start += self.board.folded.startswith(" ", start)
        if self.price is not None:  # 3箱x48元: the money was seen before, the x only joins
            if self.board.free(sign, sign + 1):
                self.board.claim("filler", sign, sign + 1)
            return
        price = match_price(self.board.folded, start, self.way.units)
        if price is not None and self.board.free(sign, price.end) and self.board.right_edge(price.end):
            if isinstance(price.value, Price) and not price.marked:
                price = replace(price, value=replace(price.value, times=True))
            self._take_price(price, sign)
            self.doubtful.add("price")
