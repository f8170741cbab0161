"""Reading what people type: pure functions from text to facts. No database, exact arithmetic, no text raises."""

from jxc_bot.conversation.reading.board import Span
from jxc_bot.conversation.reading.correction import Correction, read_correction
from jxc_bot.conversation.reading.day import Lean, read_day
from jxc_bot.conversation.reading.entry import MAX_LINE, Entry, read_entry
from jxc_bot.conversation.reading.lines import MAX_LINES, split_lines
from jxc_bot.conversation.reading.measure import Measure, Part, read_measure
from jxc_bot.conversation.reading.numbers import Number, read_number
from jxc_bot.conversation.reading.price import Price, read_price
from jxc_bot.conversation.reading.refusal import Reason, Refused
from jxc_bot.conversation.reading.text import MAX_TEXT, normalise
from jxc_bot.conversation.reading.units import Units
from jxc_bot.conversation.reading.write import write_entry, write_measure, write_price

__all__ = [
    "MAX_LINE",
    "MAX_LINES",
    "MAX_TEXT",
    "Correction",
    "Entry",
    "Lean",
    "Measure",
    "Number",
    "Part",
    "Price",
    "Reason",
    "Refused",
    "Span",
    "Units",
    "normalise",
    "read_correction",
    "read_day",
    "read_entry",
    "read_measure",
    "read_number",
    "read_price",
    "split_lines",
    "write_entry",
    "write_measure",
    "write_price",
]
