"""A4 pages to draw on: texts that wrap, tables that go on over pages with their head, a line at every page's foot.

Units are millimetres, sizes of type are points. This module needs fpdf2; import it where a document is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from jxc_bot.documents.embedding import Producer, embed
from jxc_bot.documents.fonts import font_file, glyphs_of
from jxc_bot.documents.wrapping import clean, wrap
from jxc_bot.words import Words

WIDTH, HEIGHT, MARGIN, FOOT = 210.0, 297.0, 14.0, 16.0
INNER = WIDTH - 2 * MARGIN
FONT = "cjk"
PAPER, INK, GREY = (255, 255, 255), (34, 34, 34), (110, 116, 124)
ACCENT, RULE, SHADE = (24, 68, 122), (206, 211, 217), (241, 244, 248)
PADDING = 1.6
LEADING = 1.42
POINT = 25.4 / 72
DOTS = "\u2026"

Colour = tuple[int, int, int]
Align = Literal["L", "C", "R"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; without ``width`` it takes what the others leave."""

    title: str
    align: Align = "L"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and a smaller line below it."""

    text: str
    below: str = ""


class Paper(FPDF):
    """The pages of one document."""

    def __init__(self, words: Words, title: str, foot: str, locale: str) -> None:
        super().__init__(format="A4")
        self._words = words
        self._foot = clean(foot)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.set_title(clean(title))
        self.set_creator("jxc-bot")
        self.set_lang(locale.replace("_", "-"))
        self._add_font(locale)
        self.add_page()

    def finish(self) -> bytes:
        """The document, with its name and "page x of y" at the foot of every page."""
        for number in range(1, self.pages_count + 1):
            self.page = number
            page = self._words("page", page=number, pages=self.pages_count)
            self.rule(HEIGHT - FOOT + 3)
            self.put(MARGIN, HEIGHT - FOOT + 7, self.cut(self._foot, INNER - 32, 7.5), 7.5, GREY)
            self.put(MARGIN, HEIGHT - FOOT + 7, page, 7.5, GREY, align="R", width=INNER)
        made = bytes(self.output(output_producer_class=Producer))
        font = self.fonts[FONT]
        assert isinstance(font, TTFFont)
        font.ttfont.close()
        return made

    def type(self, size: float, colour: Colour = INK, *, bold: bool = False) -> None:
        """Chooses how the next text looks. Bold is drawn with a thicker line: there is one weight of the font."""
        self.set_font(FONT, size=size)
        self.set_text_color(*colour)
        self.set_draw_color(*colour)
        self.set_line_width(size * 0.011 if bold else 0.1)
        self.text_mode = TextMode.FILL_STROKE if bold else TextMode.FILL

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: Colour = INK,
        *,
        bold: bool = False,
        align: Align = "L",
        width: float = 0.0,
    ) -> None:
        """One line on the base line ``y``; aligned within ``width``, and drawn smaller where it would not fit."""
        taken = self.wide(text, size)
        if width and taken > width:
            size *= width / taken
            taken = self.wide(text, size)
        with self.local_context():  # or else the mode of bold text would stay
            self.type(size, colour, bold=bold)
            self.text(x + {"L": 0.0, "C": (width - taken) / 2, "R": width - taken}[align], y, text)

    def lines(
        self, x: float, y: float, width: float, text: str, size: float, colour: Colour = INK, *, bold: bool = False
    ) -> float:
        """A text that wraps, from its upper edge ``y``; returns its lower edge."""
        for line in self.broken(text, width, size):
            self.put(x, y + size * POINT, line, size, colour, bold=bold)
            y += size * POINT * LEADING
        return y

    def broken(self, text: str, width: float, size: float) -> list[str]:
        """``text`` in lines of that width."""
        return wrap(clean(text), width, lambda part: self.wide(part, size))

    def cut(self, text: str, width: float, size: float) -> str:
        """What of ``text`` fits, with dots where it does not end there."""
        if self.wide(text, size) <= width:
            return text
        while text and self.wide(text + DOTS, size) > width:
            text = text[:-1]
        return text.rstrip() + DOTS

    def wide(self, text: str, size: float) -> float:
        """How wide a text is."""
        widths = self._widths
        return sum(widths[ord(sign)] for sign in text) * size * POINT / 1000

    def rule(self, y: float, colour: Colour = RULE, thickness: float = 0.2, x: float = MARGIN, to: float = 0.0) -> None:
        """A line from left to right."""
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(x, y, to or WIDTH - MARGIN, y)

    def room(self, y: float, height: float) -> float:
        """``y``, or the top of a new page where ``height`` would not fit below it."""
        if y + height <= HEIGHT - FOOT:
            return y
        self.add_page()
        return MARGIN

    def rows(self, y: float, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float = 8.5) -> float:
        """Rows under a head that comes again on every page; returns the lower edge."""
        placed = _placed(columns)
        y = self._head(self.room(y, 22), placed, size)
        for cells in rows:
            drawn = [self._broken_cell(cell, column, size) for cell, column in zip(cells, placed, strict=True)]
            height = max(_height(size, *parts) for parts in drawn) + 2 * PADDING
            if y + height > HEIGHT - FOOT:
                self.add_page()
                y = self._head(MARGIN, placed, size)
            x = MARGIN
            for (main, below), column in zip(drawn, placed, strict=True):
                self._cell(x, y + PADDING, column, main, below, size)
                x += column.width
            y += height
            self.rule(y)
        return y

    def _head(self, y: float, columns: Sequence[Column], size: float) -> float:
        titles = [self.broken(column.title, column.width - 2 * PADDING, size - 0.5) for column in columns]
        height = max(map(len, titles)) * size * POINT * LEADING + 2 * PADDING
        self.set_fill_color(*ACCENT)
        self.rect(MARGIN, y, INNER, height, style="F")
        x = MARGIN
        for column, lines in zip(columns, titles, strict=True):
            at = y + (height - len(lines) * size * POINT * LEADING) / 2
            for line in lines:
                inner, base = column.width - 2 * PADDING, at + size * POINT * 1.06
                self.put(x + PADDING, base, line, size - 0.5, PAPER, bold=True, align=column.align, width=inner)
                at += size * POINT * LEADING
            x += column.width
        return y + height

    def _broken_cell(self, cell: Cell, column: Column, size: float) -> tuple[list[str], list[str]]:
        inner = column.width - 2 * PADDING
        if column.align != "L":  # a number is one line, smaller where it must be
            return [clean(cell.text)], [clean(cell.below)] if cell.below else []
        return self.broken(cell.text, inner, size), self.broken(cell.below, inner, size - 1.5) if cell.below else []

    def _cell(self, x: float, y: float, column: Column, main: list[str], below: list[str], size: float) -> None:
        inner = column.width - 2 * PADDING
        for lines, points, colour in ((main, size, INK), (below, size - 1.5, GREY)):
            for line in lines:
                self.put(x + PADDING, y + points * POINT * 1.06, line, points, colour, align=column.align, width=inner)
                y += points * POINT * LEADING

    def _add_font(self, locale: str) -> None:
        """Adds the font as cheaply as it can be: what does not change from document to document is read once."""
        self.add_font(FONT, fname=font_file(), unicode_range=[ord(" ")])
        font, glyphs = self.fonts[FONT], glyphs_of(locale)
        assert isinstance(font, TTFFont)
        self._widths = glyphs.widths
        embed(font, glyphs)


def _height(size: float, main: list[str], below: list[str]) -> float:
    return (len(main) * size + len(below) * (size - 1.5)) * POINT * LEADING


def _placed(columns: Sequence[Column]) -> list[Column]:
    rest = INNER - sum(column.width for column in columns)
    return [column if column.width else Column(column.title, column.align, rest) for column in columns]
