"""The rows of an xlsx workbook as a person sees them: its first visible sheet, with what merged cells share.

Two things that a spreadsheet program shows are not in a cell of their own. A cell merged downwards shows its value
beside every row it covers: so it is read there, and noted, since a quantity cannot be meant twice. And a formula
that no spreadsheet program has calculated has no value: reading it as an empty cell would drop a price unseen, so
that is noted, too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import Any

LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_MERGED = 20_000
BROKEN = (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError, EOFError, NotImplementedError)
"""What a file that is no workbook, or half of one, makes its reader raise."""
_FORMULA = re.compile(rb"<(\w+:)?f[\s>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_PIECE = 1024 * 1024
_OVERLAP = 200


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of a row; the places of those that stand further up and reach down to it, and of bare formulas."""

    cells: Sequence[str]
    shared: Sequence[int] = ()
    formulas: Sequence[int] = ()


EMPTY = Line(())


class TooLarge(Exception):
    """Unpacked, the workbook would be larger than any list of products."""


def lines_of(content: bytes, most_columns: int) -> Iterator[Line]:
    """The rows, from the first one on. Raises TooLarge, and any of ``BROKEN``."""
    from openpyxl import load_workbook
    from openpyxl.utils.cell import range_boundaries

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise TooLarge
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets: list[Any] = book.worksheets
        place = next((n for n, sheet in enumerate(sheets) if sheet.sheet_state == "visible"), 0)
        calculates, merged = _scan(archive, sheets[place]._worksheet_path)
    written: Any = load_workbook(io.BytesIO(content), read_only=True) if calculates else None
    try:
        shared = _Shared(list(map(range_boundaries, merged)))
        rows = sheets[place].iter_rows(values_only=True, max_col=most_columns)
        formulas: Iterable[Sequence[Any]] = repeat(())
        if written is not None:
            formulas = written.worksheets[place].iter_rows(values_only=True, max_col=most_columns)
        for number, (values, behind) in enumerate(zip(rows, formulas, strict=False), 1):
            if not (any(values) or any(behind)) and values.count(None) == len(values) and not shared.reaches(number):
                yield EMPTY  # there may be a million of them
                continue
            cells, bare = list(map(_cell, values)), []
            for at, (value, formula) in enumerate(zip(values, behind, strict=False)):
                if value is None and isinstance(formula, str) and formula.startswith("="):
                    cells[at] = formula
                    bare.append(at)
            yield Line(cells, shared.down(number, cells), bare)
    finally:
        book.close()
        if written is not None:
            written.close()


def _scan(archive: zipfile.ZipFile, sheet: str) -> tuple[bool, list[str]]:
    """Whether a sheet has formulas, and which cells of it are merged; read piece by piece, whatever its size."""
    calculates, merged, rest = False, dict[str, None](), b""
    with archive.open(sheet.lstrip("/")) as part:
        while piece := part.read(_PIECE):
            text = rest + piece
            calculates = calculates or _FORMULA.search(text) is not None
            merged |= {reference.decode(): None for reference in _MERGED.findall(text)}
            if len(merged) > MOST_MERGED:
                raise TooLarge
            rest = text[-_OVERLAP:]
    return calculates, list(merged)


class _Shared:
    """Values that merged cells carry down."""

    def __init__(self, areas: Sequence[Any]) -> None:
        self._from: dict[int, list[tuple[int, int]]] = {}
        for column, first, _, last in areas:
            if last > first:
                self._from.setdefault(first, []).append((column - 1, last))
        self._open: dict[int, tuple[int, str]] = {}

    def reaches(self, number: int) -> bool:
        """Whether anything begins at row ``number``, or reaches further."""
        return bool(self._open) or number in self._from

    def down(self, number: int, cells: list[str]) -> list[int]:
        """Puts into row ``number`` what reaches down to it; the places of that."""
        reached = []
        for at, (last, value) in list(self._open.items()):
            if number > last:
                del self._open[at]
            elif value:
                cells += [""] * (at + 1 - len(cells))
                cells[at] = value
                reached.append(at)
        for at, last in self._from.get(number, ()):
            self._open[at] = (last, cells[at] if at < len(cells) else "")
        while cells and not cells[-1]:
            cells.pop()
        return reached


def _cell(value: Any) -> str:
    """A cell as a person reads it: 24 rather than 24.0, 0.1 rather than its nearest binary fraction."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float():
            # Spreadsheets keep 15 digits; more would be the binary fraction's own, and a longer code has lost some.
            return f"{Decimal(f'{value:.15g}'):f}" if abs(value) < 1e15 else f"{value:.15g}"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
