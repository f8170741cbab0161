"""One line in all its parts: quantity, price, day, places, labels, numbers of documents, and what is left to look up.

`收货 可乐 500ml 3箱+5瓶 @48 到 二仓` without its command reads as a measure, a price, a destination and the rest `可乐
500ml`. Nothing is lost: every character that is not a space belongs to one span, so what was not understood is seen.
Where the text allows another reading (三只松鼠), that is among `alternatives`; which one holds, the look-up decides.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from jxc_bot.conversation.reading.board import Span
from jxc_bot.conversation.reading.codes import read_barcodes, read_documents
from jxc_bot.conversation.reading.day import Lean, find_days, find_no_day
from jxc_bot.conversation.reading.fillers import read_fillers, read_rest
from jxc_bot.conversation.reading.labels import labelled_day, read_notes, read_words
from jxc_bot.conversation.reading.line_prices import PriceReading
from jxc_bot.conversation.reading.measure import Measure, Pack, Run
from jxc_bot.conversation.reading.packs import read_pack
from jxc_bot.conversation.reading.places import read_places
from jxc_bot.conversation.reading.price import Price
from jxc_bot.conversation.reading.quantity import candidates, unknown_unit
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import normalise
from jxc_bot.conversation.reading.units import Units
from jxc_bot.conversation.reading.way import Way
from jxc_bot.words.lexicon import lexicon, words_of

__all__ = ["MAX_LINE", "Entry", "read_entry"]

MAX_LINE = 500
"""A longer line is not taken apart: all of it is left to look up."""

_MOST_ALTERNATIVES = 5
_LONGEST_DOUBT = 200
"""A longer line has no alternatives: nobody types that much for one product."""


@dataclass(frozen=True)
class Entry:
    """What one line says. `text` is the normalised line, `spans` cover it, `rest` are the names to look up."""

    text: str
    measure: Measure | None = None
    price: Price | None = None
    day: date | None = None
    source: str | None = None
    destination: str | None = None
    at: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    bad_price: Refused | None = None
    """What was meant as a price and cannot be one; no other price was said."""
    bad_day: Refused | None = None
    """What is written like a day and is none."""
    spans: tuple[Span, ...] = ()
    _others: tuple["Way", ...] = field(default=(), repr=False, compare=False)

    @property
    def names(self) -> str:
        """The rest as one text."""
        return " ".join(self.rest)

    @cached_property
    def alternatives(self) -> "tuple[Entry, ...]":
        """Other readings of the same line, the likelier first; they are read when somebody asks."""
        seen = [self]
        for way in self._others if len(self.text) <= _LONGEST_DOUBT else ():
            entry = replace(_Reading(self.text, way).read(), _others=())
            if entry not in seen:
                seen.append(entry)
        return tuple(seen[1 : _MOST_ALTERNATIVES + 1])


def read_entry(
    line: str,
    units: Collection[str] | Units,
    today: date,
    *,
    places: Sequence[str] = (),
    lean: Lean = Lean.NEAR,
    signed: bool = False,
    zero: bool = False,
) -> Entry:
    """Take apart one line, without its command.

    units: the unit names that may be meant. places: known warehouses and locations, by every name they have. lean:
    which way a day without a year falls. signed, zero: whether a change below zero and an amount of zero make sense.
    """
    text = " ".join(normalise(line).split("\n"))
    if len(text) > MAX_LINE:
        return Entry(text, rest=(text,), spans=(Span("rest", 0, len(text)),))
    way = Way(Units.of(units), today, places, lean, signed, zero)
    return _Reading(text, way).read()


def _other_ways(way: "Way", rivals: Sequence[Run], doubtful: Collection[str]) -> list["Way"]:
    """The other readings worth a look: another amount as the quantity, then one doubtful kind less."""
    others = [replace(way, quantity=(run.start, run.end)) for run in rivals]
    others += [replace(way, without=frozenset({kind})) for kind in sorted(doubtful)]
    return others[: _MOST_ALTERNATIVES + 1]


class _Reading(PriceReading):
    """One pass over a line. The order matters: the surest kinds take their characters first."""

    def __init__(self, text: str, way: Way) -> None:
        super().__init__(text, way)
        self.where: dict[str, str] = {}
        self.refused: list[Refused] = []
        self.bad_day: Refused | None = None
        self.day: date | None = None
        self.measure: Measure | None = None
        self.pack: Pack | None = None

    def read(self) -> Entry:
        """The entry this way of reading gives."""
        self._quotes()
        if "note" not in self.way.without:
            read_notes(self.board, self.labels)
        documents = () if "document" in self.way.without else read_documents(self.board)
        if documents:
            self.doubtful.add("document")
        barcodes = read_barcodes(self.board, self.way.units, self.way.today)
        self._packs()
        self._prices()
        self._days()
        rivals = self._quantity()
        read_words(self.board, self.labels)
        if "place" not in self.way.without:
            read_places(self.board, self.way.places, self.where, self.labels)
        self.doubtful |= read_fillers(self.board, about="about" not in self.way.without)
        rest = read_rest(self.board)
        if self.where or {"supplier", "customer"} & self.labels.keys():
            self.doubtful.add("place")
        return Entry(
            text=self.board.text,
            measure=self.measure,
            price=self.price,
            day=self.day,
            source=self.where.get("source"),
            destination=self.where.get("destination"),
            at=self.where.get("at", self.labels.get("warehouse")),
            labels=self.labels,
            documents=documents,
            barcodes=barcodes,
            rest=rest,
            refused=tuple(self.refused),
            bad_price=self.bad_price if self.price is None else None,
            bad_day=self.bad_day,
            spans=tuple(sorted(self.board.spans, key=lambda span: span.start)),
            _others=tuple(_other_ways(self.way, rivals, self.doubtful - self.way.without)),
        )

    def _quotes(self) -> None:
        """A quoted text is a name, whatever stands in it."""
        for opening, closing in lexicon()["quotes"]["pairs"]:
            for found in re.finditer(rf"{opening}([^{opening}{closing}]+){closing}", self.board.text):
                left, right = found.start(), found.end()
                before = self.board.text[left - 1] if left else " "
                if (before in " :" or before.isalpha()) and self.board.free(left, right):
                    self.board.claim("name", left, right)

    def _packs(self) -> None:
        """What a pack holds; of the name's part that may say so as well (24瓶/箱), another reading is made."""
        self.pack, in_name = read_pack(self.board, self.way.units, named="spec" not in self.way.without)
        if in_name:
            self.doubtful.add("spec")

    def _days(self) -> None:
        if "day" in self.way.without:
            return
        labelled = labelled_day(self.board, self.way.today, self.way.lean)
        if labelled is not None:
            self.day = labelled[2]
            self.board.claim("day", labelled[0], labelled[1])
            return
        for found in find_days(self.board.folded, self.way.today, self.way.lean):
            edges = self.board.left_edge(found.start), self.board.right_edge(found.end)
            at_end = not self.board.named_before(found.start) or not self.board.named_after(found.end)
            arrival = self._after_day(found.end)
            if not self.board.free(found.start, found.end):
                continue
            if not (all(edges) or (found.firm and any(edges)) or (arrival and edges[0])):
                continue
            if (found.faint and not at_end) or self._part_of_amount(found.start, found.end):
                continue
            self.day = found.day
            self.board.claim("day", found.start, found.end)
            if arrival:
                self.board.claim("filler", found.end, found.end + len(arrival))
            self.doubtful.add("day")
            return
        none = find_no_day(self.board.folded, self.way.today)
        if none is not None and self.board.free(*none) and self.board.left_edge(none[0]):
            self.bad_day = Refused(Reason.NOT_A_DAY, self.board.text[slice(*none)])
            self.board.claim("refused", *none)

    def _after_day(self, end: int) -> str:
        """The word behind a day that only says what happens then (周五到货), if it ends there."""
        for word in words_of("order", "after_day"):
            if self.board.folded.startswith(word, end) and self.board.right_edge(end + len(word)):
                return word if self.board.free(end, end + len(word)) else ""
        return ""

    def _part_of_amount(self, start: int, end: int) -> bool:
        """Whether figures that look like a day are counted (1/3 box) or added (3 box + 1/3)."""
        folded = self.board.folded
        if folded[:start].endswith(("+", "+ ")) and not folded.startswith("+", start):
            return True
        behind = end + folded.startswith(" ", end)
        return folded[end - 1].isdigit() and self.way.units.match(folded, behind) is not None

    def _quantity(self) -> list[Run]:
        """Take the likeliest amount (or the one this way of reading asks for); give the others."""
        runs = candidates(self.board, self.way.units, signed=self.way.signed)
        if "measure" in self.way.without:
            return []
        wanted = self.way.quantity
        run = next((one for one in runs if (not one.sum if wanted is None else (one.start, one.end) == wanted)), None)
        if run is not None:
            self.doubtful.add("measure")
            self._take(run)
            return [one for one in runs if one is not run]
        if runs:  # a sum: part of a name, if there is such goods
            return runs
        unknown = unknown_unit(self.board)
        if unknown is not None:
            self.refused.append(unknown[2])
            self.board.claim("refused", unknown[0], unknown[1])
            self.doubtful.add("measure")
        return []

    def _take(self, run: Run) -> None:
        value = run.value(self.board.text, signed=self.way.signed, zero=self.way.zero)
        if isinstance(value, Refused):
            self.refused.append(value)
            self.board.claim("refused", run.start, run.end)
            return
        self.measure = replace(value, pack=value.pack or self.pack)
        self.board.claim("measure", run.start, run.end)
        self._bare_price(run)
