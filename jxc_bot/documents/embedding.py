"""How our font is put into a PDF: every character under its own number in the font (``Identity-H``), so that any
program can copy the text, and reading it once a process instead of once a document.

fpdf2 numbers characters anew and embeds a table from its numbers to the font's; several readers ignore such a table.
"""

from __future__ import annotations

from typing import Any

from fpdf.fonts import Glyph, SubsetMap, TTFFont
from fpdf.output import OutputProducer
from fpdf.syntax import Name

from jxc_bot.documents.fonts import Glyphs

CID = "cid"
"""What the names of the glyphs begin with in a font that numbers them (a "CID-keyed" one)."""


class NumberedGlyphs(SubsetMap):
    """The glyphs used, each under its number in the font."""

    def __init__(self, font: TTFFont) -> None:
        super().__init__(font)
        nothing = self.get_glyph(unicode=0)
        self._char_id_per_glyph = {nothing: 0}

    def pick_glyph(self, glyph: Glyph | None) -> int | None:
        if glyph is None or glyph in self._char_id_per_glyph:
            return self._char_id_per_glyph.get(glyph)
        number = int(glyph.glyph_name.removeprefix(CID)) if glyph.glyph_name.startswith(CID) else 0
        self._char_id_per_glyph[glyph] = number
        return number


class Producer(OutputProducer):
    """Writes the font with the encoding that goes with these numbers."""

    def _add_fonts(self, *given: Any, **named: Any) -> Any:
        made = super()._add_fonts(*given, **named)
        for font in made.values():
            setattr(font, "encoding", Name("Identity-H"))  # noqa: B010 - read-only for a kind of font we do not use
        return made


def embed(font: TTFFont, glyphs: Glyphs) -> None:
    """Makes ``font``, added for a space only, the whole font with ``glyphs``."""
    font.cmap, font.cw, font.glyph_ids = glyphs.names, glyphs.widths, glyphs.numbers
    font.ttfont.recalcBBoxes = False  # boxes of the whole font hold for a part of it
    font.subset = NumberedGlyphs(font)
